// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_vault.h"

#include "model/vault/checks.h"
#include "model/vault/messages.h"

#include <algorithm>

namespace strongroom::local {

using base::Result;
using vault::Permit;

LocalVault::LocalVault(StoreContext& context, ObjectTable& objects, VaultTable& vaults, KeyStorage& storage,
                       EndpointIdentity& identity, VaultRow row, QString tenantId)
    : m_context(context)
    , m_objects(objects)
    , m_vaults(vaults)
    , m_storage(storage)
    , m_identity(identity)
    , m_row(std::move(row))
    , m_tenantId(std::move(tenantId))
    , m_secrets(context, objects, m_row, vault::ObjectKind::Secret)
    , m_keys(context, objects, m_row, vault::ObjectKind::Key)
{
}

std::shared_ptr<const vault::AccessRules> LocalVault::rules()
{
    if (!m_rules) {
        auto rules = m_vaults.rules(m_row, m_tenantId);
        if (!rules)
            return nullptr;
        m_rules = std::make_shared<const vault::AccessRules>(std::move(*rules));
    }
    return m_rules;
}

Result<vault::CountObjects::Output> LocalVault::run(const vault::CountObjects&, const Permit&)
{
    return m_vaults.counts(m_row.id);
}

Result<vault::GetAccessRules::Output> LocalVault::run(const vault::GetAccessRules&, const Permit&)
{
    return m_vaults.rules(m_row, m_tenantId);
}

Result<vault::SetAccessPolicy::Output> LocalVault::run(const vault::SetAccessPolicy& op, const Permit&)
{
    auto policy = vault::checkedPolicy(op.policy, m_row.properties.sku);
    if (!policy)
        return policy.error();
    const auto before = m_vaults.rules(m_row, m_tenantId);
    if (!before)
        return before.error();
    const bool isKnown = std::ranges::any_of(before->policies, [&](const vault::AccessPolicy& known) {
        return known.principalId == policy->principalId && known.applicationId == policy->applicationId;
    });
    if (!isKnown && before->policies.size() >= static_cast<std::size_t>(vault::limits::accessPolicies))
        return vault::tooManyPolicies();
    m_rules.reset();
    if (auto stored = m_vaults.setPolicy(m_row.id, *policy); !stored)
        return stored.error();
    return base::Nothing{};
}

Result<vault::AssignRole::Output> LocalVault::run(const vault::AssignRole& op, const Permit& permit)
{
    const auto before = m_vaults.rules(m_row, m_tenantId);
    if (!before)
        return before.error();
    auto assignment = vault::checkedAssignment(op, *before, permit.now());
    if (!assignment)
        return assignment.error();
    m_rules.reset();
    if (auto stored = m_vaults.addAssignment(m_row.id, *assignment); !stored)
        return stored.error();
    return *assignment;
}

Result<vault::RemoveRoleAssignment::Output> LocalVault::run(const vault::RemoveRoleAssignment& op,
                                                            const Permit&)
{
    auto before = m_vaults.rules(m_row, m_tenantId);
    if (!before)
        return before.error();
    const auto found
        = std::ranges::find_if(before->assignments, [&](const vault::RoleAssignment& assignment) {
              return vault::isMeant(op, assignment);
          });
    if (found == before->assignments.end())
        return vault::assignmentNotFound();
    m_rules.reset();
    if (auto removed = m_vaults.removeAssignment(m_row.id, found->id); !removed)
        return removed.error();
    return *found;
}

} // namespace strongroom::local
