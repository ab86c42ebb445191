// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/store_context.h"
#include "model/vault/principal.h"

namespace strongroom::local {

/// A credential as it is kept: with the salted hash of a client secret.
struct CredentialRow final
{
    vault::ApplicationCredential facts;
    QByteArray salt;
    QByteArray hash;
};

/// The store's directory: registered applications and their credentials.
class DirectoryTable final
{
public:
    explicit DirectoryTable(StoreContext& context);

    base::Result<std::vector<vault::Application>> all();
    base::Result<std::optional<vault::Application>> findByClientId(const QString& clientId);
    base::Result<bool> isNameTaken(const QString& name);
    base::Result<void> insert(const vault::Application& application);
    base::Result<void> remove(const QString& clientId);

    base::Result<void> addCredential(const QString& clientId, const CredentialRow& credential);
    /// False when there is no such credential.
    base::Result<bool> removeCredential(const QString& clientId, const QString& credentialId);
    base::Result<std::vector<CredentialRow>> credentials(const QString& clientId);

private:
    base::Result<vault::Application> read(const Query& query);
    base::Result<std::vector<CredentialRow>> credentialsOf(qint64 application);
    base::Result<std::optional<qint64>> idOf(const QString& clientId);
    base::Result<void> removeCredentials(qint64 application);

    StoreContext& m_context;
};

/// A client secret of 40 characters of base64url, its salted hash and what may be shown of it.
struct NewClientSecret final
{
    base::SecureBytes secret;
    CredentialRow credential;
};
NewClientSecret makeClientSecret(base::UnixSeconds now, base::UnixSeconds expires);
/// Takes the same time for a right and a wrong secret.
bool fits(const CredentialRow& credential, const base::SecureBytes& secret);

} // namespace strongroom::local
