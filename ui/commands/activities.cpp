// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/activities.h"

#include <algorithm>

namespace strongroom::ui {

ActivityList::ActivityList(const base::Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
{
}

quint64 ActivityList::begin(Activity activity)
{
    activity.id = ++m_last;
    activity.started = m_clock.nowMilliseconds();
    activity.ended = 0;
    activity.state = Activity::State::Running;
    m_all.push_back(std::move(activity));
    Q_EMIT changed();
    return m_last;
}

void ActivityList::setProgress(quint64 id, qint64 completed, qint64 total)
{
    auto* activity = find(id);
    if (!activity || activity->state != Activity::State::Running)
        return;
    activity->completed = completed;
    activity->total = total;
    Q_EMIT changed();
}

void ActivityList::end(quint64 id, Activity::State state, const QString& result)
{
    auto* activity = find(id);
    if (!activity)
        return;
    activity->state = state;
    activity->result = result;
    activity->ended = m_clock.nowMilliseconds();
    activity->cancel = {};
    Q_EMIT changed();
}

void ActivityList::setRetry(quint64 id, std::function<void()> retry)
{
    auto* activity = find(id);
    if (!activity)
        return;
    activity->retry = std::move(retry);
    Q_EMIT changed();
}

int ActivityList::running() const
{
    return int(std::ranges::count(m_all, Activity::State::Running, &Activity::state));
}

void ActivityList::clear()
{
    std::erase_if(m_all, [](const Activity& a) { return a.state != Activity::State::Running; });
    Q_EMIT changed();
}

Activity* ActivityList::find(quint64 id)
{
    const auto it = std::ranges::find(m_all, id, &Activity::id);
    return it == m_all.end() ? nullptr : &*it;
}

} // namespace strongroom::ui
