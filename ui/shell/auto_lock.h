// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "ui/commands/settings.h"

#include <QObject>
#include <QTimer>

namespace strongroom::ui {

/// Says when the store should be locked: nobody touched the window for the time of the settings, the
/// session was locked, or the computer goes to sleep (logind, where there is one).
class AutoLock final : public QObject
{
    Q_OBJECT

public:
    /// `settings` and `clock` must outlive it.
    AutoLock(SettingsBook& settings, const base::Clock& clock, QObject* parent = nullptr);

    /// Counts only while a store is open.
    void arm();
    void disarm();
    /// Somebody is there. Also called for work that must not be cut off.
    void touch();
    /// Whole minutes until the lock; -1: never.
    int minutesLeft() const;

Q_SIGNALS:
    void due();
    void minutesChanged(int minutes);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private Q_SLOTS:
    void onSessionLocked();
    void onSleep(bool isGoing);

private:
    void listenToLogind();
    void tick();
    qint64 idle() const; ///< milliseconds

    SettingsBook& m_settings;
    const base::Clock& m_clock;
    QTimer m_tick;
    qint64 m_touched = 0;
    int m_shown = -2;
    bool m_isArmed = false;
};

} // namespace strongroom::ui
