// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"

#include <QString>

namespace strongroom::vault {

/// An ISO 8601 duration as rotation policies use it: "P90D", "P3M", "P1Y10D", "PT48H". Kept in its parts,
/// because a month is not a number of seconds.
struct Duration final
{
    int years = 0;
    int months = 0;
    int days = 0; ///< weeks are days
    qint64 seconds = 0; ///< hours and minutes too

    /// BadParameter for anything but a positive duration of the forms above.
    static base::Result<Duration> parse(const QString& text);
    QString toText() const;
    /// Calendar months; the day is clamped to the month's last (31 Jan + P1M = 28 or 29 Feb).
    base::UnixSeconds after(base::UnixSeconds time) const;
    base::UnixSeconds before(base::UnixSeconds time) const;
    /// With months of 28 days: what comparing with a minimum needs.
    base::UnixSeconds atLeastSeconds() const;

    friend bool operator==(const Duration&, const Duration&) = default;
};

} // namespace strongroom::vault
