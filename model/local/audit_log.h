// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"
#include "model/local/database.h"
#include "model/vault/audit.h"

namespace strongroom::local {

/// The hash chain of a store's audit rows. The caller keeps the head: where the chain ends is part of
/// the store's authenticated state, not of the table.
class AuditLog final
{
public:
    struct Head
    {
        qint64 sequence = 0;
        QByteArray hash;
    };

    AuditLog(Database& database, const base::SecureBytes& key);

    /// Adds the row behind `head` and moves it on.
    base::Result<void> append(const vault::AuditRecord& record, Head& head);
    base::Result<std::vector<vault::AuditRecord>> list(const vault::AuditQuery& query);
    /// Whether a row behind `after` has this request id.
    base::Result<bool> contains(const QString& requestId, qint64 after);
    /// The hash of one row; empty when there is none.
    base::Result<QByteArray> hashAt(qint64 sequence);
    /// Rows from `first` on, at most `rows`, must follow from each other and, when the end is reached,
    /// end at `head`.
    base::Result<vault::AuditVerification> verify(const Head& head, qint64 first, qint64 rows);

private:
    QByteArray sealOf(QByteArrayView hash) const;

    Database& m_database;
    const base::SecureBytes& m_key;
};

} // namespace strongroom::local
