// SPDX-License-Identifier: Apache-2.0
#include "model/base/lane.h"

#include <QTest>

#include <atomic>

using namespace strongroom::base;

class LaneTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsInOrderOnOneThread()
    {
        std::vector<int> order;
        QSet<std::size_t> threads;
        {
            Lane lane("test");
            for (int i = 0; i < 1000; ++i) {
                lane.post([&, i] {
                    order.push_back(i);
                    threads.insert(std::hash<std::thread::id>()(std::this_thread::get_id()));
                });
            }
        } // the destructor finishes the queue
        QCOMPARE(order.size(), std::size_t(1000));
        QVERIFY(std::is_sorted(order.begin(), order.end()));
        QCOMPARE(threads.size(), 1);
    }

    void neverRunsOnTheWaitingThread()
    {
        Lane lane("test");
        const auto here = std::this_thread::get_id();
        auto future = lane.run([here] { return std::this_thread::get_id() != here; });
        QVERIFY(future.result());
    }

    void carriesMoveOnlyResults()
    {
        Lane lane("test");
        auto future = lane.run([] { return std::make_unique<int>(7); });
        QCOMPARE(*future.takeResult(), 7);
    }

    void takesJobsFromManyThreads()
    {
        std::atomic<int> done = 0;
        {
            Lane lane("test");
            std::vector<std::thread> posters;
            for (int t = 0; t < 4; ++t) {
                posters.emplace_back([&] {
                    for (int i = 0; i < 500; ++i)
                        lane.post([&] { ++done; });
                });
            }
            for (auto& poster : posters)
                poster.join();
        }
        QCOMPARE(done.load(), 2000);
    }
};

QTEST_GUILESS_MAIN(LaneTest)
#include "tst_lane.moc"
