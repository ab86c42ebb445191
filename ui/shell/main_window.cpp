// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/main_window.h"

#include "model/lists/relative_time.h"
#include "ui/commands/endpoint_commands.h"
#include "ui/commands/explain_as.h"
#include "ui/commands/token_pins.h"
#include "ui/panes/details_pages.h"
#include "ui/shell/about_dialog.h"
#include "ui/shell/action_state.h"
#include "ui/shell/auto_lock.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/create_page.h"
#include "ui/shell/environment_look.h"
#include "ui/shell/error_sentences.h"
#include "ui/shell/lock_page.h"
#include "ui/shell/menus.h"
#include "ui/shell/notice_bar.h"
#include "ui/shell/recovery_page.h"
#include "ui/shell/status_line.h"
#include "ui/shell/store_files.h"
#include "ui/shell/tray.h"
#include "ui/shell/tray_question.h"
#include "ui/shell/welcome_page.h"
#include "ui/shell/work_frame.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDialog>
#include <QDir>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QSystemTrayIcon>
#include <QVBoxLayout>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

const auto windowLayout = u"window.geometry"_s;
constexpr QSize firstSize(1440, 868);
constexpr QSize roomForFrame(8, 36); // what window managers put around a window

} // namespace

MainWindow::MainWindow(Workspace& workspace, Theme& theme)
    : m_workspace(workspace)
    , m_theme(theme)
    , m_actions(new ActionState(workspace, this))
    , m_autoLock(new AutoLock(workspace.settings(), workspace.clock(), this))
    , m_files(new StoreFiles(workspace, m_closedNotices, this))
    , m_closedBar(new NoticeBar(m_closedNotices, this))
    , m_pages(new QStackedWidget(this))
    , m_welcome(new WelcomePage(m_pages))
    , m_create(new CreatePage(workspace.door(), errorSentences, m_pages))
    , m_recovery(new RecoveryPage(workspace, m_pages))
    , m_lock(new LockPage(workspace.door(), errorSentences, m_pages))
    , m_palette(new CommandPalette(workspace, this))
    , m_tray(new Tray(workspace, QSystemTrayIcon::isSystemTrayAvailable, this))
{
    m_workspace.setWindow(this);
    m_workspace.setExplain(errorSentences);
    build();
    connectPages();
    connectTray();
    new TokenPins(workspace, this);
    onSettings(workspace.settings().value());
    onDoorState();
}

MainWindow::~MainWindow() { leaveFrame(); }

void MainWindow::build()
{
    for (auto* page : { static_cast<QWidget*>(m_welcome), static_cast<QWidget*>(m_create),
                        static_cast<QWidget*>(m_recovery), static_cast<QWidget*>(m_lock) })
        m_pages->addWidget(page);
    auto* const central = new QWidget(this);
    auto* const column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_closedBar);
    column->addWidget(m_pages, 1);
    setCentralWidget(central);
    fillMenuBar(*menuBar(), m_workspace);
    // In the window itself, so that shortcuts work wherever the keyboard is and with the menu bar hidden.
    for (const auto& row : actionCatalogue())
        addAction(m_workspace.action(row.id));
    setContextMenuPolicy(Qt::NoContextMenu);
    setMinimumSize(800, 560);
    if (!restoreGeometry(m_workspace.settings().layout(windowLayout)))
        resize(firstSize.boundedTo(screen()->availableSize() - roomForFrame));
}

