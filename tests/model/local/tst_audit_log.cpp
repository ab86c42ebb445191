// SPDX-License-Identifier: Apache-2.0
#include "model/local/audit_log.h"

#include "model/crypto/symmetric.h"
#include "model/local/migrations.h"
#include "support/local_store_file.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace strongroom;
using local::AuditLog;
using local::Database;
using support::LocalStoreFile;

namespace {

constexpr qint64 all = std::numeric_limits<qint64>::max();

vault::AuditRecord record(int number)
{
    vault::AuditRecord made;
    made.operation = u"SecretGet"_s;
    made.timeMilliseconds = 1'800'000'000'000 + number;
    made.vault = { u"vault"_s };
    made.kind = vault::ObjectKind::Secret;
    made.objectName = u"name-%1"_s.arg(number);
    made.requestId = u"request-%1"_s.arg(number);
    return made;
}

} // namespace

/// Requirement A3: whatever is done to the rows, the first bad one is named.
class TestAuditLog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsWhatItIsGiven();
    void namesTheFirstBadRow_data();
    void namesTheFirstBadRow();
    void findsHiddenRows_data();
    void findsHiddenRows();
    void verifiesInPieces();
    void findsRowsOfRequests();

private:
    LocalStoreFile m_file;
    base::SecureBytes m_key = crypto::randomBytes(32);
    std::unique_ptr<Database> m_database;
    AuditLog::Head m_head;
};

void TestAuditLog::init()
{
    m_database.reset();
    m_file.replace({});
    QFile::remove(m_file.path());
    auto opened = Database::open(m_file.path(), LocalStoreFile::keys(), Database::Mode::CreateNew);
    QVERIFY(opened);
    m_database = std::make_unique<Database>(std::move(*opened));
    QVERIFY(local::migrate(*m_database));
    AuditLog log(*m_database, m_key);
    m_head = {};
    for (int i = 1; i <= 20; ++i)
        QVERIFY(log.append(record(i), m_head));
    QCOMPARE(m_head.sequence, 20);
}

void TestAuditLog::keepsWhatItIsGiven()
{
    vault::AuditRecord given = record(21);
    given.objectVersion = u"0123"_s;
    given.callerKind = vault::Caller::Kind::Application;
    given.callerObjectId = u"oid"_s;
    given.callerClientId = u"appid"_s;
    given.callerName = u"evil\r\n\x1b[31m\u202ename"_s;
    given.address = u"::1"_s;
    given.userAgent = u"agent"_s;
    given.requestUri = u"https://x/secrets/y"_s;
    given.apiVersion = u"7.4"_s;
    given.clientRequestId = u"client"_s;
    given.httpStatus = 403;
    given.resultCode = u"ForbiddenByRbac"_s;
    given.resultDescription = u"no"_s;
    given.durationMicroseconds = 17;
    given.decidedBy = u"policy"_s;
    AuditLog log(*m_database, m_key);
    QVERIFY(log.append(given, m_head));
    const auto rows = log.list({});
    QVERIFY(rows);
    QCOMPARE(rows->size(), std::size_t(21));
    vault::AuditRecord found = rows->front();
    QCOMPARE(found.sequence, 21);
    QCOMPARE(found.hash, m_head.hash);
    QCOMPARE(found.callerName, given.callerName);
    QCOMPARE(found.httpStatus, given.httpStatus);
    QCOMPARE(found.resultCode, given.resultCode);
    QCOMPARE(found.callerKind, given.callerKind);
    QCOMPARE(found.durationMicroseconds, given.durationMicroseconds);
    QCOMPARE(found.decidedBy, given.decidedBy);
    QCOMPARE(found.requestUri, given.requestUri);
    QCOMPARE(found.kind, given.kind);
}

void TestAuditLog::namesTheFirstBadRow_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<qint64>("bad");
    const auto row = [](const char* name, const char* sql, qint64 bad) {
        QTest::newRow(name) << QByteArray(sql) << bad;
    };
    row("nothing", "SELECT 1", 0);
    row("changed", "UPDATE audit SET body = replace(hex(body), '0', '1') || x'' WHERE sequence = 7", 7);
    row("changed with its hash", "UPDATE audit SET hash = zeroblob(32) WHERE sequence = 7", 7);
    row("seal", "UPDATE audit SET seal = zeroblob(16) WHERE sequence = 7", 7);
    row("deleted", "DELETE FROM audit WHERE sequence = 7", 7);
    row("first deleted", "DELETE FROM audit WHERE sequence = 1", 1);
    row("cut", "DELETE FROM audit WHERE sequence > 15", 16);
    row("all cut", "DELETE FROM audit", 1);
    row("put in",
        "UPDATE audit SET sequence = -sequence; UPDATE audit SET sequence = CASE WHEN sequence > -7 THEN "
        "-sequence ELSE 1 - sequence END; INSERT INTO audit SELECT 7, body, hash, seal FROM audit WHERE "
        "sequence = 3",
        7);
    row("doubled at the end",
        "INSERT INTO audit SELECT 21, body, hash, seal FROM audit WHERE "
        "sequence = 20",
        21);
    row("exchanged",
        "UPDATE audit SET sequence = -7 WHERE sequence = 7; UPDATE audit SET sequence = 7 WHERE sequence = "
        "8; UPDATE audit SET sequence = 8 WHERE sequence = -7",
        7);
}

