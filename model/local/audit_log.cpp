// SPDX-License-Identifier: Apache-2.0
#include "model/local/audit_log.h"

#include "model/crypto/symmetric.h"
#include "model/local/row_bytes.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using vault::AuditRecord;

namespace {

constexpr int sealBytes = 16;

/// Columns by which rows are found: numbers made of texts (FNV-1a). Equal texts have equal numbers; rows
/// found by number are compared again by text.
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
    return findNumber(QString(vault + kindMark), name.toUpper());
}

bool hasFailed(const AuditRecord& record) { return !record.resultCode.isEmpty(); }

/// The finding columns as they must be for this row.
struct FindColumns final
{
    qint64 operation = 0;
    std::optional<qint64> vault;
    std::optional<qint64> object;
    qint64 failed = 0;

    static FindColumns of(const AuditRecord& record)
    {
        FindColumns columns;
        columns.operation = findNumber(record.operation);
        if (!record.vault.isEmpty())
            columns.vault = findNumber(record.vault.value);
        if (!record.objectName.isEmpty())
            columns.object = objectNumber(record.vault.value, record.kind, record.objectName);
        columns.failed = hasFailed(record) ? 1 : 0;
        return columns;
    }
    static FindColumns of(const Query& row, int first)
    {
        return { row.numberAt(first), row.optionalNumberAt(first + 1), row.optionalNumberAt(first + 2),
                 row.numberAt(first + 3) };
    }
    friend bool operator==(const FindColumns&, const FindColumns&) = default;
};

void encode(const AuditRecord& record, RowBytes& bytes)
{
    bytes.number(record.sequence)
        .number(record.timeMilliseconds)
        .text(record.operation)
        .text(record.vault.value)
        .number(record.kind ? static_cast<qint64>(*record.kind) : -1)
        .text(record.objectName)
        .text(record.objectVersion)
        .number(static_cast<qint64>(record.callerKind))
        .text(record.callerObjectId)
        .text(record.callerClientId)
        .text(record.callerName)
        .text(record.address)
        .text(record.userAgent)
        .text(record.requestUri)
        .text(record.apiVersion)
        .text(record.clientRequestId)
        .text(record.requestId)
        .number(record.httpStatus)
        .text(record.resultCode)
        .text(record.resultDescription)
        .number(record.durationMicroseconds)
        .text(record.decidedBy);
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
        return std::nullopt;
    return record;
}

QByteArray chained(QByteArrayView previous, QByteArrayView body)
{
    thread_local QByteArray message;
    message.resize(0);
    message.append(previous.data(), previous.size());
    message.append(body.data(), body.size());
    return crypto::sha256(message);
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

struct ListStatement final
{
    const char* sql;
    std::optional<qint64> value;
};

/// The narrowest index of those that fit comes first.
ListStatement statementFor(const vault::AuditQuery& query)
{
    if (!query.objectName.isEmpty() && !query.vault.isEmpty() && query.kind) {
        return { "SELECT body, hash FROM audit WHERE object = ?3 AND sequence < ?1 "
                 "ORDER BY sequence DESC",
                 objectNumber(query.vault.value, query.kind, query.objectName) };
    }
    if (query.onlyFailures) {
        return { "SELECT body, hash FROM audit WHERE failed = 1 AND sequence < ?1 "
                 "ORDER BY sequence DESC",
                 {} };
    }
    if (!query.operation.isEmpty()) {
        return { "SELECT body, hash FROM audit WHERE operation = ?3 AND sequence < ?1 "
                 "ORDER BY sequence DESC",
                 findNumber(query.operation) };
    }
    if (!query.vault.isEmpty()) {
        return { "SELECT body, hash FROM audit WHERE vault = ?3 AND sequence < ?1 "
                 "ORDER BY sequence DESC",
                 findNumber(query.vault.value) };
    }
    return { "SELECT body, hash FROM audit WHERE sequence < ?1 ORDER BY sequence DESC", {} };
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
}

QByteArray AuditLog::sealOf(QByteArrayView hash) const
{
    const crypto::Mac mac = crypto::hmacSha256(m_key, hash);
    return QByteArray(reinterpret_cast<const char*>(mac.data()), sealBytes);
}

base::Result<void> AuditLog::append(const AuditRecord& record, Head& head)
{
    AuditRecord row = record;
    row.sequence = head.sequence + 1;
    RowBytes body;
    encode(row, body);
    const QByteArray hash = chained(head.hash, body.view());
    const QByteArray seal = sealOf(hash);
    const FindColumns find = FindColumns::of(row);

    Query query(m_database,
                "INSERT INTO audit (sequence, operation, vault, object, failed, body, hash, seal) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    query.number(row.sequence)
        .number(find.operation)
        .number(find.vault)
        .number(find.object)
        .number(find.failed)
        .bytes(body.view())
        .bytes(hash)
        .bytes(seal);
    if (auto written = query.run(); !written)
        return written.error();
    head = { row.sequence, hash };
    return {};
}

base::Result<std::vector<AuditRecord>> AuditLog::list(const vault::AuditQuery& request)
{
    std::vector<AuditRecord> found;
    const ListStatement statement = statementFor(request);
    Query query(m_database, statement.sql);
    query.number(request.beforeSequence > 0 ? request.beforeSequence : std::numeric_limits<qint64>::max());
    if (statement.value)
        query.at(3).number(*statement.value);
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
    return found;
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
    qint64 expected = std::max<qint64>(first, 1);
    Query query(m_database,
                "SELECT sequence, body, hash, seal, operation, vault, object, failed FROM audit "
                "WHERE sequence >= ?1 ORDER BY sequence");
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
        if (!record || record->sequence != expected || FindColumns::of(*record) != FindColumns::of(query, 4))
            return bad(so, expected, u"A row was hidden from searches."_s);
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
    return so;
}

} // namespace strongroom::local
