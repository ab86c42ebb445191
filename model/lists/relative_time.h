// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"

#include <QString>

namespace strongroom::lists {

/// "in 17 days", "2 days ago", "yesterday", "just now": the distance of `when` from `now` in the largest
/// unit that still says something. Days are kept up to 99 ahead, because that is where people plan.
QString relativeTime(base::UnixSeconds when, base::UnixSeconds now);

/// Relative for the last two weeks, a date before that: what a list of changes shows.
QString relativeOrDate(base::UnixSeconds when, base::UnixSeconds now);

enum class TimeZone { Utc, Local };

/// "14 Mar 2026".
QString dateText(base::UnixSeconds when, TimeZone zone = TimeZone::Utc);
/// "14 Mar 2026, 09:00 UTC"; without the word for local time.
QString dateTimeText(base::UnixSeconds when, TimeZone zone = TimeZone::Utc);
/// Whole days from `now`, rounded down, negative in the past.
qint64 daysUntil(base::UnixSeconds when, base::UnixSeconds now);

} // namespace strongroom::lists
