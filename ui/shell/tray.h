// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/ending_soon.h"

#include <QMenu>

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

/// The icon in the tray, where the desktop has one and the settings want it.
class Tray final : public QObject
{
    Q_OBJECT

public:
    Tray(Workspace& workspace, QObject* parent);
    ~Tray() override;

    bool isShown() const { return m_icon != nullptr; }

Q_SIGNALS:
    void openChosen();
    void lockChosen();
    void quitChosen();
    void placeChosen(const strongroom::ui::Place& place);

private:
    void follow(const Settings& settings);

    Workspace& m_workspace;
    QSystemTrayIcon* m_icon = nullptr;
    std::unique_ptr<TrayMenu> m_menu;
};

} // namespace strongroom::ui
