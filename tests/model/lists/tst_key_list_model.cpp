// SPDX-License-Identifier: Apache-2.0
#include "model/lists/key_list_model.h"

#include "in_memory_store.h"
#include "model/lists/deleted_list_model.h"
#include "model/lists/roles.h"
#include "model/lists/version_list_model.h"
#include "working_store.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using lists::KeyListModel;
using Column = KeyListModel::Column;

namespace {

constexpr int count = 150;
constexpr qint64 day = 86400;

vault::CreateKey createEc(const QByteArray& name, crypto::Curve curve = crypto::Curve::P256)
{
    vault::CreateKey op{ named(name.constData()), crypto::KeyType::Ec };
    op.curve = curve;
    return op;
}

QByteArray nameOf(int i) { return "key-" + QByteArray::number(i).rightJustified(3, '0'); }

} // namespace

class TestKeyListModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();
    void saysWhatKeysAre();
    void filtersByTypeAndState();
    void sortsByType();
    void aRotationChangesOneRow();
    void aDeletedKeyLeavesAndIsListedAmongTheDeleted();
    void gathersForBulkActions();
    void theRotatedVersionIsTheFirst();
    void usesAreReadWhenSomebodyLooks();

private:
    QString text(int row, Column column) const { return m_model->index(row, int(column)).data().toString(); }

    std::unique_ptr<InMemoryStore> m_store;
    std::unique_ptr<WorkingStore> m_working;
    vault::VaultId m_vault;
    std::unique_ptr<KeyListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestKeyListModel::initTestCase()
{
    m_store = std::make_unique<InMemoryStore>();
    m_working = std::make_unique<WorkingStore>(*m_store);
    m_vault = m_working->run(createVault("lists"))->id;
    for (int i = 0; i < count; ++i) {
        auto op = createEc(nameOf(i), i % 3 == 0 ? crypto::Curve::P384 : crypto::Curve::P256);
        op.draft.tags.insert(u"n"_s, QString::number(i % 10));
        if (i == 7)
            op.draft.attributes.expires = vault::DateChange(m_working->clock.now() + 17 * day + 60);
        if (i == 8)
            op.draft.attributes.isEnabled = false;
        QVERIFY(m_working->run(m_vault, std::move(op)).has_value());
    }
    vault::RotationPolicy policy = vault::defaultRotationPolicy();
    vault::LifetimeAction rotate{ vault::LifetimeAction::Kind::Rotate, vault::Duration{}, {} };
    rotate.timeAfterCreate->months = 18;
    policy.actions.push_back(rotate);
    QVERIFY(m_working->run(m_vault, vault::SetRotationPolicy{ named("key-001"), policy }).has_value());
}

void TestKeyListModel::init()
{
    m_model = std::make_unique<KeyListModel>(m_working->operations(), m_working->caller, m_working->clock);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->showRows(0, 20);
    m_model->setVault(m_vault);
    QTRY_COMPARE(m_model->rowCount(), count);
    QTRY_VERIFY(!m_model->isBusy());
}

void TestKeyListModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
}

void TestKeyListModel::cleanupTestCase()
{
    m_working.reset();
    m_store.reset();
}

