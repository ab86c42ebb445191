// SPDX-License-Identifier: Apache-2.0
#include "model/local/row_digests.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace strongroom::local {

namespace {

constexpr int bucketTableShift = 48;
constexpr int shelfShift = 8; // a shelf has 256 buckets

/// How a protected table is read as a whole. All columns, in their order.
struct TableFacts final
{
    TableId table;
    int columns;
    const char* allRows;
};

constexpr std::array smallTables = {
    TableFacts{ TableId::Vaults, 15, "SELECT * FROM vaults" },
    TableFacts{ TableId::AccessPolicies, 8, "SELECT * FROM access_policies" },
    TableFacts{ TableId::RoleAssignments, 8, "SELECT * FROM role_assignments" },
    TableFacts{ TableId::NetworkRules, 5, "SELECT * FROM network_rules" },
    TableFacts{ TableId::Applications, 7, "SELECT * FROM applications" },
    TableFacts{ TableId::Credentials, 11, "SELECT * FROM credentials" },
    TableFacts{ TableId::EndpointIdentity, 5, "SELECT * FROM endpoint_identity" },
    TableFacts{ TableId::VaultTokens, 5, "SELECT * FROM vault_tokens" },
    TableFacts{ TableId::TokenLeftovers, 6, "SELECT * FROM token_leftovers" },
    TableFacts{ TableId::AttestationAuthorities, 5, "SELECT * FROM attestation_authorities" },
    TableFacts{ TableId::RoleDefinitions, 9, "SELECT * FROM role_definitions" },
    TableFacts{ TableId::PoolSettings, 5, "SELECT * FROM pool_settings" },
    TableFacts{ TableId::PoolDomains, 9, "SELECT * FROM pool_domains" },
    TableFacts{ TableId::PoolTransferKeys, 4, "SELECT * FROM pool_transfer_keys" },
    TableFacts{ TableId::PoolJobs, 12, "SELECT * FROM pool_jobs" },
};
/// A table whose rows are proved by buckets. Parameters: the first and the last id.
struct LargeTableFacts final
{
    TableId table;
    int columns;
    const char* rows;
    const char* macs;
    const char* lastId;
};

constexpr std::array largeTables = {
    LargeTableFacts{ TableId::Objects, 19, "SELECT * FROM objects WHERE id BETWEEN ?1 AND ?2",
                     "SELECT mac FROM objects WHERE id BETWEEN ?1 AND ?2", "SELECT max(id) FROM objects" },
    LargeTableFacts{ TableId::Versions, 15, "SELECT * FROM versions WHERE id BETWEEN ?1 AND ?2",
                     "SELECT mac FROM versions WHERE id BETWEEN ?1 AND ?2", "SELECT max(id) FROM versions" },
    LargeTableFacts{ TableId::KeyVersions, 3, "SELECT * FROM key_versions WHERE id BETWEEN ?1 AND ?2",
                     "SELECT mac FROM key_versions WHERE id BETWEEN ?1 AND ?2",
                     "SELECT max(id) FROM key_versions" },
    LargeTableFacts{ TableId::KeySchedules, 6, "SELECT * FROM key_schedules WHERE id BETWEEN ?1 AND ?2",
                     "SELECT mac FROM key_schedules WHERE id BETWEEN ?1 AND ?2",
                     "SELECT max(id) FROM key_schedules" },
};

const LargeTableFacts* largeTable(TableId table)
{
    const auto facts = std::ranges::find(largeTables, table, &LargeTableFacts::table);
    return facts == largeTables.end() ? nullptr : &*facts;
}

bool isLarge(TableId table) { return largeTable(table) != nullptr; }

int columnsOf(TableId table)
{
    if (const LargeTableFacts* const large = largeTable(table))
        return large->columns;
    const auto facts = std::ranges::find(smallTables, table, &TableFacts::table);
    return facts->columns;
}

qint64 bucketKey(TableId table, qint64 bucket)
{
    return (static_cast<qint64>(table) << bucketTableShift) + bucket;
}

qint64 shelfOf(qint64 bucketKey) { return bucketKey >> shelfShift; }

void addColumn(RowBytes& bytes, const Query& row, int column)
{
    constexpr int integerType = 1; // SQLITE_INTEGER
    constexpr int nullType = 5; // SQLITE_NULL
    switch (row.type(column)) {
    case integerType:
        bytes.number(row.numberAt(column));
        break;
    case nullType:
        bytes.null();
        break;
    default:
        bytes.bytes(row.bytesAt(column));
    }
}

} // namespace

