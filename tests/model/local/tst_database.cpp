// SPDX-License-Identifier: Apache-2.0
#include "model/local/database.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace strongroom;
using local::Database;
using local::Query;

namespace {

Database emptyDatabase(const QTemporaryDir& folder)
{
    const auto keys = local::StoreKeys::derive(
        base::SecureBytes::copyOf(QByteArrayView("0123456789abcdef0123456789abcdef")), "id");
    auto database = Database::open(folder.filePath(u"store.db"_s), keys, Database::Mode::CreateNew).value();
    if (!database.execute("CREATE TABLE facts (id INTEGER PRIMARY KEY, text TEXT)"))
        qFatal("no table");
    return database;
}

qint64 sumOf(Database& database, const QByteArray& sql, qint64 parameter)
{
    Query query(database, sql);
    query.number(parameter);
    qint64 sum = 0;
    while (query.next().value())
        sum += query.numberAt(0);
    return sum;
}

} // namespace

/// Statements that are put together for a run: kept prepared, and never mistaken for each other.
class TestDatabase final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsAKeptStatementWithOtherValues();
    void runsTheSameStatementInsideItself();
    void runsMoreStatementsThanAreKept();
    void saysWhatIsNoStatement();
};

void TestDatabase::runsAKeptStatementWithOtherValues()
{
    const QTemporaryDir folder;
    Database database = emptyDatabase(folder);
    QVERIFY(database.execute("INSERT INTO facts (id) VALUES (1), (2), (3), (4)"));
    const QByteArray sql = "SELECT id FROM facts ORDER BY id LIMIT ?";
    QCOMPARE(sumOf(database, sql, 2), 3);
    QCOMPARE(sumOf(database, sql, 4), 10);
    { // left in the middle
        Query query(database, sql);
        QVERIFY(query.number(4).next().value());
    }
    QCOMPARE(sumOf(database, sql, 1), 1);
    { // without its parameter: no value is left from the last run
        Query query(database, QByteArray("SELECT ?1 IS NULL"));
        QVERIFY(query.number(1).next().value());
        QCOMPARE(query.numberAt(0), 0);
    }
    Query query(database, QByteArray("SELECT ?1 IS NULL"));
    QVERIFY(query.next().value());
    QCOMPARE(query.numberAt(0), 1);
}

void TestDatabase::runsTheSameStatementInsideItself()
{
    const QTemporaryDir folder;
    Database database = emptyDatabase(folder);
    QVERIFY(database.execute("INSERT INTO facts (id) VALUES (1), (2), (3), (4)"));
    const QByteArray sql = "SELECT id FROM facts WHERE id >= ? ORDER BY id";
    Query outer(database, sql);
    outer.number(3);
    QVERIFY(outer.next().value());
    QCOMPARE(sumOf(database, sql, 2), 9);
    QVERIFY(outer.next().value());
    QCOMPARE(outer.numberAt(0), 4);
    QVERIFY(!outer.next().value());
}

void TestDatabase::runsMoreStatementsThanAreKept()
{
    const QTemporaryDir folder;
    Database database = emptyDatabase(folder);
    QVERIFY(database.execute("INSERT INTO facts (id) VALUES (1), (2), (3), (4)"));
    Query outer(database, QByteArray("SELECT id FROM facts ORDER BY id"));
    QVERIFY(outer.next().value());
    for (int i = 0; i < 500; ++i)
        QCOMPARE(sumOf(database, "SELECT id + " + QByteArray::number(i) + " FROM facts WHERE id = ?", 4),
                 i + 4);
    QVERIFY(outer.next().value()); // which ran all the while
    QCOMPARE(outer.numberAt(0), 2);
}

void TestDatabase::saysWhatIsNoStatement()
{
    const QTemporaryDir folder;
    Database database = emptyDatabase(folder);
    for (int i = 0; i < 2; ++i) {
        Query query(database, QByteArray("SELECT nothing FROM nowhere"));
        const auto row = query.next();
        QVERIFY(!row);
        QCOMPARE(row.error().code, base::ErrorCode::StorageFailed);
    }
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
