// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/crypto/rsa_signature.h"
#include "model/net/http.h"
#include "model/ops/operations.h"
#include "model/serve/token.h"

#include <QHash>
#include <QObject>
#include <QThreadPool>

#include <shared_mutex>

namespace strongroom::serve {

struct AuthoritySettings final
{
    QString tenantId;
    QString baseUrl; ///< https://login.vault.localhost:PORT, without a slash
    crypto::SigningKey key;
};

/// Who signed in, as far as the operations layer wants to know.
struct SignedInCaller final
{
    QString objectId;
    QString clientId;
    QString tenantId;
    QString displayName;
};

struct IssuedToken final
{
    base::SecureBytes token;
    base::UnixSeconds expires = 0;
};

/// The store's own identity provider: OpenID discovery, keys, and a token endpoint for client credentials
/// (OpenID Connect Discovery 1.0; RFC 6749, 4.4; RFC 7523). Tokens live an hour and die with their
/// application. Thread-safe. `operations` and `clock` must outlive it.
class Authority final : public QObject
{
    Q_OBJECT

public:
    Authority(ops::Operations& operations, const base::Clock& clock, AuthoritySettings settings);
    ~Authority() override;

    /// Whether a request path (no query) belongs to the authority rather than to a vault.
    static bool isAuthorityPath(QByteArrayView path);
    void handle(net::HttpRequest request, net::Respond respond);

    /// Who presents `token` to `resource` (https://vault.localhost): Unauthenticated with an AKV text when
    /// signature, issuer, tenant, audience or time do not fit or the application is gone.
    base::Result<SignedInCaller> verify(QByteArrayView token, const QString& resource);
    /// The value of WWW-Authenticate that sends a client here for a token.
    QString challenge(const QString& resource) const;

    /// A token of `application` for `resource`, made off the caller's thread. BadParameter for a resource
    /// nobody here answers for.
    void issue(const vault::Application& application, const QString& resource,
               base::UniqueFunction<void(base::Result<IssuedToken>)> answer);

    const QString& tenantId() const { return m_settings.tenantId; }
    const base::Clock& clock() const { return m_clock; }
    ops::Operations& operations() { return m_operations; }

private:
    struct TokenForm;
    void answerToken(net::HttpRequest request, net::Respond respond);
    void answerSecret(TokenForm form, vault::Caller caller, net::Respond respond);
    void answerAssertion(TokenForm form, vault::Caller caller, net::Respond respond);
    void answerIssued(const base::Result<vault::Application>& application, const QString& resource,
                      net::Respond respond);
    net::HttpResponse discovery() const;
    net::HttpResponse keys() const;
    QString tokenEndpoint() const;
    void learnApplications();
    base::Result<TokenClaims> verifiedClaims(QByteArrayView token);

    ops::Operations& m_operations;
    const base::Clock& m_clock;
    const AuthoritySettings m_settings;
    const crypto::VerifyingKey m_publicKey;
    const QString m_keyId;

    std::shared_mutex m_mutex;
    QHash<QByteArray, TokenClaims> m_verified; // by SHA-256 of the token; guarded by m_mutex
    QHash<QString, QString> m_applications; // client id to name; guarded by m_mutex
    QThreadPool m_signers; // last: its threads use the members above
};

} // namespace strongroom::serve
