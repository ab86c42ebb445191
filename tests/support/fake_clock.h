// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"

#include <atomic>

namespace strongroom::support {

/// A clock that stands still until the test moves it.
class FakeClock final : public base::Clock
{
public:
    explicit FakeClock(base::UnixSeconds now = 1'800'000'000)
        : m_milliseconds(now * 1000)
    {
    }
    qint64 nowMilliseconds() const override { return m_milliseconds; }
    void set(base::UnixSeconds now) { m_milliseconds = now * 1000; }
    void advance(base::UnixSeconds seconds) { m_milliseconds += seconds * 1000; }

private:
    std::atomic<qint64> m_milliseconds;
};

} // namespace strongroom::support
