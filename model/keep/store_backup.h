// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <QByteArray>
#include <QString>

namespace strongroom::keep {

/// What one backup file holds beside the database.
struct BackupContents final
{
    QString storeId;
    qint64 timeMilliseconds = 0;
    QByteArray slotFile;
    QByteArray anchor; ///< sealed; where the store stood
};

/// What shows that a backup is one its store made: the digest of its content and a MAC of it under a key
/// of the root.
struct BackupProof final
{
    QByteArray digest;
    QByteArray mac;
};

/// Packs `contents` and the database file into one new file: StoreExists when it is there.
base::Result<void> writeBackup(const QString& file, const BackupContents& contents, const QString& database,
                               const base::SecureBytes& root);

struct UnpackedBackup final
{
    BackupContents contents;
    BackupProof proof;
};

/// Checks the digest of the whole file and copies the database out of it to the new file `database`.
/// StoreTampered when anything is not as it was written; `database` is then gone again.
base::Result<UnpackedBackup> readBackup(const QString& file, const QString& database);

/// Whether the store with this root key made the backup.
bool isAuthentic(const BackupProof& proof, const base::SecureBytes& root);

} // namespace strongroom::keep
