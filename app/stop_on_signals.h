// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

#include <functional>
#include <memory>

class QSocketNotifier;

namespace strongroom::app {

/// Turns SIGTERM, SIGINT and SIGHUP into a call on this thread's event loop, so that the program closes
/// its store instead of dying in the middle. One per process; a second signal ends it at once.
class StopOnSignals final
{
public:
    explicit StopOnSignals(std::function<void()> stop);
    ~StopOnSignals();
    StopOnSignals(const StopOnSignals&) = delete;
    StopOnSignals& operator=(const StopOnSignals&) = delete;

private:
    std::function<void()> m_stop;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace strongroom::app
