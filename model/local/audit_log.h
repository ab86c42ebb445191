// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/sha256.h"
#include "model/local/database.h"
#include "model/vault/audit.h"

#include <compare>
#include <vector>

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
    /// end at `head`. A whole log must also be findable as a whole.
    base::Result<vault::AuditVerification> verify(const Head& head, qint64 first, qint64 rows);
    /// What is kept in memory is read anew: after rows were undone.
    void forget() { m_isLoaded = false; }

private:
    struct IndexEntry
    {
        qint64 key;
        qint64 sequence;
        // NOLINTNEXTLINE(modernize-use-nullptr): the checker reads a comparison with 0 into it
        friend auto operator<=>(const IndexEntry&, const IndexEntry&) = default;
    };

    base::Result<void> load();
    base::Result<void> index(qint64 upTo);
    base::Result<void> listRows(Query& query, const vault::AuditQuery& request,
                                std::vector<vault::AuditRecord>& found);
    quint64 markOf(const IndexEntry& entry) const;
    base::Result<quint64> sumOfIndex();
    base::Result<qint64> firstHidden();
    QByteArray sealOf(QByteArrayView hash) const;

    Database& m_database;
    const crypto::HmacKey m_key;
    quint64 m_markKey; // makes sums of index entries that nobody else can make
    bool m_isLoaded = false;
    qint64 m_indexed = 0; // rows up to here are in the index
    std::vector<IndexEntry> m_pending; // of the rows behind it
};

} // namespace strongroom::local
