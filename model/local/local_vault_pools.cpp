// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_vault.h"

// The roles and settings of a pool.

#include "model/local/pool_table.h"
#include "model/vault/checks.h"
#include "model/vault/messages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;
using vault::Permit;
using vault::PoolSetting;
using vault::RoleAssignment;
using vault::RoleDefinition;

namespace {

Error roleNotFound() { return { ErrorCode::RoleNotFound, u"There is no such role definition."_s, {} }; }

Error settingNotFound() { return { ErrorCode::NoSuchResource, u"There is no such setting."_s, u"name"_s }; }

/// Whether `scope` is `other` or lies in it.
bool isWithin(const QString& scope, const QString& other)
{
    return other == "/"_L1 || scope.compare(other, Qt::CaseInsensitive) == 0
        || (scope.startsWith(other, Qt::CaseInsensitive) && scope.at(other.size()) == u'/');
}

Result<RoleDefinition> roleWith(std::vector<RoleDefinition> roles, const QString& id)
{
    const auto role = std::ranges::find(roles, id.toLower(), &RoleDefinition::id);
    if (role == roles.end())
        return roleNotFound();
    return std::move(*role);
}

} // namespace

Result<void> LocalVault::checkPool() const
{
    if (vault::isPool(m_row.properties.sku))
        return {};
    return vault::notSupported();
}

Result<std::vector<RoleDefinition>> LocalVault::roles()
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    auto roles = vault::builtInPoolRoles();
    auto own = PoolTable(m_context).roles(m_row.id);
    if (!own)
        return own.error();
    roles.insert(roles.end(), std::make_move_iterator(own->begin()), std::make_move_iterator(own->end()));
    return roles;
}

Result<vault::ListRoleDefinitions::Output> LocalVault::run(const vault::ListRoleDefinitions&, const Permit&)
{
    return roles();
}

Result<vault::GetRoleDefinition::Output> LocalVault::run(const vault::GetRoleDefinition& op, const Permit&)
{
    auto all = roles();
    if (!all)
        return all.error();
    return roleWith(std::move(*all), op.roleId);
}

Result<vault::PutRoleDefinition::Output> LocalVault::run(const vault::PutRoleDefinition& op,
                                                         const Permit& permit)
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    auto role = vault::checkedRole(op.role);
    if (!role)
        return role.error();
    PoolTable table(m_context);
    const auto own = table.roles(m_row.id);
    if (!own)
        return own.error();
    const auto before = std::ranges::find(*own, role->id, &RoleDefinition::id);
    const bool isNameTaken = std::ranges::any_of(*own, [&](const RoleDefinition& other) {
        return other.id != role->id && !role->name.isEmpty()
            && other.name.compare(role->name, Qt::CaseInsensitive) == 0;
    });
    if (isNameTaken)
        return Error{ ErrorCode::Conflict, u"Another role has this name."_s, u"roleName"_s };
    if (before == own->end() && std::ssize(*own) >= vault::limits::customRoles)
        return Error{ ErrorCode::BadParameter, u"A pool has at most 50 roles of its own."_s, {} };
    role->created = before == own->end() ? permit.now() : before->created;
    role->updated = permit.now();
    m_rules.reset();
    if (auto stored = table.putRole(m_row.id, *role); !stored)
        return stored.error();
    return std::move(*role);
}

Result<vault::DeleteRoleDefinition::Output> LocalVault::run(const vault::DeleteRoleDefinition& op,
                                                            const Permit&)
{
    auto all = roles();
    if (!all)
        return all.error();
    auto role = roleWith(std::move(*all), op.roleId);
    if (!role)
        return role;
    if (role->isBuiltIn)
        return Error{ ErrorCode::Forbidden, u"Built-in roles cannot be deleted."_s, {} };
    const auto rules = m_vaults.rules(m_row, m_tenantId);
    if (!rules)
        return rules.error();
    if (std::ranges::find(rules->assignments, role->id, &RoleAssignment::roleId) != rules->assignments.end())
        return Error{ ErrorCode::Conflict,
                      u"The role is assigned to somebody: remove its assignments first."_s,
                      {} };
    m_rules.reset();
    if (auto removed = PoolTable(m_context).removeRole(m_row.id, role->id); !removed)
        return removed.error();
    return role;
}

Result<vault::ListRoleAssignments::Output> LocalVault::run(const vault::ListRoleAssignments& op,
                                                           const Permit&)
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    auto rules = m_vaults.rules(m_row, m_tenantId);
    if (!rules)
        return rules.error();
    std::erase_if(rules->assignments, [&](const RoleAssignment& one) {
        const bool isInScope
            = isWithin(op.scope, one.scope) || (!op.onlyAtScope && isWithin(one.scope, op.scope));
        const bool isTheirs
            = op.principalId.isEmpty() || one.principalId.compare(op.principalId, Qt::CaseInsensitive) == 0;
        return !isInScope || !isTheirs;
    });
    return std::move(rules->assignments);
}

Result<vault::GetRoleAssignment::Output> LocalVault::run(const vault::GetRoleAssignment& op, const Permit&)
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    const auto rules = m_vaults.rules(m_row, m_tenantId);
    if (!rules)
        return rules.error();
    const auto found = std::ranges::find_if(rules->assignments, [&](const RoleAssignment& one) {
        return vault::isMeant({ op.assignmentId, op.scope }, one);
    });
    if (found == rules->assignments.end())
        return vault::assignmentNotFound();
    return *found;
}

Result<vault::ListSettings::Output> LocalVault::run(const vault::ListSettings&, const Permit&)
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    return PoolTable(m_context).settings(m_row.id);
}

Result<PoolSetting> LocalVault::setting(const QString& name)
{
    if (auto pool = checkPool(); !pool)
        return pool.error();
    const auto settings = PoolTable(m_context).settings(m_row.id);
    if (!settings)
        return settings.error();
    const auto found = std::ranges::find_if(
        *settings, [&](const PoolSetting& one) { return one.name.compare(name, Qt::CaseInsensitive) == 0; });
    if (found == settings->end())
        return settingNotFound();
    return *found;
}

Result<vault::GetSetting::Output> LocalVault::run(const vault::GetSetting& op, const Permit&)
{
    return setting(op.settingName);
}

Result<vault::UpdateSetting::Output> LocalVault::run(const vault::UpdateSetting& op, const Permit&)
{
    auto before = setting(op.settingName);
    if (!before)
        return before;
    auto after = vault::changed(*before, op.value);
    if (!after)
        return after;
    if (auto stored = PoolTable(m_context).putSetting(m_row.id, *after); !stored)
        return stored.error();
    return after;
}

} // namespace strongroom::local