void TestAuditLog::namesTheFirstBadRow()
{
    QFETCH(QByteArray, sql);
    QFETCH(qint64, bad);
    // STRICT columns keep texts out of blobs.
    sql.replace("replace(hex(body), '0', '1') || x''", "CAST(replace(hex(body), '0', '1') AS BLOB)");
    const auto done = m_database->execute(sql.constData());
    QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
    AuditLog log(*m_database, m_key);
    const auto verified = log.verify(m_head, 1, all);
    QVERIFY(verified);
    QCOMPARE(verified->isIntact, bad == 0);
    QCOMPARE(verified->firstBadSequence, bad);
    QCOMPARE(verified->finding.isEmpty(), bad == 0);
}

void TestAuditLog::findsHiddenRows_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<qint64>("bad");
    const auto row = [](const char* name, const char* sql, qint64 bad) {
        QTest::newRow(name) << QByteArray(sql) << bad;
    };
    row("nothing", "SELECT 1", 0);
    row("hidden", "DELETE FROM audit_index WHERE sequence = 7", 7);
    row("hidden in one way",
        "DELETE FROM audit_index WHERE sequence = 7 AND key = (SELECT max(key) FROM audit_index WHERE "
        "sequence = 7)",
        7);
    row("found under another name", "INSERT INTO audit_index VALUES (5, 7)", 1);
    row("said to be without index", "UPDATE audit_indexed SET sequence = 0", 1);
}

void TestAuditLog::findsHiddenRows()
{
    QFETCH(QByteArray, sql);
    QFETCH(qint64, bad);
    AuditLog log(*m_database, m_key);
    QVERIFY(m_database->execute("BEGIN"));
    for (int i = 21; i <= 2100; ++i)
        QVERIFY(log.append(record(i), m_head));
    QVERIFY(m_database->execute("COMMIT"));
    QVERIFY(*m_database->number("SELECT sequence FROM audit_indexed") > 2000);
    vault::AuditQuery query;
    query.vault = { u"vault"_s };
    query.limit = 3000;
    QCOMPARE(log.list(query)->size(), std::size_t(2100));
    query.kind = vault::ObjectKind::Secret;
    query.objectName = u"name-7"_s;
    QCOMPARE(log.list(query)->size(), std::size_t(1));
    query.objectName = u"name-2099"_s;
    QCOMPARE(log.list(query)->size(), std::size_t(1));

    QVERIFY(m_database->execute(sql.constData()));
    AuditLog again(*m_database, m_key);
    const auto verified = again.verify(m_head, 1, all);
    QVERIFY(verified);
    QCOMPARE(verified->firstBadSequence, bad);
}

void TestAuditLog::verifiesInPieces()
{
    AuditLog log(*m_database, m_key);
    for (qint64 first = 1; first <= 20; first += 6) {
        const auto verified = log.verify(m_head, first, 6);
        QVERIFY(verified);
        QVERIFY(verified->isIntact);
        QCOMPARE(verified->rows, std::min<qint64>(6, 21 - first));
    }
    // Rows that were cut and written anew with another key begin a false history.
    QVERIFY(m_database->execute("DELETE FROM audit WHERE sequence > 15"));
    const base::SecureBytes other = crypto::randomBytes(32);
    AuditLog forged(*m_database, other);
    AuditLog::Head head{ 15, *log.hashAt(15) };
    for (int i = 16; i <= 20; ++i)
        QVERIFY(forged.append(record(i), head));
    const auto verified = log.verify(m_head, 1, all);
    QVERIFY(verified);
    QCOMPARE(verified->firstBadSequence, 16);
}

void TestAuditLog::findsRowsOfRequests()
{
    AuditLog log(*m_database, m_key);
    QCOMPARE(*log.contains(u"request-12"_s, 0), true);
    QCOMPARE(*log.contains(u"request-12"_s, 11), true);
    QCOMPARE(*log.contains(u"request-12"_s, 12), false);
    QCOMPARE(*log.contains(u"request-99"_s, 0), false);
    vault::AuditQuery query;
    query.vault = { u"vault"_s };
    query.kind = vault::ObjectKind::Secret;
    query.objectName = u"NAME-3"_s;
    const auto rows = log.list(query);
    QVERIFY(rows);
    QCOMPARE(rows->size(), std::size_t(1));
    QCOMPARE(rows->front().sequence, 3);
}

QTEST_GUILESS_MAIN(TestAuditLog)
#include "tst_audit_log.moc"
