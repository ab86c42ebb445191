// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/settings/shortcuts_pane.h"

#include "pane_fixture.h"

#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QTreeWidget>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using ui::ActionId;
using ui::PaneKind;

class TestShortcutsPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_parts->window.reset(); }
    void listsEveryActionWithItsKeys();
    void isFoundByWordsAndByKeys();
    void keysAreGivenAndTakenBack();
    void takenKeysSayByWhat();

private:
    QTreeWidgetItem* item(ActionId id) const
    {
        for (int i = 0; i < m_list->topLevelItemCount(); ++i)
            if (m_list->topLevelItem(i)->data(0, Qt::UserRole).toInt() == int(id))
                return m_list->topLevelItem(i);
        return nullptr;
    }
    std::unique_ptr<PaneStage> m_parts;
    ui::ShortcutsPane* m_pane = nullptr;
    QTreeWidget* m_list = nullptr;
};

void TestShortcutsPane::init()
{
    m_parts = std::make_unique<PaneStage>();
    m_pane = m_parts->showPane<ui::ShortcutsPane>({ PaneKind::Shortcuts, {}, {}, {} });
    m_list = m_pane->findChild<QTreeWidget*>();
}

void TestShortcutsPane::listsEveryActionWithItsKeys()
{
    QCOMPARE(m_list->topLevelItemCount(), int(ui::actionCatalogue().size()));
    for (const auto& row : ui::actionCatalogue()) {
        const auto* shown = item(row.id);
        QVERIFY2(shown, row.text);
        QCOMPARE(shown->text(0), ui::plainText(row));
        QCOMPARE(shown->text(1).isEmpty(), *row.shortcut == '\0');
        QCOMPARE(shown->text(2), shown->text(1));
    }
    QCOMPARE(item(ActionId::LockStore)->text(1), u"Ctrl+L"_s);
}

void TestShortcutsPane::isFoundByWordsAndByKeys()
{
    auto* find = m_pane->findChild<QLineEdit*>();
    find->setText(u"lock now"_s);
    QVERIFY(!item(ActionId::LockStore)->isHidden());
    QVERIFY(item(ActionId::NewVault)->isHidden());
    find->setText(u"ctrl+shift+n"_s);
    QVERIFY(item(ActionId::LockStore)->isHidden());
    QVERIFY(!item(ActionId::NewVault)->isHidden());
}

void TestShortcutsPane::keysAreGivenAndTakenBack()
{
    m_list->setCurrentItem(item(ActionId::ToggleScheme));
    auto* keys = m_pane->findChild<QKeySequenceEdit*>();
    auto* assign = buttonNamed(m_pane, u"Assign"_s);
    QVERIFY(!assign->isEnabled());
    keys->setKeySequence(QKeySequence(u"Ctrl+Alt+D"_s));
    QVERIFY(assign->isEnabled());
    assign->click();
    QCOMPARE(m_parts->settings.value().shortcuts.value(u"view.scheme"_s), u"Ctrl+Alt+D"_s);
    QCOMPARE(item(ActionId::ToggleScheme)->text(1), u"Ctrl+Alt+D"_s);
    QCOMPARE(item(ActionId::ToggleScheme)->text(2), QString());
    buttonNamed(m_pane, u"Back to the default"_s)->click();
    QVERIFY(!m_parts->settings.value().shortcuts.contains(u"view.scheme"_s));

    m_list->setCurrentItem(item(ActionId::LockStore));
    buttonNamed(m_pane, u"No keys"_s)->click();
    QCOMPARE(m_parts->settings.value().shortcuts.value(u"store.lock"_s, u"?"_s), QString());
    QCOMPARE(item(ActionId::LockStore)->text(1), QString());
}

void TestShortcutsPane::takenKeysSayByWhat()
{
    m_list->setCurrentItem(item(ActionId::ToggleScheme));
    m_pane->findChild<QKeySequenceEdit*>()->setKeySequence(QKeySequence(u"Ctrl+L"_s));
    QVERIFY(!buttonNamed(m_pane, u"Assign"_s)->isEnabled());
    QVERIFY(wordsIn(m_pane).contains(u"Taken by \"Lock now\"."_s));
}

QTEST_MAIN(TestShortcutsPane)
#include "tst_shortcuts_pane.moc"
