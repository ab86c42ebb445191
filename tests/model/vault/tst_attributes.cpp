// SPDX-License-Identifier: Apache-2.0
#include "model/vault/attributes.h"
#include "model/vault/error_status.h"
#include "model/vault/vault_properties.h"

#include <QTest>

using namespace strongroom::vault;
using strongroom::base::ErrorCode;

class AttributesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void states_data()
    {
        QTest::addColumn<bool>("isEnabled");
        QTest::addColumn<qint64>("notBefore");
        QTest::addColumn<qint64>("expires");
        QTest::addColumn<int>("state");
        const auto row = [](const char* name, bool isEnabled, qint64 nbf, qint64 exp, ObjectState state) {
            QTest::newRow(name) << isEnabled << nbf << exp << static_cast<int>(state);
        };
        row("plain", true, 0, 0, ObjectState::Enabled);
        row("disabled wins", false, 0, 1, ObjectState::Disabled);
        row("expired", true, 0, 1000, ObjectState::Expired);
        row("ends in a second", true, 0, 1001, ObjectState::Expiring);
        row("ends in thirty days", true, 0, 1000 + 30 * 86400, ObjectState::Expiring);
        row("ends later", true, 0, 1001 + 30 * 86400, ObjectState::Enabled);
        row("not yet", true, 1001, 0, ObjectState::NotYetValid);
    }
    void states()
    {
        QFETCH(bool, isEnabled);
        QFETCH(qint64, notBefore);
        QFETCH(qint64, expires);
        Attributes attributes;
        attributes.isEnabled = isEnabled;
        if (notBefore)
            attributes.notBefore = notBefore;
        if (expires)
            attributes.expires = expires;
        QTEST(static_cast<int>(stateOf(attributes, 1000)), "state");
    }

    void changesKeepSetAndClear()
    {
        Attributes before;
        before.expires = 500;
        before.notBefore = 100;
        const auto same = applied({}, before);
        QCOMPARE(*same, before);
        AttributeChanges clear;
        clear.expires = DateChange(std::optional<UnixSeconds>());
        clear.isEnabled = false;
        const auto cleared = applied(clear, before);
        QVERIFY(!cleared->expires && !cleared->isEnabled);
        AttributeChanges wrong;
        wrong.expires = DateChange(100);
        const auto refused = applied(wrong, before);
        QCOMPARE(refused.error().code, ErrorCode::BadParameter);
        QCOMPARE(refused.error().field, QStringLiteral("exp"));
    }

    /// A date that clients cannot read would end their listing of everything.
    void datesAreOnesThatClientsCanRead()
    {
        constexpr UnixSeconds endOfYear9999 = 253'402'300'799;
        const auto withDates = [](std::optional<UnixSeconds> from, std::optional<UnixSeconds> to) {
            AttributeChanges changes;
            changes.notBefore = DateChange(from);
            changes.expires = DateChange(to);
            return applied(changes, {});
        };
        QVERIFY(withDates(0, endOfYear9999).has_value());
        QVERIFY(!withDates({}, endOfYear9999 + 1));
        QVERIFY(!withDates(endOfYear9999 + 1, {}));
        QVERIFY(!withDates({}, -1));
        QVERIFY(!withDates(-1, {}));
        // What is there already does not stop another change.
        Attributes before;
        before.expires = endOfYear9999 + 1;
        AttributeChanges disable;
        disable.isEnabled = false;
        QVERIFY(applied(disable, before).has_value());
    }

    void limitsOfTags()
    {
        Tags tags;
        for (int i = 0; i < 15; ++i)
            tags.insert(QString::number(i), QString(512, u'x'));
        QVERIFY(checkTags(tags).has_value());
        tags.insert(QStringLiteral("one more"), {});
        QCOMPARE(checkTags(tags).error().field, QStringLiteral("tags"));
        QVERIFY(!checkTags({ { QStringLiteral("a"), QString(513, u'x') } }));
        QVERIFY(!checkTags({ { QString(), QStringLiteral("x") } }));
        QVERIFY(checkContentType(QString(255, u'x')).has_value());
        QVERIFY(!checkContentType(QString(256, u'x')));
    }

    // Key Vault, soft-delete overview: the recovery levels
    void recoveryLevels()
    {
        VaultProperties vault{ {}, *VaultName::create(QStringLiteral("abc")) };
        QCOMPARE(recoveryLevelOf(vault), QStringLiteral("Recoverable+Purgeable"));
        vault.retentionDays = 7;
        QCOMPARE(recoveryLevelOf(vault), QStringLiteral("CustomizedRecoverable+Purgeable"));
        vault.hasPurgeProtection = true;
        QCOMPARE(recoveryLevelOf(vault), QStringLiteral("CustomizedRecoverable"));
        vault.retentionDays = 90;
        QCOMPARE(recoveryLevelOf(vault), QStringLiteral("Recoverable"));
    }

    void errorsHaveTheServicesCodes()
    {
        const ErrorStatus gone = errorStatusOf(ErrorCode::SecretNotFound);
        QCOMPARE(gone.httpStatus, 404);
        QCOMPARE(gone.code, QStringLiteral("SecretNotFound"));
        const ErrorStatus reserved = errorStatusOf(ErrorCode::DeletedButRecoverable);
        QCOMPARE(reserved.httpStatus, 409);
        QCOMPARE(reserved.code, QStringLiteral("Conflict"));
        QCOMPARE(reserved.innerCode, QStringLiteral("ObjectIsDeletedButRecoverable"));
        QCOMPARE(errorStatusOf(ErrorCode::SecretDisabled).innerCode, QStringLiteral("SecretDisabled"));
    }
};

QTEST_GUILESS_MAIN(AttributesTest)
#include "tst_attributes.moc"
