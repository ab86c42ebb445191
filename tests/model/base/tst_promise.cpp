// SPDX-License-Identifier: Apache-2.0
#include "model/base/promise.h"

#include "model/base/lane.h"

#include <QFutureWatcher>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <memory>

using namespace strongroom;

namespace {

template <typename Future>
concept ContinuesAnywhere = requires(Future future)
{
    future.then([](int) {});
};

// QFuture's own, which may run twice and whose promise does not survive that its result is taken, is out of
// reach.
static_assert(!ContinuesAnywhere<base::Answer<int>>);
static_assert(ContinuesAnywhere<QFuture<int>>);

} // namespace

class TestPromise final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void continuationOfATakenResultRunsOnce();
    void continuesOnceWhileAnotherThreadAnswers();
    void goneContextIsNotCalled();
    void runsOnTheThreadOfItsContext();
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

/// Once each, though the answer may come while the continuation is being asked for, and the result be taken
/// while the answering thread is still about to let go of the promise.
void TestPromise::continuesOnceWhileAnotherThreadAnswers()
{
    constexpr int count = 20000;
    base::Lane lane("other");
    int runs = 0;
    int taken = 0;
    for (int i = 0; i < count; ++i) {
        auto made = base::continued(lane.run([] { return std::make_unique<int>(1); }), this,
                                    [&, owned = std::make_unique<int>(1)](std::unique_ptr<int> value) {
                                        ++runs;
                                        return std::make_unique<int>(*value + *owned);
                                    });
        base::Answer<std::unique_ptr<int>>(std::move(made))
            .then(this, [&](QFuture<std::unique_ptr<int>> future) { taken += *future.takeResult(); });
        if (i % 7 == 0)
            QCoreApplication::processEvents();
    }
    QTRY_COMPARE(taken, 2 * count);
    QTest::qWait(1);
    QCOMPARE(runs, count);
    QCOMPARE(taken, 2 * count);
}

/// Nobody is asked on the thread of a context that is gone, and what was captured goes with the answer.
void TestPromise::goneContextIsNotCalled()
{
    const auto captured = std::make_shared<int>(1);
    base::Promise<int> promise;
    bool hasRun = false;
    QFuture<int> made;
    {
        QObject context;
        made = base::continued(promise.future(), &context, [&hasRun, captured](int value) {
            hasRun = true;
            return value;
        });
    }
    QCOMPARE(captured.use_count(), 2L);
    promise.fulfil(1);
    QTRY_COMPARE(captured.use_count(), 1L);
    QVERIFY(!hasRun);
    QVERIFY(made.isFinished());
    QVERIFY(made.isCanceled());
}

/// The context need not live on the thread that asks.
void TestPromise::runsOnTheThreadOfItsContext()
{
    QThread thread;
    QObject context;
    context.moveToThread(&thread);
    thread.start();
    base::Promise<int> promise;
    QThread* ranOn = nullptr;
    const auto made = base::continued(promise.future(), &context, [&ranOn](int value) {
        ranOn = QThread::currentThread();
        return value + 1;
    });
    promise.fulfil(1);
    QTRY_VERIFY(made.isFinished());
    QCOMPARE(made.result(), 2);
    QCOMPARE(ranOn, &thread);
    thread.quit();
    thread.wait();
}

void TestPromise::droppedPromiseCancels()
{
    bool hasRun = false;
    QFutureWatcher<int> watcher;
    QSignalSpy finished(&watcher, &QFutureWatcher<int>::finished);
    QFuture<int> made;
    {
        base::Promise<int> promise;
        watcher.setFuture(promise.future());
        made = base::continued(promise.future(), this, [&](int value) {
            hasRun = true;
            return value;
        });
    }
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(watcher.isCanceled());
    QTRY_VERIFY(made.isCanceled());
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
