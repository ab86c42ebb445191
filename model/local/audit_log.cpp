// SPDX-License-Identifier: Apache-2.0
#include "model/local/audit_log.h"

#include "model/crypto/symmetric.h"
#include "model/local/row_bytes.h"

#include <QVarLengthArray>

#include <algorithm>
#include <cstring>
#include <limits>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using vault::AuditRecord;

namespace {

constexpr int sealBytes = 16;
constexpr qint64 rowsBetweenIndexing = 2048;

/// A number made of texts (FNV-1a). Equal texts have equal numbers; rows found by number are compared again
/// by text.
qint64 findNumber(QStringView a, QStringView b = {})
{
    quint64 hash = 0xcbf29ce484222325;
    for (const QStringView text : { a, b }) {
        for (const QChar c : text) {
            hash ^= c.unicode();
            hash *= 0x100000001b3;
        }
        hash ^= 0x10000;
        hash *= 0x100000001b3;
    }
    return static_cast<qint64>(hash);
}

qint64 objectNumber(const QString& vault, std::optional<vault::ObjectKind> kind, const QString& name)
{
    const QChar kindMark(u'0' + (kind ? static_cast<int>(*kind) : 9));
    return findNumber(QString(kindMark + vault), vault::foldedName(name));
}

bool hasFailed(const AuditRecord& record) { return !record.resultCode.isEmpty(); }

constexpr QStringView failures = u"failed";

/// By what a row can be found.
QVarLengthArray<qint64, 4> keysOf(const AuditRecord& record)
{
    QVarLengthArray<qint64, 4> keys{ findNumber(u"operation", record.operation) };
    if (!record.vault.isEmpty())
        keys.push_back(findNumber(u"vault", record.vault.value));
    if (!record.objectName.isEmpty())
        keys.push_back(objectNumber(record.vault.value, record.kind, record.objectName));
    if (hasFailed(record))
        keys.push_back(findNumber(failures));
    return keys;
}

void encode(const AuditRecord& record, qint64 sequence, RowBytes& bytes)
{
    bytes.shortNumber(sequence)
        .shortNumber(record.timeMilliseconds)
        .shortText(record.operation)
        .shortText(record.vault.value)
        .shortNumber(record.kind ? static_cast<qint64>(*record.kind) : -1)
        .shortText(record.objectName)
        .shortText(record.objectVersion)
        .shortNumber(static_cast<qint64>(record.callerKind))
        .shortText(record.callerObjectId)
        .shortText(record.callerClientId)
        .shortText(record.callerName)
        .shortText(record.address)
        .shortText(record.userAgent)
        .shortText(record.requestUri)
        .shortText(record.apiVersion)
        .shortText(record.clientRequestId)
        .shortText(record.requestId)
        .shortNumber(record.httpStatus)
        .shortText(record.resultCode)
        .shortText(record.resultDescription)
        .shortNumber(record.durationMicroseconds)
        .shortText(record.decidedBy);
    if (!record.algorithm.isEmpty()) // rows without one are as they were before there were keys
        bytes.shortText(record.algorithm);
}

std::optional<AuditRecord> decode(QByteArrayView body)
{
    RowReader reader(body);
    AuditRecord record;
    record.sequence = reader.number();
    record.timeMilliseconds = reader.number();
    record.operation = reader.text();
    record.vault.value = reader.text();
    const qint64 kind = reader.number();
    if (kind >= 0)
        record.kind = static_cast<vault::ObjectKind>(kind);
    record.objectName = reader.text();
    record.objectVersion = reader.text();
    record.callerKind = static_cast<vault::Caller::Kind>(reader.number());
    record.callerObjectId = reader.text();
    record.callerClientId = reader.text();
    record.callerName = reader.text();
    record.address = reader.text();
    record.userAgent = reader.text();
    record.requestUri = reader.text();
    record.apiVersion = reader.text();
    record.clientRequestId = reader.text();
    record.requestId = reader.text();
    record.httpStatus = static_cast<int>(reader.number());
    record.resultCode = reader.text();
    record.resultDescription = reader.text();
    record.durationMicroseconds = reader.number();
    record.decidedBy = reader.text();
    if (!reader.isAtEnd())
        record.algorithm = reader.text();
    if (!reader.isAtEnd())
        return std::nullopt;
    return record;
}

QByteArray chained(QByteArrayView previous, QByteArrayView body)
{
    thread_local crypto::Sha256 digest; // anew after each finish()
    return digest.add(previous).add(body).finish();
}

bool matches(const AuditRecord& record, const vault::AuditQuery& query)
{
    return (query.vault.isEmpty() || record.vault == query.vault)
        && (!query.kind || record.kind == query.kind)
        && (query.objectName.isEmpty()
            || record.objectName.compare(query.objectName, Qt::CaseInsensitive) == 0)
        && (query.operation.isEmpty() || record.operation == query.operation)
        && (!query.onlyFailures || hasFailed(record));
}

/// The narrowest key of those that fit comes first.
std::optional<qint64> keyFor(const vault::AuditQuery& query)
{
    if (!query.objectName.isEmpty() && !query.vault.isEmpty() && query.kind)
        return objectNumber(query.vault.value, query.kind, query.objectName);
    if (query.onlyFailures)
        return findNumber(failures);
    if (!query.operation.isEmpty())
        return findNumber(u"operation", query.operation);
    if (!query.vault.isEmpty())
        return findNumber(u"vault", query.vault.value);
    return std::nullopt;
}

vault::AuditVerification bad(vault::AuditVerification so, qint64 sequence, const QString& finding)
{
    so.isIntact = false;
    so.firstBadSequence = sequence;
    so.finding = finding;
    return so;
}

} // namespace

