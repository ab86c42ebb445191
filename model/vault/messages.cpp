// SPDX-License-Identifier: Apache-2.0
#include "model/vault/messages.h"

using namespace Qt::StringLiterals;

namespace strongroom::vault {

using base::Error;
using base::ErrorCode;

QString shownName(const ObjectName& name, const std::optional<VersionId>& version)
{
    return version ? QString(name.text() + u'/' + version->text()) : name.text();
}

namespace {

/// "secret", "key", "certificate".
QString kindWord(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Secret:
        return u"secret"_s;
    case ObjectKind::Key:
        return u"key"_s;
    case ObjectKind::Certificate:
        return u"certificate"_s;
    }
    Q_UNREACHABLE();
}

QString containerWord(Sku sku) { return isPool(sku) ? u"pool"_s : u"vault"_s; }

QString capitalWord(ObjectKind kind)
{
    QString word = kindWord(kind);
    word[0] = word[0].toUpper();
    return word;
}

} // namespace

Error objectNotFound(ObjectKind kind, const QString& shown)
{
    const ErrorCode code = kind == ObjectKind::Secret ? ErrorCode::SecretNotFound
        : kind == ObjectKind::Key                     ? ErrorCode::KeyNotFound
                                                      : ErrorCode::CertificateNotFound;
    return { code,
             u"A %1 with (name/id) %2 was not found in this key vault. If it was deleted a short time "
             "ago, it may be possible to recover it. For help resolving this issue, please see "
             "https://go.microsoft.com/fwlink/?linkid=2125182"_s.arg(kindWord(kind), shown),
             {} };
}

Error deletedObjectNotFound(ObjectKind kind, const QString& name)
{
    const ErrorCode code = kind == ObjectKind::Secret ? ErrorCode::DeletedSecretNotFound
        : kind == ObjectKind::Key                     ? ErrorCode::DeletedKeyNotFound
                                                      : ErrorCode::CertificateNotFound;
    return { code, u"Deleted %1 not found: %2"_s.arg(capitalWord(kind), name), {} };
}

Error secretDisabled()
{
    return { ErrorCode::SecretDisabled, u"Operation get is not allowed on a disabled secret."_s, {} };
}

Error deletedSecretDisabled()
{
    return { ErrorCode::DeletedSecretDisabled,
             u"Operation get is not permitted on this object: the deleted secret is disabled."_s,
             {} };
}

Error keyDisabled()
{
    return { ErrorCode::KeyDisabled, u"Operation get is not allowed on a disabled key."_s, {} };
}

Error deletedButRecoverable(ObjectKind kind, const QString& name)
{
    return { ErrorCode::DeletedButRecoverable,
             u"%1 %2 is currently in a deleted but recoverable state, and its name cannot be reused; "
             "in this state, the %3 can only be recovered or purged."_s.arg(capitalWord(kind), name,
                                                                            kindWord(kind)),
             u"name"_s };
}

Error nameInUse(ObjectKind kind, const QString& name)
{
    return { ErrorCode::Conflict, u"There is a %1 named %2 already."_s.arg(kindWord(kind), name), u"name"_s };
}

Error managedObject(ObjectKind kind, const QString& name)
{
    return { ErrorCode::Managed,
             u"The %1 %2 belongs to a certificate and changes only through it."_s.arg(kindWord(kind), name),
             {} };
}

Error importedIntoHsm()
{
    return { ErrorCode::BadParameter,
             u"A key that was imported into an HSM cannot be rotated, neither on demand nor by its policy. "
             "Import a new version; the policy can give notice when one is due."_s,
             {} };
}

Error purgeProtected(const VaultProperties& vault)
{
    return { ErrorCode::PurgeProtected,
             u"Operation \"purge\" is not allowed because purge protection is enabled for this vault. It is "
             "purged by itself when its retention time has passed.\r\nVault: %1;location=local"_s.arg(
                 vault.name.text()),
             {} };
}

Error valueTooLong()
{
    return { ErrorCode::BadParameter, u"The value of a secret has at most 25600 bytes."_s, u"value"_s };
}

Error malformedBackup() { return { ErrorCode::BadParameter, u"Malformed backup blob."_s, u"value"_s }; }

Error badContinuation()
{
    return { ErrorCode::BadParameter, u"The continuation token is not valid."_s, u"next"_s };
}

Error tooManyVersions(ObjectKind kind)
{
    return { ErrorCode::BadParameter,
             u"A %1 with more than 500 versions cannot be backed up."_s.arg(kindWord(kind)),
             {} };
}

Error vaultNotFound() { return { ErrorCode::VaultNotFound, u"There is no such vault."_s, {} }; }

Error deletedVaultNotFound()
{
    return { ErrorCode::DeletedVaultNotFound, u"There is no such deleted vault."_s, {} };
}

Error vaultNameTaken(const VaultProperties& holder)
{
    return { ErrorCode::VaultNameTaken,
             u"There is a %1 named %2 already."_s.arg(containerWord(holder.sku), holder.name.text()),
             u"name"_s };
}

Error vaultNameHeldByDeleted(const VaultProperties& holder)
{
    return { ErrorCode::VaultNameTaken,
             u"The name %1 belongs to a deleted %2. Recover that %2, or purge it."_s.arg(
                 holder.name.text(), containerWord(holder.sku)),
             u"name"_s };
}

Error tooManyPolicies()
{
    return { ErrorCode::BadParameter, u"A vault has at most 1024 access policies."_s, u"accessPolicies"_s };
}

Error assignmentExists() { return { ErrorCode::Conflict, u"The role assignment already exists."_s, {} }; }

Error assignmentNotFound() { return { ErrorCode::RoleNotFound, u"There is no such role assignment."_s, {} }; }

Error applicationNotFound()
{
    return { ErrorCode::PrincipalNotFound, u"There is no such application."_s, {} };
}

Error applicationNameTaken()
{
    return { ErrorCode::Conflict, u"There is an application of this name already."_s, u"name"_s };
}

Error credentialNotFound() { return { ErrorCode::PrincipalNotFound, u"There is no such credential."_s, {} }; }

Error signInFailed()
{
    return { ErrorCode::Unauthenticated, u"The client id or the client secret is not valid."_s, {} };
}

} // namespace strongroom::vault
