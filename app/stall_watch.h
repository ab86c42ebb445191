// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

namespace strongroom::app {

/// Measures for how long the event loop of its thread does not come round. Time in which the thread was
/// ready but the system ran others is not counted, so that a busy machine is no stall of ours.
class StallWatch final : public QObject
{
    Q_OBJECT

public:
    explicit StallWatch(QObject* parent = nullptr);

    /// From here on stalls are put down to `what`.
    void enter(const QString& what);
    /// For work of the observer itself, like taking a picture.
    void pause();
    void resume();

    int longestMilliseconds() const { return m_longest; }
    QString longestAt() const { return m_longestAt; }

private:
    void tick();

    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_waited = 0; // nanoseconds on the run queue, at the last tick
    int m_longest = 0;
    QString m_longestAt;
    QString m_what;
};

} // namespace strongroom::app