AuditLog::AuditLog(Database& database, const base::SecureBytes& key)
    : m_database(database)
    , m_key(key)
{
    const crypto::Mac mac = crypto::hmacSha256(key, "audit index");
    memcpy(&m_markKey, mac.data(), sizeof(m_markKey));
}

QByteArray AuditLog::sealOf(QByteArrayView hash) const
{
    return crypto::viewOf(m_key.mac(hash)).first(sealBytes).toByteArray();
}

/// The rows that are not in the index yet.
base::Result<void> AuditLog::load()
{
    if (m_isLoaded)
        return {};
    const auto indexed = m_database.number("SELECT sequence FROM audit_indexed");
    if (!indexed)
        return indexed.error();
    m_indexed = *indexed;
    m_pending.clear();
    Query query(m_database, "SELECT body FROM audit WHERE sequence > ?1 ORDER BY sequence");
    query.number(m_indexed);
    for (;;) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const auto record = decode(query.bytesAt(0));
        if (!record)
            continue; // verify() names it
        for (const qint64 key : keysOf(*record))
            m_pending.push_back({ key, record->sequence });
    }
    m_isLoaded = true;
    return {};
}

/// In the order of the index: neighbours are written together.
base::Result<void> AuditLog::index(qint64 upTo)
{
    std::ranges::sort(m_pending);
    Query add(m_database, "INSERT OR IGNORE INTO audit_index VALUES (?1, ?2)");
    for (const IndexEntry& entry : m_pending) {
        if (auto added = add.number(entry.key).number(entry.sequence).run(); !added)
            return added.error();
        add.again();
    }
    m_pending.clear();
    m_indexed = upTo;
    return Query(m_database, "UPDATE audit_indexed SET sequence = ?1").number(upTo).run();
}

base::Result<void> AuditLog::append(const AuditRecord& record, Head& head)
{
    if (auto loaded = load(); !loaded)
        return loaded.error();
    const qint64 sequence = head.sequence + 1;
    thread_local RowBytes body;
    body.clear();
    encode(record, sequence, body);
    const QByteArray hash = chained(head.hash, body.view());

    if (auto written
        = Query(m_database, "INSERT INTO audit (sequence, body, hash, seal) VALUES (?1, ?2, ?3, ?4)")
              .number(sequence)
              .bytes(body.view())
              .bytes(hash)
              .bytes(sealOf(hash))
              .run();
        !written)
        return written.error();
    for (const qint64 key : keysOf(record))
        m_pending.push_back({ key, sequence });
    head = { sequence, hash };
    return sequence - m_indexed >= rowsBetweenIndexing ? index(sequence) : base::Result<void>();
}

base::Result<void> AuditLog::listRows(Query& query, const vault::AuditQuery& request,
                                      std::vector<AuditRecord>& found)
{
    const auto limit = static_cast<std::size_t>(std::clamp(request.limit, 1, 10000));
    while (found.size() < limit) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        auto record = decode(query.bytesAt(0));
        if (!record || !matches(*record, request))
            continue;
        record->hash = query.copyAt(1);
        found.push_back(std::move(*record));
    }
    return {};
}

base::Result<std::vector<AuditRecord>> AuditLog::list(const vault::AuditQuery& request)
{
    if (auto loaded = load(); !loaded)
        return loaded.error();
    std::vector<AuditRecord> found;
    const qint64 before
        = request.beforeSequence > 0 ? request.beforeSequence : std::numeric_limits<qint64>::max();
    const auto key = keyFor(request);
    if (!key) {
        Query query(m_database, "SELECT body, hash FROM audit WHERE sequence < ?1 ORDER BY sequence DESC");
        const auto listed = listRows(query.number(before), request, found);
        return listed ? base::Result<std::vector<AuditRecord>>(std::move(found)) : listed.error();
    }
    // First the newest rows, which are not in the index yet.
    for (auto entry = m_pending.rbegin(); entry != m_pending.rend(); ++entry) {
        if (entry->key != *key || entry->sequence >= before)
            continue;
        Query query(m_database, "SELECT body, hash FROM audit WHERE sequence = ?1");
        if (auto listed = listRows(query.number(entry->sequence), request, found); !listed)
            return listed.error();
    }
    Query query(m_database,
                "SELECT a.body, a.hash FROM audit_index i CROSS JOIN audit a ON a.sequence = i.sequence "
                "WHERE i.key = ?1 AND i.sequence < ?2 AND i.sequence <= ?3 ORDER BY i.sequence DESC");
    query.number(*key).number(before).number(m_indexed);
    if (auto listed = listRows(query, request, found); !listed)
        return listed.error();
    return found;
}