std::vector<TableId> tablesWithBuckets()
{
    std::vector<TableId> tables;
    tables.reserve(largeTables.size());
    for (const LargeTableFacts& facts : largeTables)
        tables.push_back(facts.table);
    return tables;
}

base::Error tampered(const QString& what)
{
    return { base::ErrorCode::StoreTampered, u"The store was changed from outside: "_s + what, {} };
}

RowSum RowSum::of(QByteArrayView bytes)
{
    RowSum sum;
    if (bytes.size() == static_cast<qsizetype>(sizeof(sum.m_limbs)))
        memcpy(sum.m_limbs.data(), bytes.data(), sizeof(sum.m_limbs));
    return sum;
}

QByteArray RowSum::bytes() const
{
    return QByteArray(reinterpret_cast<const char*>(m_limbs.data()), sizeof(m_limbs));
}

void RowSum::add(const RowSum& other)
{
    quint64 carry = 0;
    for (std::size_t i = 0; i < m_limbs.size(); ++i) {
        const quint64 partial = m_limbs[i] + carry;
        carry = partial < carry ? 1 : 0;
        m_limbs[i] = partial + other.m_limbs[i];
        carry += m_limbs[i] < partial ? 1 : 0;
    }
}

void RowSum::subtract(const RowSum& other)
{
    quint64 borrow = 0;
    for (std::size_t i = 0; i < m_limbs.size(); ++i) {
        const quint64 before = m_limbs[i];
        const quint64 partial = before - other.m_limbs[i];
        m_limbs[i] = partial - borrow;
        borrow = (before < other.m_limbs[i] ? 1 : 0) + (partial < borrow ? 1 : 0);
    }
}

RowDigests::RowDigests(Database& database, const base::SecureBytes& key)
    : m_database(database)
    , m_key(key)
{
}

void RowDigests::load(const RowSum& smallSum, const RowSum& largeSum)
{
    m_small = smallSum;
    m_large = largeSum;
}

crypto::Mac RowDigests::macOf(TableId table, qint64 id, const RowBytes& columns) const
{
    std::array<char, 1 + sizeof(id)> place{ static_cast<char>(table) };
    memcpy(place.data() + 1, &id, sizeof(id));
    return m_key.mac(place, columns.view());
}

base::Result<void> RowDigests::verifyRow(TableId table, const Query& row, int firstColumn) const
{
    thread_local RowBytes columns;
    columns.clear();
    const int end = firstColumn + columnsOf(table);
    const int lastWhole = table == TableId::Versions ? end - 1 : end;
    for (int column = firstColumn + 2; column < lastWhole; ++column)
        addColumn(columns, row, column);
    if (table == TableId::Versions)
        columns.bytes(row.bytesAt(lastWhole).last(std::min<qsizetype>(16, row.bytesAt(lastWhole).size())));
    const crypto::Mac mac = macOf(table, row.numberAt(firstColumn), columns);
    const QByteArrayView stored = row.bytesAt(firstColumn + 1);
    const std::span storedBytes(reinterpret_cast<const unsigned char*>(stored.data()),
                                static_cast<std::size_t>(stored.size()));
    if (!base::equalInConstantTime(storedBytes, mac))
        return tampered(u"a row does not have the MAC it was written with."_s);
    return {};
}

