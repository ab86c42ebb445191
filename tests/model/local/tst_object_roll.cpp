// SPDX-License-Identifier: Apache-2.0
#include "model/local/object_roll.h"
#include "support/local_store_file.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace strongroom;
using local::ObjectRoll;
using support::LocalStoreFile;
using vault::ObjectKind;
using vault::SortColumn;

namespace {

constexpr ObjectRoll::Of secrets{ 1, ObjectKind::Secret };
constexpr ObjectRoll::Of keys{ 1, ObjectKind::Key };

ObjectRoll::Keys byDate() { return { { SortColumn::Updated, false }, { SortColumn::Name, false } }; }

} // namespace

class TestObjectRoll final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isMadeForAListThatRests();
    void keepsTheOrderOfNamesAndOneOther();
    void losesWhatAChangeIsAbout();
    void isAboutOneListAtATime();
    void knowsHitsOnlyWithWords();
    void takesNoMoreMemoryThanItIsWorth_data();
    void takesNoMoreMemoryThanItIsWorth();

private:
    void make(const ObjectRoll::Of& of, const ObjectRoll::Keys& order, const QByteArray& sql);

    LocalStoreFile m_file;
    std::optional<local::Database> m_database;
    ObjectRoll m_roll;
};

void TestObjectRoll::init()
{
    m_roll.forget();
    if (m_database)
        return;
    auto opened
        = local::Database::open(m_file.path(), LocalStoreFile::keys(), local::Database::Mode::CreateNew);
    QVERIFY(opened);
    m_database.emplace(std::move(*opened));
}

void TestObjectRoll::make(const ObjectRoll::Of& of, const ObjectRoll::Keys& order, const QByteArray& sql)
{
    local::Query query(*m_database, sql);
    const auto made = m_roll.makeOrder(of, order, query, 3);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().message));
}

void TestObjectRoll::isMadeForAListThatRests()
{
    QVERIFY(!m_roll.isWorthMaking(secrets, ObjectRoll::byName()));
    QVERIFY(m_roll.isWorthMaking(secrets, ObjectRoll::byName()));
    QVERIFY(!m_roll.isWorthMaking(secrets, byDate())); // each order is asked for by itself
    m_roll.changed(secrets, ObjectRoll::Change::Listing);
    QVERIFY(!m_roll.isWorthMaking(secrets, ObjectRoll::byName()));
    m_roll.changed(keys, ObjectRoll::Change::Listing);
    QVERIFY(m_roll.isWorthMaking(secrets, ObjectRoll::byName()));
}

void TestObjectRoll::keepsTheOrderOfNamesAndOneOther()
{
    QVERIFY(!m_roll.order(secrets, ObjectRoll::byName()));
    make(secrets, ObjectRoll::byName(), "VALUES (5, 'A'), (3, 'B'), (9, 'C')");
    make(secrets, byDate(), "VALUES (9, 'C'), (5, 'A'), (3, 'B')");
    QCOMPARE(*m_roll.order(secrets, ObjectRoll::byName()), (std::vector<quint32>{ 5, 3, 9 }));
    QCOMPARE(*m_roll.order(secrets, byDate()), (std::vector<quint32>{ 9, 5, 3 }));
    const ObjectRoll::Keys byType{ { SortColumn::ContentType, false } };
    QVERIFY(!m_roll.order(secrets, byType));
    make(secrets, byType, "VALUES (3, 'B'), (9, 'C'), (5, 'A')");
    QVERIFY(m_roll.order(secrets, byType));
    QVERIFY(m_roll.order(secrets, ObjectRoll::byName()));
    QVERIFY(!m_roll.order(secrets, byDate()));
}

void TestObjectRoll::losesWhatAChangeIsAbout()
{
    make(secrets, ObjectRoll::byName(), "VALUES (5, 'A'), (3, 'B')");
    make(secrets, byDate(), "VALUES (3, 'B'), (5, 'A')");
    m_roll.changed(keys, ObjectRoll::Change::Listing);
    QVERIFY(m_roll.order(secrets, byDate()));
    m_roll.changed(secrets, ObjectRoll::Change::Facts);
    QVERIFY(!m_roll.order(secrets, byDate()));
    QVERIFY(m_roll.order(secrets, ObjectRoll::byName()));
    m_roll.changed(secrets, ObjectRoll::Change::Listing);
    QVERIFY(!m_roll.order(secrets, ObjectRoll::byName()));
    make(secrets, ObjectRoll::byName(), "VALUES (5, 'A'), (3, 'B')");
    m_roll.forget();
    QVERIFY(!m_roll.order(secrets, ObjectRoll::byName()));
}

void TestObjectRoll::isAboutOneListAtATime()
{
    make(secrets, ObjectRoll::byName(), "VALUES (5, 'A'), (3, 'B')");
    QVERIFY(!m_roll.order(keys, ObjectRoll::byName()));
    QVERIFY(!m_roll.isWorthMaking(keys, ObjectRoll::byName()));
    QVERIFY(!m_roll.order(secrets, ObjectRoll::byName()));
    QVERIFY(m_roll.isWorthMaking(keys, ObjectRoll::byName()));
}

void TestObjectRoll::knowsHitsOnlyWithWords()
{
    vault::FilterTerm term;
    term.text = u"a"_s;
    make(secrets, ObjectRoll::byName(), "VALUES (5, 'A'), (3, 'B')");
    QVERIFY(!m_roll.hits(secrets, { term }));
}

void TestObjectRoll::takesNoMoreMemoryThanItIsWorth_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("ids that a set of bits would be too long for")
        << QByteArray("VALUES (1, 'A'), (1 << 27, 'B')");
    QTest::newRow("names that have too little in common")
        << QByteArray("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
                      "SELECT i, hex(randomblob(60)) FROM n");
}

void TestObjectRoll::takesNoMoreMemoryThanItIsWorth()
{
    QFETCH(QByteArray, sql);
    QVERIFY(!m_roll.isWorthMaking(secrets, ObjectRoll::byName()));
    make(secrets, ObjectRoll::byName(), sql);
    QVERIFY(!m_roll.order(secrets, ObjectRoll::byName()));
    QVERIFY(m_roll.isTooLarge(secrets));
    QVERIFY(!m_roll.isTooLarge(keys));
    QVERIFY(!m_roll.isWorthMaking(secrets, ObjectRoll::byName())); // until something changes
    m_roll.changed(secrets, ObjectRoll::Change::Listing);
    QVERIFY(!m_roll.isTooLarge(secrets));
}

QTEST_GUILESS_MAIN(TestObjectRoll)
#include "tst_object_roll.moc"
