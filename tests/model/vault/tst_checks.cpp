// SPDX-License-Identifier: Apache-2.0
#include "model/vault/checks.h"

#include "model/base/encodings.h"
#include "model/vault/built_in_roles.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::vault;
using namespace Qt::StringLiterals;
using base::ErrorCode;

namespace {

QString text(std::string_view from)
{
    return QString::fromLatin1(from.data(), static_cast<qsizetype>(from.size()));
}

const auto cryptoUser = u"12338af0-0e69-4776-bea7-57ae8d297424"_s;
const auto somebody = u"5b3b7e5a-0d6f-4f0e-9c55-6f6c6d1f0a01"_s;
const auto another = u"5b3b7e5a-0d6f-4f0e-9c55-6f6c6d1f0a02"_s;
const auto poolCryptoUser = u"21dbd100-6940-42c2-9190-5d6cb909625b"_s;

AccessRules rulesOf(bool isPool)
{
    AccessRules rules{ { { u"v"_s }, *VaultName::create(u"Payments"_s) }, u"tenant"_s };
    rules.vault.sku = isPool ? Sku::ManagedHsm : Sku::Premium;
    return rules;
}

} // namespace

class ChecksTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsThePermissionsOfEveryKind()
    {
        AccessPolicy policy;
        policy.principalId = u"P"_s;
        for (const auto& name : secretPolicyPermissions())
            policy.secrets += text(name);
        for (const auto& name : keyPolicyPermissions())
            policy.keys += text(name).toUpper();
        for (const auto& name : certificatePolicyPermissions())
            policy.certificates += text(name);
        policy.keys += { u"all"_s, u"WrapKey"_s };
        const auto checked = checkedPolicy(policy, Sku::Premium);
        QVERIFY(checked);
        QCOMPARE(checked->principalId, u"p"_s);
        QCOMPARE(checked->keys.size(), qsizetype(keyPolicyPermissions().size()) + 1);
        QVERIFY(checked->keys.contains(u"setrotationpolicy"_s));
        QVERIFY(checked->keys.contains(u"all"_s));
    }

    void refusesPermissionsThereAreNot_data()
    {
        QTest::addColumn<QStringList>("secrets");
        QTest::addColumn<QStringList>("keys");
        QTest::addColumn<QStringList>("certificates");
        QTest::newRow("secret") << QStringList{ u"sign"_s } << QStringList() << QStringList();
        QTest::newRow("key") << QStringList() << QStringList{ u"get"_s, u"set"_s } << QStringList();
        QTest::newRow("key of the data plane")
            << QStringList() << QStringList{ u"keys/read"_s } << QStringList();
        QTest::newRow("certificate") << QStringList() << QStringList() << QStringList{ u"wrapkey"_s };
        QTest::newRow("nothing") << QStringList() << QStringList{ QString() } << QStringList();
    }
    void refusesPermissionsThereAreNot()
    {
        QFETCH(QStringList, secrets);
        QFETCH(QStringList, keys);
        QFETCH(QStringList, certificates);
        const AccessPolicy policy{ u"p"_s, {}, secrets, keys, certificates };
        QCOMPARE(checkedPolicy(policy, Sku::Standard).error().code, ErrorCode::BadParameter);
    }

    void poolsHaveNoPolicies()
    {
        const AccessPolicy policy{ u"p"_s, {}, {}, { u"get"_s }, {} };
        QVERIFY(checkedPolicy(policy, Sku::Premium));
        QCOMPARE(checkedPolicy(policy, Sku::ManagedHsm).error().code, ErrorCode::BadParameter);
    }

    void assignments_data()
    {
        QTest::addColumn<bool>("isPool");
        QTest::addColumn<QString>("role");
        QTest::addColumn<QString>("scope");
        QTest::addColumn<int>("code"); // 0: taken
        const auto row = [](const char* name, bool pool, const QString& role, const QString& scope,
                            std::optional<ErrorCode> code) {
            QTest::newRow(name) << pool << role << scope << (code ? int(*code) + 1 : 0);
        };
        const auto none = std::optional<ErrorCode>();
        row("vault", false, cryptoUser, u"/"_s, none);
        row("a key of a vault", false, cryptoUser, u"/keys/a"_s, none);
        row("a secret", false, cryptoUser, u"/secrets/a"_s, none);
        row("all keys of a vault", false, cryptoUser, u"/keys"_s, ErrorCode::BadParameter);
        row("pool", true, poolCryptoUser, u"/"_s, none);
        row("all keys of a pool", true, poolCryptoUser, u"/keys"_s, none);
        row("a key of a pool", true, poolCryptoUser, u"/keys/a"_s, none);
        row("no name", true, poolCryptoUser, u"/keys/"_s, ErrorCode::BadParameter);
        row("a secret of a pool", true, poolCryptoUser, u"/secrets/a"_s, ErrorCode::BadParameter);
        row("pool's role in a vault", false, poolCryptoUser, u"/"_s, ErrorCode::RoleNotFound);
        row("vault's role in a pool", true, cryptoUser, u"/"_s, ErrorCode::RoleNotFound);
        row("no role", true, u"x"_s, u"/"_s, ErrorCode::RoleNotFound);
    }
    void assignments()
    {
        QFETCH(bool, isPool);
        QFETCH(QString, role);
        QFETCH(QString, scope);
        QFETCH(int, code);
        const auto checked = checkedAssignment({ role.toUpper(), somebody.toUpper(), scope, u"Given"_s },
                                               rulesOf(isPool), 7);
        QCOMPARE(checked.has_value(), code == 0);
        if (checked)
            QCOMPARE(*checked, (RoleAssignment{ u"given"_s, role, somebody, scope, 7 }));
        else
            QCOMPARE(int(checked.error().code) + 1, code);
    }

    void principalsHaveObjectIds_data()
    {
        QTest::addColumn<QString>("principal");
        QTest::newRow("nobody") << QString();
        QTest::newRow("name") << u"ann"_s;
        QTest::newRow("in braces") << QString(u'{' + somebody + u'}');
        QTest::newRow("more") << QString(somebody + u"0"_s);
        QTest::newRow("without hyphens") << QString(somebody).remove(u'-');
        QTest::newRow("nil") << u"00000000-0000-0000-0000-000000000000"_s;
    }
    void principalsHaveObjectIds()
    {
        QFETCH(QString, principal);
        const auto refused = checkedAssignment({ poolCryptoUser, principal, u"/"_s }, rulesOf(true), 1);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::BadParameter);
        QCOMPARE(refused.error().field, u"principalId"_s);
    }

    void anAssignmentIsThereOnce()
    {
        AccessRules rules = rulesOf(true);
        const auto first = checkedAssignment({ poolCryptoUser, somebody, u"/keys/a"_s }, rules, 1);
        QVERIFY(first);
        QVERIFY(!first->id.isEmpty());
        rules.assignments.push_back(*first);
        const auto codeOf = [&](const AssignRole& op) {
            const auto checked = checkedAssignment(op, rules, 1);
            return checked ? ErrorCode::Internal : checked.error().code;
        };
        QCOMPARE(codeOf({ poolCryptoUser, somebody.toUpper(), u"/keys/A"_s }), ErrorCode::Conflict);
        QCOMPARE(codeOf({ poolCryptoUser, another, u"/"_s, first->id.toUpper() }), ErrorCode::Conflict);
        QCOMPARE(codeOf({ poolCryptoUser, somebody, u"/keys"_s }), ErrorCode::Internal);
    }

    void poolsHaveRoomForSoMany()
    {
        AccessRules rules = rulesOf(true);
        const auto fill = [&](const QString& scope) {
            int count = 0;
            for (; count < 100; ++count) {
                auto checked = checkedAssignment({ poolCryptoUser, base::randomUuid(), scope }, rules, 1);
                if (!checked) {
                    [&] { QCOMPARE(checked.error().code, ErrorCode::BadParameter); }();
                    break;
                }
                rules.assignments.push_back(std::move(*checked));
            }
            return count;
        };
        QCOMPARE(fill(u"/keys/a"_s), 10);
        QCOMPARE(fill(u"/keys/ab"_s), 10);
        QCOMPARE(fill(u"/"_s), 50);
        QCOMPARE(fill(u"/keys"_s), 0);
        QCOMPARE(fill(u"/keys/b"_s), 10);
    }

    void rolesOfPoolsAreAssigned()
    {
        AccessRules rules = rulesOf(true);
        const auto role = u"11111111-0000-4000-8000-000000000001"_s;
        const AssignRole op{ role.toUpper(), somebody };
        QCOMPARE(checkedAssignment(op, rules, 1).error().code, ErrorCode::RoleNotFound);
        rules.roles.push_back({ role, u"signers"_s, {}, false, {}, 0, 0 });
        QVERIFY(checkedAssignment(op, rules, 1));
    }

    void removesWhatIsMeant()
    {
        const RoleAssignment assignment{ u"a"_s, poolCryptoUser, u"p"_s, u"/keys/a"_s, 0 };
        QVERIFY(isMeant({ u"A"_s }, assignment));
        QVERIFY(isMeant({ u"a"_s, u"/keys/A"_s }, assignment));
        QVERIFY(!isMeant({ u"a"_s, u"/"_s }, assignment));
        QVERIFY(!isMeant({ u"b"_s }, assignment));
    }
};

QTEST_GUILESS_MAIN(ChecksTest)
#include "tst_checks.moc"
