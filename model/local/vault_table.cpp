// SPDX-License-Identifier: Apache-2.0
#include "model/local/vault_table.h"

#include "model/local/domain_table.h"
#include "model/local/job_table.h"
#include "model/local/pool_table.h"
#include "model/local/token_table.h"

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;
using vault::AccessPolicy;
using vault::RoleAssignment;

namespace {

QStringList wordsOf(const QString& text) { return text.split(u' ', Qt::SkipEmptyParts); }

} // namespace

VaultTable::VaultTable(StoreContext& context)
    : m_context(context)
{
}

Result<VaultRow> VaultTable::read(const Query& query) const
{
    if (auto verified = m_context.digests.verifyRow(TableId::Vaults, query); !verified)
        return verified.error();
    auto name = vault::VaultName::create(query.textAt(4));
    if (!name)
        return tampered(u"a vault has no valid name."_s);
    VaultRow row;
    row.id = query.numberAt(0);
    row.mac = query.copyAt(1);
    vault::VaultProperties& properties = row.properties;
    properties.id = { query.textAt(2) };
    properties.name = std::move(*name);
    properties.sku = vault::skuFromText(query.textAt(5)).value_or(vault::Sku::Standard);
    properties.permissionModel
        = vault::permissionModelFromText(query.textAt(6)).value_or(vault::PermissionModel::Rbac);
    properties.retentionDays = static_cast<int>(query.numberAt(7));
    properties.hasPurgeProtection = query.numberAt(8) != 0;
    properties.environment = vault::environmentFromText(query.textAt(9)).value_or(vault::Environment::Local);
    properties.tags = decodeTags(query.bytesAt(10));
    properties.created = query.numberAt(11);
    properties.updated = query.numberAt(12);
    row.deleted = query.optionalNumberAt(13);
    row.scheduledPurge = query.optionalNumberAt(14);
    if (properties.sku != vault::Sku::Standard) {
        const auto token = TokenTable(m_context).find(row.id);
        if (!token)
            return token.error();
        if (*token)
            properties.token = (*token)->binding;
    }
    return row;
}

Result<std::optional<VaultRow>> VaultTable::one(Query& query)
{
    const auto found = query.next();
    if (!found)
        return found.error();
    if (!*found)
        return std::optional<VaultRow>();
    auto row = read(query);
    if (!row)
        return row.error();
    return std::optional<VaultRow>(std::move(*row));
}

Result<std::optional<VaultRow>> VaultTable::findById(const vault::VaultId& id)
{
    Query query(m_context.database, "SELECT * FROM vaults WHERE uid = ?1");
    return one(query.text(id.value));
}

Result<std::optional<VaultRow>> VaultTable::findByName(const QString& folded)
{
    Query query(m_context.database, "SELECT * FROM vaults WHERE folded = ?1");
    return one(query.text(folded));
}

Result<std::vector<VaultRow>> VaultTable::all()
{
    std::vector<VaultRow> rows;
    Query query(m_context.database, "SELECT * FROM vaults ORDER BY folded");
    for (;;) {
        auto row = one(query);
        if (!row)
            return row.error();
        if (!*row)
            return rows;
        rows.push_back(std::move(**row));
    }
}

Result<void> VaultTable::write(const char* sql, const VaultRow& row)
{
    const vault::VaultProperties& properties = row.properties;
    RowWriter writer(m_context, TableId::Vaults, sql, row.id);
    const auto mac = writer.text(properties.id.value)
                         .text(properties.name.folded())
                         .text(properties.name.text())
                         .text(vault::toText(properties.sku))
                         .text(vault::toText(properties.permissionModel))
                         .number(properties.retentionDays)
                         .number(static_cast<qint64>(properties.hasPurgeProtection))
                         .text(vault::toText(properties.environment))
                         .bytes(encodeTags(properties.tags))
                         .number(properties.created)
                         .number(properties.updated)
                         .number(row.deleted)
                         .number(row.scheduledPurge)
                         .write(row.mac);
    if (!mac)
        return mac.error();
    return {};
}

