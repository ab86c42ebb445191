// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/names.h"
#include "model/vault/vault_properties.h"

#include <optional>

namespace strongroom::vault {

/// The errors every kind of vault gives in the same words, because clients and people match on them
/// (Key Vault REST, error codes; messages as the service forms them).

/// "NAME" or "NAME/VERSION".
QString shownName(const ObjectName& name, const std::optional<VersionId>& version);

base::Error objectNotFound(ObjectKind kind, const QString& shown);
base::Error deletedObjectNotFound(ObjectKind kind, const QString& name);
base::Error secretDisabled();
base::Error deletedSecretDisabled();
base::Error keyDisabled();
base::Error deletedButRecoverable(ObjectKind kind, const QString& name);
base::Error nameInUse(ObjectKind kind, const QString& name);
base::Error managedObject(ObjectKind kind, const QString& name);
base::Error importedIntoHsm();
base::Error purgeProtected(const VaultProperties& vault);
base::Error valueTooLong();
base::Error malformedBackup();
base::Error badContinuation();
base::Error tooManyVersions(ObjectKind kind);

base::Error vaultNotFound();
base::Error deletedVaultNotFound();
/// Vaults and pools share their names: `holder` is what has it.
base::Error vaultNameTaken(const VaultProperties& holder);
base::Error vaultNameHeldByDeleted(const VaultProperties& holder);

base::Error tooManyPolicies();
base::Error assignmentExists();
base::Error assignmentNotFound();
base::Error applicationNotFound();
base::Error applicationNameTaken();
base::Error credentialNotFound();
/// One and the same for an unknown program and a wrong or expired secret.
base::Error signInFailed();

} // namespace strongroom::vault
