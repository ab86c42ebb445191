// SPDX-License-Identifier: Apache-2.0
#pragma once

// Operations that manage one vault: its access and its counts. The management plane of the service
// (Microsoft.KeyVault/vaults) without its subscriptions and resource groups.

#include "model/vault/access_rules.h"
#include "model/vault/operation.h"

namespace strongroom::vault {

struct CountObjects final
{
    using Output = ObjectCounts;
    static constexpr std::string_view name = "VaultGet";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

/// Policies, assignments and network rules as they are.
struct GetAccessRules final
{
    using Output = AccessRules;
    static constexpr std::string_view name = "VaultGet";
    static constexpr Permission permission = poolManagementPermission("roleAssignments/read/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

/// Sets what one principal may do; a policy without any permission removes it. At most 1,024 policies.
struct SetAccessPolicy final
{
    using Output = base::Nothing;
    static constexpr std::string_view name = "VaultPatch";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::AccessChanged;

    AccessPolicy policy;

    Target target() const { return {}; }
};

/// `roleId` must be a built-in role, of pools in a pool and of vaults in a vault; the same role, principal
/// and scope twice is a Conflict.
struct AssignRole final
{
    using Output = RoleAssignment;
    static constexpr std::string_view name = "VaultPatch";
    static constexpr Permission permission = poolManagementPermission("roleAssignments/write/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::AccessChanged;

    QString roleId;
    QString principalId;
    QString scope = QStringLiteral("/");

    Target target() const { return {}; }
};

struct RemoveRoleAssignment final
{
    using Output = base::Nothing;
    static constexpr std::string_view name = "VaultPatch";
    static constexpr Permission permission = poolManagementPermission("roleAssignments/delete/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::AccessChanged;

    QString assignmentId;

    Target target() const { return {}; }
};

} // namespace strongroom::vault