void MainWindow::connectPages()
{
    connect(&m_workspace, &Workspace::triggered, this, &MainWindow::perform);
    connect(&m_workspace.settings(), &SettingsBook::changed, this, &MainWindow::onSettings);
    connect(&m_workspace.door(), &ops::StoreDoor::stateChanged, this, &MainWindow::onDoorState);
    connect(m_welcome, &WelcomePage::createChosen, this, [this] { perform(ActionId::CreateStore); });
    connect(m_welcome, &WelcomePage::openChosen, m_files, &StoreFiles::openStore);
    connect(m_welcome, &WelcomePage::restoreChosen, m_files, &StoreFiles::restore);
    connect(m_welcome, &WelcomePage::sampleChosen, this, &MainWindow::sampleChosen);
    connect(m_welcome, &WelcomePage::nextStepChosen, this, [this] { begin(m_refused); });
    connect(m_welcome, &WelcomePage::schemeToggled, this, &MainWindow::toggleScheme);
    connect(m_create, &CreatePage::cancelled, this, &MainWindow::showStartPage);
    connect(m_create, &CreatePage::created, this, [this](const std::shared_ptr<base::SecureBytes>& key) {
        m_isShowingKey = true;
        m_recovery->show(key);
        m_pages->setCurrentWidget(m_recovery);
        m_recovery->setFocus();
    });
    connect(m_recovery, &RecoveryPage::finished, this, [this] {
        m_isShowingKey = false;
        showFrame();
    });
    connect(m_lock, &LockPage::otherStoreChosen, m_files, &StoreFiles::openStore);
    connect(m_lock, &LockPage::restoreChosen, m_files, &StoreFiles::restore);
    connect(m_files, &StoreFiles::storeChosen, this, &MainWindow::showStartPage);
    connect(m_autoLock, &AutoLock::due, this, &MainWindow::lock);
    const auto question = [](const QString& who) { return tr("%1 asks for this store.").arg(who); };
    connect(&m_workspace.door(), &ops::StoreDoor::handOverRequested, this,
            [this, question](const QString& who) {
                m_workspace.notices().post({ Notice::Kind::Warning, question(who), tr("Lock and hand over"),
                                             [this] { lock(); }, false });
            });
    connect(&m_workspace.door(), &ops::StoreDoor::handOverWithdrawn, this,
            [this, question](const QString& who) { m_workspace.notices().withdraw(question(who)); });
    connect(&m_workspace.door(), &ops::StoreDoor::tamperingFound, this, [this](const QString& finding) {
        m_workspace.notices().post(
            { Notice::Kind::Failed, finding, tr("Lock now"), [this] { lock(); }, false });
    });
}

void MainWindow::begin(const QString& path)
{
    m_refused = path;
    const auto result = m_workspace.door().choose(path);
    if (result)
        return;
    const QString folder = QDir::toNativeSeparators(path);
    auto text = explainAs(tr("The store cannot be opened."), result.error(), m_workspace);
    if (!text.cause.contains(folder))
        text.cause = folder % u'\n' % text.cause;
    text.nextStep = tr("Try again");
    text.details.clear(); // they are the cause
    m_welcome->showProblem(text);
    showStartPage();
}

void MainWindow::onDoorState()
{
    const auto state = m_workspace.door().state();
    if (state == ops::StoreDoor::State::Opening)
        return;
    if (state != ops::StoreDoor::State::Open) {
        leaveFrame();
        m_isShowingKey = false;
        m_workspace.clipboard().clearNow();
        // A store that could not be made or opened is said on the page that asked for it.
        if (!m_create->isWaiting() && !m_lock->isTrying())
            showStartPage();
        return;
    }
    auto settings = m_workspace.settings().value();
    settings.lastStore = m_workspace.door().path();
    settings.lastOpened = m_workspace.clock().now();
    m_workspace.settings().set(settings);
    if (settings.startsEndpoint)
        startEndpoint(m_workspace, settings.endpointPort, Announce::OnFailure);
    m_autoLock->arm();
    // While a store is being made the recovery key comes first; its page goes on from there.
    if (m_pages->currentWidget() != m_create)
        showFrame();
    // One notice is shown at a time.
    if (const QStringList notes = m_workspace.door().openingNotes(); !notes.isEmpty())
        m_workspace.notices().post({ Notice::Kind::Warning, notes.join(u' '), {}, {}, false });
}

