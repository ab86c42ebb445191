// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/main_window.h"

#include "in_memory_store.h"
#include "model/lists/relative_time.h"
#include "ui/dialogs/secret_editor.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/create_page.h"
#include "ui/shell/lock_page.h"
#include "ui/shell/nav_model.h"
#include "ui/shell/nav_tree.h"
#include "ui/shell/notice_bar.h"
#include "ui/shell/pane_catalogue.h"
#include "ui/shell/store_files.h"
#include "ui/shell/welcome_page.h"
#include "ui/shell/work_frame.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/object_list_view.h"
#include "ui/widgets/passphrase_edit.h"
#include "ui/widgets/secret_edit.h"
#include "window_parts.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScreen>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr auto canary = "canary-91c4e7b2";

/// The whole window over a store in memory.
struct Whole final
{
    Whole()
        : work(store)
        , door(work.operations())
        , workspace(door, endpoint, work.clock, settings)
        , window(workspace, theme)
    {
        vaultId = work.run(createVault("contoso-prod"))->id;
        (void)work.run(vaultId, setSecret("payments-db", "old"));
        window.resize(1280, 800);
        window.show();
    }
    void openSecrets(const QString& item = {})
    {
        QTRY_VERIFY(workspace.vaults().find(vaultId));
        workspace.open({ PaneKind::Secrets, vaultId, item, {} });
    }
    SecretEditor* editor() const
    {
        for (auto* one : window.findChildren<SecretEditor*>())
            if (one->isVisible())
                return one;
        return nullptr;
    }

    /// From here on nothing that is asked for is carried out; what it was is kept here.
    std::shared_ptr<std::vector<ActionId>> askedInsteadOfDone()
    {
        auto asked = std::make_shared<std::vector<ActionId>>();
        QObject::disconnect(&workspace, &Workspace::triggered, nullptr, nullptr);
        QObject::connect(&workspace, &Workspace::triggered, &workspace,
                         [asked](ActionId id) { asked->push_back(id); });
        return asked;
    }

    InMemoryStore store;
    WorkingStore work;
    OpenDoor door;
    PaperEndpoint endpoint;
    SettingsBook settings;
    Workspace workspace;
    Theme theme;
    MainWindow window;
    vault::VaultId vaultId;
};

/// The first control below `root` that can be pressed or gets the focus, and has no name for readers.
QString unnamedIn(const QWidget& root, const QString& where)
{
    for (auto* control : root.findChildren<QWidget*>()) {
        const bool counts = qobject_cast<QAbstractButton*>(control)
            || (control->focusPolicy() & Qt::TabFocus && control->isEnabled());
        if (!counts || !control->isVisible() || control->focusProxy())
            continue;
        const auto* reader = QAccessible::queryAccessibleInterface(control);
        if (reader && reader->text(QAccessible::Name).isEmpty())
            return where + u": "_s + QString::fromLatin1(control->metaObject()->className()) + u" in "_s
                + QString::fromLatin1(control->parent()->metaObject()->className()) + u", "_s
                + control->objectName();
    }
    return {};
}

} // namespace

class TestMainWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyActionCanBeFoundAndSaysWhyItIsOff();
    void whatCannotBeDoneSaysWhyInThePalette();
    void thePaletteOpensAVault();
    void everyActionHasANameInTheMenus();
    void everyActionIsReachedByItsKeys();
    void everyActionIsReachedThroughThePalette();
    void everyPageHasNamedControls();
    void everyDialogHasNamedControls();
    void aDraftSurvivesALock();
    void anUntouchedEditorIsNotKept();
    void theShownPageComesBack();
    void theLogOfAKeyIsOpenedFromTheBoard();
    void theTreeOpensTheVaultThatIsShown();
    void theRecoveryKeyOffersANewPassphrase();
    void aWrongRecoveryKeyIsAskedForAgain();
    void theLockPageSaysWhenTheStoreWasOpened();
    void whoAsksNoMoreIsNotAnswered();
    void withoutATrayClosingDoesNotHide();
    void notesOfTheOpeningAreShown();
    void commandLinesNameAnUnusualStore();
    void theFirstWindowFitsTheScreen();
    void aStoreThatCannotBeMadeIsSaidWhereItWasTyped();
    void leavingNewStoreGoesBackToTheOpenOne();
    void aStoreThatCannotBeOpenedIsSaidOnTheFirstPage();
    void aRestoreSaysHowItEndedBeforeAStoreIsOpen();
    void aFolderWithoutAStoreIsSaidInItsOwnWords();
    void theHiddenPaletteHoldsNothing();
    void thePaletteOffersOnlyPagesThatAVaultHas();
    void thePaletteFindsItemsByTheirTags();
    void thePaletteFindsPrincipals();
    void thePaletteCopiesTheValueOfASecret();
    void thePaletteBeginsWithWhereThePersonWas();
};

