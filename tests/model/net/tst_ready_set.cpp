// SPDX-License-Identifier: Apache-2.0
#include "model/net/ready_set.h"

#include <QTest>

#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace strongroom;
using net::ReadySet;

namespace {

constexpr int atOnce = 0;
constexpr int patiently = 15'000;
using Tokens = std::vector<quint64>;

struct Pair final
{
    Pair()
    {
        int ends[2] = { -1, -1 };
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            qFatal("no sockets");
        here = base::FileDescriptor(ends[0]);
        there = base::FileDescriptor(ends[1]);
    }
    void say() const { QCOMPARE(write(there.get(), "x", 1), ssize_t(1)); }

    base::FileDescriptor here;
    base::FileDescriptor there;
};

} // namespace

class ReadySetTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsReady()
    {
        ReadySet set;
        QVERIFY(set.isOpen());
        const Pair pair;
        set.add(pair.here.get(), 7, ReadySet::Wish::Read);
        QCOMPARE(set.wait(atOnce), Tokens());
    }

    void whatHasBytesIsReadyUntilTheyAreRead()
    {
        ReadySet set;
        const Pair pair;
        const Pair silent;
        set.add(pair.here.get(), 7, ReadySet::Wish::Read);
        set.add(silent.here.get(), 8, ReadySet::Wish::Read);
        pair.say();
        QCOMPARE(set.wait(patiently), Tokens{ 7 });
        QCOMPARE(set.wait(atOnce), Tokens{ 7 });
        char byte = 0;
        QCOMPARE(read(pair.here.get(), &byte, 1), ssize_t(1));
        QCOMPARE(set.wait(atOnce), Tokens());
    }

    void wishesChange()
    {
        ReadySet set;
        const Pair pair;
        set.add(pair.here.get(), 7, ReadySet::Wish::Write);
        QCOMPARE(set.wait(atOnce), Tokens{ 7 });
        set.change(pair.here.get(), 9, ReadySet::Wish::Read);
        QCOMPARE(set.wait(atOnce), Tokens());
        pair.say();
        QCOMPARE(set.wait(patiently), Tokens{ 9 });
    }

    void whatIsRemovedIsNotReported()
    {
        ReadySet set;
        const Pair pair;
        set.add(pair.here.get(), 7, ReadySet::Wish::Read);
        pair.say();
        set.remove(pair.here.get());
        QCOMPARE(set.wait(atOnce), Tokens());
        set.add(pair.here.get(), 7, ReadySet::Wish::Read);
        QCOMPARE(set.wait(atOnce), Tokens{ 7 });
    }

    void aPeerThatHasGoneIsReported()
    {
        ReadySet set;
        Pair pair;
        set.add(pair.here.get(), 7, ReadySet::Wish::Read);
        pair.there = base::FileDescriptor();
        QCOMPARE(set.wait(patiently), Tokens{ 7 });
    }

    void theBellEndsTheWaitOnce()
    {
        ReadySet set;
        std::thread ringer([&set] { set.ring(); });
        QCOMPARE(set.wait(patiently), Tokens{ ReadySet::bell });
        ringer.join();
        QCOMPARE(set.wait(atOnce), Tokens());
        set.ring();
        set.ring();
        QCOMPARE(set.wait(patiently), Tokens{ ReadySet::bell });
        QCOMPARE(set.wait(atOnce), Tokens());
    }
};

QTEST_GUILESS_MAIN(ReadySetTest)
#include "tst_ready_set.moc"
