// SPDX-License-Identifier: Apache-2.0
#include "model/lists/secret_list_model.h"

#include "in_memory_store.h"
#include "model/lists/roles.h"
#include "working_store.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using lists::SecretListModel;

namespace {

constexpr int count = 600;

QByteArray nameOf(int i) { return "item-" + QByteArray::number(i).rightJustified(4, '0'); }

} // namespace

class TestSecretListModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void loadsOnlyWhatIsShown();
    void placeholdersSayThatTheyLoad();
    void sortsAndFilters();
    void onlyTheNewestFilterIsAsked();
    void aNewRowIsInsertedWhereItBelongs();
    void aDeletedRowIsRemoved();
    void changesAboveKeepIdentity();
    void anUpdateChangesOneRow();
    void findsTheRowOfAName();
    void gathersRowsThatAreNotInMemory();
    void saysWhyItFailed();

private:
    void open();
    QString text(int row, SecretListModel::Column column = SecretListModel::Column::Name) const
    {
        return m_model->index(row, int(column)).data().toString();
    }
    void set(const QByteArray& name)
    {
        QVERIFY(m_working->run(m_vault, setSecret(name.constData(), "x")).has_value());
    }
    void remove(const QByteArray& name)
    {
        QVERIFY(m_working->run(m_vault, vault::DeleteSecret{ named(name.constData()) }).has_value());
        m_working->run(m_vault, vault::PurgeDeletedSecret{ named(name.constData()) }).has_value();
    }

    std::unique_ptr<InMemoryStore> m_store;
    std::unique_ptr<WorkingStore> m_working;
    vault::VaultId m_vault;
    std::unique_ptr<SecretListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestSecretListModel::initTestCase()
{
    m_store = std::make_unique<InMemoryStore>();
    m_working = std::make_unique<WorkingStore>(*m_store);
    m_vault = m_working->run(createVault("lists"))->id;
    for (int i = 0; i < count; ++i) {
        auto op = setSecret(nameOf(i).constData(), "x");
        op.contentType = i % 3 == 0 ? u"fizz"_s : u"text/plain"_s;
        op.tags.insert(u"n"_s, QString::number(i % 10));
        if (i == 7)
            op.attributes.expires = vault::DateChange(m_working->clock.now() + 17 * 86400 + 60);
        QVERIFY(m_working->run(m_vault, std::move(op)).has_value());
    }
}

void TestSecretListModel::init()
{
    m_model = std::make_unique<SecretListModel>(m_working->operations(), m_working->caller, m_working->clock);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestSecretListModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
}

void TestSecretListModel::cleanupTestCase()
{
    m_working.reset();
    m_store.reset();
}

void TestSecretListModel::open()
{
    m_model->showRows(0, 20);
    m_model->setVault(m_vault);
    QTRY_COMPARE(m_model->rowCount(), count);
    QTRY_COMPARE(m_model->total(), qint64(count));
    QTRY_VERIFY(!m_model->isBusy());
}

void TestSecretListModel::loadsOnlyWhatIsShown()
{
    open();
    QCOMPARE(text(0), u"item-0000"_s);
    QVERIFY(m_model->at(100));
    QVERIFY(!m_model->at(400));
    m_model->showRows(400, 420);
    QTRY_VERIFY(m_model->at(400) && m_model->at(420));
    QCOMPARE(text(410), u"item-0410"_s);
}

void TestSecretListModel::placeholdersSayThatTheyLoad()
{
    open();
    const QModelIndex far = m_model->index(500, 0);
    QVERIFY(!far.data(lists::IsLoadedRole).toBool());
    QVERIFY(!far.data().isValid());
    QVERIFY(!far.data(Qt::AccessibleTextRole).toString().isEmpty());
    const QModelIndex near = m_model->index(7, int(SecretListModel::Column::Expires));
    QCOMPARE(near.data().toString(), u"in 17 days"_s);
    QCOMPARE(near.data(lists::DaysToExpiryRole).toLongLong(), 17);
    QCOMPARE(near.data(lists::StateRole).toInt(), int(vault::ObjectState::Expiring));
    QCOMPARE(near.data(lists::IdentityRole).toString(), u"item-0007"_s);
}

void TestSecretListModel::sortsAndFilters()
{
    open();
    QSignalSpy replaced(m_model.get(), &SecretListModel::contentReplaced);
    m_model->setSort({ { vault::SortColumn::ContentType, false }, { vault::SortColumn::Name, true } });
    QTRY_COMPARE(replaced.size(), 1);
    QCOMPARE(text(0), u"item-0597"_s);
    vault::FilterTerm term;
    term.field = vault::FilterTerm::Field::Tag;
    term.key = u"n"_s;
    term.text = u"3"_s;
    m_model->setFilter({ term });
    QTRY_COMPARE(m_model->rowCount(), count / 10);
    QTRY_COMPARE(m_model->matched(), qint64(count / 10));
    QCOMPARE(m_model->total(), qint64(count));
    m_model->setFilter({});
    QTRY_COMPARE(m_model->rowCount(), count);
}