Result<void> VaultTable::insert(VaultRow& row)
{
    const auto id = nextRowId(m_context, "SELECT max(id) FROM vaults");
    if (!id)
        return id.error();
    row.id = *id;
    return write("INSERT INTO vaults VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
                 "?15)",
                 row);
}

Result<void> VaultTable::update(const VaultRow& row)
{
    return write("UPDATE vaults SET mac = ?2, uid = ?3, folded = ?4, name = ?5, sku = ?6, "
                 "permission_model = ?7, retention_days = ?8, purge_protection = ?9, environment = ?10, "
                 "tags = ?11, created = ?12, updated = ?13, deleted = ?14, scheduled_purge = ?15 "
                 "WHERE id = ?1",
                 row);
}

Result<void> VaultTable::remove(const VaultRow& row)
{
    if (auto removed = removeAccess(row.id); !removed)
        return removed.error();
    if (auto removed
        = removeRows(m_context, TableId::NetworkRules, "SELECT id, mac FROM network_rules WHERE id = ?1",
                     "DELETE FROM network_rules WHERE id = ?1", row.id);
        !removed)
        return removed.error();
    if (auto removed = PoolTable(m_context).removeAll(row.id); !removed)
        return removed.error();
    if (auto removed = DomainTable(m_context).removeAll(row.id); !removed)
        return removed.error();
    if (auto removed = JobTable(m_context, {}).removeAll(row.id); !removed)
        return removed.error();
    return removeRow(m_context, TableId::Vaults, "DELETE FROM vaults WHERE id = ?1", row.id, row.mac);
}

Result<vault::ObjectCounts> VaultTable::counts(qint64 vault)
{
    vault::ObjectCounts counts;
    const std::array<qint64*, 3> live{ &counts.secrets, &counts.keys, &counts.certificates };
    const std::array<qint64*, 3> deleted{ &counts.deletedSecrets, &counts.deletedKeys,
                                          &counts.deletedCertificates };
    Query query(m_context.database, "SELECT kind, live, deleted FROM object_counts WHERE vault = ?1");
    query.number(vault);
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return counts;
        const auto kind = static_cast<std::size_t>(query.numberAt(0));
        if (kind < live.size()) {
            *live[kind] = query.numberAt(1);
            *deleted[kind] = query.numberAt(2);
        }
    }
}

Result<vault::AccessRules> VaultTable::rules(const VaultRow& row, const QString& tenantId)
{
    vault::AccessRules rules{ row.properties, tenantId, {}, {}, {}, {} };
    Query policies(m_context.database, "SELECT * FROM access_policies WHERE vault = ?1 ORDER BY id");
    policies.number(row.id);
    for (;;) {
        const auto found = policies.next();
        if (!found)
            return found.error();
        if (!*found)
            break;
        if (auto verified = m_context.digests.verifyRow(TableId::AccessPolicies, policies); !verified)
            return verified.error();
        rules.policies.push_back({ policies.textAt(3), policies.textAt(4), wordsOf(policies.textAt(5)),
                                   wordsOf(policies.textAt(6)), wordsOf(policies.textAt(7)) });
    }
    Query assignments(m_context.database, "SELECT * FROM role_assignments WHERE vault = ?1 ORDER BY id");
    assignments.number(row.id);
    for (;;) {
        const auto found = assignments.next();
        if (!found)
            return found.error();
        if (!*found)
            break;
        if (auto verified = m_context.digests.verifyRow(TableId::RoleAssignments, assignments); !verified)
            return verified.error();
        rules.assignments.push_back({ assignments.textAt(3), assignments.textAt(4), assignments.textAt(5),
                                      assignments.textAt(6), assignments.numberAt(7) });
    }
    Query network(m_context.database, "SELECT * FROM network_rules WHERE id = ?1");
    const auto found = network.number(row.id).next();
    if (!found)
        return found.error();
    if (*found) {
        if (auto verified = m_context.digests.verifyRow(TableId::NetworkRules, network); !verified)
            return verified.error();
        rules.network = { network.numberAt(2) != 0, network.numberAt(3) != 0, wordsOf(network.textAt(4)) };
    }
    if (vault::isPool(row.properties.sku)) {
        auto roles = PoolTable(m_context).roles(row.id);
        if (!roles)
            return roles.error();
        rules.roles = std::move(*roles);
    }
    return rules;
}