/// Shortcut or palette entry, a name for readers, and a reason when it cannot be done: on every page.
void TestMainWindow::everyActionCanBeFoundAndSaysWhyItIsOff()
{
    Whole whole;
    whole.openSecrets(u"payments-db"_s);
    for (const auto& page : paneCatalogue()) {
        whole.workspace.open({ page.kind, page.isOfVault ? whole.vaultId : vault::VaultId(), {}, {} });
        QTest::qWait(20); // facts are judged when the page has settled
        for (const auto& row : actionCatalogue()) {
            const auto* action = whole.workspace.action(row.id);
            const QByteArray what
                = QByteArray(row.key.data(), qsizetype(row.key.size())) + " on " + QByteArray(page.text);
            QVERIFY2(!plainText(row).isEmpty(), what.constData());
            QVERIFY2(!action->toolTip().isEmpty(), what.constData());
            QVERIFY2(action->isEnabled() == action->statusTip().isEmpty(), what.constData());
            QVERIFY2(action->isEnabled() || action->toolTip().contains(action->statusTip()),
                     what.constData());
        }
    }
    whole.openSecrets(u"payments-db"_s);
    QTRY_VERIFY(whole.workspace.action(ActionId::CopyValue)->isEnabled());
    for (const ActionId ofKeys : { ActionId::RotateItem, ActionId::CopyPublicKey })
        QCOMPARE(whole.workspace.action(ofKeys)->statusTip(), u"Not on this page."_s); // and nothing of keys
    auto& palette = whole.window.commandPalette();
    palette.start();
    auto* list = palette.findChild<QListWidget*>();
    for (const auto& row : actionCatalogue()) {
        if (row.id == ActionId::CommandPalette)
            continue;
        const auto* action = whole.workspace.action(row.id);
        palette.setText(u"> "_s + plainText(row));
        const auto found = list->findItems(plainText(row), Qt::MatchExactly);
        QVERIFY2(!found.isEmpty(), row.text);
        const auto spoken = found[0]->data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.endsWith(action->isEnabled() ? u"Action"_s : action->statusTip()), row.text);
    }
}

void TestMainWindow::whatCannotBeDoneSaysWhyInThePalette()
{
    Whole whole;
    whole.openSecrets();
    QTRY_VERIFY(whole.workspace.action(ActionId::NewItem)->isEnabled());
    QVERIFY(!whole.workspace.action(ActionId::CopyValue)->isEnabled());
    const auto spied = whole.askedInsteadOfDone();
    auto& palette = whole.window.commandPalette();
    auto* const field = palette.findChild<QLineEdit*>();
    const auto* const list = palette.findChild<QListWidget*>();
    palette.start();
    for (int i = 0; i < list->count(); ++i) // nothing is looked for: only what can be done
        QVERIFY(!list->item(i)->data(Qt::AccessibleTextRole).toString().contains(u"cannot"_s));
    palette.setText(u"> copy value"_s);
    QCOMPARE(list->currentItem()->text(), plainText(rowOf(ActionId::CopyValue)));
    QVERIFY(list->currentItem()->data(Qt::AccessibleTextRole).toString().contains(u"Choose exactly one"_s));
    palette.grab();
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(spied->empty());
    QVERIFY(palette.isVisible()); // to read why
    // What can be done comes first.
    palette.setText(u"> s"_s);
    bool isBehind = false;
    for (int i = 0; i < list->count(); ++i) {
        const bool cannot = list->item(i)->data(Qt::AccessibleTextRole).toString().contains(u"cannot"_s);
        QVERIFY(cannot || !isBehind);
        isBehind = cannot;
    }
}

void TestMainWindow::everyActionIsReachedByItsKeys()
{
    Whole whole;
    whole.openSecrets(u"payments-db"_s);
    QTRY_VERIFY(whole.workspace.action(ActionId::CopyValue)->isEnabled());
    QVERIFY(QTest::qWaitForWindowActive(&whole.window));
    auto* list = whole.window.frame()->pane()->findChild<ObjectListView*>();
    const auto spied = whole.askedInsteadOfDone();
    for (const auto& row : actionCatalogue()) {
        auto* action = whole.workspace.action(row.id);
        for (const auto& keys : action->shortcuts()) {
            list->setFocus();
            action->setEnabled(true);
            spied->clear();
            QTest::keySequence(list, keys);
            QVERIFY2(*spied == std::vector{ row.id }, row.text);
        }
        QCOMPARE(action->shortcuts().isEmpty(), *row.shortcut == '\0');
    }
}

