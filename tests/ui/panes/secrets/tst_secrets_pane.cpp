// SPDX-License-Identifier: Apache-2.0
#include "secrets_fixture.h"

#include "ui/dialogs/object_delete_dialog.h"
#include "ui/dialogs/secret_editor.h"
#include "ui/panes/secrets/secret_details.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/object_list_view.h"
#include "ui/widgets/secret_edit.h"
#include "ui/widgets/secret_field.h"

#include <QAccessible>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;

namespace {

constexpr auto canary = "canary-7f3e91d2";

/// Everything a reader can hear below `object`.
QString heard(QAccessibleInterface* object)
{
    if (!object)
        return {};
    QString words;
    for (const auto kind :
         { QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help })
        words += object->text(kind) + u'\n';
    if (QAccessibleTextInterface* const text = object->textInterface())
        words += text->text(0, text->characterCount()) + u'\n';
    for (int i = 0; i < std::min(object->childCount(), 400); ++i)
        words += heard(object->child(i));
    return words;
}

} // namespace

class TestSecretsPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsRowsAndCounts();
    void filtersWhileTyping();
    void keepsTheSelectionThroughAFilter();
    void changesFromElsewhereDoNotMoveWhatIsRead();
    void aDeletedRowLeavesTheDetails();
    void revealsOnlyWhileWantedAndTellsNobody();
    void createsASecret();
    void namesOfDeletedSecretsAreRefusedWhileTyping();
    void deletesAndUndoes();
    void disablesSeveralThroughTheGrid();
    void emptyVaultSaysWhatToDo();
    void whatMayNotBeListedHasNoNumber();

private:
    QAbstractItemModel* rows() const { return m_list->model(); }
    QString name(int row) const { return rows()->index(row, 0).data().toString(); }
    void open(const ui::Place& place = {});

    std::unique_ptr<SecretsFixture> m_fixture;
    ui::SecretsPane* m_pane = nullptr;
    ui::ObjectListView* m_list = nullptr;
    ui::FilterBar* m_filter = nullptr;
    ui::SecretDetails* m_details = nullptr;
};

void TestSecretsPane::init()
{
    m_fixture = std::make_unique<SecretsFixture>();
    for (int i = 0; i < 200; ++i)
        m_fixture->set(qPrintable(u"item-%1"_s.arg(i, 3, 10, QChar(u'0'))), canary,
                       i % 2 == 0 ? u"even"_s : u"odd"_s);
}

void TestSecretsPane::cleanup()
{
    m_fixture->window.reset();
    m_fixture.reset();
}

void TestSecretsPane::open(const ui::Place& place)
{
    m_pane = m_fixture->show(place);
    m_list = m_pane->findChild<ui::ObjectListView*>();
    m_filter = m_pane->findChild<ui::FilterBar*>();
    m_details = qobject_cast<ui::SecretDetails*>(m_pane->details());
    QVERIFY(m_list && m_filter && m_details);
}

void TestSecretsPane::showsRowsAndCounts()
{
    open();
    QTRY_COMPARE(rows()->rowCount(), 200);
    QTRY_COMPARE(m_pane->statusText(), u"200 of 200 shown"_s);
    QCOMPARE(name(0), u"item-000"_s);
    QVERIFY(!m_pane->facts().testFlag(ui::Fact::SomeChosen));
    m_list->choose(3);
    QTRY_COMPARE(m_pane->statusText(), u"200 of 200 shown \u00b7 1 selected"_s);
    QVERIFY(m_pane->facts().testFlag(ui::Fact::OneChosen));
    QVERIFY(m_pane->facts().testFlag(ui::Fact::ValueReadable));
    QCOMPARE(m_details->secret()->name.text(), u"item-003"_s);
}

void TestSecretsPane::filtersWhileTyping()
{
    open();
    QTRY_COMPARE(rows()->rowCount(), 200);
    m_filter->focusText();
    QTest::keyClicks(QApplication::focusWidget(), u"type:even 10"_s);
    QTRY_COMPARE(rows()->rowCount(), 7); // 010, 100, 102, 104, 106, 108, 110
    QCOMPARE(m_filter->text(), u"type:even 10"_s);
    QTest::keyClicks(QApplication::focusWidget(), u" nosuch:x"_s);
    QTRY_VERIFY(!m_filter->problem().isEmpty());
    QCOMPARE(rows()->rowCount(), 7);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QTRY_COMPARE(rows()->rowCount(), 200);
    QCOMPARE(m_filter->text(), QString());
}

void TestSecretsPane::keepsTheSelectionThroughAFilter()
{
    open();
    QTRY_COMPARE(rows()->rowCount(), 200);
    m_list->choose(42);
    m_filter->setText(u"item-04"_s);
    QTRY_COMPARE(rows()->rowCount(), 10);
    QTRY_COMPARE(m_list->chosen(), QStringList{ u"item-042"_s });
    QVERIFY(m_details->secret().has_value());
    m_filter->clear();
    QTRY_COMPARE(rows()->rowCount(), 200);
    QTRY_COMPARE(m_list->chosen(), QStringList{ u"item-042"_s });
}

