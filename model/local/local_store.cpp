// SPDX-License-Identifier: Apache-2.0
#include "model/local/local_store.h"

#include "model/base/encodings.h"
#include "model/local/local_store_parts.h"
#include "model/local/migrations.h"

#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

/// So many of the newest audit rows are verified before a file is taken.
constexpr qint64 auditRowsAtOpening = 200;
constexpr qint64 pageBytes = 4096;
/// Before pages are looked at in the file itself: a power loss may have cut off the last time it was done.
constexpr const char* writeJournalBack = "PRAGMA wal_checkpoint(TRUNCATE)";

QByteArray stateMac(const StoreKeys& keys, const QString& storeId, const StoreState& state,
                    const RowDigests& digests)
{
    RowBytes bytes;
    bytes.text(u"state 1")
        .text(storeId)
        .text(state.tenantId)
        .number(state.head.sequence)
        .bytes(state.head.hash)
        .number(state.latestMilliseconds)
        .bytes(digests.smallSum().bytes())
        .bytes(digests.largeSum().bytes());
    const crypto::Mac mac = crypto::hmacSha256(keys.audit, bytes.view());
    return QByteArray(reinterpret_cast<const char*>(mac.data()), mac.size());
}

void removeFile(const QString& file)
{
    QFile::remove(file);
    QFile::remove(file + "-wal"_L1);
}

/// What SQLCipher says of pages that are not authentic, in a sentence.
QStringList changedPages(Database& database)
{
    constexpr qsizetype namedPages = 10;
    static const QRegularExpression numbered(u" page (\\d+)$"_s);
    const auto lines = database.texts("PRAGMA cipher_integrity_check");
    if (!lines)
        return { lines.error().message };
    QStringList findings;
    QStringList pages;
    for (const QString& line : *lines) {
        if (const auto match = numbered.match(line); match.hasMatch())
            pages << match.captured(1);
        else
            findings << line;
    }
    if (pages.isEmpty())
        return findings;
    const QString rest
        = pages.size() > namedPages ? u" and %1 more"_s.arg(pages.size() - namedPages) : QString();
    findings.prepend(
        u"Something other than Strongroom changed the store's file (page %1%2). Restore a backup."_s.arg(
            pages.first(qMin(namedPages, pages.size())).join(u", "_s), rest));
    return findings;
}

Error mustReopen()
{
    return { ErrorCode::StorageFailed, u"The store failed and could not be opened again."_s, {} };
}

} // namespace

Result<void> LocalStore::Parts::writeState()
{
    const RowDigests& digests = file->context.digests;
    return Query(file->context.database,
                 "INSERT INTO state (id, tenant, sequence, head, latest, small_digest, large_digest, mac) "
                 "VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET "
                 "sequence = excluded.sequence, head = excluded.head, latest = excluded.latest, "
                 "small_digest = excluded.small_digest, large_digest = excluded.large_digest, "
                 "mac = excluded.mac")
        .text(state.tenantId)
        .number(state.head.sequence)
        .bytes(state.head.hash)
        .number(state.latestMilliseconds)
        .bytes(digests.smallSum().bytes())
        .bytes(digests.largeSum().bytes())
        .bytes(stateMac(keys, storeId, state, digests))
        .run();
}

Result<void> LocalStore::Parts::readState()
{
    Query query(file->context.database,
                "SELECT tenant, sequence, head, latest, small_digest, large_digest, mac FROM state");
    const auto row = query.next();
    if (!row)
        return row.error();
    if (!*row)
        return tampered(u"its state is missing."_s);
    state = { query.textAt(0), { query.numberAt(1), query.copyAt(2) }, query.numberAt(3) };
    file->context.digests.load(RowSum::of(query.bytesAt(4)), RowSum::of(query.bytesAt(5)));
    if (stateMac(keys, storeId, state, file->context.digests) != query.bytesAt(6))
        return tampered(u"its state does not have the MAC it was written with."_s);
    return {};
}

/// The newest rows of the audit log end where the state says, and the small tables are those of the
/// last commit. Objects follow when they are read.
Result<void> LocalStore::Parts::verifyState()
{
    const qint64 first = std::max<qint64>(1, state.head.sequence - auditRowsAtOpening + 1);
    const auto log = file->audit.verify(state.head, first, auditRowsAtOpening + 1);
    if (!log)
        return log.error();
    if (!log->isIntact)
        return tampered(u"audit row %1: "_s.arg(log->firstBadSequence) + log->finding);
    return file->context.digests.verifySmallTables();
}

