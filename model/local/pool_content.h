// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/domain_table.h"
#include "model/local/object_backup.h"
#include "model/vault/access_rules.h"
#include "model/vault/backup_place.h"
#include "model/vault/pool.h"

namespace strongroom::local {

/// All that a full backup of a pool holds. Of its keys everything but their private part, which is in the
/// token: a key's value here is no more than its name there.
struct PoolContent final
{
    struct Key
    {
        ObjectBackup backup; ///< with details, as a backup of a single key has them
        bool isDeleted = false;
    };
    QString pool;
    vault::TokenBinding token;
    vault::UnixSeconds made = 0;
    std::vector<vault::RoleDefinition> roles; ///< those that people have made
    std::vector<vault::RoleAssignment> assignments;
    std::vector<vault::PoolSetting> settings;
    std::vector<Key> keys;

    QByteArray encoded() const;
    /// BadParameter for what is no content of a pool.
    static base::Result<PoolContent> decode(QByteArrayView bytes);
};

/// The folder of a backup: the content, sealed under a key that only this security domain gives, and a
/// manifest in the clear that says what it is and makes it complete.
base::Result<std::vector<vault::BackupPlace::File>> sealPoolBackup(const PoolContent& content,
                                                                   const DomainTable::Row& domain);

/// Reads and opens a folder. BadParameter for what is no backup or was changed, and when none of `domains` is
/// that of the backup.
base::Result<base::SecureBytes> openPoolBackup(vault::BackupPlace& place, const QString& folder,
                                               const std::vector<DomainTable::Row>& domains);

} // namespace strongroom::local
