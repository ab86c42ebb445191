// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/tray.h"

#include "model/lists/relative_time.h"
#include "ui/theme/icons.h"

#include <QApplication>
#include <QSystemTrayIcon>

#include <chrono>
#include <utility>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int shownEndings = 3;
constexpr auto watchInterval = 5s; ///< only while the window is hidden

} // namespace

TrayMenu::TrayMenu(Workspace& workspace)
    : m_workspace(workspace)
    , m_ending(workspace, shownEndings)
{
    connect(&m_ending, &EndingSoon::changed, this, &TrayMenu::fill);
    connect(&workspace.door(), &ops::StoreDoor::stateChanged, this, &TrayMenu::fill);
    fill();
}

void TrayMenu::fill()
{
    clear();
    const bool isOpen = m_workspace.door().state() == ops::StoreDoor::State::Open;
    setDefaultAction(
        addAction(ui::icon(u"app-window"_s), tr("Open Strongroom"), this, &TrayMenu::openChosen));
    auto* lock = addAction(ui::icon(u"lock"_s), tr("Lock all"), this, &TrayMenu::lockChosen);
    lock->setEnabled(isOpen);
    if (isOpen && !m_ending.all().empty()) {
        addSection(tr("Next to expire"));
        const auto now = m_workspace.clock().now();
        for (const auto& ending : m_ending.all())
            addAction(ui::icon(u"clock"_s),
                      tr("%1, %2").arg(ending.name, lists::relativeTime(ending.end, now)), this,
                      [this, ending] {
                          Q_EMIT placeChosen({ listOf(ending.kind), ending.vault, ending.name, {} });
                      });
    }
    addSeparator();
    addAction(tr("Quit"), this, &TrayMenu::quitChosen);
}

Tray::Tray(Workspace& workspace, IsAvailable isAvailable, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_isAvailable(std::move(isAvailable))
{
    m_watch.setInterval(watchInterval);
    connect(&m_watch, &QTimer::timeout, this, [this] {
        if (takePlace())
            return;
        m_watch.stop();
        Q_EMIT gone();
    });
    connect(&workspace.settings(), &SettingsBook::changed, this, &Tray::takePlace);
    takePlace();
}

Tray::~Tray() = default;

bool Tray::takePlace()
{
    const bool isShown = m_workspace.settings().value().showsTray && m_isAvailable();
    if (isShown && !m_icon)
        showIcon();
    else if (!isShown && m_icon)
        removeIcon();
    return isShown;
}

void Tray::watch() { m_watch.start(); }

void Tray::stopWatching() { m_watch.stop(); }

void Tray::removeIcon()
{
    QApplication::setQuitOnLastWindowClosed(true);
    delete std::exchange(m_icon, nullptr);
    m_menu.reset();
}

void Tray::showIcon()
{
    // A window that goes to the tray is not the end of the program.
    QApplication::setQuitOnLastWindowClosed(false);
    m_menu = std::make_unique<TrayMenu>(m_workspace);
    connect(m_menu.get(), &TrayMenu::openChosen, this, &Tray::openChosen);
    connect(m_menu.get(), &TrayMenu::lockChosen, this, &Tray::lockChosen);
    connect(m_menu.get(), &TrayMenu::quitChosen, this, &Tray::quitChosen);
    connect(m_menu.get(), &TrayMenu::placeChosen, this, &Tray::placeChosen);
    m_icon = new QSystemTrayIcon(icon(u"vault"_s), this);
    m_icon->setToolTip(tr("Strongroom"));
    m_icon->setContextMenu(m_menu.get());
    connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT openChosen();
    });
    m_icon->show();
}

} // namespace strongroom::ui