void TestMainWindow::everyActionIsReachedThroughThePalette()
{
    Whole whole;
    whole.openSecrets(u"payments-db"_s);
    QTRY_VERIFY(whole.workspace.action(ActionId::CopyValue)->isEnabled());
    const auto spied = whole.askedInsteadOfDone();
    auto& palette = whole.window.commandPalette();
    for (const auto& row : actionCatalogue()) {
        if (row.id == ActionId::CommandPalette)
            continue;
        whole.workspace.action(row.id)->setEnabled(true);
        spied->clear();
        palette.start();
        palette.setText(u"> "_s + plainText(row));
        QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Return);
        QVERIFY2(*spied == std::vector{ row.id }, row.text);
        QVERIFY(!palette.isVisible());
    }
}

void TestMainWindow::thePaletteOpensAVault()
{
    QTest::failOnWarning(QRegularExpression(u"icon"_s));
    Whole whole;
    QTRY_VERIFY(whole.workspace.vaults().find(whole.vaultId));
    QVERIFY(QTest::qWaitForWindowActive(&whole.window));
    auto& palette = whole.window.commandPalette();
    QTest::keySequence(&whole.window, QKeySequence(u"Ctrl+K"_s));
    QVERIFY(palette.isVisible());
    QTest::keyClicks(palette.findChild<QLineEdit*>(), u"contoso"_s);
    QTest::qWait(200); // items are looked up
    palette.grab();
    QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Return);
    QVERIFY(!palette.isVisible());
    QTRY_COMPARE(whole.window.frame()->pane()->vaultId(), whole.vaultId);
    QTest::qWait(100);
    whole.window.grab();
}

void TestMainWindow::everyActionHasANameInTheMenus()
{
    Whole whole;
    QSet<const QAction*> inMenus;
    for (const auto* menu : whole.window.menuBar()->actions()) {
        QVERIFY(!menu->text().isEmpty());
        for (const auto* action : menu->menu()->actions())
            inMenus.insert(action);
    }
    for (const auto& row : actionCatalogue())
        QVERIFY2(inMenus.contains(whole.workspace.action(row.id)), row.text);
}

void TestMainWindow::everyPageHasNamedControls()
{
    Whole whole;
    QTRY_VERIFY(whole.workspace.vaults().find(whole.vaultId));
    for (const auto& page : paneCatalogue()) {
        whole.workspace.open({ page.kind, page.isOfVault ? whole.vaultId : vault::VaultId(), {}, {} });
        QTest::qWait(20);
        QCOMPARE(unnamedIn(whole.window, QString::fromLatin1(page.text)), QString());
    }
}

void TestMainWindow::everyDialogHasNamedControls()
{
    Whole whole;
    whole.openSecrets(u"payments-db"_s);
    QTRY_VERIFY(whole.workspace.action(ActionId::CopyValue)->isEnabled());
    int seen = 0;
    for (const auto& row : actionCatalogue()) {
        // Files are chosen in Qt's own dialog; what leaves the page comes back.
        const bool isFile = row.id == ActionId::OpenStore || row.id == ActionId::RestoreStore
            || row.id == ActionId::BackupStore || row.id == ActionId::ImportFile
            || row.id == ActionId::ExportCa;
        if (isFile || !QByteArray(row.text).endsWith("...") || !whole.workspace.action(row.id)->isEnabled())
            continue;
        whole.workspace.trigger(row.id);
        QTest::qWait(100); // some ask the store first
        for (auto* dialog : whole.window.findChildren<QDialog*>()) {
            if (!dialog->isVisible())
                continue;
            ++seen;
            QCOMPARE(unnamedIn(*dialog, QString::fromLatin1(row.text)), QString());
            dialog->done(QDialog::Rejected);
        }
        whole.openSecrets(u"payments-db"_s);
        QTRY_VERIFY(whole.workspace.action(ActionId::CopyValue)->isEnabled());
    }
    QVERIFY(seen >= 8);
}

