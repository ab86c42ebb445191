// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/rsa_signature.h"
#include "model/serve/endpoint_names.h"
#include "model/serve/jwt.h"
#include "model/vault/principal.h"

#include <QHash>

#include <mutex>

namespace strongroom::serve {

/// Who an access token says it is. Verified.
struct TokenIdentity final
{
    QString clientId;
    QString objectId;
    QString tenantId;
};

struct IssuedToken final
{
    base::SecureBytes text;
    base::UnixSeconds expires = 0;
    base::UnixSeconds lifetime = 0;
};

/// How a program proved to be the application (claim `appidacr`).
enum class SignInMethod { ManagedIdentity = 0, Secret = 1, Certificate = 2 };

/// Makes the endpoint's access tokens and verifies them: RS256 with the store's one token key, an hour at
/// most. Verified tokens are remembered by their SHA-256 digest until they expire, so that a token in
/// use costs a digest and a look-up. Thread-safe.
class AccessTokens final
{
public:
    struct Terms final
    {
        QString issuer;
        QString tenantId;
        QStringList vaultAudiences; ///< that are taken at the vaults
        QStringList poolAudiences; ///< and at the pools
    };

    AccessTokens(crypto::SigningKey key, Terms terms);

    base::Result<IssuedToken> issue(const vault::Application& application, const QString& audience,
                                    SignInMethod method, base::UnixSeconds now) const;
    /// Unauthenticated with the service's words for what is wrong; so is a token for the other kind of
    /// container.
    base::Result<TokenIdentity> verify(QByteArrayView text, Container container, base::UnixSeconds now);
    /// Makes every token be verified anew.
    void forget();

    const QString& keyId() const { return m_keyId; }
    const crypto::RsaPublicMembers& publicMembers() const { return m_publicMembers; }

private:
    struct Remembered
    {
        TokenIdentity identity;
        QString audience;
        base::UnixSeconds notBefore = 0;
        base::UnixSeconds expires = 0;
    };

    base::Result<Remembered> verifyAnew(QByteArrayView text, base::UnixSeconds now) const;
    base::Result<void> checkClaims(const Jwt& token, base::UnixSeconds now) const;
    base::Result<void> checkAudience(const QString& audience, Container container) const;
    std::optional<Remembered> remembered(const QByteArray& digest, base::UnixSeconds now);
    void remember(const QByteArray& digest, const Remembered& token, base::UnixSeconds now);

    const crypto::SigningKey m_key;
    const crypto::VerifyingKey m_verifyingKey;
    const crypto::RsaPublicMembers m_publicMembers;
    const QString m_keyId;
    const Terms m_terms;
    std::mutex m_mutex;
    QHash<QByteArray, Remembered> m_verified; // guarded by m_mutex
};

} // namespace strongroom::serve