Result<void> VaultTable::setPolicy(qint64 vault, const AccessPolicy& policy)
{
    qint64 id = 0;
    QByteArray before;
    {
        Query query(m_context.database,
                    "SELECT id, mac FROM access_policies WHERE vault = ?1 AND principal = ?2 "
                    "AND application = ?3");
        const auto found = query.number(vault).text(policy.principalId).text(policy.applicationId).next();
        if (!found)
            return found.error();
        if (*found) {
            id = query.numberAt(0);
            before = query.copyAt(1);
        }
    }
    const bool isEmpty = policy.secrets.isEmpty() && policy.keys.isEmpty() && policy.certificates.isEmpty();
    if (isEmpty) {
        if (before.isEmpty())
            return {};
        return removeRow(m_context, TableId::AccessPolicies, "DELETE FROM access_policies WHERE id = ?1", id,
                         before);
    }
    if (before.isEmpty()) {
        const auto next = nextRowId(m_context, "SELECT max(id) FROM access_policies");
        if (!next)
            return next.error();
        id = *next;
    }
    RowWriter writer(m_context, TableId::AccessPolicies,
                     "INSERT INTO access_policies VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
                     "ON CONFLICT (id) DO UPDATE SET mac = excluded.mac, secrets = excluded.secrets, "
                     "keys = excluded.keys, certificates = excluded.certificates",
                     id);
    const auto mac = writer.number(vault)
                         .text(policy.principalId)
                         .text(policy.applicationId)
                         .text(policy.secrets.join(u' '))
                         .text(policy.keys.join(u' '))
                         .text(policy.certificates.join(u' '))
                         .write(before);
    if (!mac)
        return mac.error();
    return {};
}

Result<void> VaultTable::addAssignment(qint64 vault, const RoleAssignment& assignment)
{
    const auto id = nextRowId(m_context, "SELECT max(id) FROM role_assignments");
    if (!id)
        return id.error();
    RowWriter writer(m_context, TableId::RoleAssignments,
                     "INSERT INTO role_assignments VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", *id);
    const auto mac = writer.number(vault)
                         .text(assignment.id)
                         .text(assignment.roleId)
                         .text(assignment.principalId)
                         .text(assignment.scope)
                         .number(assignment.created)
                         .write({});
    if (!mac)
        return mac.error();
    return {};
}

Result<bool> VaultTable::removeAssignment(qint64 vault, const QString& assignmentId)
{
    const auto row = findRow(m_context, "SELECT id, mac FROM role_assignments WHERE vault = ?1 AND uid = ?2",
                             vault, assignmentId);
    if (!row)
        return row.error();
    if (!*row)
        return false;
    if (auto removed = removeRow(m_context, TableId::RoleAssignments,
                                 "DELETE FROM role_assignments WHERE id = ?1", (*row)->id, (*row)->mac);
        !removed)
        return removed.error();
    return true;
}

Result<void> VaultTable::removeAccess(qint64 vault)
{
    if (auto removed = removeRows(m_context, TableId::AccessPolicies,
                                  "SELECT id, mac FROM access_policies WHERE vault = ?1",
                                  "DELETE FROM access_policies WHERE id = ?1", vault);
        !removed)
        return removed.error();
    return removeRows(m_context, TableId::RoleAssignments,
                      "SELECT id, mac FROM role_assignments WHERE vault = ?1",
                      "DELETE FROM role_assignments WHERE id = ?1", vault);
}

} // namespace strongroom::local
