// SPDX-License-Identifier: Apache-2.0
#include "model/lists/relative_time.h"

#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;

class TestRelativeTime final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysTheDistance_data();
    void saysTheDistance();
    void fallsBackToADate();
    void countsWholeDays();
};

void TestRelativeTime::saysTheDistance_data()
{
    constexpr qint64 hour = 3600;
    constexpr qint64 day = 24 * hour;
    QTest::addColumn<qint64>("distance");
    QTest::addColumn<QString>("words");
    QTest::newRow("now") << qint64(0) << u"just now"_s;
    QTest::newRow("seconds") << qint64(30) << u"in less than a minute"_s;
    QTest::newRow("a minute") << qint64(60) << u"in 1 minute"_s;
    QTest::newRow("minutes ago") << qint64(-600) << u"10 minutes ago"_s;
    QTest::newRow("an hour ago") << -hour << u"1 hour ago"_s;
    QTest::newRow("hours") << 5 * hour << u"in 5 hours"_s;
    QTest::newRow("yesterday") << -day << u"yesterday"_s;
    QTest::newRow("tomorrow") << day + hour << u"tomorrow"_s;
    QTest::newRow("days") << 17 * day << u"in 17 days"_s;
    QTest::newRow("many days") << 98 * day << u"in 98 days"_s;
    QTest::newRow("days ago") << -21 * day << u"21 days ago"_s;
    QTest::newRow("months") << 112 * day << u"in 3 months"_s;
    QTest::newRow("calendar months") << 547 * day - 1 << u"in 18 months"_s;
    QTest::newRow("nearly two years") << 730 * day - 1 << u"in 24 months"_s;
    QTest::newRow("calendar years") << 1095 * day - 1 << u"in 3 years"_s;
    QTest::newRow("months ago") << -310 * day << u"10 months ago"_s;
    QTest::newRow("a year ago") << -400 * day << u"1 year ago"_s;
    QTest::newRow("years ago") << -800 * day << u"2 years ago"_s;
    QTest::newRow("years") << 800 * day << u"in 2 years"_s;
}

void TestRelativeTime::saysTheDistance()
{
    QFETCH(qint64, distance);
    QFETCH(QString, words);
    constexpr base::UnixSeconds now = 1795000000;
    QCOMPARE(lists::relativeTime(now + distance, now), words);
}

void TestRelativeTime::fallsBackToADate()
{
    constexpr base::UnixSeconds now = 1795737600; // 27 Nov 2026 00:00 UTC
    QCOMPARE(lists::relativeOrDate(now - 3 * 86400, now), u"3 days ago"_s);
    QCOMPARE(lists::relativeOrDate(now - 50 * 86400, now), u"8 Oct 2026"_s);
    QCOMPARE(lists::dateTimeText(now - 86400 + 9 * 3600), u"26 Nov 2026, 09:00 UTC"_s);
}

void TestRelativeTime::countsWholeDays()
{
    QCOMPARE(lists::daysUntil(86400 * 5 + 100, 100), qint64(5));
    QCOMPARE(lists::daysUntil(86400 * 5 + 99, 100), qint64(4));
    QCOMPARE(lists::daysUntil(99, 100), qint64(-1));
}

QTEST_GUILESS_MAIN(TestRelativeTime)
#include "tst_relative_time.moc"
