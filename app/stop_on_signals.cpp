// SPDX-License-Identifier: Apache-2.0
#include "app/stop_on_signals.h"

#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace strongroom::app {

namespace {

constexpr std::array stoppingSignals{ SIGTERM, SIGINT, SIGHUP };
std::array<int, 2> ends{ -1, -1 }; // written by the handler, read by the event loop

/// May only do what signal-safety(7) allows.
extern "C" void noteSignal(int number)
{
    const int error = errno;
    const char byte = 1;
    if (::write(ends[0], &byte, 1) != 1)
        ::_exit(128 + number);
    ::signal(number, SIG_DFL);
    errno = error;
}

} // namespace

StopOnSignals::StopOnSignals(std::function<void()> stop)
    : m_stop(std::move(stop))
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(ends[1], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] {
        char byte = 0;
        while (::read(ends[1], &byte, 1) == 1) { }
        m_stop();
    });
    for (const int number : stoppingSignals)
        ::signal(number, noteSignal);
}

StopOnSignals::~StopOnSignals()
{
    for (const int number : stoppingSignals)
        ::signal(number, SIG_DFL);
    m_notifier.reset();
    for (int& end : ends) {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
}

} // namespace strongroom::app