quint64 AuditLog::markOf(const IndexEntry& entry) const
{
    quint64 mark = static_cast<quint64>(entry.key) ^ m_markKey;
    for (const quint64 word : { static_cast<quint64>(entry.sequence), m_markKey }) {
        mark = (mark ^ (mark >> 30)) * 0xbf58476d1ce4e5b9 + word;
        mark = (mark ^ (mark >> 27)) * 0x94d049bb133111eb;
        mark ^= mark >> 31;
    }
    return mark;
}

base::Result<quint64> AuditLog::sumOfIndex()
{
    quint64 sum = 0;
    Query query(m_database, "SELECT key, sequence FROM audit_index");
    for (;;) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            return sum;
        sum += markOf({ query.numberAt(0), query.numberAt(1) });
    }
}

/// The first row that is not in the index as it must be; when none is, the first that is there twice.
base::Result<qint64> AuditLog::firstHidden()
{
    Query query(m_database, "SELECT sequence, body FROM audit WHERE sequence <= ?1 ORDER BY sequence");
    query.number(m_indexed);
    for (;;) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            return 1;
        const auto record = decode(query.bytesAt(1));
        if (!record)
            return query.numberAt(0);
        qint64 entries = 0;
        for (const qint64 key : keysOf(*record)) {
            Query entry(m_database, "SELECT 1 FROM audit_index WHERE key = ?1 AND sequence = ?2");
            const auto found = entry.number(key).number(record->sequence).next();
            if (!found)
                return found.error();
            entries += *found ? 1 : 0;
        }
        if (entries != static_cast<qint64>(keysOf(*record).size()))
            return record->sequence;
    }
}

base::Result<bool> AuditLog::contains(const QString& requestId, qint64 after)
{
    Query query(m_database, "SELECT body FROM audit WHERE sequence > ?1 ORDER BY sequence DESC");
    query.number(after);
    for (;;) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            return false;
        const auto record = decode(query.bytesAt(0));
        if (record && record->requestId == requestId)
            return true;
    }
}

base::Result<QByteArray> AuditLog::hashAt(qint64 sequence)
{
    Query query(m_database, "SELECT hash FROM audit WHERE sequence = ?1");
    const auto row = query.number(sequence).next();
    if (!row)
        return row.error();
    return *row ? query.copyAt(0) : QByteArray();
}

base::Result<vault::AuditVerification> AuditLog::verify(const Head& head, qint64 first, qint64 rows)
{
    vault::AuditVerification so;
    QByteArray previous;
    if (first > 1) {
        auto hash = hashAt(first - 1);
        if (!hash)
            return hash.error();
        if (hash->isEmpty())
            return bad(so, first - 1, u"A row is missing."_s);
        previous = *hash;
    }
    const bool isWhole = first <= 1;
    if (auto loaded = isWhole ? load() : base::Result<void>(); !loaded)
        return loaded.error();
    qint64 expected = std::max<qint64>(first, 1);
    quint64 index = 0;
    Query query(m_database,
                "SELECT sequence, body, hash, seal FROM audit WHERE sequence >= ?1 ORDER BY sequence");
    query.number(expected);
    while (so.rows < rows) {
        const auto row = query.next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        if (query.numberAt(0) != expected)
            return bad(so, expected, u"A row is missing."_s);
        if (expected > head.sequence)
            return bad(so, expected, u"There are rows behind the end of the log."_s);
        const QByteArray hash = chained(previous, query.bytesAt(1));
        if (hash != query.bytesAt(2))
            return bad(so, expected, u"A row was changed, moved or put in."_s);
        if (sealOf(hash) != query.bytesAt(3))
            return bad(so, expected, u"A row was not written by this store."_s);
        const auto record = decode(query.bytesAt(1));
        if (!record || record->sequence != expected)
            return bad(so, expected, u"A row was changed, moved or put in."_s);
        if (isWhole && expected <= m_indexed) {
            for (const qint64 key : keysOf(*record))
                index += markOf({ key, expected });
        }
        previous = hash;
        ++expected;
        ++so.rows;
    }
    if (so.rows == rows && expected <= head.sequence)
        return so; // more rows follow
    if (expected != head.sequence + 1)
        return bad(so, expected, u"The log was cut off."_s);
    if (previous != head.hash)
        return bad(so, head.sequence, u"The end of the log is not that of the last change."_s);
    if (!isWhole)
        return so;
    const auto found = sumOfIndex();
    if (!found)
        return found.error();
    if (*found == index)
        return so;
    const auto hidden = firstHidden();
    if (!hidden)
        return hidden.error();
    return bad(so, *hidden, u"A row was hidden from searches."_s);
}

} // namespace strongroom::local
