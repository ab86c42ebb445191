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

    void anIdleLaneLendsItsTurn()
    {
        Lane lane("test");
        const auto here = std::this_thread::get_id();
        bool wasHere = false;
        lane.runOrPost([&] { wasHere = std::this_thread::get_id() == here; });
        QVERIFY(wasHere);
        QVERIFY(lane.run([&] { return std::this_thread::get_id() != here; }).result());
    }

    void aBusyLaneTakesItsTurn()
    {
        std::vector<int> order;
        std::thread::id second;
        const auto here = std::this_thread::get_id();
        {
            Lane lane("test");
            lane.runOrPost([&] {
                lane.post([&] { order.push_back(2); });
                lane.runOrPost([&] {
                    order.push_back(3);
                    second = std::this_thread::get_id();
                });
                order.push_back(1);
            });
        }
        QCOMPARE(order, (std::vector<int>{ 1, 2, 3 }));
        QVERIFY(second != here);
    }

    void lentTurnsNeverOverlap()
    {
        int unguarded = 0; // only ever one job at a time
        {
            Lane lane("test");
            std::vector<std::thread> others;
            for (int t = 0; t < 4; ++t) {
                others.emplace_back([&, t] {
                    for (int i = 0; i < 2000; ++i) {
                        if ((i + t) % 2 == 0)
                            lane.post([&] { ++unguarded; });
                        else
                            lane.runOrPost([&] { ++unguarded; });
                    }
                });
            }
            for (auto& other : others)
                other.join();
        }
        QCOMPARE(unguarded, 8000);
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
