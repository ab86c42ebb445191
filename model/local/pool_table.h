// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/store_context.h"
#include "model/vault/pool.h"

namespace strongroom::local {

/// The roles that people have made for pools, and the settings of pools.
class PoolTable final
{
public:
    explicit PoolTable(StoreContext& context);

    base::Result<std::vector<vault::RoleDefinition>> roles(qint64 pool);
    /// In the place of the role with the same id.
    base::Result<void> putRole(qint64 pool, const vault::RoleDefinition& role);
    base::Result<void> removeRole(qint64 pool, const QString& roleId);

    /// All there are, with their values.
    base::Result<std::vector<vault::PoolSetting>> settings(qint64 pool);
    base::Result<void> putSetting(qint64 pool, const vault::PoolSetting& setting);

    /// Before the pool itself goes.
    base::Result<void> removeAll(qint64 pool);

private:
    StoreContext& m_context;
};

/// Permissions of a role as bytes, in rows and in backups.
QByteArray encodePermissions(const std::vector<vault::RolePermission>& permissions);
base::Result<std::vector<vault::RolePermission>> decodePermissions(QByteArrayView bytes);

} // namespace strongroom::local