base::Result<void> RowDigests::changed(TableId table, qint64 id, QByteArrayView before, QByteArrayView after)
{
    if (isLarge(table)) {
        if (auto opened = openShelf(bucketKey(table, id / bucketRows)); !opened)
            return opened.error();
    }
    const Change change{ table, id, RowSum::of(before), RowSum::of(after) };
    apply(change);
    if (m_isMarked)
        m_sinceMark.push_back(change);
    return {};
}

void RowDigests::apply(const Change& change)
{
    RowSum& total = isLarge(change.table) ? m_large : m_small;
    total.subtract(change.before);
    total.add(change.after);
    if (!isLarge(change.table))
        return;
    const qint64 key = bucketKey(change.table, change.id / bucketRows);
    Bucket& bucket = m_buckets[key];
    bucket.sum.subtract(change.before);
    bucket.sum.add(change.after);
    if (!std::exchange(bucket.isChanged, true))
        m_changedBuckets.push_back(key);
    Shelf& shelf = m_shelves[shelfOf(key)];
    shelf.sum.subtract(change.before);
    shelf.sum.add(change.after);
    if (!std::exchange(shelf.isChanged, true))
        m_changedShelves.push_back(shelfOf(key));
}

base::Result<void> RowDigests::loadShelves()
{
    if (m_areShelvesLoaded)
        return {};
    RowSum total;
    m_shelves.clear();
    Query query(m_database, "SELECT id, digest FROM bucket_shelves");
    for (;;) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const RowSum sum = RowSum::of(query.bytesAt(1));
        total.add(sum);
        m_shelves.emplace(query.numberAt(0), Shelf{ sum });
    }
    if (m_shelves.empty()) {
        if (auto made = makeShelves(); !made)
            return made.error();
        for (const auto& [key, shelf] : m_shelves)
            total.add(shelf.sum);
    }
    if (total != m_large)
        return tampered(u"objects are not those of the last change."_s);
    m_areShelvesLoaded = true;
    return {};
}

/// For a store that was written before there were any; loadShelves() holds the outcome against the total.
base::Result<void> RowDigests::makeShelves()
{
    Query query(m_database, "SELECT id, digest FROM buckets");
    for (;;) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            return {};
        const qint64 key = shelfOf(query.numberAt(0));
        Shelf& shelf = m_shelves[key];
        shelf.sum.add(RowSum::of(query.bytesAt(1)));
        if (!std::exchange(shelf.isChanged, true))
            m_changedShelves.push_back(key);
    }
}

base::Result<void> RowDigests::openShelf(qint64 bucketKey)
{
    if (auto loaded = loadShelves(); !loaded)
        return loaded.error();
    const qint64 key = shelfOf(bucketKey);
    Shelf& shelf = m_shelves[key];
    if (shelf.isOpen)
        return {};
    RowSum total;
    Query query(m_database, "SELECT id, digest FROM buckets WHERE id BETWEEN ?1 AND ?2");
    query.number(key << shelfShift).number(((key + 1) << shelfShift) - 1);
    for (;;) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        Bucket bucket;
        bucket.sum = RowSum::of(query.bytesAt(1));
        total.add(bucket.sum);
        m_buckets.insert_or_assign(query.numberAt(0), bucket);
    }
    if (total != shelf.sum)
        return tampered(u"objects are not those of the last change."_s);
    shelf.isOpen = true;
    return {};
}

base::Result<RowSum> RowDigests::sumOfBucket(TableId table, qint64 bucket)
{
    Query query(m_database, largeTable(table)->macs);
    query.number(bucket * bucketRows).number(bucket * bucketRows + bucketRows - 1);
    RowSum sum;
    for (;;) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            return sum;
        sum.add(RowSum::of(query.bytesAt(0)));
    }
}

