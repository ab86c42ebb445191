// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/vaults/deleted_vaults_pane.h"

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

class TestDeletedVaultsPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_parts = std::make_unique<PaneStage>(); }
    void cleanup() { m_parts->window.reset(); }
    void recoversWithAllThatIsInIt();
    void purgesOnlyAfterTheNameIsTyped();
    void protectionSwitchesPurgingOff();

private:
    vault::VaultId deleted(const char* name, bool isProtected = false);
    void show();
    std::unique_ptr<PaneStage> m_parts;
    ui::DeletedVaultsPane* m_pane = nullptr;
};

vault::VaultId TestDeletedVaultsPane::deleted(const char* name, bool isProtected)
{
    auto op = createVault(name);
    op.hasPurgeProtection = isProtected;
    auto id = m_parts->working.run(std::move(op))->id;
    m_parts->addSecret(id, "kept");
    [&] { QVERIFY(m_parts->working.run(vault::DeleteVault{ id }).has_value()); }();
    return id;
}

void TestDeletedVaultsPane::show()
{
    m_pane = m_parts->showPane<ui::DeletedVaultsPane>({ PaneKind::DeletedVaults, {}, {}, {} });
    QTRY_COMPARE(m_pane->statusText(), u"1 deleted vault"_s);
    QVERIFY(!m_pane->facts().testFlag(Fact::DeletedVaultChosen));
    m_pane->findChild<ui::ObjectListView*>()->choose(0);
    QVERIFY(m_pane->facts().testFlag(Fact::DeletedVaultChosen));
}

void TestDeletedVaultsPane::recoversWithAllThatIsInIt()
{
    const auto id = deleted("contoso-old");
    show();
    QCOMPARE(column(m_pane->findChild<ui::ObjectListView*>()->model()), QStringList{ u"contoso-old"_s });
    m_pane->perform(ActionId::RecoverVault);
    QTRY_COMPARE(m_parts->working.run(vault::ListVaults{})->size(), std::size_t(1));
    QCOMPARE(m_parts->working.run(id, vault::CountObjects{})->secrets, 1);
    QTRY_VERIFY(wordsIn(m_pane).contains(u"No vault is deleted"_s));
    QTRY_VERIFY(!m_parts->opened.empty());
    QCOMPARE(m_parts->opened.back(), (ui::Place{ PaneKind::VaultOverview, id, {}, {} }));
}

void TestDeletedVaultsPane::purgesOnlyAfterTheNameIsTyped()
{
    deleted("contoso-old");
    show();
    QVERIFY(m_pane->facts().testFlag(Fact::CanPurge));
    m_pane->perform(ActionId::PurgeVault);
    auto* guard = openDialog<ui::GuardDialog>();
    QVERIFY(guard && !guard->acceptButton()->isEnabled());
    guard->findChild<QLineEdit*>()->setText(u"contoso"_s);
    QVERIFY(!guard->acceptButton()->isEnabled());
    guard->findChild<QLineEdit*>()->setText(u"contoso-old"_s);
    guard->acceptButton()->click();
    QTRY_VERIFY(m_parts->working.run(vault::ListDeletedVaults{})->empty());
    QTRY_COMPARE(m_pane->statusText(), u"0 deleted vaults"_s);
}

void TestDeletedVaultsPane::protectionSwitchesPurgingOff()
{
    deleted("contoso-old", true);
    show();
    QVERIFY(!m_pane->facts().testFlag(Fact::CanPurge));
}

QTEST_MAIN(TestDeletedVaultsPane)
#include "tst_deleted_vaults_pane.moc"