void TestKeyListModel::saysWhatKeysAre()
{
    QCOMPARE(text(0, Column::Type), u"EC P-384"_s);
    QCOMPARE(text(1, Column::Type), u"EC P-256"_s);
    QCOMPARE(text(1, Column::Rotation), u"every 18 mo"_s);
    QCOMPARE(text(0, Column::Rotation), u"off"_s);
    QCOMPARE(text(0, Column::Operations), u"\u00b7\u00b7SV\u00b7\u00b7"_s);
    const QModelIndex operations = m_model->index(0, int(Column::Operations));
    QCOMPARE(operations.data(Qt::AccessibleTextRole).toString(), u"Sign, verify"_s);
    QCOMPARE(operations.data(Qt::ToolTipRole).toString(), u"Sign, verify"_s);
    QCOMPARE(text(7, Column::Expires), u"in 17 days"_s);
    QCOMPARE(m_model->index(7, 0).data(lists::StateRole).toInt(), int(vault::ObjectState::Expiring));
    QVERIFY(m_model->index(8, int(Column::State)).data(Qt::ToolTipRole).toString().contains(u"use it"_s));
    QCOMPARE(text(0, Column::Protection), u"store"_s);
    QCOMPARE(text(0, Column::Exportable), u"no"_s);
    for (int column = 0; column < m_model->columnCount(); ++column)
        QVERIFY(!m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
}

void TestKeyListModel::filtersByTypeAndState()
{
    vault::FilterTerm type;
    type.field = vault::FilterTerm::Field::Type;
    type.text = u"p-384"_s;
    m_model->setFilter({ type });
    QTRY_COMPARE(m_model->rowCount(), count / 3);
    vault::FilterTerm state;
    state.field = vault::FilterTerm::Field::State;
    state.comparison = vault::FilterTerm::Comparison::Equals;
    state.text = u"disabled"_s;
    m_model->setFilter({ state });
    QTRY_COMPARE(m_model->rowCount(), 1);
    QCOMPARE(text(0, Column::Name), u"key-008"_s);
}

void TestKeyListModel::sortsByType()
{
    QSignalSpy replaced(m_model.get(), &KeyListModel::contentReplaced);
    QVERIFY(m_model->sortColumnAt(int(Column::Type)).has_value());
    QVERIFY(!m_model->sortColumnAt(int(Column::Operations)).has_value());
    m_model->setSort({ { *m_model->sortColumnAt(int(Column::Type)), true } });
    QTRY_COMPARE(replaced.size(), 1);
    QCOMPARE(text(0, Column::Type), u"EC P-384"_s);
}

void TestKeyListModel::aRotationChangesOneRow()
{
    const QPersistentModelIndex kept = m_model->index(4, int(Column::Version));
    const QString before = kept.data(lists::RawValueRole).toString();
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    QVERIFY(m_working->run(m_vault, vault::RotateKey{ named("key-004") }).has_value());
    QTRY_VERIFY(kept.data(lists::RawValueRole).toString() != before);
    QCOMPARE(kept.row(), 4);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(m_model->rowCount(), count);
}

void TestKeyListModel::aDeletedKeyLeavesAndIsListedAmongTheDeleted()
{
    QVERIFY(m_working->run(m_vault, createEc("key-005b")).has_value());
    QTRY_COMPARE(m_model->rowCount(), count + 1);
    QVERIFY(m_working->run(m_vault, setSecret("key-005b", "a secret of the same name")).has_value());
    lists::DeletedListModel deleted(m_working->operations(), m_working->caller, m_working->clock);
    QAbstractItemModelTester tester(&deleted, QAbstractItemModelTester::FailureReportingMode::QtTest);
    deleted.setVault(m_vault);
    QTRY_COMPARE(deleted.loadState(), lists::DeletedListModel::LoadState::Ready);
    QVERIFY(m_working->run(m_vault, vault::DeleteKey{ named("key-005b") }).has_value());
    QVERIFY(m_working->run(m_vault, vault::DeleteSecret{ named("key-005b") }).has_value());
    QTRY_COMPARE(m_model->rowCount(), count);
    QTRY_COMPARE(deleted.rowCount(), 2);
    QCOMPARE(deleted.index(0, 0).data(lists::IdentityRole).toString(), u"secrets/key-005b"_s);
    QCOMPARE(deleted.index(1, 0).data(lists::IdentityRole).toString(), u"keys/key-005b"_s);
    QCOMPARE(deleted.index(1, int(lists::DeletedListModel::Column::Kind)).data().toString(), u"Key"_s);
    QCOMPARE(deleted.index(1, int(lists::DeletedListModel::Column::ContentType)).data().toString(),
             u"EC P-256"_s);
    QVERIFY(m_working->run(m_vault, vault::PurgeDeletedKey{ named("key-005b") }).has_value());
    QTRY_COMPARE(deleted.rowCount(), 1);
    QVERIFY(m_working->run(m_vault, vault::PurgeDeletedSecret{ named("key-005b") }).has_value());
    QTRY_COMPARE(deleted.rowCount(), 0);
}

void TestKeyListModel::gathersForBulkActions()
{
    std::vector<lists::ListedObject> objects;
    m_model->gatherObjects({ { 2, 3 }, { 140, 149 } },
                           [&objects](std::vector<lists::ListedObject> rows) { objects = std::move(rows); });
    QTRY_COMPARE(objects.size(), std::size_t(12));
    QCOMPARE(objects.front().name.text(), u"key-002"_s);
    QCOMPARE(objects.front().kind, vault::ObjectKind::Key);
    QCOMPARE(objects.back().name.text(), u"key-149"_s);
}

void TestKeyListModel::theRotatedVersionIsTheFirst()
{
    // Versions of one second, and keys do not say which they follow.
    QVERIFY(m_working->run(m_vault, vault::RotateKey{ named("key-010") }).has_value());
    const auto newest = m_working->run(m_vault, vault::RotateKey{ named("key-010") });
    QVERIFY(newest.has_value());
    lists::KeyVersionListModel model(m_working->operations(), m_working->caller, m_working->clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setObject(m_vault, named("key-010"), newest->version);
    QTRY_COMPARE(model.rowCount(), 3);
    QCOMPARE(model.at(0)->version, newest->version);
    QVERIFY(model.index(0, 0).data().toString().contains(u"current"_s));
}

void TestKeyListModel::usesAreReadWhenSomebodyLooks()
{
    const auto sign = [this](const char* name) {
        return m_working->run(m_vault,
                              vault::SignWithKey{ named(name), {}, u"ES256"_s, QByteArray(32, 'd') });
    };
    const auto looks = [this] {
        vault::ListAudit op;
        op.query.operation = u"AuditList"_s;
        return m_working->run(op)->size();
    };
    QVERIFY(sign("key-001").has_value());
    const auto before = looks();
    m_model->refresh();
    QTRY_VERIFY(!m_model->isBusy());
    QCOMPARE(looks(), before + 1); // nobody but this test
    QVERIFY(text(1, Column::LastUsed).isEmpty());
    m_model->showUses(true);
    QTRY_COMPARE(text(1, Column::LastUsed), u"just now"_s);
    QCOMPARE(text(2, Column::LastUsed), u"never"_s);
    QVERIFY(sign("key-002").has_value());
    m_model->refresh();
    QTRY_COMPARE(text(2, Column::LastUsed), u"just now"_s);
}

QTEST_GUILESS_MAIN(TestKeyListModel)
#include "tst_key_list_model.moc"
