// SPDX-License-Identifier: Apache-2.0
#include "model/base/mapped.h"

#include "model/base/lane.h"

#include <QTest>

#include <atomic>
#include <memory>

using namespace strongroom;

class TestMapped final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesAnotherValue();
    void isMadeOnceThoughItsResultIsTaken();
    void droppedPromiseCancels();
};

void TestMapped::makesAnotherValue()
{
    const auto text = base::mapped(base::readyFuture(5), [](int value) { return QString::number(value); });
    QVERIFY(text.isFinished());
    QCOMPARE(text.result(), QStringLiteral("5"));
}

/// Another thread takes the result while the answering one is still about to let go of the promise.
void TestMapped::isMadeOnceThoughItsResultIsTaken()
{
    constexpr int count = 5000;
    base::Lane lane("other");
    std::atomic<int> made = 0;
    int taken = 0;
    for (int i = 0; i < count; ++i) {
        auto mapped = base::mapped(lane.run([] { return std::make_unique<int>(1); }),
                                   [&made](std::unique_ptr<int> value) {
                                       ++made;
                                       return std::make_unique<int>(*value + 1);
                                   });
        base::Answer<std::unique_ptr<int>>(std::move(mapped))
            .then(this, [&taken](std::unique_ptr<int> value) { taken += *value; });
        if (i % 7 == 0)
            QCoreApplication::processEvents();
    }
    QTRY_COMPARE(taken, 2 * count);
    QCOMPARE(made.load(), count);
}

void TestMapped::droppedPromiseCancels()
{
    QFuture<int> mapped;
    {
        base::Promise<int> promise;
        mapped = base::mapped(promise.future(), [](int value) { return value; });
    }
    QVERIFY(mapped.isCanceled());
}

QTEST_GUILESS_MAIN(TestMapped)
#include "tst_mapped.moc"
