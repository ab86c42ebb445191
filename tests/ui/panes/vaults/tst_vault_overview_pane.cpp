// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/vaults/vault_overview_pane.h"

#include "pane_fixture.h"
#include "ui/dialogs/guard_dialog.h"
#include "ui/dialogs/vault_properties_dialog.h"
#include "ui/widgets/copy_line.h"
#include "ui/widgets/count_tile.h"
#include "ui/widgets/tags_editor.h"

#include <QLineEdit>
#include <QPushButton>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using ui::ActionId;
using ui::PaneKind;

class TestVaultOverviewPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_parts->window.reset(); }
    void countsAndOpensWhatItCounts();
    void findingsAreNamedAndMended();
    void tagsAreEdited();
    void aVaultIsDeletedWhenItsNameIsTyped();
    void aVaultThatNobodyUsedSaysSo();

private:
    void show();
    std::unique_ptr<PaneStage> m_parts;
    vault::VaultId m_vault;
    ui::VaultOverviewPane* m_pane = nullptr;
};

void TestVaultOverviewPane::init()
{
    m_parts = std::make_unique<PaneStage>();
    m_vault = m_parts->addVault("contoso-prod");
    m_parts->addSecret(m_vault, "fine", 200);
    m_parts->addSecret(m_vault, "over", -2);
}

void TestVaultOverviewPane::show()
{
    m_pane = m_parts->showPane<ui::VaultOverviewPane>({ PaneKind::VaultOverview, m_vault, {}, {} });
}

void TestVaultOverviewPane::countsAndOpensWhatItCounts()
{
    show();
    auto* secrets = m_pane->findChild<ui::CountTile*>();
    QTRY_COMPARE(secrets->count(), 2);
    QCOMPARE(m_pane->findChild<ui::CopyLine*>()->text(), u"https://contoso-prod.vault.localhost:8443"_s);
    secrets->click();
    QCOMPARE(m_parts->opened.back(), (ui::Place{ PaneKind::Secrets, m_vault, {}, {} }));
    m_parts->addSecret(m_vault, "third");
    QTRY_COMPARE(secrets->count(), 3);
    QTRY_COMPARE(m_pane->statusText(), u"3 secrets"_s);
}

void TestVaultOverviewPane::findingsAreNamedAndMended()
{
    show();
    QTRY_VERIFY(wordsIn(m_pane).contains(u"1 secret is past its end date"_s));
    QVERIFY(wordsIn(m_pane).contains(u"Purge protection is off"_s));
    auto* fix = buttonNamed(m_pane, u"Switch on...: Purge protection is off"_s);
    QVERIFY(fix);
    fix->click();
    auto* guard = openDialog<ui::GuardDialog>();
    QVERIFY(guard);
    guard->findChild<QLineEdit*>()->setText(u"contoso-prod"_s);
    guard->acceptButton()->click();
    QTRY_VERIFY(m_parts->working.run(vault::ListVaults{})->front().hasPurgeProtection);
    QTRY_VERIFY(!wordsIn(m_pane).contains(u"Purge protection is off"_s));
}

void TestVaultOverviewPane::tagsAreEdited()
{
    show();
    m_pane->perform(ActionId::EditVault);
    auto* dialog = openDialog<ui::VaultPropertiesDialog>();
    QVERIFY(dialog && !dialog->acceptButton()->isEnabled());
    const vault::Tags tags{ { u"cost-center"_s, u"4711"_s } };
    dialog->findChild<ui::TagsEditor*>()->setTags(tags);
    QVERIFY(dialog->acceptButton()->isEnabled());
    dialog->acceptButton()->click();
    QTRY_COMPARE(m_parts->working.run(vault::ListVaults{})->front().tags, tags);
    QTRY_COMPARE(m_parts->workspace.vaults().find(m_vault)->tags, tags);
}

void TestVaultOverviewPane::aVaultIsDeletedWhenItsNameIsTyped()
{
    show();
    m_pane->perform(ActionId::DeleteVault);
    ui::GuardDialog* guard = nullptr;
    QTRY_VERIFY((guard = openDialog<ui::GuardDialog>()));
    QVERIFY(wordsIn(guard).contains(u"2 secrets go with it."_s));
    QVERIFY(!wordsIn(guard).contains(u"cannot be undone"_s));
    guard->findChild<QLineEdit*>()->setText(u"contoso-prod"_s);
    guard->acceptButton()->click();
    QTRY_COMPARE(m_parts->working.run(vault::ListVaults{})->size(), std::size_t(0));
    QTRY_VERIFY(!m_parts->notices.empty() && m_parts->notices.back().isUndo);
    m_parts->notices.back().action();
    QTRY_COMPARE(m_parts->working.run(vault::ListVaults{})->size(), std::size_t(1));
}

void TestVaultOverviewPane::aVaultThatNobodyUsedSaysSo()
{
    const QString nobody = u"Nobody has used this vault yet."_s;
    m_vault = m_parts->addVault("brand-new");
    show();
    QTRY_VERIFY(wordsIn(m_pane).contains(nobody));
    m_parts->addSecret(m_vault, "first");
    QTRY_VERIFY(!wordsIn(m_pane).contains(nobody));
}

QTEST_MAIN(TestVaultOverviewPane)
#include "tst_vault_overview_pane.moc"
