// SPDX-License-Identifier: Apache-2.0
#include "model/net/ready_set.h"

#include <array>
#include <sys/epoll.h>
#include <sys/eventfd.h>

namespace strongroom::net {

namespace {

constexpr int readyAtOnce = 128;

} // namespace

ReadySet::ReadySet()
    : m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_bell(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    m_ready.reserve(readyAtOnce);
    if (isOpen())
        add(m_bell.get(), bell, Wish::Read);
}

void ReadySet::add(int descriptor, quint64 token, Wish wish) const
{
    control(EPOLL_CTL_ADD, descriptor, token, wish);
}

void ReadySet::change(int descriptor, quint64 token, Wish wish) const
{
    control(EPOLL_CTL_MOD, descriptor, token, wish);
}

void ReadySet::remove(int descriptor) const { epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, descriptor, nullptr); }

void ReadySet::control(int how, int descriptor, quint64 token, Wish wish) const
{
    epoll_event event{};
    event.events = wish == Wish::Read ? EPOLLIN : EPOLLOUT;
    event.data.u64 = token;
    epoll_ctl(m_epoll.get(), how, descriptor, &event);
}

const std::vector<quint64>& ReadySet::wait(int atMostMilliseconds)
{
    std::array<epoll_event, readyAtOnce> events;
    const int count = epoll_wait(m_epoll.get(), events.data(), readyAtOnce, atMostMilliseconds);
    m_ready.clear();
    for (int i = 0; i < count; ++i) {
        m_ready.push_back(events[static_cast<std::size_t>(i)].data.u64);
        if (m_ready.back() == bell) {
            eventfd_t rings = 0;
            eventfd_read(m_bell.get(), &rings);
        }
    }
    return m_ready;
}

void ReadySet::ring() const { eventfd_write(m_bell.get(), 1); }

} // namespace strongroom::net
