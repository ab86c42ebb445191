// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/deleted/deleted_pane.h"

#include "pane_fixture.h"
#include "ui/dialogs/guard_dialog.h"
#include "ui/widgets/object_list_view.h"

#include <QLineEdit>
#include <QPushButton>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using ui::ActionId;
using ui::Fact;
using ui::PaneKind;

class TestDeletedPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_parts->window.reset(); }
    void recoversWhatIsChosen();
    void purgesOnlyAfterTheNameIsTyped();
    void purgeProtectionSwitchesPurgingOff();
    void nothingDeletedSaysSo();

private:
    void show(const vault::VaultId& id);
    std::unique_ptr<PaneStage> m_parts;
    vault::VaultId m_vault;
    ui::DeletedPane* m_pane = nullptr;
    ui::ObjectListView* m_list = nullptr;
};

void TestDeletedPane::init()
{
    m_parts = std::make_unique<PaneStage>();
    m_vault = m_parts->addVault("one");
    for (const char* name : { "first", "second" }) {
        m_parts->addSecret(m_vault, name);
        QVERIFY(m_parts->working.run(m_vault, vault::DeleteSecret{ named(name) }).has_value());
    }
}

void TestDeletedPane::show(const vault::VaultId& id)
{
    m_pane = m_parts->showPane<ui::DeletedPane>({ PaneKind::Deleted, id, {}, {} });
    m_list = m_pane->findChild<ui::ObjectListView*>();
}

void TestDeletedPane::recoversWhatIsChosen()
{
    show(m_vault);
    QTRY_COMPARE(column(m_list->model()), (QStringList{ u"first"_s, u"second"_s }));
    QVERIFY(!m_pane->facts().testFlag(Fact::DeletedChosen));
    m_list->choose(1);
    QVERIFY(m_pane->facts().testFlag(Fact::DeletedChosen));
    m_pane->perform(ActionId::RecoverItem);
    QTRY_COMPARE(column(m_list->model()), QStringList{ u"first"_s });
    QVERIFY(m_parts->working.run(m_vault, vault::GetSecret{ named("second"), {} }).has_value());
}

void TestDeletedPane::purgesOnlyAfterTheNameIsTyped()
{
    show(m_vault);
    QTRY_COMPARE(m_list->model()->rowCount(), 2);
    QVERIFY(m_pane->facts().testFlag(Fact::CanPurge));
    m_list->choose(0);
    m_pane->perform(ActionId::PurgeItem);
    ui::GuardDialog* guard = nullptr;
    QTRY_VERIFY((guard = openDialog<ui::GuardDialog>()));
    QVERIFY(!guard->acceptButton()->isEnabled());
    guard->findChild<QLineEdit*>()->setText(u"first"_s);
    QVERIFY(guard->acceptButton()->isEnabled());
    guard->acceptButton()->click();
    QTRY_COMPARE(column(m_list->model()), QStringList{ u"second"_s });
    QCOMPARE(m_parts->working.run(m_vault, vault::GetDeletedSecret{ named("first") }).error().code,
             base::ErrorCode::DeletedSecretNotFound);
}

void TestDeletedPane::purgeProtectionSwitchesPurgingOff()
{
    vault::UpdateVault protect;
    protect.vault = m_vault;
    protect.hasPurgeProtection = true;
    QVERIFY(m_parts->working.run(std::move(protect)).has_value());
    QTRY_VERIFY(m_parts->workspace.vaults().find(m_vault)->hasPurgeProtection);
    show(m_vault);
    QTRY_COMPARE(m_list->model()->rowCount(), 2);
    m_list->choose(0);
    const ui::Situation situation{ m_pane->facts() | Fact::StoreOpen, {} };
    QVERIFY(!ui::reasonDisabled(ui::rowOf(ActionId::PurgeItem), situation).isEmpty());
    QVERIFY(ui::reasonDisabled(ui::rowOf(ActionId::RecoverItem), situation).isEmpty());
    QVERIFY(wordsIn(m_pane).contains(u"Purge protection is on"_s));
}

void TestDeletedPane::nothingDeletedSaysSo()
{
    show(m_parts->addVault("other"));
    QTRY_VERIFY(wordsIn(m_pane).contains(u"Nothing is deleted"_s));
    buttonNamed(m_pane, u"Show secrets"_s)->click();
    QCOMPARE(m_parts->opened.back().kind, PaneKind::Secrets);
}

QTEST_MAIN(TestDeletedPane)
#include "tst_deleted_pane.moc"
