// SPDX-License-Identifier: Apache-2.0
#include "app/stall_watch.h"

#include <QFile>

namespace strongroom::app {

namespace {

constexpr int interval = 5; // milliseconds

/// The second number of schedstat: nanoseconds this thread was ready to run and did not.
qint64 waitedNanoseconds()
{
    QFile file(QStringLiteral("/proc/thread-self/schedstat"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const auto words = file.readAll().split(' ');
    return words.size() > 1 ? words[1].toLongLong() : 0;
}

} // namespace

StallWatch::StallWatch(QObject* parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &StallWatch::tick);
    resume();
}

void StallWatch::enter(const QString& what) { m_what = what; }

void StallWatch::pause()
{
    tick();
    m_timer.stop();
}

void StallWatch::resume()
{
    m_waited = waitedNanoseconds();
    m_since.start();
    m_timer.start();
}

void StallWatch::tick()
{
    const auto waited = waitedNanoseconds();
    const auto gap = m_since.nsecsElapsed() - (waited - m_waited) - interval * 1'000'000LL;
    m_waited = waited;
    m_since.start();
    const int milliseconds = int(gap / 1'000'000);
    if (milliseconds <= m_longest)
        return;
    m_longest = milliseconds;
    m_longestAt = m_what;
}

} // namespace strongroom::app