Result<void> LocalStore::Parts::verifyFreshness(const FreshnessExpectation& expectation)
{
    if (expectation.mark.sequence <= 0)
        return {};
    if (state.head.sequence >= expectation.mark.sequence) {
        const auto hash = file->audit.hashAt(expectation.mark.sequence);
        if (!hash)
            return hash.error();
        if (hash->isEmpty())
            return tampered(u"audit row %1: A row is missing."_s.arg(expectation.mark.sequence));
        if (*hash == expectation.mark.hash)
            return {};
    }
    if (expectation.onOlder == FreshnessExpectation::OnOlder::AcceptAndRecord)
        return {};
    return Error{ ErrorCode::StoreRolledBack,
                  u"This is an older copy of the store: its newest audit row is %1, but %2 was seen before."_s
                      .arg(state.head.sequence)
                      .arg(expectation.mark.sequence),
                  {} };
}

Result<void> LocalStore::Parts::openFile(const FreshnessExpectation& expectation)
{
    auto database = Database::open(path, keys, Database::Mode::OpenExisting);
    if (!database)
        return database.error();
    const auto version = schemaVersion(*database);
    if (!version)
        return version.error();
    if (static_cast<std::size_t>(*version) > migrations().size())
        return Error{ ErrorCode::StoreNewer, u"The store was written by a newer program."_s, {} };
    if (*version == 0)
        return tampered(u"it is not a store."_s);
    if (auto migrated = migrate(*database); !migrated)
        return migrated.error();
    file = std::make_unique<OpenFile>(std::move(*database), keys.clone(), storeId, around, keysAtWork);
    file->context.isAnybodyWaiting = isAnybodyWaiting;
    if (auto read = readState(); !read)
        return read.error();
    if (auto fresh = verifyFreshness(expectation); !fresh)
        return fresh.error();
    if (auto verified = verifyState(); !verified)
        return verified.error();
    file->context.database.acceptFile();
    return takeCommitted();
}

Result<void> LocalStore::Parts::takeCommitted()
{
    committed = state;
    committedSmall = file->context.digests.smallSum();
    committedLarge = file->context.digests.largeSum();
    return {};
}

void LocalStore::Parts::forgetVaults()
{
    vaults.clear();
    vaultNames.clear();
}

void LocalStore::Parts::forgetUnit()
{
    state = committed;
    file->context.digests.forget();
    file->context.digests.load(committedSmall, committedLarge);
    file->objects.forget();
    file->context.roll.forget();
    file->keys.table.forget();
    file->audit.forget();
    forgetVaults();
}

/// What the audit log has to say of a file that was opened although it may be an older copy.
std::optional<LocalStore::Parts::Doubt>
LocalStore::Parts::doubtAbout(const FreshnessExpectation& expectation) const
{
    const QString newest = QString::number(state.head.sequence);
    const bool isOlder = state.head.sequence < expectation.mark.sequence;
    if (isOlder && expectation.onOlder == FreshnessExpectation::OnOlder::AcceptAndRecord)
        return Doubt{ u"StoreRollbackAccepted"_s,
                      u"An older copy was accepted: its newest row was %1, but %2 had been seen."_s.arg(
                          newest, QString::number(expectation.mark.sequence)) };
    if (expectation.isMarkLost && state.head.sequence > 0)
        return Doubt{ u"StoreAgeUnknown"_s,
                      u"Nothing said whether this is an older copy: its newest row was %1."_s.arg(newest) };
    return std::nullopt;
}

Result<void> LocalStore::Parts::recordDoubt(const FreshnessExpectation& expectation)
{
    const auto doubt = doubtAbout(expectation);
    if (!doubt)
        return {};
    const vault::Caller caller = vault::Caller::owner();
    vault::AuditRecord record;
    record.operation = doubt->operation;
    record.timeMilliseconds = std::max(expectation.nowMilliseconds, state.latestMilliseconds);
    record.callerKind = caller.kind;
    record.callerName = caller.displayName;
    record.requestId = base::randomUuid();
    record.decidedBy = u"owner"_s;
    record.resultDescription = doubt->description;
    if (auto begun = file->context.database.execute("BEGIN IMMEDIATE"); !begun)
        return begun.error();
    if (auto added = file->audit.append(record, state.head); !added)
        return added.error();
    state.latestMilliseconds = record.timeMilliseconds;
    if (auto written = writeState(); !written)
        return written.error();
    if (auto done = file->context.database.execute("COMMIT"); !done)
        return done.error();
    return takeCommitted();
}