void TestMainWindow::aDraftSurvivesALock()
{
    Whole whole;
    whole.openSecrets();
    QTRY_VERIFY(whole.workspace.action(ActionId::NewItem)->isEnabled());
    whole.workspace.trigger(ActionId::NewItem);
    QTRY_VERIFY(whole.editor());
    QPointer<SecretEditor> before = whole.editor();
    before->setName(u"half-written"_s);
    before->findChild<SecretEdit*>()->setValue(base::SecureBytes::copyOf(QByteArrayView(canary)));
    whole.workspace.trigger(ActionId::LockStore);
    // It would have asked twice before giving the value up.
    QTRY_VERIFY(before.isNull());
    QVERIFY(!whole.editor());
    QVERIFY(!whole.window.frame());
    QCOMPARE(whole.door.state(), ops::StoreDoor::State::Locked);

    whole.door.unlock({});
    QTRY_VERIFY(whole.editor());
    auto* editor = whole.editor();
    QCOMPARE(editor->value().view().toByteArray(), QByteArray(canary));
    QCOMPARE(editor->setOperation()->secretName.text(), u"half-written"_s);
    QTRY_VERIFY(editor->acceptButton()->isEnabled());
    editor->acceptButton()->click();
    QTRY_VERIFY(whole.work.run(whole.vaultId, vault::GetSecret{ named("half-written"), {} }).has_value());
}

void TestMainWindow::anUntouchedEditorIsNotKept()
{
    Whole whole;
    whole.openSecrets(u"payments-db"_s);
    QTRY_VERIFY(whole.workspace.action(ActionId::NewVersion)->isEnabled());
    whole.workspace.trigger(ActionId::NewVersion);
    QTRY_VERIFY(whole.editor());
    whole.workspace.trigger(ActionId::LockStore);
    whole.door.unlock({});
    QTRY_VERIFY(whole.window.frame());
    QTRY_VERIFY(whole.window.frame()->pane()->place().kind == PaneKind::Secrets);
    QVERIFY(!whole.editor());
}

void TestMainWindow::theShownPageComesBack()
{
    Whole whole;
    QTRY_VERIFY(whole.workspace.vaults().find(whole.vaultId));
    whole.workspace.open({ PaneKind::Access, whole.vaultId, {}, {} });
    whole.workspace.trigger(ActionId::LockStore);
    whole.door.unlock({});
    QTRY_COMPARE(whole.window.frame()->pane()->place().kind, PaneKind::Access);
    QCOMPARE(whole.window.frame()->pane()->vaultId(), whole.vaultId);
}

void TestMainWindow::theLogOfAKeyIsOpenedFromTheBoard()
{
    Whole whole;
    QVERIFY(
        whole.work.run(whole.vaultId, vault::CreateKey{ named("signing"), crypto::KeyType::Ec }).has_value());
    QTRY_VERIFY(whole.workspace.vaults().find(whole.vaultId));
    whole.workspace.open({ PaneKind::Rotation, {}, {}, {} });
    auto* board = whole.window.frame()->pane()->findChild<ObjectListView*>();
    QTRY_COMPARE(board->model()->rowCount(), 1);
    board->choose(0);
    QTRY_VERIFY(whole.workspace.action(ActionId::ItemActivity)->isEnabled());
    whole.workspace.trigger(ActionId::ItemActivity);
    auto* pane = whole.window.frame()->pane();
    QCOMPARE(pane->place().kind, PaneKind::Keys);
    QVERIFY(pane->details()->isVisible());
    const auto shownRows = [pane] {
        for (auto* list : pane->details()->findChildren<ObjectListView*>())
            if (list->isVisible())
                return QString(list->accessibleName() % QString::number(list->model()->rowCount()));
        return QString();
    };
    QTRY_COMPARE(shownRows(), u"Activity1"_s);
    QTest::qWait(300); // nothing that is late takes it away again
    QCOMPARE(shownRows(), u"Activity1"_s);
}

void TestMainWindow::theTreeOpensTheVaultThatIsShown()
{
    Whole whole;
    QTRY_VERIFY(whole.workspace.vaults().find(whole.vaultId));
    const auto* const tree = whole.window.findChild<NavTree*>();
    QVERIFY(tree);
    const Place overview{ PaneKind::VaultOverview, whole.vaultId, {}, {} };
    whole.workspace.open(overview);
    const auto* const model = qobject_cast<const NavModel*>(tree->model());
    QTRY_VERIFY(tree->isExpanded(model->indexOf(overview)));
}