void MainWindow::showStartPage()
{
    m_create->reset();
    if (m_frame)
        return m_pages->setCurrentWidget(m_frame);
    m_actions->judge(nullptr, {});
    setTitle();
    if (m_workspace.door().state() == ops::StoreDoor::State::Locked) {
        m_lock->reset();
        m_lock->setLastOpened(lastOpened());
        m_pages->setCurrentWidget(m_lock);
        m_lock->setFocus();
        return;
    }
    m_pages->setCurrentWidget(m_welcome);
    m_welcome->setFocus();
}

/// Of commands and servers, which open it too, the settings know nothing.
QString MainWindow::lastOpened() const
{
    const auto& settings = m_workspace.settings().value();
    if (settings.lastOpened == 0 || settings.lastStore != m_workspace.door().path())
        return {};
    return tr("Last opened here: %1").arg(lists::dateTimeText(settings.lastOpened, timeZoneOf(m_workspace)));
}

void MainWindow::showFrame()
{
    if (m_frame || m_isShowingKey)
        return;
    m_create->reset();
    m_closedBar->forgetAll();
    m_frame = new WorkFrame(m_workspace, *m_actions, m_pages);
    connect(m_autoLock, &AutoLock::minutesChanged, m_frame,
            [this](int minutes) { m_frame->status().showLockTime(minutes); });
    m_frame->status().showLockTime(m_autoLock->minutesLeft());
    connect(m_frame, &WorkFrame::pageChanged, this, &MainWindow::setTitle);
    m_pages->addWidget(m_frame);
    m_pages->setCurrentWidget(m_frame);
    setTitle();
    goBackToWork();
    if (m_workspace.door().openedWith() == ops::KeySlot::Kind::RecoveryKey)
        m_workspace.notices().post({ Notice::Kind::Warning,
                                     tr("The recovery key opened this store. Is the passphrase forgotten?"),
                                     tr("Set a new passphrase"),
                                     [this] {
                                         m_workspace.open({ PaneKind::StoreKeys, {}, {}, u"passphrase"_s });
                                     },
                                     false });
}

/// The page and the editors that were open when the store was locked.
void MainWindow::goBackToWork()
{
    const auto kept
        = std::make_shared<const DraftBook::Kept>(m_workspace.drafts().take()); // slots are copied
    const auto goBack = [this, kept] {
        const auto isThere = [this](const Place& place) {
            return place.vault.isEmpty() || m_workspace.vaults().find(place.vault);
        };
        if (kept->shown && isThere(*kept->shown))
            m_frame->open(*kept->shown);
        for (const Draft& draft : kept->drafts)
            if (isThere(draft.place))
                m_frame->resume(draft);
    };
    if (m_workspace.vaults().isLoaded())
        goBack();
    else
        connect(&m_workspace.vaults(), &VaultDirectory::vaultsChanged, m_frame, goBack,
                Qt::SingleShotConnection);
}

void MainWindow::leaveFrame()
{
    m_autoLock->disarm();
    m_palette->hide();
    // Dialogs over the frame may hold what must not outlive the store; no editor is asked twice here.
    for (auto* dialog : findChildren<QDialog*>(Qt::FindDirectChildrenOnly))
        if (dialog->isVisible())
            dialog->done(QDialog::Rejected);
    delete std::exchange(m_frame, nullptr);
}

void MainWindow::lock()
{
    if (m_workspace.door().state() != ops::StoreDoor::State::Open)
        return;
    if (m_frame && m_frame->pane())
        m_workspace.drafts().keep(m_frame->pane()->place());
    leaveFrame();
    m_workspace.clipboard().clearNow();
    m_workspace.endpoint().stop();
    m_workspace.door().lock();
}

