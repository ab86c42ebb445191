// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <optional>
#include <span>

namespace strongroom::crypto {

enum class KeyType { Rsa, Ec, Oct };
enum class Curve { P256, P384, P521, P256K };

/// What an algorithm does. Wrapping and encrypting share algorithms for RSA keys.
enum class AlgorithmUse { Sign, Encrypt, Wrap, EncryptAndWrap };

/// How an algorithm works; with the digest and the key it is all there is to know.
enum class Scheme {
    RsaPkcs1Signature, ///< RS256-512: PKCS#1 v1.5 with a DigestInfo (RFC 8017, 8.2)
    RsaPkcs1Raw, ///< RSNULL: PKCS#1 v1.5 of the caller's bytes, no DigestInfo
    RsaPss, ///< PS256-512: salt as long as the digest (RFC 7518, 3.5)
    Ecdsa, ///< ES256-512, ES256K: raw r||s of fixed width (RFC 7518, 3.4)
    Hmac, ///< HS256-512 (RFC 2104)
    RsaPkcs1Encryption, ///< RSA1_5
    RsaOaep, ///< RSA-OAEP, RSA-OAEP-256: MGF1 with the same digest
    AesGcm, ///< nonce made by the service, 16-byte tag
    AesCbc, ///< no padding, whole blocks
    AesCbcPad, ///< PKCS#7 padding
    AesKeyWrap, ///< RFC 3394
    AesKeyWrapPad, ///< RFC 5649
};

/// One algorithm of the service's enums (Key Vault, "About keys: algorithms").
struct KeyAlgorithm final
{
    const char* name; ///< as on the wire: "RS256", "A128GCM"
    KeyType keyType;
    AlgorithmUse use;
    Scheme scheme;
    int digestBytes; ///< of what is signed, or of OAEP's hash; 0 where there is none
    std::optional<Curve> curve; ///< the only curve it works with
    int keyBits; ///< the only size of a symmetric key; 0 for any

    bool canSign() const { return use == AlgorithmUse::Sign; }
    bool canEncrypt() const { return use == AlgorithmUse::Encrypt || use == AlgorithmUse::EncryptAndWrap; }
    bool canWrap() const { return use == AlgorithmUse::Wrap || use == AlgorithmUse::EncryptAndWrap; }
};

/// All algorithms, in the order people read them in.
std::span<const KeyAlgorithm> keyAlgorithms();
/// By wire name, exact case as in JOSE; nullptr when there is none.
const KeyAlgorithm* findKeyAlgorithm(QStringView name);

/// "P-256", "P-384", "P-521", "P-256K"; also the old alias "SECP256K1" when reading.
QString toText(Curve curve);
std::optional<Curve> curveFromText(QStringView text);
/// Bytes of one coordinate: 32, 48, 66, 32.
int coordinateBytes(Curve curve);
/// Bits of its field: 256, 384, 521, 256.
int fieldBits(Curve curve);

} // namespace strongroom::crypto
