// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/jwk.h"

namespace strongroom::crypto {

/// A JSON Web Signature in compact form (RFC 7515), taken apart and not believed: the payload counts only
/// after verify() with a key and algorithms that the reader chose.
struct Jws final
{
    QString algorithm;
    QString keyId;
    QString type;
    QByteArray thumbprintSha1; ///< x5t, decoded
    QByteArray thumbprintSha256; ///< x5t#S256, decoded
    std::vector<QByteArray> certificates; ///< x5c, DER, the signer's first

    QByteArray payload;
    QByteArray signedPart; ///< header and payload as they were sent
    QByteArray signature;

    /// BadParameter for anything else, for a header of more than 16 KiB (x5c needs some), a member that
    /// stands twice, and for "crit", because nobody here knows an extension.
    static base::Result<Jws> parse(QByteArrayView text);
};

/// Unauthenticated unless `jws` is signed by `key` with its algorithm, which must be one of `allowed`:
/// names like "RS256". "none" and the symmetric ones are refused for an asymmetric key whatever is allowed.
base::Result<void> verify(const Jws& jws, const PublicKey& key, const QStringList& allowed);
/// The same with the key of the set that has the token's "kid"; without one, any key that fits. Keys that
/// are marked for encryption are not used.
base::Result<void> verifyWithSet(const Jws& jws, const std::vector<PublicJwk>& keys,
                                 const QStringList& allowed);

/// What else stands in the header, beside "alg".
struct JwsHeader final
{
    QString keyId;
    QString type;
    std::vector<QByteArray> certificates; ///< x5c, DER
};
/// A compact JWS of `payload`. `algorithm` signs and goes with `key`.
base::Result<QByteArray> signJws(const CryptoKey& key, const KeyAlgorithm& algorithm, const JwsHeader& header,
                                 QByteArrayView payload);

} // namespace strongroom::crypto
