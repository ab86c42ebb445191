// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/request_log.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

ops::ServedRequest request(const QString& path, int status = 200)
{
    ops::ServedRequest made;
    made.method = u"GET"_s;
    made.path = path;
    made.vault = u"contoso"_s;
    made.status = status;
    return made;
}

} // namespace

class RequestLogTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newestComesFirst()
    {
        RequestLog log;
        QAbstractItemModelTester tester(&log);
        log.add(request(u"/secrets/a"_s));
        log.add(request(u"/secrets/b"_s, 403));
        QCOMPARE(log.rowCount(), 2);
        QCOMPARE(log.at(0).path, u"/secrets/b"_s);
        QCOMPARE(log.index(0, int(RequestLog::Column::Status)).data().toString(), u"403"_s);
    }

    void keepsABoundedNumber()
    {
        RequestLog log;
        QAbstractItemModelTester tester(&log);
        for (std::size_t i = 0; i < RequestLog::capacity + 5; ++i)
            log.add(request(u"/secrets/s%1"_s.arg(i)));
        QCOMPARE(log.total(), int(RequestLog::capacity));
        QCOMPARE(log.rowCount(), int(RequestLog::capacity));
        QCOMPARE(log.at(log.rowCount() - 1).path, u"/secrets/s5"_s);
    }

    void standsStillWhilePausedAndCatchesUp()
    {
        RequestLog log;
        log.add(request(u"/a"_s));
        log.pause();
        log.add(request(u"/b"_s));
        log.add(request(u"/c"_s));
        QCOMPARE(log.rowCount(), 1);
        QCOMPARE(log.at(0).path, u"/a"_s);
        QCOMPARE(log.waiting(), 2);
        log.resume();
        QCOMPARE(log.rowCount(), 3);
        QCOMPARE(log.at(0).path, u"/c"_s);
        QCOMPARE(log.waiting(), 0);
    }

    void filterHidesAndDoesNotForget()
    {
        RequestLog log;
        log.add(request(u"/secrets/a"_s));
        log.add(request(u"/secrets/b"_s, 404));
        log.setFilter(u"404 SECRETS"_s);
        QCOMPARE(log.rowCount(), 1);
        log.add(request(u"/secrets/c"_s));
        QCOMPARE(log.rowCount(), 1);
        QCOMPARE(log.at(0).path, u"/secrets/b"_s);
        log.setFilter({});
        QCOMPARE(log.rowCount(), 3);
    }

    void resetForgetsAllOfIt()
    {
        RequestLog log;
        log.add(request(u"/a"_s));
        log.setFilter(u"nothing"_s);
        log.pause();
        log.reset();
        QCOMPARE(log.total(), 0);
        QVERIFY(!log.isPaused());
        log.add(request(u"/b"_s));
        QCOMPARE(log.rowCount(), 1);
    }
};

QTEST_GUILESS_MAIN(RequestLogTest)
#include "tst_request_log.moc"
