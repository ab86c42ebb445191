// SPDX-License-Identifier: Apache-2.0
#include "model/lists/relative_time.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace strongroom::lists {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr qint64 month = 30 * day + day / 2;
constexpr qint64 year = 365 * day;

struct Words final
{
    Q_DECLARE_TR_FUNCTIONS(RelativeTime)
};

/// Calendar months and years differ in length: 18 months from now are not "in 17 months".
constexpr qint64 calendarSlack = 3 * day;

QString ahead(qint64 seconds)
{
    const auto count
        = [seconds](qint64 unit) { return int((unit < month ? seconds : seconds + calendarSlack) / unit); };
    if (seconds < minute)
        return Words::tr("in less than a minute");
    if (seconds < hour)
        return count(minute) == 1 ? Words::tr("in 1 minute") : Words::tr("in %1 minutes").arg(count(minute));
    if (seconds < day)
        return count(hour) == 1 ? Words::tr("in 1 hour") : Words::tr("in %1 hours").arg(count(hour));
    if (seconds < 2 * day)
        return Words::tr("tomorrow");
    if (seconds < 100 * day)
        return Words::tr("in %1 days").arg(count(day));
    if (seconds < 2 * year)
        return Words::tr("in %1 months").arg(count(month));
    return Words::tr("in %1 years").arg(count(year));
}

QString ago(qint64 seconds)
{
    const auto count = [seconds](qint64 unit) { return int(seconds / unit); };
    if (seconds < minute)
        return Words::tr("just now");
    if (seconds < hour)
        return count(minute) == 1 ? Words::tr("1 minute ago")
                                  : Words::tr("%1 minutes ago").arg(count(minute));
    if (seconds < day)
        return count(hour) == 1 ? Words::tr("1 hour ago") : Words::tr("%1 hours ago").arg(count(hour));
    if (seconds < 2 * day)
        return Words::tr("yesterday");
    if (seconds < 60 * day)
        return Words::tr("%1 days ago").arg(count(day));
    if (seconds < year)
        return Words::tr("%1 months ago").arg(count(month));
    return count(year) == 1 ? Words::tr("1 year ago") : Words::tr("%1 years ago").arg(count(year));
}

QDateTime timeOf(base::UnixSeconds when, TimeZone zone)
{
    return QDateTime::fromSecsSinceEpoch(when, zone == TimeZone::Utc ? Qt::UTC : Qt::LocalTime);
}

} // namespace

QString relativeTime(base::UnixSeconds when, base::UnixSeconds now)
{
    return when > now ? ahead(when - now) : ago(now - when);
}

QString relativeOrDate(base::UnixSeconds when, base::UnixSeconds now)
{
    return now - when < 14 * day ? relativeTime(when, now) : dateText(when);
}

QString dateText(base::UnixSeconds when, TimeZone zone)
{
    return QLocale::c().toString(timeOf(when, zone).date(), u"d MMM yyyy"_s);
}

QString dateTimeText(base::UnixSeconds when, TimeZone zone)
{
    const QString text = QLocale::c().toString(timeOf(when, zone), u"d MMM yyyy, HH:mm"_s);
    return zone == TimeZone::Utc ? text + " UTC"_L1 : text;
}

qint64 daysUntil(base::UnixSeconds when, base::UnixSeconds now)
{
    const qint64 seconds = when - now;
    return seconds >= 0 ? seconds / day : -((-seconds + day - 1) / day);
}

} // namespace strongroom::lists
