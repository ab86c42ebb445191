// SPDX-License-Identifier: Apache-2.0
#include "model/base/promise.h"

#include "model/base/lane.h"

#include <QFutureWatcher>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace strongroom;

namespace {

template <typename Future>
concept ContinuesAnywhere = requires(Future future)
{
    future.then([](int) {});
};

// QFuture's own, whose promise does not survive that its result is taken, is out of reach.
static_assert(!ContinuesAnywhere<base::Answer<int>>);
static_assert(ContinuesAnywhere<QFuture<int>>);

} // namespace

class TestPromise final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void continuationOfATakenResultRunsOnce();
    void takenOnAnotherThreadWhileThePromiseDies();
    void droppedPromiseCancels();
    void resultOfAContinuationMayBeTaken();
    void readyAtOnce();
};

void TestPromise::continuationOfATakenResultRunsOnce()
{
    int runs = 0;
    int value = 0;
    {
        base::Promise<std::unique_ptr<int>> promise;
        promise.future().then(this,
                              [&, owned = std::make_unique<int>(1)](QFuture<std::unique_ptr<int>> future) {
                                  runs += *owned;
                                  value = *future.takeResult();
                              });
        promise.fulfil(std::make_unique<int>(7));
        QCOMPARE(runs, 1);
    }
    QCOMPARE(runs, 1);
    QCOMPARE(value, 7);
}

void TestPromise::takenOnAnotherThreadWhileThePromiseDies()
{
    base::Lane lane("other");
    int runs = 0;
    for (int i = 0; i < 2000; ++i) {
        lane.run([] { return std::make_unique<int>(1); })
            .then(this, [&, owned = std::make_unique<int>(1)](QFuture<std::unique_ptr<int>> future) {
                runs += *owned * *future.takeResult();
            });
        if (i % 7 == 0)
            QCoreApplication::processEvents();
    }
    QTRY_COMPARE(runs, 2000);
    QTest::qWait(1);
    QCOMPARE(runs, 2000);
}

void TestPromise::droppedPromiseCancels()
{
    bool hasRun = false;
    QFutureWatcher<int> watcher;
    QSignalSpy finished(&watcher, &QFutureWatcher<int>::finished);
    {
        QObject context;
        base::Promise<int> promise;
        watcher.setFuture(promise.future());
        promise.future().then(&context, [&](int) { hasRun = true; });
    }
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(watcher.isCanceled());
    QVERIFY(!hasRun);
}

void TestPromise::resultOfAContinuationMayBeTaken()
{
    base::Lane lane("other");
    int sum = 0;
    for (int i = 0; i < 100; ++i) {
        auto first = lane.run([] { return std::make_unique<int>(1); });
        auto second = base::continued(
            first, this, [](std::unique_ptr<int> value) { return std::make_unique<int>(*value + 1); });
        base::continued(second, this, [](std::unique_ptr<int> value) {
            return std::make_unique<int>(*value + 1);
        }).then(this, [&, owned = std::make_unique<int>(1)](QFuture<std::unique_ptr<int>> future) {
            sum += *owned * *future.takeResult();
        });
    }
    QTRY_COMPARE(sum, 300);
}

void TestPromise::readyAtOnce()
{
    const auto future = base::readyFuture(5);
    QVERIFY(future.isFinished());
    QCOMPARE(future.result(), 5);
}

QTEST_GUILESS_MAIN(TestPromise)
#include "tst_promise.moc"
