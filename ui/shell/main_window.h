// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"
#include "ui/theme/theme.h"

#include <QMainWindow>

#include <memory>

class QStackedWidget;

namespace strongroom::ui {

class ActionState;
class AutoLock;
class CommandPalette;
class CreatePage;
class LockPage;
class NoticeBar;
class RecoveryPage;
class StoreFiles;
class Tray;
class WelcomePage;
class WorkFrame;

/// The window: what it shows follows the state of the store's door. First run, lock screen, or the frame
/// with tree, page and details. Everything a person can do is a row of the action catalogue; the window
/// carries out what concerns the store as a whole and passes the rest on.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// Both outlive the window.
    MainWindow(Workspace& workspace, Theme& theme);
    ~MainWindow() override;

    /// Chooses the store to begin with. When it cannot be opened, the first page says why.
    void begin(const QString& path);
    /// nullptr while no store is open.
    WorkFrame* frame() const { return m_frame; }
    CommandPalette& commandPalette() const { return *m_palette; }
    StoreFiles& storeFiles() const { return *m_files; }

Q_SIGNALS:
    /// The sample store was asked for on the first page.
    void sampleChosen();

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void build();
    void connectPages();
    void onDoorState();
    void onSettings(const Settings& settings);
    void perform(ActionId id);
    void showStartPage();
    QString lastOpened() const;
    void showFrame();
    void goBackToWork();
    void leaveFrame();
    void lock();
    void showAbout();
    void toggleScheme();
    void setTitle();
    void connectTray();
    void comeForward();
    void goToTray();
    void sayTray();
    void quit();

    Workspace& m_workspace;
    Theme& m_theme;
    ActionState* m_actions;
    AutoLock* m_autoLock;
    Notices m_closedNotices; ///< of what is done before a store is open
    StoreFiles* m_files;
    NoticeBar* m_closedBar; ///< above the pages without a frame, which has its own
    QStackedWidget* m_pages;
    WelcomePage* m_welcome;
    CreatePage* m_create;
    RecoveryPage* m_recovery;
    LockPage* m_lock;
    WorkFrame* m_frame = nullptr;
    CommandPalette* m_palette;
    Tray* m_tray;
    QString m_refused; ///< the store to begin with, while it cannot be opened
    bool m_isQuitting = false;
    bool m_isShowingKey = false;
};

} // namespace strongroom::ui