LocalStore::LocalStore(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

LocalStore::~LocalStore()
{
    if (m_parts->hasFailed && m_parts->file)
        m_parts->file->context.database.leaveFile();
}

LocalStore::Created LocalStore::create(const QString& file, const QString& storeId, StoreKeys keys)
{
    auto database = Database::open(file, keys, Database::Mode::CreateNew);
    if (!database) {
        if (database.error().code != ErrorCode::StoreExists)
            removeFile(file);
        return database.error();
    }
    auto parts = std::make_unique<Parts>(file);
    parts->storeId = storeId;
    parts->keys = std::move(keys);
    Result<void> made = migrate(*database);
    if (made) {
        parts->file = std::make_unique<OpenFile>(std::move(*database), parts->keys.clone(), storeId,
                                                 parts->around, parts->keysAtWork);
        parts->state.tenantId = base::randomUuid();
        made = parts->writeState();
    }
    if (!made) {
        parts->file.reset();
        database->close();
        removeFile(file);
        return made.error();
    }
    parts->file->context.database.acceptFile();
    if (auto taken = parts->takeCommitted(); !taken)
        return taken.error();
    parts->room.take();
    return std::unique_ptr<LocalStore>(new LocalStore(std::move(parts)));
}

LocalStore::Created LocalStore::open(const QString& file, const QString& storeId, StoreKeys keys,
                                     const FreshnessExpectation& expectation)
{
    auto parts = std::make_unique<Parts>(file);
    parts->storeId = storeId;
    parts->keys = std::move(keys);
    if (auto opened = parts->openFile(expectation); !opened)
        return opened.error();
    if (auto recorded = parts->recordDoubt(expectation); !recorded)
        return recorded.error();
    parts->room.take();
    return std::unique_ptr<LocalStore>(new LocalStore(std::move(parts)));
}

Result<void> LocalStore::reopen()
{
    const StoreState known = m_parts->committed;
    auto done = readAgain();
    if (done)
        m_parts->hasFailed = false;
    else
        m_parts->committed = known; // what was read may not be on the disk
    return done;
}

Result<void> LocalStore::readAgain()
{
    const FreshnessExpectation atLeast{
        { m_parts->committed.head.sequence, m_parts->committed.head.hash }, {}, 0, false
    };
    m_parts->forgetVaults();
    if (m_parts->file)
        m_parts->file->context.database.leaveFile();
    m_parts->file.reset();
    if (auto opened = m_parts->openFile(atLeast); !opened)
        return opened.error();
    Database& database = m_parts->file->context.database;
    // What the failed sync left in memory only is written again and synced before it is believed.
    if (auto written = database.execute(writeJournalBack); !written)
        return written;
    const auto findings = database.texts("PRAGMA cipher_integrity_check");
    if (!findings)
        return findings.error();
    if (!findings->isEmpty())
        return tampered(findings->front());
    return {};
}

FreshnessMark LocalStore::head() const
{
    return { m_parts->committed.head.sequence, m_parts->committed.head.hash };
}

void LocalStore::onCommitted(std::function<void(const FreshnessMark&)> notify)
{
    m_parts->notify = std::move(notify);
}

void LocalStore::setBackupPlaces(vault::BackupPlaces places) { m_parts->around.places = std::move(places); }

void LocalStore::giveWayWhen(std::function<bool()> isAnybodyWaiting)
{
    m_parts->isAnybodyWaiting = std::move(isAnybodyWaiting);
    if (m_parts->file)
        m_parts->file->context.isAnybodyWaiting = m_parts->isAnybodyWaiting;
}

QString LocalStore::tenantId() const { return m_parts->state.tenantId; }

Result<void> LocalStore::begin()
{
    if (m_parts->hasFailed || !m_parts->file) {
        if (auto reopened = reopen(); !reopened)
            return mustReopen();
    }
    m_parts->purgedNames.clear();
    return Query(m_parts->file->context.database, "BEGIN IMMEDIATE").run();
}

Result<void> LocalStore::commit()
{
    OpenFile& file = *m_parts->file;
    const bool isUnchanged = m_parts->state.head.sequence == m_parts->committed.head.sequence
        && file.context.digests.smallSum() == m_parts->committedSmall;
    if (isUnchanged)
        return Query(file.context.database, "ROLLBACK").run(); // nothing was done
    Result<void> done = file.context.digests.flush();
    if (done)
        done = m_parts->writeState();
    if (done)
        done = Query(file.context.database, "COMMIT").run();
    if (!done) {
        m_parts->hasFailed = true;
        m_parts->unknownAfter = m_parts->committed.head.sequence;
        if (done.error().code == ErrorCode::DiskFull)
            m_parts->room.give(); // so that the store can be reopened
        return done.error();
    }
    if (auto taken = m_parts->takeCommitted(); !taken)
        return taken.error();
    m_parts->unknownAfter = -1;
    // Written back while there is room for it, the journal makes room for the next one.
    if (!m_parts->room.mayGrow(0))
        file.context.database.execute(writeJournalBack).has_value();
    if (m_parts->notify)
        m_parts->notify(head());
    return {};
}

Result<void> LocalStore::mayGrow() const
{
    if (auto room = m_parts->room.mayGrow(0); room || !m_parts->file)
        return room;
    const auto freePages = m_parts->file->context.database.number("PRAGMA freelist_count");
    return m_parts->room.mayGrow(freePages ? *freePages * pageBytes : 0);
}

void LocalStore::abandon()
{
    if (!m_parts->file)
        return;
    Database& database = m_parts->file->context.database;
    if (database.isInTransaction() && !database.execute("ROLLBACK"))
        m_parts->hasFailed = true;
    m_parts->forgetUnit();
}

Result<void> LocalStore::mark()
{
    m_parts->isMarkedLightly = false;
    m_parts->file->context.digests.mark();
    return Query(m_parts->file->context.database, "SAVEPOINT operation").run();
}

/// A savepoint copies each page before it is first changed.
Result<void> LocalStore::markLightly()
{
    m_parts->isMarkedLightly = true;
    m_parts->file->context.digests.mark();
    return {};
}

Result<void> LocalStore::keep()
{
    m_parts->file->context.digests.keep();
    if (m_parts->isMarkedLightly)
        return {};
    return Query(m_parts->file->context.database, "RELEASE operation").run();
}

Result<void> LocalStore::revert()
{
    const bool hasChanged = m_parts->file->context.digests.hasChangedSinceMark();
    m_parts->file->context.digests.revert();
    if (m_parts->isMarkedLightly) {
        return hasChanged ? Result<void>(
                   Error{ ErrorCode::StorageFailed, u"The store failed in the middle of a change."_s, {} })
                          : Result<void>();
    }
    m_parts->file->objects.forget();
    m_parts->file->keys.table.forget();
    if (auto undone = Query(m_parts->file->context.database, "ROLLBACK TO operation").run(); !undone)
        return undone.error();
    return Query(m_parts->file->context.database, "RELEASE operation").run();
}

/// What was done to a vault as a whole is told by its id and its name. Who asked knew one of them only, and a
/// purged vault is nowhere else. Nothing for other rows.
std::optional<vault::AuditRecord> LocalStore::Parts::withVaultNamed(const vault::AuditRecord& asked)
{
    const auto isFor = [&asked](std::string_view name) {
        return asked.operation == QLatin1StringView(name.data(), qsizetype(name.size()));
    };
    if (asked.kind || asked.vault.isEmpty() == asked.objectName.isEmpty())
        return std::nullopt;
    vault::AuditRecord record = asked;
    if (isFor(vault::CreateVault::name) && asked.resultCode.isEmpty()) {
        const auto made = file->vaults.findByName(asked.objectName.toLower());
        if (made && *made)
            record.vault = (*made)->properties.id;
    } else if (isFor(vault::DeleteVault::name) || isFor(vault::RecoverVault::name)
               || isFor(vault::PurgeVault::name)) {
        record.objectName = nameOf(asked.vault);
    } else {
        return std::nullopt;
    }
    return record;
}

Result<void> LocalStore::appendAudit(const vault::AuditRecord& asked)
{
    const auto named = m_parts->withVaultNamed(asked);
    const vault::AuditRecord& record = named ? *named : asked;
    if (auto added = m_parts->file->audit.append(record, m_parts->state.head); !added)
        return added.error();
    m_parts->state.latestMilliseconds = std::max(m_parts->state.latestMilliseconds, record.timeMilliseconds);
    return {};
}

Result<bool> LocalStore::wasCommitted(const QString& requestId)
{
    if (m_parts->hasFailed || !m_parts->file) {
        if (auto reopened = reopen(); !reopened)
            return reopened.error();
    }
    return m_parts->file->audit.contains(requestId, std::max<qint64>(m_parts->unknownAfter, 0));
}

Result<bool> LocalStore::isPurgeDue(vault::UnixSeconds now)
{
    if (!m_parts->file)
        return false;
    Query query(m_parts->file->context.database,
                "SELECT EXISTS (SELECT 1 FROM vaults WHERE deleted IS NOT NULL AND scheduled_purge <= ?1) "
                "OR EXISTS (SELECT 1 FROM objects WHERE deleted IS NOT NULL AND scheduled_purge <= ?1)");
    query.number(now);
    const auto row = query.next();
    if (!row)
        return row.error();
    return *row && query.numberAt(0) != 0;
}

vault::UnixSeconds LocalStore::latestTimeSeen() const { return m_parts->state.latestMilliseconds / 1000; }

Result<void> LocalStore::backupTo(const QString& file)
{
    if (m_parts->hasFailed)
        return mustReopen();
    auto copied = m_parts->file->context.database.copyTo(file, m_parts->keys);
    if (!copied && copied.error().code != ErrorCode::StoreExists)
        removeFile(file);
    return copied;
}

Result<CheckReport> LocalStore::check()
{
    if (m_parts->hasFailed)
        return mustReopen();
    CheckReport report;
    OpenFile& file = *m_parts->file;
    if (file.context.database.execute(writeJournalBack)) // else, on a full disk, through the journal only
        report.findings = changedPages(file.context.database);
    if (!report.findings.isEmpty())
        return report; // SQLCipher reads nothing more through this connection
    const auto lines = file.context.database.texts("PRAGMA integrity_check");
    if (!lines)
        report.findings << lines.error().message;
    else if (*lines != QStringList{ u"ok"_s })
        report.findings << *lines;
    const auto note = [&report](const Result<void>& result) {
        if (!result && !report.findings.contains(result.error().message))
            report.findings << result.error().message;
    };
    note(file.context.digests.verifySmallTables());
    for (const TableId table : tablesWithBuckets()) {
        const auto buckets = file.context.digests.bucketCount(table);
        if (!buckets) {
            report.findings << buckets.error().message;
            continue;
        }
        for (qint64 bucket = 0; bucket < *buckets; ++bucket)
            note(file.context.digests.verifyBucket(table, bucket));
    }
    const auto log = file.audit.verify(m_parts->state.head, 1, std::numeric_limits<qint64>::max());
    if (!log) {
        report.findings << log.error().message;
    } else {
        report.auditRows = log->rows;
        if (!log->isIntact)
            report.findings << u"Audit row %1: %2"_s.arg(log->firstBadSequence).arg(log->finding);
    }
    return report;
}

Result<bool> LocalStore::verifyNextRows(int rows)
{
    Parts& parts = *m_parts;
    if (parts.isIdleCheckDone || parts.hasFailed)
        return false;
    RowDigests& digests = parts.file->context.digests;
    const std::vector<TableId> tables = tablesWithBuckets();
    for (int left = rows; left > 0 && parts.idleTable < tables.size(); left -= RowDigests::bucketRows) {
        const TableId table = tables[parts.idleTable];
        const auto buckets = digests.bucketCount(table);
        if (!buckets)
            return buckets.error();
        if (parts.idleBucket >= *buckets) {
            ++parts.idleTable;
            parts.idleBucket = 0;
            continue;
        }
        if (auto verified = digests.verifyBucket(table, parts.idleBucket++); !verified)
            return verified.error();
        if (left <= RowDigests::bucketRows)
            return true;
    }
    const auto log = parts.file->audit.verify(parts.state.head, parts.idleAuditRow, rows);
    if (!log)
        return log.error();
    if (!log->isIntact)
        return tampered(u"audit row %1: "_s.arg(log->firstBadSequence) + log->finding);
    parts.idleAuditRow += log->rows;
    parts.isIdleCheckDone = parts.idleAuditRow > parts.state.head.sequence;
    return !parts.isIdleCheckDone;
}

} // namespace strongroom::local
