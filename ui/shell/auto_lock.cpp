// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/auto_lock.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QEvent>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int tickInterval = 5000; // milliseconds

} // namespace

AutoLock::AutoLock(SettingsBook& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
{
    m_tick.setInterval(tickInterval);
    connect(&m_tick, &QTimer::timeout, this, &AutoLock::tick);
    connect(&m_settings, &SettingsBook::changed, this, &AutoLock::tick);
    QCoreApplication::instance()->installEventFilter(this);
    listenToLogind();
}

void AutoLock::listenToLogind()
{
    auto bus = QDBusConnection::systemBus();
    if (!bus.isConnected())
        return;
    const auto service = u"org.freedesktop.login1"_s;
    // Any session of this user that is locked will do: the signal comes from the session's own path.
    bus.connect(service, {}, u"org.freedesktop.login1.Session"_s, u"Lock"_s, this, SLOT(onSessionLocked()));
    bus.connect(service, u"/org/freedesktop/login1"_s, u"org.freedesktop.login1.Manager"_s,
                u"PrepareForSleep"_s, this, SLOT(onSleep(bool)));
}

void AutoLock::arm()
{
    m_isArmed = true;
    m_idle.start();
    m_tick.start();
    tick();
}

void AutoLock::disarm()
{
    m_isArmed = false;
    m_tick.stop();
}

void AutoLock::touch() { m_idle.start(); }

int AutoLock::minutesLeft() const
{
    const auto minutes = m_settings.value().autoLockMinutes;
    if (!m_isArmed || minutes == 0)
        return -1;
    const auto left = qint64(minutes) * 60'000 - m_idle.elapsed();
    return int(qMax<qint64>(0, left / 60'000));
}

void AutoLock::tick()
{
    if (!m_isArmed)
        return;
    const auto minutes = m_settings.value().autoLockMinutes;
    if (minutes > 0 && m_idle.elapsed() >= qint64(minutes) * 60'000) {
        Q_EMIT due();
        return;
    }
    const int left = minutesLeft();
    if (left == m_shown)
        return;
    m_shown = left;
    Q_EMIT minutesChanged(left);
}

bool AutoLock::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
        touch();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void AutoLock::onSessionLocked()
{
    if (m_isArmed && m_settings.value().locksWithSession)
        Q_EMIT due();
}

void AutoLock::onSleep(bool isGoing)
{
    if (isGoing && m_isArmed && m_settings.value().locksOnSuspend)
        Q_EMIT due();
}

} // namespace strongroom::ui
