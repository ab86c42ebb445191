// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/ending_soon.h"

#include <QMenu>
#include <QTimer>

#include <functional>
#include <memory>

class QSystemTrayIcon;

namespace strongroom::ui {

/// What the icon in the tray offers: the window, the lock, what expires next, and the end.
class TrayMenu final : public QMenu
{
    Q_OBJECT

public:
    explicit TrayMenu(Workspace& workspace);

Q_SIGNALS:
    void openChosen();
    void lockChosen();
    void quitChosen();
    void placeChosen(const strongroom::ui::Place& place);

private:
    void fill();

    Workspace& m_workspace;
    EndingSoon m_ending;
};

/// The icon in the tray, where the desktop has one and the settings want it. A desktop may lose its tray, or
/// get it late: takePlace() asks anew, and a window that was left to the tray is told when it has gone.
class Tray final : public QObject
{
    Q_OBJECT

public:
    using IsAvailable = std::function<bool()>;
    Tray(Workspace& workspace, IsAvailable isAvailable, QObject* parent);
    ~Tray() override;

    /// Shows the icon where there is a tray now, takes it away where there is none any more; true while it
    /// is shown.
    bool takePlace();
    /// The window is hidden from now on: gone() when the icon can no longer bring it back.
    void watch();
    /// The window is there again.
    void stopWatching();

Q_SIGNALS:
    void openChosen();
    void lockChosen();
    void quitChosen();
    void placeChosen(const strongroom::ui::Place& place);
    void gone();

private:
    void showIcon();
    void removeIcon();

    Workspace& m_workspace;
    const IsAvailable m_isAvailable;
    QTimer m_watch;
    QSystemTrayIcon* m_icon = nullptr;
    std::unique_ptr<TrayMenu> m_menu;
};

} // namespace strongroom::ui