void MainWindow::perform(ActionId id)
{
    if (m_frame && m_frame->perform(id))
        return;
    switch (id) {
    case ActionId::CreateStore:
        m_create->reset();
        m_pages->setCurrentWidget(m_create);
        m_create->setFocus();
        return;
    case ActionId::OpenStore:
        return m_files->openStore();
    case ActionId::BackupStore:
        return m_files->backup();
    case ActionId::RestoreStore:
        return m_files->restore();
    case ActionId::CheckStore:
        return m_files->check();
    case ActionId::LockStore:
        return lock();
    case ActionId::Quit:
        return quit();
    case ActionId::CommandPalette:
        return m_palette->start();
    case ActionId::ToggleScheme:
        return toggleScheme();
    case ActionId::StartEndpoint:
        return startEndpoint(m_workspace, m_workspace.settings().value().endpointPort);
    case ActionId::StopEndpoint:
        return stopEndpoint(m_workspace);
    case ActionId::VerifyAudit:
        return m_files->verifyAudit();
    case ActionId::About:
        return showAbout();
    default:
        return;
    }
}

void MainWindow::onSettings(const Settings& settings)
{
    if (m_theme.choice() != settings.scheme)
        m_theme.choose(settings.scheme);
    m_theme.setTextScale(settings.textPercent / 100.0);
}

void MainWindow::toggleScheme()
{
    auto settings = m_workspace.settings().value();
    settings.scheme = m_theme.scheme() == Scheme::Dark ? SchemeChoice::Light : SchemeChoice::Dark;
    m_workspace.settings().set(settings);
}

void MainWindow::showAbout()
{
    auto* dialog = new AboutDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::setTitle()
{
    QStringList words;
    const auto* pane = m_frame ? m_frame->pane() : nullptr;
    if (const auto* vault = pane ? m_workspace.vaults().find(pane->vaultId()) : nullptr)
        words.append(tr("%1 (%2)").arg(vault->name.text(), environmentWord(vault->environment)));
    if (const auto path = m_workspace.door().path(); !path.isEmpty())
        words.append(QDir(path).dirName());
    words.append(u"Strongroom"_s);
    setWindowTitle(words.join(u" \u2013 "_s));
}

void MainWindow::connectTray()
{
    connect(m_tray, &Tray::openChosen, this, &MainWindow::comeForward);
    connect(m_tray, &Tray::lockChosen, this, &MainWindow::lock);
    connect(m_tray, &Tray::quitChosen, this, &MainWindow::quit);
    connect(m_tray, &Tray::gone, this, [this] {
        comeForward();
        m_workspace.notices().post(
            { Notice::Kind::Warning, tr("The tray has gone, so the window is back."), {}, {}, false });
    });
    connect(m_tray, &Tray::placeChosen, this, [this](const Place& place) {
        comeForward();
        m_workspace.open(place);
    });
}

void MainWindow::comeForward()
{
    m_tray->stopWatching();
    show();
    setWindowState(windowState() & ~Qt::WindowMinimized);
    raise();
    activateWindow();
}

void MainWindow::goToTray()
{
    hide();
    m_tray->watch();
}

void MainWindow::quit()
{
    m_isQuitting = true;
    if (close())
        QCoreApplication::quit();
    m_isQuitting = false;
}

/// The first time a closed window would only go to the tray.
void MainWindow::sayTray()
{
    auto* dialog = new TrayQuestion(this);
    connect(dialog, &FormDialog::submitted, this, [this, dialog] {
        auto settings = m_workspace.settings().value();
        settings.knowsTray = true;
        m_workspace.settings().set(settings);
        dialog->accept();
        goToTray();
    });
    connect(dialog, &TrayQuestion::quitChosen, this, &MainWindow::quit);
    dialog->open();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_isQuitting && m_tray->takePlace()) {
        event->ignore();
        if (m_workspace.settings().value().knowsTray)
            goToTray();
        else
            sayTray();
        return;
    }
    m_workspace.settings().keepLayout(windowLayout, saveGeometry());
    m_workspace.clipboard().clearNow();
    leaveFrame();
    event->accept();
}

} // namespace strongroom::ui
