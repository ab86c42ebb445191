// SPDX-License-Identifier: Apache-2.0
#include "model/vault/duration.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace strongroom::vault {

namespace {

constexpr qint64 secondsOfDay = 86400;
/// Longer than any policy; keeps arithmetic far from overflow.
constexpr int largestNumber = 99999;

base::UnixSeconds moved(base::UnixSeconds time, const Duration& by, int sign)
{
    const QDateTime moment = QDateTime::fromSecsSinceEpoch(time, QTimeZone::utc())
                                 .addMonths(sign * (by.years * 12 + by.months))
                                 .addDays(qint64(sign) * by.days);
    return moment.toSecsSinceEpoch() + sign * by.seconds;
}

} // namespace

base::Result<Duration> Duration::parse(const QString& text)
{
    static const QRegularExpression form(
        u"^P(?=.)(?:(\\d{1,5})Y)?(?:(\\d{1,5})M)?(?:(\\d{1,5})W)?(?:(\\d{1,5})D)?"
        "(?:T(?=.)(?:(\\d{1,5})H)?(?:(\\d{1,5})M)?(?:(\\d{1,5})S)?)?$"_s);
    const auto match = form.match(text);
    const base::Error malformed{ base::ErrorCode::BadParameter,
                                 u"'%1' is not an ISO 8601 duration such as P90D."_s.arg(text.left(40)),
                                 u"duration"_s };
    if (!match.hasMatch())
        return malformed;
    const auto part = [&match](int index) { return match.captured(index).toInt(); };
    Duration duration;
    duration.years = part(1);
    duration.months = part(2);
    duration.days = part(3) * 7 + part(4);
    duration.seconds = qint64(part(5)) * 3600 + qint64(part(6)) * 60 + part(7);
    if (duration == Duration() || duration.days > largestNumber || duration.years > 1000)
        return malformed;
    return duration;
}

QString Duration::toText() const
{
    QString text = u"P"_s;
    const auto add = [&text](qint64 number, QChar unit) {
        if (number)
            text += QString::number(number) + unit;
    };
    add(years, u'Y');
    add(months, u'M');
    add(days, u'D');
    if (seconds)
        text += u'T';
    add(seconds / 3600, u'H');
    add(seconds % 3600 / 60, u'M');
    add(seconds % 60, u'S');
    return text;
}

base::UnixSeconds Duration::after(base::UnixSeconds time) const { return moved(time, *this, 1); }

base::UnixSeconds Duration::before(base::UnixSeconds time) const { return moved(time, *this, -1); }

base::UnixSeconds Duration::atLeastSeconds() const
{
    return (years * qint64(365) + months * qint64(28) + days) * secondsOfDay + seconds;
}

} // namespace strongroom::vault
