// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/file_descriptor.h"

#include <QtGlobal>

#include <vector>

namespace strongroom::net {

/// The descriptors that a loop waits for, and a bell for other threads: epoll(7), level-triggered, so that a
/// descriptor stays watched until somebody says otherwise. Thread-compatible but for ring().
class ReadySet final
{
public:
    enum class Wish { Read, Write };
    /// What comes back when the bell was rung.
    static constexpr quint64 bell = 0;

    ReadySet();
    ReadySet(const ReadySet&) = delete;
    ReadySet& operator=(const ReadySet&) = delete;

    /// Without descriptors to spare there is nothing to wait with.
    bool isOpen() const { return m_epoll.isOpen() && m_bell.isOpen(); }
    /// From here on wait() returns `token` when `descriptor` is ready or broken.
    void add(int descriptor, quint64 token, Wish wish) const;
    void change(int descriptor, quint64 token, Wish wish) const;
    /// Closing the descriptor does the same.
    void remove(int descriptor) const;

    /// The tokens of those that are ready, none when `atMostMilliseconds` have passed. Valid until the next
    /// call.
    const std::vector<quint64>& wait(int atMostMilliseconds);
    /// Ends the wait, now or the next time. From any thread.
    void ring() const;

private:
    void control(int how, int descriptor, quint64 token, Wish wish) const;

    base::FileDescriptor m_epoll;
    base::FileDescriptor m_bell;
    std::vector<quint64> m_ready;
};

} // namespace strongroom::net
