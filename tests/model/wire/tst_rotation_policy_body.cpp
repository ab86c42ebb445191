// SPDX-License-Identifier: Apache-2.0
#include "model/wire/rotation_policy_body.h"
#include "wire_frame.h"

#include <QJsonArray>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::vault;
using namespace strongroom::wire;
using namespace Qt::StringLiterals;

class RotationPolicyBodyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void actionsAreReadInAnyCase_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<LifetimeAction::Kind>("kind");
        QTest::newRow("Rotate") << QByteArray("Rotate") << LifetimeAction::Kind::Rotate;
        QTest::newRow("rotate") << QByteArray("rotate") << LifetimeAction::Kind::Rotate;
        QTest::newRow("NOTIFY") << QByteArray("NOTIFY") << LifetimeAction::Kind::Notify;
    }
    void actionsAreReadInAnyCase()
    {
        QFETCH(QByteArray, type);
        const QByteArray body
            = "{\"lifetimeActions\":[{\"trigger\":{\"timeBeforeExpiry\":\"P30D\",\"timeAfterCreate\":null},"
              "\"action\":{\"type\":\""
            + type + "\"}}],\"attributes\":{\"expiryTime\":\"P1Y\"}}";
        const auto policy = readRotationPolicy(body);
        QVERIFY(policy);
        QCOMPARE(policy->actions.size(), std::size_t(1));
        QTEST(policy->actions[0].kind, "kind");
        QVERIFY(policy->actions[0].timeBeforeExpiry == Duration::parse(u"P30D"_s).value());
        QVERIFY(!policy->actions[0].timeAfterCreate);
        QVERIFY(policy->expiryTime == Duration::parse(u"P1Y"_s).value());
    }

    void nullMeansNothing()
    {
        for (const char* body :
             { "{}", R"({"lifetimeActions":null,"attributes":null,"id":null})",
               R"({"lifetimeActions":[],"attributes":{"expiryTime":null,"created":null,"updated":null}})" }) {
            const auto policy = readRotationPolicy(body);
            QVERIFY(policy);
            QVERIFY(*policy == RotationPolicy());
        }
    }

    void malformed_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        const auto row = [](const char* body, const char* field) {
            QTest::newRow(body) << QByteArray(body) << QString::fromLatin1(field);
        };
        row(R"({"lifetimeActions":{}})", "lifetimeActions");
        row(R"({"lifetimeActions":[{}]})", "type");
        row(R"({"lifetimeActions":[{"action":null}]})", "type");
        row(R"({"lifetimeActions":[{"action":{"type":"Burn"}}]})", "type");
        row(R"({"lifetimeActions":[{"action":{"type":5}}]})", "type");
        row(R"({"lifetimeActions":[{"action":"Rotate"}]})", "action");
        row(R"({"lifetimeActions":[{"trigger":"P30D"}]})", "trigger");
        row(R"({"lifetimeActions":[{"trigger":{"timeAfterCreate":"30 days"}}]})", "timeAfterCreate");
        row(R"({"lifetimeActions":[{"trigger":{"timeBeforeExpiry":30}}]})", "timeBeforeExpiry");
        row(R"({"attributes":[]})", "attributes");
        row(R"({"attributes":{"expiryTime":"P"}})", "expiryTime");
        row(R"({"lifetimeActions":[5]})", "");
        row("[]", "");
    }
    void malformed()
    {
        QFETCH(QByteArray, body);
        const auto policy = readRotationPolicy(body);
        QVERIFY(!policy);
        QCOMPARE(policy.error().code, base::ErrorCode::BadParameter);
        QTEST(policy.error().field, "field");
    }

    void storedPoliciesHaveAnIdentifier()
    {
        RotationPolicy policy = defaultRotationPolicy();
        const QJsonObject unset = objectOf(writeRotationPolicy(keyId().name, policy, frame()));
        QVERIFY(!unset.contains(u"id"));
        QCOMPARE(unset[u"lifetimeActions"].toArray().at(0)[u"action"][u"type"].toString(), u"Notify"_s);
        QCOMPARE(unset[u"lifetimeActions"].toArray().at(0)[u"trigger"][u"timeBeforeExpiry"].toString(),
                 u"P30D"_s);
        policy.created = 5;
        policy.updated = 6;
        policy.expiryTime = *Duration::parse(u"P90D"_s);
        const auto body = writeRotationPolicy(keyId().name, policy, frame());
        const QJsonObject stored = objectOf(body);
        QCOMPARE(stored[u"id"].toString(), vaultUrl + "/keys/Signer/rotationpolicy"_L1);
        QCOMPARE(stored[u"attributes"][u"expiryTime"].toString(), u"P90D"_s);
        QCOMPARE(stored[u"attributes"][u"updated"].toInteger(), 6);
        const auto back = readRotationPolicy(body.view());
        QVERIFY(back);
        QVERIFY(*back == policy);
    }
};

QTEST_GUILESS_MAIN(RotationPolicyBodyTest)
#include "tst_rotation_policy_body.moc"
