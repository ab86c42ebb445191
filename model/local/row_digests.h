// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"
#include "model/crypto/symmetric.h"
#include "model/local/database.h"
#include "model/local/row_bytes.h"

#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace strongroom::local {

/// Tables whose rows carry a MAC. The numbers are in the MACs of existing files.
enum class TableId {
    Vaults = 1,
    Objects = 2,
    Versions = 3,
    AccessPolicies = 4,
    RoleAssignments = 5,
    NetworkRules = 6,
    Applications = 7,
    Credentials = 8,
    EndpointIdentity = 9,
    KeyVersions = 10,
    KeySchedules = 11,
    VaultTokens = 12,
    TokenLeftovers = 13,
    AttestationAuthorities = 14,
    RoleDefinitions = 15,
    PoolSettings = 16,
    PoolDomains = 17,
    PoolTransferKeys = 18,
    PoolJobs = 19,
};

/// Those that are too large to be read as a whole when the store is opened.
std::vector<TableId> tablesWithBuckets();

/// A number of 256 bits under addition: the sum of row MACs says which set of rows there is, in no
/// order, and is changed by one row at a time (an additive multiset hash; its key is that of the MACs).
class RowSum final
{
public:
    static RowSum of(QByteArrayView bytes);
    QByteArray bytes() const;
    void add(const RowSum& other);
    void subtract(const RowSum& other);
    friend bool operator==(const RowSum&, const RowSum&) = default;

private:
    std::array<quint64, 4> m_limbs{};
};

/// Proves that protected rows are the newest ones, not older copies. Small tables have one sum, checked
/// whole when the store is opened. Objects and versions have one sum for each bucket of neighbours,
/// checked when a row of it is first read; one for each shelf of buckets, checked before that; and one over
/// all shelves, checked before the first of them.
class RowDigests final
{
public:
    static constexpr int bucketRows = 128;

    RowDigests(Database& database, const base::SecureBytes& key);

    /// What `rows` must sum up to, from the store's state.
    void load(const RowSum& smallSum, const RowSum& largeSum);
    const RowSum& smallSum() const { return m_small; }
    const RowSum& largeSum() const { return m_large; }

    /// The MAC of a row to be written; `columns` are those behind the MAC, in the table's order.
    crypto::Mac macOf(TableId table, qint64 id, const RowBytes& columns) const;
    /// The stored row that begins at `firstColumn` of the query (all columns of the table, in its order)
    /// is what was written: StoreTampered if not. Says nothing about its age.
    base::Result<void> verifyRow(TableId table, const Query& row, int firstColumn = 0) const;
    /// A row was added (no `before`), changed or removed (no `after`).
    base::Result<void> changed(TableId table, qint64 id, QByteArrayView before, QByteArrayView after);

    /// StoreTampered unless the bucket of this row of Objects or Versions has the sum it must have.
    base::Result<void> proveFresh(TableId table, qint64 id);
    /// The small tables as they are, against their sum.
    base::Result<void> verifySmallTables();
    /// All rows of one bucket, their MACs and their sum; for checks of everything.
    base::Result<void> verifyBucket(TableId table, qint64 bucket);
    base::Result<qint64> bucketCount(TableId table);

    // The unit of work
    void mark();
    void keep();
    bool hasChangedSinceMark() const { return !m_sinceMark.empty(); }
    void revert();
    void forget(); ///< nothing of the unit was committed; load() follows
    base::Result<void> flush();

private:
    struct Change
    {
        TableId table;
        qint64 id;
        RowSum before;
        RowSum after;
    };
    struct Bucket
    {
        RowSum sum;
        bool isProved = false;
        bool isChanged = false;
    };
    /// Neighbouring buckets: few are read for one row, and few at opening.
    struct Shelf
    {
        RowSum sum;
        bool isOpen = false; ///< its buckets are in memory
        bool isChanged = false;
    };
    void apply(const Change& change);
    base::Result<void> loadShelves();
    base::Result<void> makeShelves();
    base::Result<void> openShelf(qint64 bucketKey);
    base::Result<void> writeDigest(const char* write, const char* remove, qint64 key, const RowSum& sum);
    base::Result<RowSum> sumOfBucket(TableId table, qint64 bucket);

    Database& m_database;
    const crypto::HmacKey m_key;
    RowSum m_small;
    RowSum m_large;
    bool m_areShelvesLoaded = false;
    std::unordered_map<qint64, Shelf> m_shelves;
    std::unordered_map<qint64, Bucket> m_buckets; // of open shelves
    std::vector<qint64> m_changedBuckets;
    std::vector<qint64> m_changedShelves;
    std::vector<Change> m_sinceMark;
    bool m_isMarked = false;
};

base::Error tampered(const QString& what);

} // namespace strongroom::local
