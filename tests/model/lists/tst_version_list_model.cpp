// SPDX-License-Identifier: Apache-2.0
#include "model/lists/version_list_model.h"

#include "in_memory_store.h"
#include "model/lists/activity_list_model.h"
#include "model/lists/deleted_list_model.h"
#include "model/lists/roles.h"
#include "working_store.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;

/// The three small lists beside the list of secrets: versions, deleted secrets, activity.
class TestVersionListModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void newestVersionComesFirst();
    void aNewVersionIsInsertedAtTheTop();
    void deletedSecretsComeAndGo();
    void deletedSecretsAreReadPageByPage();
    void countsWhoHasRead();
    void everybodyHasOneName_data();
    void everybodyHasOneName();

private:
    using Mode = QAbstractItemModelTester::FailureReportingMode;

    std::unique_ptr<InMemoryStore> m_store;
    std::unique_ptr<WorkingStore> m_working;
    vault::VaultId m_vault;
};

void TestVersionListModel::init()
{
    m_store = std::make_unique<InMemoryStore>();
    m_working = std::make_unique<WorkingStore>(*m_store);
    m_vault = m_working->run(createVault("lists"))->id;
}

void TestVersionListModel::cleanup()
{
    m_working.reset();
    m_store.reset();
}

void TestVersionListModel::newestVersionComesFirst()
{
    QStringList ids;
    for (int i = 0; i < 60; ++i) {
        const auto made = m_working->run(m_vault, setSecret("one", "x"));
        ids.prepend(made->version.text());
        m_working->clock.advance(i % 2); // pairs of the same second
    }
    lists::SecretVersionListModel model(m_working->operations(), m_working->caller, m_working->clock);
    QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.setObject(m_vault, named("one"), {});
    QTRY_COMPARE(model.rowCount(), 60);
    QStringList shown;
    for (int row = 0; row < model.rowCount(); ++row)
        shown += model.index(row, 0).data(lists::IdentityRole).toString();
    QCOMPARE(shown, ids);
    QVERIFY(model.index(0, 0).data().toString().contains(u"current"_s));
}

void TestVersionListModel::aNewVersionIsInsertedAtTheTop()
{
    QVERIFY(m_working->run(m_vault, setSecret("one", "x")).has_value());
    lists::SecretVersionListModel model(m_working->operations(), m_working->caller, m_working->clock);
    QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.setObject(m_vault, named("one"), {});
    QTRY_COMPARE(model.rowCount(), 1);
    const QPersistentModelIndex old = model.index(0, 0);
    m_working->clock.advance(5);
    QVERIFY(m_working->run(m_vault, setSecret("one", "y")).has_value());
    QTRY_COMPARE(model.rowCount(), 2);
    QCOMPARE(old.row(), 1);
}

void TestVersionListModel::deletedSecretsComeAndGo()
{
    for (const char* name : { "a", "b", "c" })
        QVERIFY(m_working->run(m_vault, setSecret(name, "x")).has_value());
    lists::DeletedListModel model(m_working->operations(), m_working->caller, m_working->clock);
    QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.setVault(m_vault);
    QTRY_COMPARE(model.loadState(), lists::DeletedListModel::LoadState::Ready);
    QCOMPARE(model.rowCount(), 0);
    for (const char* name : { "c", "a" })
        QVERIFY(m_working->run(m_vault, vault::DeleteSecret{ named(name) }).has_value());
    QTRY_COMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, 0).data().toString(), u"a"_s);
    const QPersistentModelIndex kept = model.index(1, 0);
    QVERIFY(m_working->run(m_vault, vault::RecoverDeletedSecret{ named("a") }).has_value());
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(kept.row(), 0);
    QCOMPARE(kept.data().toString(), u"c"_s);
}

void TestVersionListModel::deletedSecretsAreReadPageByPage()
{
    for (int i = 0; i < 130; ++i) {
        const QByteArray name = "d-" + QByteArray::number(1000 + i);
        QVERIFY(m_working->run(m_vault, setSecret(name.constData(), "x")).has_value());
        QVERIFY(m_working->run(m_vault, vault::DeleteSecret{ named(name.constData()) }).has_value());
    }
    lists::DeletedListModel model(m_working->operations(), m_working->caller, m_working->clock);
    QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.setVault(m_vault);
    QTRY_COMPARE(model.loadState(), lists::DeletedListModel::LoadState::Ready);
    QTRY_VERIFY((model.fetchMore({}), model.rowCount() == 130));
    QVERIFY(!model.canFetchMore({}));
    QCOMPARE(model.rowCount(), 130);
}

void TestVersionListModel::countsWhoHasRead()
{
    QVERIFY(m_working->run(m_vault, setSecret("one", "x")).has_value());
    QVERIFY(m_working->run(m_vault, vault::GetSecret{ named("one"), {} }).has_value());
    m_working->clock.advance(40 * 86400);
    for (int i = 0; i < 3; ++i)
        QVERIFY(m_working->run(m_vault, vault::GetSecret{ named("one"), {} }).has_value());
    lists::ActivityListModel model(m_working->operations(), m_working->caller, m_working->clock);
    QAbstractItemModelTester tester(&model, Mode::QtTest);
    model.setObject(m_vault, vault::ObjectKind::Secret, u"one"_s);
    QTRY_COMPARE(model.rowCount(), 5);
    QCOMPARE(model.readsInAll(), qint64(3));
    QCOMPARE(model.readers().size(), std::size_t(1));
    QCOMPARE(model.readers().front().name, u"You"_s);
}

void TestVersionListModel::everybodyHasOneName_data()
{
    using Kind = vault::Caller::Kind;
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("clientId");
    QTest::addColumn<QString>("word");
    QTest::newRow("whoever opened the store") << Kind::Owner << QString() << QString() << u"You"_s;
    QTest::newRow("its own jobs") << Kind::System << QString() << QString() << u"Strongroom"_s;
    QTest::newRow("an application") << Kind::Application << u"payments-api"_s << u"c7e166e8"_s
                                    << u"payments-api"_s;
    QTest::newRow("one without a name") << Kind::Application << QString() << u"c7e166e8"_s << u"c7e166e8"_s;
    QTest::newRow("of which nothing is known")
        << Kind::Application << QString() << QString() << u"An application"_s;
    QTest::newRow("without a token") << Kind::Anonymous << QString() << QString() << u"Nobody signed in"_s;
}

void TestVersionListModel::everybodyHasOneName()
{
    QFETCH(vault::Caller::Kind, kind);
    QFETCH(QString, name);
    QFETCH(QString, clientId);
    vault::AuditRecord record;
    record.callerKind = kind;
    record.callerName = name;
    record.callerClientId = clientId;
    QTEST(lists::callerWord(record), "word");
}

QTEST_GUILESS_MAIN(TestVersionListModel)
#include "tst_version_list_model.moc"
