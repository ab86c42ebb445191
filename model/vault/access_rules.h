// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/vault_properties.h"

#include <QStringList>

#include <vector>

namespace strongroom::vault {

/// What one principal may do under the access-policy model: permission names in lower case as in the
/// management plane's enums ("get", "list", "set", ...; "all" stands for all but purge).
struct AccessPolicy final
{
    QString principalId; ///< object id
    QString applicationId; ///< compound identity, usually empty
    QStringList secrets;
    QStringList keys;
    QStringList certificates;

    friend bool operator==(const AccessPolicy&, const AccessPolicy&) = default;
};

/// A role given to a principal at a scope: "/" is the whole vault or pool, "/secrets/NAME" one object, and
/// "/keys" in a pool all of its keys.
struct RoleAssignment final
{
    QString id; ///< UUID
    QString roleId; ///< GUID of a built-in role, see built_in_roles.h, or of one of the pool's own
    QString principalId;
    QString scope = QStringLiteral("/");
    UnixSeconds created = 0;

    friend bool operator==(const RoleAssignment&, const RoleAssignment&) = default;
};

/// What a role gives: the data actions that a pattern covers, without those that a pattern takes away.
/// Patterns hold at most one '*' and no prefix "Microsoft.KeyVault/managedHsm/".
struct RolePermission final
{
    QStringList dataActions;
    QStringList notDataActions;

    friend bool operator==(const RolePermission&, const RolePermission&) = default;
};

/// A role as a pool's administration shows it: one of the built-in ones, or one that people have made for
/// this pool.
struct RoleDefinition final
{
    QString id; ///< GUID
    QString name;
    QString description;
    bool isBuiltIn = false;
    std::vector<RolePermission> permissions;
    UnixSeconds created = 0;
    UnixSeconds updated = 0;

    friend bool operator==(const RoleDefinition&, const RoleDefinition&) = default;
};

/// Which addresses reach the vault (Key Vault, network security). The empty default allows all.
struct NetworkRules final
{
    bool isPublicAccessEnabled = true;
    bool allowsByDefault = true;
    QStringList ipRules; ///< IPv4 addresses and CIDR blocks

    friend bool operator==(const NetworkRules&, const NetworkRules&) = default;
};

/// All that decides whether a request to one vault is allowed. Immutable; replaced as a whole.
struct AccessRules final
{
    VaultProperties vault;
    QString tenantId;
    std::vector<AccessPolicy> policies;
    std::vector<RoleAssignment> assignments;
    NetworkRules network;
    std::vector<RoleDefinition> roles; ///< those that people have made

    friend bool operator==(const AccessRules&, const AccessRules&) = default;
};

} // namespace strongroom::vault