void TestMainWindow::theRecoveryKeyOffersANewPassphrase()
{
    Whole whole;
    whole.workspace.trigger(ActionId::LockStore);
    whole.door.unlockWithRecoveryKey({});
    QTRY_VERIFY(whole.window.frame());
    QPushButton* offer = nullptr;
    for (auto* button : whole.window.findChildren<QPushButton*>())
        if (button->text() == u"Set a new passphrase"_s && button->isVisible())
            offer = button;
    QVERIFY(offer);
    offer->click();
    QDialog* dialog = nullptr;
    QTRY_VERIFY((dialog = whole.window.findChild<QDialog*>()) && dialog->isVisible());
    QVERIFY(!dialog->findChild<QWidget*>(u"formerPassphrase"_s));
    for (const auto& name : { u"newPassphrase"_s, u"newPassphraseAgain"_s })
        dialog->findChild<PassphraseEdit*>(name)->insert(u"marble otter fjord lantern"_s);
    for (auto* button : dialog->findChildren<QPushButton*>())
        if (button->isDefault()) {
            QVERIFY(button->isEnabled());
            button->click();
            break;
        }
    QTRY_COMPARE(whole.door.replacedPassphrase, QByteArray("marble otter fjord lantern"));
}

void TestMainWindow::aWrongRecoveryKeyIsAskedForAgain()
{
    Whole whole;
    whole.door.keyRefusal = { base::ErrorCode::BadParameter, u"A typing mistake in group 1."_s, {} };
    whole.workspace.trigger(ActionId::LockStore);
    auto* const page = whole.window.findChild<LockPage*>();
    auto* const field = page->findChild<PassphraseEdit*>();
    page->findChild<QPushButton*>(u"otherKey"_s)->click();
    QCOMPARE(field->accessibleName(), u"Recovery key"_s);
    QTest::keyClicks(field, u"AAAAA"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(page->failedAttempts(), 1);
    QVERIFY(page->isVisible());
    QCOMPARE(field->accessibleName(), u"Recovery key"_s);
    QCOMPARE(field->accessibleDescription(), u"A typing mistake in group 1."_s);
    whole.door.keyRefusal.reset();
    QTest::keyClicks(field, u"BBBBB"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(whole.window.frame());
    // The next time it is the passphrase again.
    whole.workspace.trigger(ActionId::LockStore);
    QCOMPARE(field->accessibleName(), u"Passphrase"_s);
}

void TestMainWindow::theLockPageSaysWhenTheStoreWasOpened()
{
    Whole whole;
    auto settings = whole.settings.value();
    QCOMPARE(settings.lastOpened, whole.work.clock.now());
    settings.timeZone = TimeZoneChoice::Utc;
    whole.settings.set(settings);
    const auto* const page = whole.window.findChild<LockPage*>();
    const auto said = [page] {
        for (const auto* label : page->findChildren<QLabel*>())
            if (label->isVisible() && label->text().startsWith(u"Last opened here: "_s))
                return label->text().section(u": "_s, 1);
        return QString();
    };
    whole.workspace.trigger(ActionId::LockStore);
    QCOMPARE(said(), lists::dateTimeText(settings.lastOpened));
    // Of another store nothing is known.
    settings.lastStore = u"/home/me/elsewhere"_s;
    whole.settings.set(settings);
    whole.door.refusal.reset();
    whole.window.begin(u"/home/me/store"_s);
    QVERIFY(page->isVisible());
    QCOMPARE(said(), QString());
}

void TestMainWindow::whoAsksNoMoreIsNotAnswered()
{
    Whole whole;
    QTRY_VERIFY(whole.window.frame());
    const auto isAsked = [&whole] {
        for (const auto* button : whole.window.findChildren<QPushButton*>())
            if (button->text() == u"Lock and hand over"_s && button->isVisible())
                return true;
        return false;
    };
    Q_EMIT whole.door.handOverRequested(u"strongroom (process 12)"_s);
    QVERIFY(isAsked());
    Q_EMIT whole.door.handOverWithdrawn(u"strongroom (process 13)"_s);
    QVERIFY(isAsked());
    Q_EMIT whole.door.handOverWithdrawn(u"strongroom (process 12)"_s);
    QVERIFY(!isAsked());
}

void TestMainWindow::withoutATrayClosingDoesNotHide()
{
    Whole whole;
    auto settings = whole.settings.value();
    settings.showsTray = true; // the platform of tests has no tray
    whole.settings.set(settings);
    QVERIFY(QApplication::quitOnLastWindowClosed());
    QVERIFY(whole.window.close());
    for (const auto* dialog : whole.window.findChildren<QDialog*>())
        QVERIFY(!dialog->isVisible());
}

void TestMainWindow::notesOfTheOpeningAreShown()
{
    Whole whole;
    whole.workspace.trigger(ActionId::LockStore);
    whole.door.notes = { u"The anchor was missing."_s, u"The clock is behind."_s };
    whole.door.unlock({});
    QTRY_VERIFY(whole.window.frame());
    const auto shown = [&whole] {
        for (const auto* label : whole.window.findChildren<QLabel*>())
            if (label->isVisible() && label->text() == u"The anchor was missing. The clock is behind."_s)
                return true;
        return false;
    };
    QTRY_VERIFY(shown());
}

void TestMainWindow::commandLinesNameAnUnusualStore()
{
    Whole whole;
    whole.door.usualPath = u"/home/me/elsewhere"_s;
    whole.openSecrets(u"payments-db"_s);
    const auto namesStore = [&whole] {
        for (const auto* text : whole.window.findChildren<QPlainTextEdit*>())
            if (text->toPlainText().contains("--store '/home/me/store'"_L1))
                return true;
        return false;
    };
    QTRY_VERIFY(namesStore());
}

void TestMainWindow::theFirstWindowFitsTheScreen()
{
    Whole whole;
    const MainWindow window(whole.workspace, whole.theme); // nobody has given it a size
    const QSize room = window.screen()->availableSize();
    QVERIFY(window.width() <= std::max(room.width(), window.minimumWidth()));
    QVERIFY(window.height() <= std::max(room.height(), window.minimumHeight()));
}

void TestMainWindow::aStoreThatCannotBeMadeIsSaidWhereItWasTyped()
{
    Whole whole;
    whole.workspace.trigger(ActionId::LockStore);
    whole.workspace.trigger(ActionId::CreateStore);
    const auto* const page = whole.window.findChild<CreatePage*>();
    QVERIFY(page->isVisible());
    const auto fields = page->findChildren<PassphraseEdit*>();
    for (auto* field : fields)
        QTest::keyClicks(field, u"marble otter fjord lantern"_s);
    QTest::keyClick(fields[1], Qt::Key_Return);
    const auto isSaid = [page] {
        const auto notes = page->findChildren<FieldNote*>();
        return std::ranges::any_of(notes, [](const FieldNote* note) {
            return note->isVisible() && note->text().contains(notHere().message);
        });
    };
    QTRY_VERIFY(isSaid());
    QCOMPARE(fields[0]->secret().view().toByteArray(), QByteArray("marble otter fjord lantern"));
    // Leaving the page takes what was typed with it.
    for (auto* button : page->findChildren<QPushButton*>())
        if (button->text() == u"Back"_s)
            button->click();
    QVERIFY(!page->isVisible());
    QVERIFY(fields[0]->isEmpty() && fields[1]->isEmpty());
}

void TestMainWindow::leavingNewStoreGoesBackToTheOpenOne()
{
    Whole whole;
    whole.workspace.trigger(ActionId::CreateStore);
    const auto* const page = whole.window.findChild<CreatePage*>();
    QVERIFY(page->isVisible());
    for (auto* button : page->findChildren<QPushButton*>())
        if (button->text() == u"Back"_s)
            button->click();
    QVERIFY(!page->isVisible());
    QVERIFY(whole.window.frame() && whole.window.frame()->isVisible());
}

void TestMainWindow::aStoreThatCannotBeOpenedIsSaidOnTheFirstPage()
{
    Whole whole;
    QVERIFY(QTest::qWaitForWindowActive(&whole.window));
    whole.door.isChosen = false;
    whole.workspace.trigger(ActionId::LockStore);
    const auto* const welcome = whole.window.findChild<WelcomePage*>();
    const auto* const card = welcome->findChild<ErrorCard*>();
    QVERIFY(welcome->isVisible() && !card->isVisible());

    whole.door.refusal = { base::ErrorCode::StoreMissing, u"The database is missing."_s, {} };
    whole.window.begin(u"/home/me/store"_s);
    QVERIFY(card->isVisible());
    QVERIFY(card->text().cause.contains(u"The database is missing."_s));
    QVERIFY(card->text().cause.contains(u"/home/me/store"_s));
    // What else can be done stays in reach.
    QObject::disconnect(welcome, &WelcomePage::restoreChosen, nullptr, nullptr); // no file is chosen
    const QSignalSpy restores(welcome, &WelcomePage::restoreChosen);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_3);
    QCOMPARE(restores.count(), 1);

    auto* again = card->findChild<QPushButton*>();
    QCOMPARE(again->text(), u"Try again"_s);
    QVERIFY(again->hasFocus());
    again->click();
    QVERIFY(card->isVisible());
    whole.door.refusal.reset();
    again->click();
    QVERIFY(whole.window.findChild<LockPage*>()->isVisible());
}

void TestMainWindow::aRestoreSaysHowItEndedBeforeAStoreIsOpen()
{
    Whole whole;
    const auto said = [&whole] {
        for (const auto* bar : whole.window.findChildren<NoticeBar*>())
            if (bar->isVisible())
                return bar->accessibleName();
        return QString();
    };
    for (const bool isChosen : { false, true }) { // on the first page and on the lock page
        whole.door.isChosen = isChosen;
        whole.workspace.trigger(ActionId::LockStore);
        whole.door.refusal = { base::ErrorCode::BadParameter, u"It is not a backup."_s, {} };
        whole.window.storeFiles().restoreInto(u"/home/me/file"_s, u"/home/me/new"_s);
        QTRY_COMPARE(said(), u"The backup was not restored. It is not a backup."_s);
        whole.door.refusal.reset();
        whole.window.storeFiles().restoreInto(u"/home/me/file"_s, u"/home/me/new"_s);
        QTRY_COMPARE(said(), u"Restored to /home/me/new."_s);
        QTRY_VERIFY(whole.window.findChild<LockPage*>()->isVisible());
        // The page of the open store has nothing of it.
        whole.door.unlock({});
        QVERIFY(whole.window.frame());
        QCOMPARE(said(), QString());
    }
}

void TestMainWindow::aFolderWithoutAStoreIsSaidInItsOwnWords()
{
    Whole whole;
    whole.workspace.trigger(ActionId::LockStore);
    whole.door.refusal = { base::ErrorCode::StoreUnsafe, u"Close it with: chmod 700"_s, {} };
    whole.window.storeFiles().choose(u"/home/me/elsewhere"_s);
    auto* const box = whole.window.findChild<QMessageBox*>();
    QVERIFY(box && box->isVisible());
    QCOMPARE(box->informativeText(), u"Close it with: chmod 700"_s);
    box->done(0);
}

void TestMainWindow::theHiddenPaletteHoldsNothing()
{
    Whole whole;
    QTRY_VERIFY(whole.workspace.vaults().find(whole.vaultId));
    auto& palette = whole.window.commandPalette();
    auto* const field = palette.findChild<QLineEdit*>();
    const auto* const list = palette.findChild<QListWidget*>();
    const auto names
        = [list](const QString& name) { return !list->findItems(name, Qt::MatchContains).isEmpty(); };
    palette.start();
    palette.setText(u"payments"_s);
    QTRY_VERIFY(names(u"payments-db"_s));
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(!palette.isVisible());
    QCOMPARE(list->count(), 0);
    QVERIFY(field->text().isEmpty() && !field->isUndoAvailable());
    // Nor does an answer fill it that comes after the lock.
    palette.start();
    palette.setText(u"payments"_s);
    QTest::qWait(90); // it is asked
    whole.workspace.trigger(ActionId::LockStore);
    QTest::qWait(200);
    QCOMPARE(list->count(), 0);
    QVERIFY(field->text().isEmpty());
}

void TestMainWindow::thePaletteOffersOnlyPagesThatAVaultHas()
{
    Whole whole;
    auto pool = createVault("alpine");
    pool.sku = vault::Sku::ManagedHsm;
    pool.token = vault::TokenChoice{ { u"/usr/lib/module.so"_s, u"token"_s }, {}, {} };
    (void)whole.work.run(std::move(pool));
    QTRY_COMPARE(whole.workspace.vaults().vaults().size(), 2);
    auto& palette = whole.window.commandPalette();
    palette.start();
    const auto offers = [&palette](const QString& words) {
        palette.setText(words);
        return !palette.findChild<QListWidget*>()->findItems(words, Qt::MatchExactly).isEmpty();
    };
    QVERIFY(offers(u"contoso-prod \u203a Secrets"_s));
    QVERIFY(!offers(u"contoso-prod \u203a Pool"_s));
    QVERIFY(offers(u"alpine \u203a Keys"_s));
    QVERIFY(!offers(u"alpine \u203a Secrets"_s));
}

namespace {

QStringList rowsOf(const QListWidget* list)
{
    QStringList rows;
    for (int row = 0; row < list->count(); ++row)
        rows += list->item(row)->data(Qt::AccessibleTextRole).toString();
    return rows;
}

} // namespace

void TestMainWindow::thePaletteFindsItemsByTheirTags()
{
    Whole whole;
    auto tagged = setSecret("smtp-relay", "v");
    tagged.tags = vault::Tags{ { u"Team"_s, u"operations"_s } };
    (void)whole.work.run(whole.vaultId, std::move(tagged));
    (void)whole.work.run(whole.vaultId, setSecret("team-calendar", "v"));
    QTRY_VERIFY(whole.workspace.vaults().find(whole.vaultId));
    auto& palette = whole.window.commandPalette();
    const auto* const list = palette.findChild<QListWidget*>();
    palette.start();
    const QStringList relay{ u"smtp-relay, Team=operations \u00b7 contoso-prod"_s };
    for (const auto& typed : { u"#team"_s, u"# TEAM"_s, u"#oper"_s, u"#team=oper"_s }) {
        palette.setText(typed);
        QTRY_COMPARE(rowsOf(list), relay); // the other one has it in its name only
    }
    palette.setText(u"#team=sales"_s);
    QTRY_COMPARE(list->item(0)->text(), u"Nothing has this name"_s);
}

void TestMainWindow::thePaletteFindsPrincipals()
{
    Whole whole;
    const auto backend = whole.work.run(vault::RegisterApplication{ u"billing-backend"_s });
    QVERIFY(backend);
    QVERIFY(whole.work.run(vault::RegisterApplication{ u"web-shop"_s }));
    QTRY_VERIFY(whole.workspace.vaults().find(whole.vaultId));
    auto& palette = whole.window.commandPalette();
    const auto* const list = palette.findChild<QListWidget*>();
    palette.start();
    palette.setText(u"@"_s);
    QTRY_COMPARE(rowsOf(list).size(), 2);
    palette.setText(u"@bill"_s);
    QTRY_COMPARE(rowsOf(list), QStringList{ u"billing-backend, Application"_s });
    const QSignalSpy opened(&whole.workspace, &Workspace::openRequested);
    QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    const auto place = opened[0][0].value<Place>();
    QCOMPARE(place.kind, PaneKind::Applications);
    QCOMPARE(place.item, backend->application.clientId);
}

void TestMainWindow::thePaletteCopiesTheValueOfASecret()
{
    Whole whole;
    QTRY_VERIFY(whole.workspace.vaults().find(whole.vaultId));
    auto& palette = whole.window.commandPalette();
    auto* const field = palette.findChild<QLineEdit*>();
    const auto* const list = palette.findChild<QListWidget*>();
    QApplication::clipboard()->setText(u"before"_s);
    palette.start();
    palette.setText(u"payments"_s);
    QTRY_COMPARE(list->item(0)->text(), u"payments-db"_s);
    QTest::keySequence(field, QKeySequence::Copy);
    QVERIFY(!palette.isVisible());
    QTRY_COMPARE(QApplication::clipboard()->text(), u"old"_s);

    // What is selected in the field is meant first, and a page has no value.
    palette.start();
    palette.setText(u"contoso"_s);
    QTest::keySequence(field, QKeySequence::Copy);
    QVERIFY(palette.isVisible());
    QCOMPARE(QApplication::clipboard()->text(), u"old"_s);
    field->selectAll();
    QTest::keySequence(field, QKeySequence::Copy);
    QVERIFY(palette.isVisible());
    QTRY_COMPARE(QApplication::clipboard()->text(), u"contoso"_s);
}

void TestMainWindow::thePaletteBeginsWithWhereThePersonWas()
{
    Whole whole;
    QTRY_VERIFY(whole.workspace.vaults().find(whole.vaultId));
    auto& palette = whole.window.commandPalette();
    const auto* const list = palette.findChild<QListWidget*>();
    QApplication::clipboard()->setText(u"before"_s);
    whole.workspace.open({ PaneKind::Tokens, {}, {}, {} });
    whole.workspace.open({ PaneKind::Secrets, whole.vaultId, u"payments-db"_s, {} });
    whole.workspace.open({ PaneKind::Home, {}, {}, {} });
    palette.start();
    const auto first = rowsOf(list);
    QCOMPARE(first.value(0), u"payments-db, contoso-prod"_s);
    QCOMPARE(first.value(1), u"Tokens (HSM), Page"_s);
    palette.setText(u"payments"_s);
    QTest::qWait(200); // items are looked up
    QCOMPARE(rowsOf(list).filter(u"payments-db"_s).size(), 1);

    palette.setText({});
    QTest::keySequence(palette.findChild<QLineEdit*>(), QKeySequence::Copy);
    QTRY_COMPARE(QApplication::clipboard()->text(), u"old"_s);

    // Names of places go with the lock.
    palette.hide();
    whole.workspace.trigger(ActionId::LockStore);
    QTRY_VERIFY(!whole.workspace.operations());
    palette.start();
    QVERIFY(rowsOf(list).filter(u"payments"_s).isEmpty());
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
