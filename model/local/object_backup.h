// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"
#include "model/local/object_table.h"
#include "model/local/row_bytes.h"

#include <vector>

namespace strongroom::local {

/// One object with all its versions and values, outside a store. Oldest version first.
struct ObjectBackup final
{
    struct Version
    {
        qint64 row = 0; ///< where it was read from; not in the blob
        VersionFacts facts;
        base::SecureBytes value;
        QByteArray detail; ///< of kinds that have one: see KeyTable
    };
    vault::ObjectKind kind = vault::ObjectKind::Secret;
    QString name;
    std::vector<Version> versions;
    QByteArray detail; ///< of the object: a key's rotation policy and the vault it belongs to
};

/// One object as a part of something larger.
void appendBackup(RowBytes& bytes, const ObjectBackup& backup);
/// BadParameter for what appendBackup() has not written.
base::Result<ObjectBackup> takeBackup(RowReader& reader);

/// The opaque blob of the backup operation: sealed, so that only the store it came from can read it.
base::Result<QByteArray> sealBackup(const base::SecureBytes& key, const ObjectBackup& backup);
/// BadParameter for whatever is not such a blob of this store.
base::Result<ObjectBackup> openBackup(const base::SecureBytes& key, QByteArrayView blob);

} // namespace strongroom::local
