// SPDX-License-Identifier: Apache-2.0
#include "model/ops/rotation_plan.h"

#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;
using ops::RotationPlan;
using vault::DueKey;

namespace {

using Kind = vault::LifetimeAction::Kind;

DueKey dueKey(const char* name, base::UnixSeconds due, Kind action = Kind::Rotate)
{
    return { action,
             { u"vault-of-"_s + QString::fromLatin1(name) },
             *vault::ObjectName::create(QString::fromLatin1(name)),
             vault::VersionId::random(),
             due };
}

/// Who is turned to at this time, one after the other.
QStringList turned(RotationPlan& plan, base::UnixSeconds now)
{
    QStringList names;
    while (const auto key = plan.next(now))
        names += key->keyName.text();
    return names;
}

} // namespace

class RotationPlanTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void turnsToWhatIsDue()
    {
        RotationPlan plan;
        plan.take({ dueKey("a", 10), dueKey("b", 20), dueKey("c", 30) }, 5);
        QCOMPARE(turned(plan, 9), QStringList());
        QCOMPARE(turned(plan, 20), (QStringList{ u"a"_s, u"b"_s }));
        QCOMPARE(turned(plan, 20), QStringList());
        QCOMPARE(turned(plan, 1'000'000), QStringList{ u"c"_s });
    }

    void failuresWaitLongerEachTime()
    {
        RotationPlan plan;
        plan.take({ dueKey("a", 0) }, 0);
        base::UnixSeconds now = 0;
        for (const base::UnixSeconds pause : { 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600 }) {
            const auto key = plan.next(now);
            QVERIFY(key);
            plan.failed(*key, now);
            QVERIFY(!plan.next(now + pause - 1));
            now += pause;
        }
        const auto key = plan.next(now);
        QVERIFY(key);
        plan.succeeded(*key);
        QVERIFY(!plan.next(now + 10'000));
        // What failed is remembered when the store is asked anew, what succeeded is not.
        plan.take({ *key }, now);
        QVERIFY(plan.next(now));
    }

    void aRotatedVersionGetsNoNotice()
    {
        RotationPlan plan;
        const DueKey rotation = dueKey("a", 10);
        DueKey notice = rotation;
        notice.action = Kind::Notify;
        plan.take({ rotation, notice, dueKey("b", 10) }, 10);
        plan.succeeded(*plan.next(10));
        QCOMPARE(turned(plan, 10), QStringList{ u"b"_s });
        // The other way round both are due: first the notice, then the rotation.
        plan.take({ notice, rotation }, 10);
        plan.succeeded(*plan.next(10));
        QCOMPARE(turned(plan, 10), QStringList{ u"a"_s });
    }

    void failuresOutliveAnswers()
    {
        RotationPlan plan;
        const DueKey rotation = dueKey("a", 0);
        DueKey notice = rotation;
        notice.action = Kind::Notify;
        plan.take({ rotation, notice }, 0);
        plan.failed(*plan.next(0), 0);
        plan.take({ rotation, notice }, 10);
        const auto other = plan.next(10); // of the same version, but another action
        QVERIFY(other && other->action == Kind::Notify);
        QVERIFY(!plan.next(10));
        QVERIFY(plan.next(60));
        // It was not on the list once: whatever it was is over.
        plan.take({}, 70);
        plan.take({ rotation }, 71);
        QVERIFY(plan.next(71));
    }

    void aClockSetBackMakesNobodyWait()
    {
        RotationPlan plan;
        const DueKey key = dueKey("a", 0);
        plan.take({ key }, 1'000'000);
        plan.failed(*plan.next(1'000'000), 1'000'000);
        plan.take({ key }, 500'000);
        QVERIFY(!plan.next(500'000));
        QVERIFY(plan.next(503'600));
    }

    void aChangedVaultIsTriedAtOnce()
    {
        RotationPlan plan;
        plan.take({ dueKey("a", 0), dueKey("b", 0) }, 0);
        while (const auto key = plan.next(0))
            plan.failed(*key, 0);
        plan.forgive({ u"vault-of-b"_s });
        QCOMPARE(turned(plan, 1), QStringList{ u"b"_s });
    }

    void whatWasDeletedIsForgotten()
    {
        RotationPlan plan;
        plan.take({ dueKey("a", 0), dueKey("b", 0), dueKey("c", 0) }, 0);
        plan.forget({ u"vault-of-a"_s }, u"other");
        plan.forget({ u"vault-of-b"_s }, u"B");
        plan.forget({ u"vault-of-c"_s });
        QCOMPARE(turned(plan, 1), QStringList{ u"a"_s });
    }

    void thoseThatFailHideNoOthers()
    {
        RotationPlan plan;
        std::vector<DueKey> broken;
        for (int i = 0; i < plan.limit(); ++i)
            broken.push_back(dueKey("broken", i));
        const int first = plan.limit();
        plan.take(broken, 1000);
        QVERIFY(plan.isCut());
        while (const auto key = plan.next(1000))
            plan.failed(*key, 1000);
        QCOMPARE(plan.limit(), 2 * first);
        std::vector<DueKey> all = broken;
        all.push_back(dueKey("good", 500));
        plan.take(all, 1001);
        QVERIFY(!plan.isCut());
        QCOMPARE(turned(plan, 1001), QStringList{ u"good"_s });
        plan.take({}, 1002);
        QCOMPARE(plan.limit(), first);
    }
};

QTEST_GUILESS_MAIN(RotationPlanTest)
#include "tst_rotation_plan.moc"
