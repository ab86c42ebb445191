// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"

#include <QObject>
#include <QString>

#include <functional>
#include <vector>

namespace strongroom::ui {

/// A longer piece of work as the activity panel shows it.
struct Activity final
{
    enum class State { Running, Done, Failed, Cancelled };
    quint64 id = 0;
    QString title; ///< "Import 120 secrets"
    QString scope; ///< vault name
    qint64 started = 0; ///< milliseconds
    qint64 ended = 0;
    qint64 completed = 0;
    qint64 total = 0; ///< 0: unknown
    State state = State::Running;
    QString result; ///< one sentence when it ended
    std::function<void()> cancel; ///< empty: cannot be cancelled
    std::function<void()> retry; ///< empty: nothing to retry
};

/// Everything that ran or runs in this session, oldest first. GUI thread.
class ActivityList final : public QObject
{
    Q_OBJECT

public:
    ActivityList(const base::Clock& clock, QObject* parent = nullptr);

    /// Starts an entry; `title`, `scope`, `total`, `cancel` and `retry` of `activity` count. Gives its id.
    quint64 begin(Activity activity);
    void setProgress(quint64 id, qint64 completed, qint64 total);
    void end(quint64 id, Activity::State state, const QString& result);
    void setRetry(quint64 id, std::function<void()> retry);

    const std::vector<Activity>& all() const { return m_all; }
    int running() const;
    /// Forgets what has ended.
    void clear();

Q_SIGNALS:
    void changed();

private:
    Activity* find(quint64 id);

    const base::Clock& m_clock;
    std::vector<Activity> m_all;
    quint64 m_last = 0;
};

} // namespace strongroom::ui