base::Result<void> RowDigests::proveFresh(TableId table, qint64 id)
{
    const qint64 number = id / bucketRows;
    if (auto opened = openShelf(bucketKey(table, number)); !opened)
        return opened.error();
    Bucket& bucket = m_buckets[bucketKey(table, number)];
    if (bucket.isProved)
        return {};
    const auto sum = sumOfBucket(table, number);
    if (!sum)
        return sum.error();
    if (*sum != bucket.sum)
        return tampered(u"an object is not that of the last change."_s);
    bucket.isProved = true;
    return {};
}

base::Result<void> RowDigests::verifySmallTables()
{
    RowSum sum;
    for (const TableFacts& facts : smallTables) {
        Query query(m_database, facts.allRows);
        for (;;) {
            const auto row = query.next();
            if (!row)
                return row.error();
            if (!*row)
                break;
            if (auto verified = verifyRow(facts.table, query); !verified)
                return verified.error();
            sum.add(RowSum::of(query.bytesAt(1)));
        }
    }
    if (sum != m_small)
        return tampered(u"vaults, access or applications are not those of the last change."_s);
    return {};
}

base::Result<void> RowDigests::verifyBucket(TableId table, qint64 bucket)
{
    const qint64 first = bucket * bucketRows;
    if (auto proved = proveFresh(table, first); !proved)
        return proved.error();
    Query query(m_database, largeTable(table)->rows);
    query.number(first).number(first + bucketRows - 1);
    RowSum sum;
    for (;;) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        if (auto verified = verifyRow(table, query); !verified)
            return verified.error();
        sum.add(RowSum::of(query.bytesAt(1)));
    }
    if (sum != m_buckets[bucketKey(table, bucket)].sum)
        return tampered(u"an object is not that of the last change."_s);
    return {};
}

base::Result<qint64> RowDigests::bucketCount(TableId table)
{
    const auto last = m_database.number(largeTable(table)->lastId);
    if (!last)
        return last.error();
    return *last / bucketRows + 1;
}

void RowDigests::mark()
{
    m_sinceMark.clear();
    m_isMarked = true;
}

void RowDigests::keep()
{
    m_sinceMark.clear();
    m_isMarked = false;
}

void RowDigests::revert()
{
    for (auto change = m_sinceMark.rbegin(); change != m_sinceMark.rend(); ++change)
        apply({ change->table, change->id, change->after, change->before });
    m_sinceMark.clear();
    m_isMarked = false;
}

void RowDigests::forget()
{
    m_shelves.clear();
    m_buckets.clear();
    m_changedBuckets.clear();
    m_changedShelves.clear();
    m_sinceMark.clear();
    m_areShelvesLoaded = false;
    m_isMarked = false;
}

base::Result<void> RowDigests::writeDigest(const char* write, const char* remove, qint64 key,
                                           const RowSum& sum)
{
    if (sum == RowSum())
        return Query(m_database, remove).number(key).run();
    return Query(m_database, write).number(key).bytes(sum.bytes()).run();
}

base::Result<void> RowDigests::flush()
{
    for (const qint64 key : m_changedBuckets) {
        Bucket& bucket = m_buckets[key];
        if (auto written = writeDigest("INSERT INTO buckets (id, digest) VALUES (?1, ?2) "
                                       "ON CONFLICT (id) DO UPDATE SET digest = excluded.digest",
                                       "DELETE FROM buckets WHERE id = ?1", key, bucket.sum);
            !written)
            return written.error();
        bucket.isChanged = false;
    }
    for (const qint64 key : m_changedShelves) {
        Shelf& shelf = m_shelves[key];
        if (auto written = writeDigest("INSERT INTO bucket_shelves (id, digest) VALUES (?1, ?2) "
                                       "ON CONFLICT (id) DO UPDATE SET digest = excluded.digest",
                                       "DELETE FROM bucket_shelves WHERE id = ?1", key, shelf.sum);
            !written)
            return written.error();
        shelf.isChanged = false;
    }
    m_changedBuckets.clear();
    m_changedShelves.clear();
    m_sinceMark.clear();
    m_isMarked = false;
    return {};
}

} // namespace strongroom::local
