// SPDX-License-Identifier: Apache-2.0
#include "model/lists/object_access.h"

#include "model/vault/built_in_roles.h"

#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;

namespace {

vault::AccessRules rulesOf(vault::PermissionModel model)
{
    vault::AccessRules rules{ { { u"id"_s }, *vault::VaultName::create(u"v-1"_s) }, {}, {}, {}, {} };
    rules.vault.permissionModel = model;
    return rules;
}

QString roleId(const QString& name)
{
    const vault::BuiltInRole* const role = vault::builtInRoleByName(name);
    return role ? QString::fromLatin1(role->id.data(), qsizetype(role->id.size())) : QString();
}

} // namespace

class TestObjectAccess final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rolesOfTheVaultAndOfTheKeyAddUp();
    void policiesCountWhereTheyDecide();
    void whoMayDoNothingIsNotListed();
};

void TestObjectAccess::rolesOfTheVaultAndOfTheKeyAddUp()
{
    auto rules = rulesOf(vault::PermissionModel::Rbac);
    rules.assignments = { { u"1"_s, roleId(u"Key Vault Reader"_s), u"app-1"_s, u"/"_s },
                          { u"2"_s, roleId(u"Key Vault Crypto User"_s), u"app-1"_s, u"/keys/Signing"_s },
                          { u"3"_s, roleId(u"Key Vault Crypto User"_s), u"app-2"_s, u"/keys/other"_s } };
    vault::Application application;
    application.objectId = u"app-1"_s;
    application.name = u"payments"_s;
    const auto access = lists::accessTo(vault::ObjectKind::Key, u"signing"_s, rules, { application });
    QCOMPARE(access.size(), std::size_t(1));
    QCOMPARE(access.front().principalName, u"payments"_s);
    QVERIFY(access.front().operations.contains(u"Sign"_s));
    QVERIFY(access.front().operations.contains(u"Get"_s));
    QVERIFY(!access.front().operations.contains(u"Delete"_s));
    QCOMPARE(access.front().reasons.size(), 2);
    QCOMPARE(access.front().reasons.last(), u"Key Vault Crypto User, here only"_s);
}

void TestObjectAccess::policiesCountWhereTheyDecide()
{
    auto rules = rulesOf(vault::PermissionModel::AccessPolicies);
    rules.assignments = { { u"1"_s, roleId(u"Key Vault Crypto Officer"_s), u"app-9"_s, u"/"_s } };
    rules.policies = { { u"app-1"_s, {}, {}, { u"all"_s }, {} }, { u"app-2"_s, {}, { u"get"_s }, {}, {} } };
    const auto keys = lists::accessTo(vault::ObjectKind::Key, u"signing"_s, rules, {});
    QCOMPARE(keys.size(), std::size_t(1));
    QCOMPARE(keys.front().principalName, u"app-1"_s);
    QVERIFY(keys.front().operations.contains(u"Rotate"_s));
    QVERIFY(!keys.front().operations.contains(u"Purge"_s));
    const auto secrets = lists::accessTo(vault::ObjectKind::Secret, u"signing"_s, rules, {});
    QCOMPARE(secrets.size(), std::size_t(1));
    QCOMPARE(secrets.front().operations, QStringList{ u"Get"_s });
}

void TestObjectAccess::whoMayDoNothingIsNotListed()
{
    auto rules = rulesOf(vault::PermissionModel::Rbac);
    rules.assignments = { { u"1"_s, roleId(u"Key Vault Secrets User"_s), u"app-1"_s, u"/"_s } };
    QVERIFY(lists::accessTo(vault::ObjectKind::Key, u"signing"_s, rules, {}).empty());
    QCOMPARE(lists::accessTo(vault::ObjectKind::Secret, u"s"_s, rules, {}).size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestObjectAccess)
#include "tst_object_access.moc"
