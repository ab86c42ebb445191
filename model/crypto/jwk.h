// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/json_reader.h"
#include "model/crypto/software_key.h"

#include <QStringList>

namespace strongroom::crypto {

/// A public JSON Web Key (RFC 7517) of RSA or EC, as it stands in a key set. The key has been checked: a
/// point is on its curve, a modulus has 2048 to 16384 bits.
struct PublicJwk final
{
    QString keyId;
    QString algorithm;
    QString use; ///< "sig", "enc" or empty
    QStringList operations;
    PublicKey key;
};

base::Result<PublicJwk> readPublicJwk(QByteArrayView json);
/// The keys of a JWK set; those of types and curves that nobody here knows are left out.
base::Result<std::vector<PublicJwk>> readJwkSet(QByteArrayView json);
/// The same for a set within a larger document; nothing when the reader has failed.
std::vector<PublicJwk> takeJwkSet(base::JsonReader& reader);
/// {"kty":..., the public members, "kid":...}; `keyId` may be empty. BadParameter for symmetric keys.
base::Result<QByteArray> writePublicJwk(const PublicKey& key, const QString& keyId = {});

/// A private or symmetric key: RSA with n, e, d, p, q, dp, dq, qi; EC with crv, x, y, d; oct with k.
base::Result<SoftwareKey> readPrivateJwk(const base::SecureBytes& json);

/// SHA-256 over the required members in canonical form (RFC 7638), 32 bytes. Of RSA and EC keys.
base::Result<QByteArray> jwkThumbprint(const PublicKey& key);

} // namespace strongroom::crypto
