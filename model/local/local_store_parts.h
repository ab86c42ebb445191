// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a LocalStore is made of; for its own sources only.

#include "model/base/encodings.h"
#include "model/local/audit_log.h"
#include "model/local/directory_table.h"
#include "model/local/disk_room.h"
#include "model/local/endpoint_identity.h"
#include "model/local/key_storage.h"
#include "model/local/local_store.h"
#include "model/local/local_vault.h"
#include "model/local/object_table.h"
#include "model/local/store_context.h"
#include "model/local/vault_table.h"

#include <QHash>

namespace strongroom::local {

/// How far the store has come; one row of the file, under a MAC.
struct StoreState final
{
    QString tenantId;
    AuditLog::Head head;
    qint64 latestMilliseconds = 0;
};

/// An open file and its tables. Made anew when the file has to be reopened.
struct OpenFile final
{
    OpenFile(Database opened, StoreKeys storeKeys, const QString& storeId, const PoolSurroundings& around,
             KeysAtWork& atWork)
        : context(std::move(opened), std::move(storeKeys), storeId)
        , objects(context)
        , vaults(context)
        , directory(context)
        , identity(context)
        , keys(context, around, atWork)
        , audit(context.database, context.keys.audit)
    {
    }

    StoreContext context;
    ObjectTable objects;
    VaultTable vaults;
    DirectoryTable directory;
    EndpointIdentity identity;
    KeyStorage keys;
    AuditLog audit;
};

struct LocalStore::Parts final
{
    explicit Parts(const QString& storeFile)
        : path(storeFile)
        , room(storeFile)
    {
    }

    QString path;
    DiskRoom room;
    QString storeId;
    StoreKeys keys;
    // These two outlive the file.
    PoolSurroundings around{ base::randomUuid(), {} };
    KeysAtWork keysAtWork;
    std::unique_ptr<OpenFile> file;
    StoreState state; ///< with what the unit of work has added
    StoreState committed;
    RowSum committedSmall;
    RowSum committedLarge;
    std::function<void(const FreshnessMark&)> notify;
    std::function<bool()> isAnybodyWaiting;
    bool isMarkedLightly = false; ///< the operation in work has no savepoint
    bool hasFailed = false; ///< a commit ended in an error: only reopening helps
    qint64 unknownAfter = -1; ///< rows behind this one may or may not have been committed
    QHash<QString, std::shared_ptr<LocalVault>> vaults; // find() and rules() hand out pointers into it
    QHash<QString, vault::VaultId> vaultNames;
    QHash<QString, QString> purgedNames; ///< by id, of the vaults that the unit of work has purged

    // Where the check in idle moments has come to
    std::size_t idleTable = 0; ///< of tablesWithBuckets()
    qint64 idleBucket = 0;
    qint64 idleAuditRow = 1;
    bool isIdleCheckDone = false;

    base::Result<void> writeState();
    base::Result<void> readState();
    base::Result<void> verifyState();
    base::Result<void> verifyFreshness(const FreshnessExpectation& expectation);
    base::Result<void> openFile(const FreshnessExpectation& expectation);
    struct Doubt
    {
        QString operation;
        QString description;
    };
    std::optional<Doubt> doubtAbout(const FreshnessExpectation& expectation) const;
    base::Result<void> recordDoubt(const FreshnessExpectation& expectation);
    base::Result<void> takeCommitted();
    void forgetUnit();
    void forgetVaults();
    LocalVault* vault(const vault::VaultId& id);
    base::Result<VaultRow> liveVault(const vault::VaultId& id);
    base::Result<VaultRow> deletedVault(const vault::VaultId& id);
    base::Result<void> purgeVault(const VaultRow& row);
    QString nameOf(const vault::VaultId& id);
    std::optional<vault::AuditRecord> withVaultNamed(const vault::AuditRecord& asked);
    base::Result<void> bindToken(const VaultRow& row, const vault::TokenChoice& token);
};

} // namespace strongroom::local
