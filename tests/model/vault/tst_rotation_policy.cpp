// SPDX-License-Identifier: Apache-2.0
#include "model/vault/rotation_policy.h"

#include <QDateTime>
#include <QTest>
#include <QTimeZone>

using namespace strongroom::vault;
using namespace Qt::StringLiterals;
using strongroom::base::ErrorCode;
using Kind = LifetimeAction::Kind;

namespace {

UnixSeconds at(const char* iso)
{
    return QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODate).toSecsSinceEpoch();
}

Duration d(const char* text) { return Duration::parse(QString::fromLatin1(text)).value(); }

RotationPolicy policyOf(std::vector<LifetimeAction> actions, std::optional<Duration> expiryTime = {})
{
    return { std::move(actions), expiryTime, 0, 0 };
}

} // namespace

Q_DECLARE_METATYPE(strongroom::vault::RotationPolicy)

class RotationPolicyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void durations_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("back");
        for (const char* good : { "P90D", "P3M", "P1Y10D", "PT48H", "P1Y2M3DT4H5M6S" })
            QTest::newRow(good) << QString::fromLatin1(good) << QString::fromLatin1(good);
        QTest::newRow("weeks") << u"P2W"_s << u"P14D"_s;
        QTest::newRow("minutes") << u"PT90M"_s << u"PT1H30M"_s;
        for (const char* bad :
             { "", "P", "PT", "90D", "P-1D", "P1.5D", "P0D", "P1D2M", "P999999D", "p90d", "P1DT", "P90D " })
            QTest::newRow(bad) << QString::fromLatin1(bad) << QString();
    }
    void durations()
    {
        QFETCH(QString, text);
        QFETCH(QString, back);
        const auto duration = Duration::parse(text);
        QCOMPARE(duration.has_value(), !back.isEmpty());
        if (duration)
            QCOMPARE(duration->toText(), back);
    }

    void monthsAreOfTheCalendar()
    {
        QCOMPARE(d("P1M").after(at("2027-01-31T10:00:00Z")), at("2027-02-28T10:00:00Z"));
        QCOMPARE(d("P1M").after(at("2028-01-31T10:00:00Z")), at("2028-02-29T10:00:00Z"));
        QCOMPARE(d("P1M").before(at("2027-03-31T10:00:00Z")), at("2027-02-28T10:00:00Z"));
        QCOMPARE(d("P1Y").after(at("2028-02-29T00:00:00Z")), at("2029-02-28T00:00:00Z"));
        QCOMPARE(d("PT48H").after(0), 172800);
    }

    void rules_data()
    {
        QTest::addColumn<RotationPolicy>("policy");
        QTest::addColumn<bool>("inVault");
        QTest::addColumn<bool>("inPool");
        const auto rotateAfter = [](const char* time) { return LifetimeAction{ Kind::Rotate, d(time), {} }; };
        const auto rotateBefore = [](const char* time) {
            return LifetimeAction{ Kind::Rotate, {}, d(time) };
        };
        const auto notify = [](const char* time) { return LifetimeAction{ Kind::Notify, {}, d(time) }; };
        QTest::newRow("none") << policyOf({}) << true << true;
        QTest::newRow("usual") << policyOf({ rotateAfter("P3M"), notify("P30D") }, d("P1Y")) << true << true;
        QTest::newRow("six days") << policyOf({ rotateAfter("P6D") }) << false << false;
        QTest::newRow("seven days") << policyOf({ rotateAfter("P7D") }) << true << false;
        QTest::newRow("28 days") << policyOf({ rotateAfter("P28D") }) << true << true;
        QTest::newRow("life of 27 days") << policyOf({ notify("P1D") }, d("P27D")) << false << false;
        QTest::newRow("too near the end") << policyOf({ rotateAfter("P85D") }, d("P90D")) << false << false;
        QTest::newRow("before an end that is not set")
            << policyOf({ rotateBefore("P30D") }) << false << false;
        QTest::newRow("before the end") << policyOf({ rotateBefore("P30D") }, d("P1Y")) << true << true;
        QTest::newRow("two rotations")
            << policyOf({ rotateAfter("P30D"), rotateAfter("P60D") }) << false << false;
        QTest::newRow("three actions")
            << policyOf({ rotateAfter("P30D"), notify("P30D"), notify("P20D") }) << false << false;
        QTest::newRow("notice after creation")
            << policyOf({ { Kind::Notify, d("P30D"), {} } }) << false << false;
        QTest::newRow("two triggers")
            << policyOf({ { Kind::Rotate, d("P30D"), d("P30D") } }, d("P1Y")) << false << false;
        QTest::newRow("no trigger") << policyOf({ { Kind::Rotate, {}, {} } }) << false << false;
    }
    void rules()
    {
        QFETCH(RotationPolicy, policy);
        QTEST(checkRotationPolicy(policy, PolicyScope::Vault).has_value(), "inVault");
        QTEST(checkRotationPolicy(policy, PolicyScope::ManagedHsm).has_value(), "inPool");
    }

    // Recorded of the service: a PUT with only Rotate comes back with Notify P30D too.
    void aNoticeIsAdded()
    {
        const auto policy = completed(policyOf({ { Kind::Rotate, d("P90D"), {} } }));
        QCOMPARE(policy.actions.size(), std::size_t(2));
        QCOMPARE(policy.actions[1].timeBeforeExpiry->toText(), u"P30D"_s);
        QCOMPARE(completed(policy), policy);
        QCOMPARE(defaultRotationPolicy().actions.size(), std::size_t(1));
    }

    void eventsAhead()
    {
        Attributes version;
        version.created = at("2026-01-31T00:00:00Z");
        version.expires = at("2027-01-31T00:00:00Z");
        const auto policy
            = policyOf({ { Kind::Rotate, d("P1M"), {} }, { Kind::Notify, {}, d("P30D") } }, d("P1Y"));
        const auto events = nextEvents(policy, version, 3);
        QCOMPARE(events.size(), std::size_t(3));
        QCOMPARE(events[0].time, at("2026-02-28T00:00:00Z"));
        QVERIFY(
            std::is_sorted(events.begin(), events.end(), [](auto& a, auto& b) { return a.time < b.time; }));
        QVERIFY(nextEvents(policyOf({}), Attributes(), 5).empty());
    }
};

QTEST_GUILESS_MAIN(RotationPolicyTest)
#include "tst_rotation_policy.moc"
