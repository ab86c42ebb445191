// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/crypto/rsa_signature.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace strongroom::serve {

/// What an access token says. Claim names as in Entra ID's tokens (Key Vault, access tokens).
struct TokenClaims final
{
    QString audience; ///< aud
    QString issuer; ///< iss
    QString tenantId; ///< tid
    QString objectId; ///< oid and sub
    QString clientId; ///< appid and azp
    base::UnixSeconds notBefore = 0; ///< nbf and iat
    base::UnixSeconds expires = 0; ///< exp

    friend bool operator==(const TokenClaims&, const TokenClaims&) = default;
};

/// A signed token: RS256, with the key's thumbprint as `kid`.
base::Result<QByteArray> makeToken(const TokenClaims& claims, const crypto::SigningKey& key);

/// Verifies form, algorithm, key id and signature; times and audience are the caller's business. Only RS256
/// with this very key is taken: neither "none" nor an algorithm of the token's choice. Unauthenticated with
/// the service's AKV text else.
base::Result<TokenClaims> readToken(QByteArrayView token, const crypto::VerifyingKey& key,
                                    const QString& keyId);

/// The parts of any JWT, decoded but not verified: client assertions are signed by the client's key.
struct JwtParts final
{
    QByteArray header; ///< JSON
    QByteArray payload; ///< JSON
    QByteArray signedText; ///< what the signature is over
    QByteArray signature;
};
std::optional<JwtParts> splitJwt(QByteArrayView token);

} // namespace strongroom::serve
