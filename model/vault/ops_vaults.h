// SPDX-License-Identifier: Apache-2.0
#pragma once

// Operations that manage one vault: its access and its counts. The management plane of the service
// (Microsoft.KeyVault/vaults) without its subscriptions and resource groups.

#include "model/vault/access_rules.h"
#include "model/vault/operation.h"

#include <array>

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
    QString auditDetail(const Output&) const;
};

namespace detail {
/// What a scope of role assignments is about: who may assign there has a role that covers it.
inline Target scopeTarget(const QString& scope)
{
    static constexpr std::array collections = {
        std::pair{ ObjectKind::Secret, QLatin1StringView("/secrets") },
        std::pair{ ObjectKind::Key, QLatin1StringView("/keys") },
        std::pair{ ObjectKind::Certificate, QLatin1StringView("/certificates") },
    };
    for (const auto& [kind, path] : collections) {
        if (scope == path || scope.startsWith(path + QLatin1Char('/')))
            return { {}, kind, scope.mid(path.size() + 1), {} };
    }
    return {};
}
} // namespace detail

/// `roleId` must be a built-in role, of pools in a pool and of vaults in a vault, or one of the pool's own;
/// the same role, principal and scope twice is a Conflict, and an id that is taken. A pool has at most 50
/// assignments and 10 for each key.
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
    QString assignmentId = {}; ///< UUID; empty: one is made

    Target target() const { return detail::scopeTarget(scope); }
    static QString auditDetail(const Output& assigned);
};

/// The output is the assignment that was there.
struct RemoveRoleAssignment final
{
    using Output = RoleAssignment;
    static constexpr std::string_view name = "VaultPatch";
    static constexpr Permission permission = poolManagementPermission("roleAssignments/delete/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::AccessChanged;

    QString assignmentId;
    QString scope = {}; ///< where it must be; empty: wherever it is

    Target target() const { return detail::scopeTarget(scope); }
    static QString auditDetail(const Output& removed);
};

} // namespace strongroom::vault
