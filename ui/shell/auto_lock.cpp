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

AutoLock::AutoLock(SettingsBook& settings, const base::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_clock(clock)
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
    touch();
    m_tick.start();
    tick();
}

void AutoLock::disarm()
{
    m_isArmed = false;
    m_tick.stop();
}

void AutoLock::touch() { m_touched = m_clock.nowMilliseconds(); }

qint64 AutoLock::idle() const { return m_clock.nowMilliseconds() - m_touched; }

int AutoLock::minutesLeft() const
{
    const auto minutes = m_settings.value().autoLockMinutes;
    if (!m_isArmed || minutes == 0)
        return -1;
    const auto left = qint64(minutes) * 60'000 - idle();
    return int(qMax<qint64>(0, left / 60'000));
}

void AutoLock::tick()
{
    if (!m_isArmed)
        return;
    if (idle() < 0)
        touch(); // the clock was set back, which must not put the lock off by as much
    const auto minutes = m_settings.value().autoLockMinutes;
    if (minutes > 0 && idle() >= qint64(minutes) * 60'000) {
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
