// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtGlobal>

namespace strongroom::base {

/// Seconds since 1970-01-01 UTC: the service's resolution of time (Key Vault, object attributes).
using UnixSeconds = qint64;

/// Where the time comes from. Nobody else asks the system, so tests travel in time.
class Clock
{
public:
    virtual ~Clock() = default;
    /// Milliseconds since 1970-01-01 UTC. May jump when the person sets the clock.
    virtual qint64 nowMilliseconds() const = 0;
    UnixSeconds now() const { return nowMilliseconds() / 1000; }
};

class SystemClock final : public Clock
{
public:
    qint64 nowMilliseconds() const override;
};

} // namespace strongroom::base
