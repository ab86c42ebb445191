// SPDX-License-Identifier: Apache-2.0
#include "model/base/crew.h"

#include <QSet>
#include <QTest>

#include <atomic>
#include <latch>

using namespace strongroom;

class CrewTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void worksOnSeveralThreadsAtOnce()
    {
        std::latch together(2);
        std::atomic<int> met = 0;
        {
            base::Crew crew("crew", 2);
            for (int i = 0; i < 2; ++i) {
                crew.post([&] {
                    together.arrive_and_wait(); // would never return on one thread
                    ++met;
                });
            }
        }
        QCOMPARE(met.load(), 2);
    }

    void runsWhatIsQueuedBeforeItEnds()
    {
        std::atomic<int> done = 0;
        {
            base::Crew crew("crew", 1);
            for (int i = 0; i < 100; ++i)
                crew.post([&] { ++done; });
        }
        QCOMPARE(done.load(), 100);
    }

    void endsWithoutEverHavingWorked() { const base::Crew crew("crew"); }
};

QTEST_GUILESS_MAIN(CrewTest)
#include "tst_crew.moc"
