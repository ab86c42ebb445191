// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/openssl_keys.h"

#include <openssl/core_names.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

constexpr std::array rsaSizes = { 2048, 3072, 4096 };

/// A number of the key as `width` big-endian bytes; 0 for as many as it needs.
QByteArray memberOf(const EVP_PKEY* key, const char* parameter, int width)
{
    BIGNUM* read = nullptr;
    if (EVP_PKEY_get_bn_param(key, parameter, &read) != 1)
        return {};
    const Number number(read);
    QByteArray bytes(width ? width : BN_num_bytes(read), '\0');
    BN_bn2binpad(read, bytesOf(bytes), static_cast<int>(bytes.size()));
    return bytes;
}

std::optional<Curve> curveOf(const EVP_PKEY* key)
{
    std::array<char, 64> name{};
    std::size_t length = 0;
    if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, name.data(), name.size(), &length)
        != 1)
        return std::nullopt;
    for (const Curve curve : { Curve::P256, Curve::P384, Curve::P521, Curve::P256K }) {
        if (qstrcmp(name.data(), groupName(curve)) == 0)
            return curve;
    }
    return std::nullopt;
}

} // namespace

base::Error badKey(const QString& message) { return { base::ErrorCode::BadParameter, message, u"key"_s }; }

base::Error libraryFailed()
{
    return { base::ErrorCode::Internal, u"The cryptographic library refused the operation."_s, {} };
}

Number numberOf(std::span<const unsigned char> bytes)
{
    return Number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
}

Number numberOf(const QByteArray& bytes)
{
    return Number(BN_bin2bn(bytesOf(bytes), static_cast<int>(bytes.size()), nullptr));
}

bool isRsaSize(int bits) { return std::find(rsaSizes.begin(), rsaSizes.end(), bits) != rsaSizes.end(); }

const char* groupName(Curve curve)
{
    switch (curve) {
    case Curve::P256:
        return "prime256v1";
    case Curve::P384:
        return "secp384r1";
    case Curve::P521:
        return "secp521r1";
    case Curve::P256K:
        return "secp256k1";
    }
    return nullptr;
}

base::Result<PublicKey> publicPartOf(const EVP_PKEY* key)
{
    PublicKey part;
    if (EVP_PKEY_is_a(key, "RSA") == 1) {
        part.type = KeyType::Rsa;
        part.bits = EVP_PKEY_get_bits(key);
        part.n = memberOf(key, OSSL_PKEY_PARAM_RSA_N, 0);
        part.e = memberOf(key, OSSL_PKEY_PARAM_RSA_E, 0);
        if (!isRsaSize(part.bits))
            return badKey(u"RSA keys must have 2048, 3072 or 4096 bits."_s);
        return part;
    }
    if (EVP_PKEY_is_a(key, "EC") == 1) {
        part.type = KeyType::Ec;
        part.curve = curveOf(key);
        if (!part.curve)
            return badKey(u"The curve must be P-256, P-384, P-521 or P-256K."_s);
        part.bits = EVP_PKEY_get_bits(key);
        part.x = memberOf(key, OSSL_PKEY_PARAM_EC_PUB_X, coordinateBytes(*part.curve));
        part.y = memberOf(key, OSSL_PKEY_PARAM_EC_PUB_Y, coordinateBytes(*part.curve));
        return part;
    }
    return badKey(u"Only RSA and elliptic-curve keys can be imported."_s);
}

Key keyFrom(const char* type, OSSL_PARAM_BLD* build, int selection)
{
    const Params params(OSSL_PARAM_BLD_to_param(build));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1
        || EVP_PKEY_fromdata(context.get(), &key, selection, params.get()) != 1)
        return nullptr;
    return Key(key);
}

Key publicKeyFrom(const PublicKey& part)
{
    const ParamBuild build(OSSL_PARAM_BLD_new());
    const Number n = numberOf(part.n);
    const Number e = numberOf(part.e);
    const QByteArray point = QByteArray(1, '\x04') + part.x + part.y;
    if (part.type == KeyType::Rsa) {
        OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
        OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
        return part.n.isEmpty() ? nullptr : keyFrom("RSA", build.get(), EVP_PKEY_PUBLIC_KEY);
    }
    if (!part.curve)
        return nullptr;
    OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, groupName(*part.curve), 0);
    OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(),
                                     static_cast<std::size_t>(point.size()));
    return keyFrom("EC", build.get(), EVP_PKEY_PUBLIC_KEY);
}

base::Result<SoftwareKey> softwareKeyFrom(const PKCS8_PRIV_KEY_INFO* info)
{
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info, nullptr) : -1;
    if (size <= 0)
        return badKey(u"The key is damaged."_s);
    base::SecureBytes der(static_cast<std::size_t>(size));
    unsigned char* out = der.data();
    i2d_PKCS8_PRIV_KEY_INFO(info, &out);
    return SoftwareKey::fromPrivateDer(der);
}

base::SecureBytes secretMemberOf(const EVP_PKEY* key, const char* parameter, int width)
{
    BIGNUM* read = nullptr;
    if (!key || EVP_PKEY_get_bn_param(key, parameter, &read) != 1)
        return {};
    const Number number(read);
    base::SecureBytes bytes(static_cast<std::size_t>(width ? width : BN_num_bytes(read)));
    BN_bn2binpad(read, bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
}

} // namespace strongroom::crypto
