// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_store.h"
#include "model/vault/ops_vaults.h"

namespace strongroom::vault {

/// The rules of requests that need no store to be judged; every kind of store applies them first.

/// The new vault without its id: BadParameter outside 7-90 days of retention, and for bad tags.
base::Result<VaultProperties> checked(const CreateVault& op, UnixSeconds now);
/// What stays as it was is taken from `before`.
base::Result<VaultProperties> applied(const UpdateVault& op, const VaultProperties& before, UnixSeconds now);

/// BadParameter for a name that is a word of the service's addresses: "restore" (Key Vault, "Objects,
/// identifiers, and versioning"). What has such a name from before can be read and deleted.
base::Result<void> checkNewName(const ObjectName& name);

/// Permission names in lower case, each once; unknown ones are BadParameter, and any policy on a pool.
base::Result<AccessPolicy> checkedPolicy(AccessPolicy policy, Sku sku);
/// RoleNotFound unless the role is a built-in one of this kind of container or one of the pool's own; the
/// scope "/" or "/secrets/NAME" and its like, in a pool "/", "/keys" or "/keys/NAME"; Conflict when it is
/// there already, BadParameter where a pool has no room for more and for what is no object id.
base::Result<RoleAssignment> checkedAssignment(const AssignRole& op, const AccessRules& rules,
                                               UnixSeconds now);
/// Whether this is the assignment that is to be removed.
bool isMeant(const RemoveRoleAssignment& op, const RoleAssignment& assignment);

/// 1-120 characters, not only spaces.
base::Result<QString> checkedApplicationName(const QString& name);
/// The credential a certificate makes, without its id: it ends when the certificate does, or sooner if that
/// is asked for. BadParameter for what is no certificate and for one that has ended.
base::Result<ApplicationCredential> checkedCertificate(const AddApplicationCertificate& op, UnixSeconds now);

} // namespace strongroom::vault
