// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/prepared_contexts.h"

#include <QTest>

#include <memory>

using namespace strongroom::crypto;

/// Who has which context, and what becomes of them.
class PreparedContextsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lendsWhatIsFree()
    {
        Contexts contexts;
        const int* const first = contexts.lend('a', made).get();
        QCOMPARE(contexts.lend('a', made).get(), first);
        QCOMPARE(s_made, 1);
    }

    void makesAnotherWhileOneIsLent()
    {
        Contexts contexts;
        {
            const auto one = contexts.lend('a', made);
            const auto other = contexts.lend('a', made);
            QVERIFY(one.get() != other.get());
        }
        const auto again = contexts.lend('a', made);
        const auto otherAgain = contexts.lend('a', made);
        QVERIFY(again.get() != otherAgain.get());
        QCOMPARE(s_made, 2);
    }

    void keepsUsesApart()
    {
        Contexts contexts;
        const int* const a = contexts.lend('a', made).get();
        const int* const b = contexts.lend('b', made).get();
        QVERIFY(a != b);
        QCOMPARE(contexts.lend('a', made).get(), a);
        QCOMPARE(contexts.lend('b', made).get(), b);
        QCOMPARE(s_made, 2);
    }

    void asksAgainForWhatCouldNotBeMade()
    {
        Contexts contexts;
        QVERIFY(!contexts.lend('a', [] { return Context(); }));
        QVERIFY(contexts.lend('a', made));
        QCOMPARE(s_made, 1);
    }

    void endsAllWithTheKey()
    {
        {
            Contexts contexts;
            const auto one = contexts.lend('a', made);
            const auto other = contexts.lend('b', made);
        }
        QCOMPARE(s_made, 2);
        QCOMPARE(s_freed, 2);
    }

    void init()
    {
        s_made = 0;
        s_freed = 0;
    }

private:
    struct Free
    {
        void operator()(int* context) const
        {
            ++s_freed;
            delete context;
        }
    };
    using Context = std::unique_ptr<int, Free>;
    using Contexts = PreparedContexts<char, Context>;

    static Context made() { return Context(new int(++s_made)); }

    static inline int s_made = 0;
    static inline int s_freed = 0;
};

QTEST_GUILESS_MAIN(PreparedContextsTest)
#include "tst_prepared_contexts.moc"
