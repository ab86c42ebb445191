// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/key_algorithm.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

constexpr KeyAlgorithm rsaSign(const char* name, Scheme scheme, int digestBytes)
{
    return { name, KeyType::Rsa, AlgorithmUse::Sign, scheme, digestBytes, std::nullopt, 0 };
}

constexpr KeyAlgorithm ecSign(const char* name, Curve curve, int digestBytes)
{
    return { name, KeyType::Ec, AlgorithmUse::Sign, Scheme::Ecdsa, digestBytes, curve, 0 };
}

constexpr KeyAlgorithm rsaCipher(const char* name, Scheme scheme, int digestBytes)
{
    return { name, KeyType::Rsa, AlgorithmUse::EncryptAndWrap, scheme, digestBytes, std::nullopt, 0 };
}

constexpr KeyAlgorithm aes(const char* name, AlgorithmUse use, Scheme scheme, int keyBits)
{
    return { name, KeyType::Oct, use, scheme, 0, std::nullopt, keyBits };
}

constexpr KeyAlgorithm hmac(const char* name, int digestBytes)
{
    return { name, KeyType::Oct, AlgorithmUse::Sign, Scheme::Hmac, digestBytes, std::nullopt, 0 };
}

constexpr std::array all = {
    rsaSign("RS256", Scheme::RsaPkcs1Signature, 32),
    rsaSign("RS384", Scheme::RsaPkcs1Signature, 48),
    rsaSign("RS512", Scheme::RsaPkcs1Signature, 64),
    rsaSign("PS256", Scheme::RsaPss, 32),
    rsaSign("PS384", Scheme::RsaPss, 48),
    rsaSign("PS512", Scheme::RsaPss, 64),
    rsaSign("RSNULL", Scheme::RsaPkcs1Raw, 0),
    ecSign("ES256", Curve::P256, 32),
    ecSign("ES384", Curve::P384, 48),
    ecSign("ES512", Curve::P521, 64),
    ecSign("ES256K", Curve::P256K, 32),
    hmac("HS256", 32),
    hmac("HS384", 48),
    hmac("HS512", 64),
    rsaCipher("RSA-OAEP-256", Scheme::RsaOaep, 32),
    rsaCipher("RSA-OAEP", Scheme::RsaOaep, 20),
    rsaCipher("RSA1_5", Scheme::RsaPkcs1Encryption, 0),
    aes("A128GCM", AlgorithmUse::Encrypt, Scheme::AesGcm, 128),
    aes("A192GCM", AlgorithmUse::Encrypt, Scheme::AesGcm, 192),
    aes("A256GCM", AlgorithmUse::Encrypt, Scheme::AesGcm, 256),
    aes("A128CBC", AlgorithmUse::Encrypt, Scheme::AesCbc, 128),
    aes("A192CBC", AlgorithmUse::Encrypt, Scheme::AesCbc, 192),
    aes("A256CBC", AlgorithmUse::Encrypt, Scheme::AesCbc, 256),
    aes("A128CBCPAD", AlgorithmUse::Encrypt, Scheme::AesCbcPad, 128),
    aes("A192CBCPAD", AlgorithmUse::Encrypt, Scheme::AesCbcPad, 192),
    aes("A256CBCPAD", AlgorithmUse::Encrypt, Scheme::AesCbcPad, 256),
    aes("A128KW", AlgorithmUse::Wrap, Scheme::AesKeyWrap, 128),
    aes("A192KW", AlgorithmUse::Wrap, Scheme::AesKeyWrap, 192),
    aes("A256KW", AlgorithmUse::Wrap, Scheme::AesKeyWrap, 256),
    aes("A128KWPAD", AlgorithmUse::Wrap, Scheme::AesKeyWrapPad, 128),
    aes("A192KWPAD", AlgorithmUse::Wrap, Scheme::AesKeyWrapPad, 192),
    aes("A256KWPAD", AlgorithmUse::Wrap, Scheme::AesKeyWrapPad, 256),
    aes("CKM_AES_KEY_WRAP", AlgorithmUse::Wrap, Scheme::AesKeyWrap, 0),
    aes("CKM_AES_KEY_WRAP_PAD", AlgorithmUse::Wrap, Scheme::AesKeyWrapPad, 0),
};

} // namespace

std::span<const KeyAlgorithm> keyAlgorithms() { return all; }

const KeyAlgorithm* findKeyAlgorithm(QStringView name)
{
    const auto found = std::find_if(all.begin(), all.end(), [name](const KeyAlgorithm& algorithm) {
        return name == QLatin1StringView(algorithm.name);
    });
    return found == all.end() ? nullptr : &*found;
}

QString toText(Curve curve)
{
    switch (curve) {
    case Curve::P256:
        return u"P-256"_s;
    case Curve::P384:
        return u"P-384"_s;
    case Curve::P521:
        return u"P-521"_s;
    case Curve::P256K:
        return u"P-256K"_s;
    }
    return {};
}

std::optional<Curve> curveFromText(QStringView text)
{
    for (const Curve curve : { Curve::P256, Curve::P384, Curve::P521, Curve::P256K }) {
        if (text.compare(toText(curve), Qt::CaseInsensitive) == 0)
            return curve;
    }
    if (text.compare("SECP256K1"_L1, Qt::CaseInsensitive) == 0)
        return Curve::P256K;
    return std::nullopt;
}

int coordinateBytes(Curve curve)
{
    switch (curve) {
    case Curve::P256:
    case Curve::P256K:
        return 32;
    case Curve::P384:
        return 48;
    case Curve::P521:
        return 66;
    }
    return 0;
}

int fieldBits(Curve curve) { return curve == Curve::P521 ? 521 : coordinateBytes(curve) * 8; }

} // namespace strongroom::crypto