void TestSecretsPane::changesFromElsewhereDoNotMoveWhatIsRead()
{
    open();
    QTRY_COMPARE(rows()->rowCount(), 200);
    QTest::qWait(50);
    m_list->verticalScrollBar()->setValue(100 * m_list->rowHeight(0));
    QTRY_COMPARE(name(100), u"item-100"_s);
    m_list->choose(105);
    const auto yOf = [this](const QString& wanted) {
        for (int row = m_list->firstShownRow(); row <= m_list->lastShownRow(); ++row)
            if (name(row) == wanted)
                return m_list->rowViewportPosition(row);
        return -1;
    };
    const int y = yOf(u"item-105"_s);
    QVERIFY(y >= 0);
    m_fixture->set("aaa-from-an-sdk", "x");
    m_fixture->set("item-102b", "x");
    QVERIFY(m_fixture->working.run(m_fixture->vaultId, vault::DeleteSecret{ named("item-000") }).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(rows()->rowCount(), 201, 1000);
    QTest::qWait(200);
    QCOMPARE(m_list->chosen(), QStringList{ u"item-105"_s });
    const int now = yOf(u"item-105"_s);
    // One row came in above it inside of what is shown; whatever else changed lies outside.
    QVERIFY2(std::abs(now - y) <= m_list->rowHeight(0), qPrintable(u"%1 -> %2"_s.arg(y).arg(now)));
    QCOMPARE(m_details->secret()->name.text(), u"item-105"_s);
}

void TestSecretsPane::aDeletedRowLeavesTheDetails()
{
    open();
    QTRY_COMPARE(rows()->rowCount(), 200);
    m_list->choose(5);
    QVERIFY(m_details->secret().has_value());
    QVERIFY(m_fixture->working.run(m_fixture->vaultId, vault::DeleteSecret{ named("item-005") }).has_value());
    QTRY_COMPARE(rows()->rowCount(), 199);
    QTRY_VERIFY(!m_details->secret().has_value() || m_details->secret()->name.text() != u"item-005"_s);
}

void TestSecretsPane::revealsOnlyWhileWantedAndTellsNobody()
{
    open();
    QTRY_COMPARE(rows()->rowCount(), 200);
    m_list->choose(1);
    auto* const field = m_details->findChild<ui::SecretField*>();
    QVERIFY(!field->isRevealed());
    field->beginHold();
    QTRY_VERIFY(field->isRevealed());
    QApplication::clipboard()->clear(QClipboard::Selection);
    QAccessible::setActive(true);
    QVERIFY(!heard(QAccessible::queryAccessibleInterface(m_fixture->window.get()))
                 .contains(QString::fromLatin1(canary)));
    for (const QWidget* const widget : m_fixture->window->findChildren<QWidget*>()) {
        QVERIFY(!widget->toolTip().contains(QString::fromLatin1(canary)));
        QVERIFY(!widget->windowTitle().contains(QString::fromLatin1(canary)));
    }
    field->endHold();
    QVERIFY(!field->isRevealed());

    field->beginHold();
    QTRY_VERIFY(field->isRevealed());
    QEvent away(QEvent::WindowDeactivate);
    QApplication::sendEvent(m_fixture->window.get(), &away);
    QVERIFY(!field->isRevealed());

    field->beginHold();
    field->mask(); // nobody wants the answer any more
    QTest::qWait(100);
    QVERIFY(!field->isRevealed());
}

void TestSecretsPane::createsASecret()
{
    open();
    QTRY_COMPARE(rows()->rowCount(), 200);
    m_pane->perform(ui::ActionId::NewItem);
    auto* const editor = openDialog<ui::SecretEditor>();
    QVERIFY(editor);
    QVERIFY(!editor->acceptButton()->isEnabled());
    editor->setName(u"item-100-new"_s);
    QVERIFY(wordsIn(editor).contains(u"Without a value, programs read an empty text."_s));
    auto* const value = editor->findChild<ui::SecretEdit*>();
    value->editor()->setFocus();
    QTest::keyClicks(value->editor(), QString::fromLatin1(canary));
    QVERIFY(!wordsIn(editor).contains(u"empty text"_s));
    QVERIFY(editor->acceptButton()->isEnabled());
    QAccessible::setActive(true);
    QVERIFY(!heard(QAccessible::queryAccessibleInterface(editor)).contains(QString::fromLatin1(canary)));
    editor->acceptButton()->click();
    QTRY_COMPARE(rows()->rowCount(), 201);
    QTRY_COMPARE(m_list->chosen(), QStringList{ u"item-100-new"_s });
    const auto stored
        = m_fixture->working.run(m_fixture->vaultId, vault::GetSecret{ named("item-100-new"), {} });
    QVERIFY(stored.has_value());
    QCOMPARE(stored->value.view().toByteArray(), QByteArray(canary));
}

void TestSecretsPane::namesOfDeletedSecretsAreRefusedWhileTyping()
{
    QVERIFY(m_fixture->working.run(m_fixture->vaultId, vault::DeleteSecret{ named("item-007") }).has_value());
    open();
    QTRY_COMPARE(rows()->rowCount(), 199);
    m_pane->perform(ui::ActionId::NewItem);
    auto* const editor = openDialog<ui::SecretEditor>();
    QVERIFY(editor);
    editor->setName(u"item-007"_s);
    QTRY_VERIFY(!editor->acceptButton()->isEnabled());
    QPushButton* recover = nullptr;
    for (auto* const button : editor->findChildren<QPushButton*>())
        if (button->text().contains(u"Recover"_s))
            recover = button;
    QVERIFY(recover);
    recover->click();
    QTRY_COMPARE(rows()->rowCount(), 200);
    QTRY_COMPARE(m_list->chosen(), QStringList{ u"item-007"_s });
}

void TestSecretsPane::deletesAndUndoes()
{
    open();
    QTRY_COMPARE(rows()->rowCount(), 200);
    std::function<void()> undo;
    connect(&m_fixture->workspace.notices(), &ui::Notices::posted, this,
            [&undo](const ui::Notice& notice) { undo = notice.action; });
    m_list->choose(0);
    m_list->selectionModel()->select(QItemSelection(rows()->index(0, 0), rows()->index(2, 0)),
                                     QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_pane->perform(ui::ActionId::DeleteItem);
    auto* const dialog = openDialog<ui::ObjectDeleteDialog>();
    QVERIFY(dialog);
    QCOMPARE(dialog->acceptButton()->text(), u"Delete 3 secrets"_s);
    QVERIFY(!dialog->acceptButton()->isDefault());
    dialog->acceptButton()->click();
    QTRY_COMPARE(rows()->rowCount(), 197);
    QTRY_VERIFY(undo);
    undo();
    QTRY_COMPARE(rows()->rowCount(), 200);
}

void TestSecretsPane::disablesSeveralThroughTheGrid()
{
    open();
    QTRY_COMPARE(rows()->rowCount(), 200);
    m_list->selectAll();
    QCOMPARE(m_list->chosenCount(), 200);
    m_pane->perform(ui::ActionId::DisableItem);
    QTRY_VERIFY(openDialog<ui::FormDialog>());
    auto* const dialog = openDialog<ui::FormDialog>();
    QCOMPARE(dialog->acceptButton()->text(), u"Change 200 secrets"_s);
    dialog->acceptButton()->click();
    QTRY_COMPARE(dialog->acceptButton()->text(), u"Close"_s);
    dialog->acceptButton()->click();
    m_filter->setText(u"state:disabled"_s);
    QTRY_COMPARE(m_pane->statusText().section(u' ', 0, 2), u"200 of 200"_s);
}

void TestSecretsPane::emptyVaultSaysWhatToDo()
{
    m_fixture = std::make_unique<SecretsFixture>();
    open();
    const auto says = [this](const QString& words) {
        for (const auto* const label : m_pane->findChildren<QLabel*>())
            if (label->isVisible() && label->text() == words)
                return true;
        return false;
    };
    QTRY_VERIFY(says(u"No secrets yet"_s));
    m_fixture->set("one", "x");
    QTRY_VERIFY(!says(u"No secrets yet"_s));
    m_filter->setText(u"nothing"_s);
    QTRY_VERIFY(says(u"No secret matches the filter"_s));
}

void TestSecretsPane::whatMayNotBeListedHasNoNumber()
{
    open();
    QTRY_COMPARE(m_pane->statusText(), u"200 of 200 shown"_s);
    QSignalSpy spy(m_pane, &ui::Pane::statusChanged);
    m_fixture->store.refuseWork(base::Error{ base::ErrorCode::ForbiddenByRbac, u"No."_s, {} });
    m_filter->setText(u"item-04"_s);
    QTRY_VERIFY(wordsIn(m_pane).contains(u"You may not list these secrets"_s));
    QCOMPARE(m_pane->statusText(), QString());
    QVERIFY(!spy.isEmpty());
    QVERIFY(!wordsIn(m_filter).contains(u"200"_s));
    QVERIFY(!m_pane->facts().testFlag(ui::Fact::HasRows));
    m_fixture->store.refuseWork({});
    m_filter->clear();
    QTRY_COMPARE(m_pane->statusText(), u"200 of 200 shown"_s);
}

QTEST_MAIN(TestSecretsPane)
#include "tst_secrets_pane.moc"