void TestSecretListModel::onlyTheNewestFilterIsAsked()
{
    open();
    QSignalSpy replaced(m_model.get(), &SecretListModel::contentReplaced);
    for (const QString& typed : { u"i"_s, u"it"_s, u"ite"_s, u"item-01"_s, u"item-012"_s }) {
        vault::FilterTerm term;
        term.text = typed;
        m_model->setFilter({ term });
    }
    QTRY_COMPARE(m_model->rowCount(), 10);
    QTest::qWait(50);
    QVERIFY2(replaced.size() <= 2, qPrintable(QString::number(replaced.size())));
}

void TestSecretListModel::aNewRowIsInsertedWhereItBelongs()
{
    open();
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    QSignalSpy inserts(m_model.get(), &QAbstractItemModel::rowsInserted);
    const QPersistentModelIndex kept = m_model->index(12, 0);
    set("item-0010b");
    QTRY_COMPARE(m_model->rowCount(), count + 1);
    QCOMPARE(text(11), u"item-0010b"_s);
    QCOMPARE(kept.row(), 13);
    QCOMPARE(kept.data().toString(), u"item-0012"_s);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(inserts.size(), 1);
    remove("item-0010b");
    QTRY_COMPARE(m_model->rowCount(), count);
}

void TestSecretListModel::aDeletedRowIsRemoved()
{
    set("item-0005x");
    m_model->showRows(0, 20);
    m_model->setVault(m_vault);
    QTRY_COMPARE(m_model->rowCount(), count + 1);
    QTRY_VERIFY(!m_model->isBusy());
    const QPersistentModelIndex gone = m_model->index(m_model->loadedRowOf(u"item-0005x"_s), 0);
    const QPersistentModelIndex kept = m_model->index(9, 0);
    const QString keptName = kept.data().toString();
    remove("item-0005x");
    QTRY_COMPARE(m_model->rowCount(), count);
    QVERIFY(!gone.isValid());
    QCOMPARE(kept.data().toString(), keptName);
}

void TestSecretListModel::changesAboveKeepIdentity()
{
    open();
    m_model->showRows(300, 320);
    QTRY_VERIFY(m_model->at(300) && m_model->at(320));
    QTRY_VERIFY(!m_model->isBusy());
    const QPersistentModelIndex kept = m_model->index(310, 0);
    set("aaa-1");
    set("aaa-2");
    set("zzz-1");
    QTRY_COMPARE(m_model->rowCount(), count + 3);
    QTRY_COMPARE(kept.row(), 312);
    QCOMPARE(kept.data().toString(), u"item-0310"_s);
    for (const char* name : { "aaa-1", "aaa-2", "zzz-1" })
        remove(name);
    QTRY_COMPARE(m_model->rowCount(), count);
    QTRY_COMPARE(kept.row(), 310);
}

void TestSecretListModel::anUpdateChangesOneRow()
{
    open();
    vault::UpdateSecret op{ named("item-0004"), {}, {}, {}, {} };
    op.contentType = u"changed"_s;
    const QPersistentModelIndex kept = m_model->index(4, int(SecretListModel::Column::ContentType));
    QVERIFY(m_working->run(m_vault, op).has_value());
    QTRY_COMPARE(kept.data().toString(), u"changed"_s);
    QCOMPARE(kept.row(), 4);
}

void TestSecretListModel::findsTheRowOfAName()
{
    open();
    QSignalSpy located(m_model.get(), &SecretListModel::located);
    m_model->locate(u"ITEM-0444"_s);
    QTRY_COMPARE(located.size(), 1);
    QCOMPARE(located[0][1].toInt(), 444);
    m_model->locate(u"nothing"_s);
    QTRY_COMPARE(located.size(), 2);
    QCOMPARE(located[1][1].toInt(), -1);
}

void TestSecretListModel::gathersRowsThatAreNotInMemory()
{
    open();
    QStringList names;
    m_model->gather({ { 2, 3 }, { 590, 599 } }, [&names](const std::vector<vault::SecretProperties>& rows) {
        for (const auto& row : rows)
            names += row.name.text();
    });
    QTRY_COMPARE(names.size(), 12);
    QCOMPARE(names.first(), u"item-0002"_s);
    QCOMPARE(names.last(), u"item-0599"_s);
}

void TestSecretListModel::saysWhyItFailed()
{
    m_model->setVault(vault::VaultId{ u"no-such-vault"_s });
    QTRY_COMPARE(m_model->loadState(), SecretListModel::LoadState::Failed);
    QCOMPARE(m_model->error().code, base::ErrorCode::VaultNotFound);
    m_model->setVault(m_vault);
    QTRY_COMPARE(m_model->loadState(), SecretListModel::LoadState::Ready);
}

QTEST_GUILESS_MAIN(TestSecretListModel)
#include "tst_secret_list_model.moc"
