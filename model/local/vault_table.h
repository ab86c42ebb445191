// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/store_context.h"
#include "model/vault/access_rules.h"
#include "model/vault/vault_properties.h"

namespace strongroom::local {

struct VaultRow final
{
    qint64 id = 0;
    QByteArray mac;
    vault::VaultProperties properties = { {}, *vault::VaultName::create(QStringLiteral("new")) };
    std::optional<vault::UnixSeconds> deleted;
    std::optional<vault::UnixSeconds> scheduledPurge;
};

/// Vaults, live and deleted, and who may use them.
class VaultTable final
{
public:
    explicit VaultTable(StoreContext& context);

    base::Result<std::optional<VaultRow>> findById(const vault::VaultId& id);
    base::Result<std::optional<VaultRow>> findByName(const QString& folded);
    /// By name. Both live and deleted ones.
    base::Result<std::vector<VaultRow>> all();
    base::Result<void> insert(VaultRow& row);
    base::Result<void> update(const VaultRow& row);
    /// The vault must be empty of objects.
    base::Result<void> remove(const VaultRow& row);
    base::Result<vault::ObjectCounts> counts(qint64 vault);

    base::Result<vault::AccessRules> rules(const VaultRow& row, const QString& tenantId);
    /// Puts `policy` in the place of that of the same principal; one without permissions removes it.
    base::Result<void> setPolicy(qint64 vault, const vault::AccessPolicy& policy);
    base::Result<void> addAssignment(qint64 vault, const vault::RoleAssignment& assignment);
    /// False when there is no such assignment.
    base::Result<bool> removeAssignment(qint64 vault, const QString& assignmentId);
    base::Result<void> removeAccess(qint64 vault);

private:
    base::Result<VaultRow> read(const Query& query) const;
    base::Result<std::optional<VaultRow>> one(Query& query);
    base::Result<void> write(const char* sql, const VaultRow& row);

    StoreContext& m_context;
};

} // namespace strongroom::local
