// SPDX-License-Identifier: Apache-2.0
#include "model/wire/role_bodies.h"

#include "model/vault/pool.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace strongroom;
using namespace strongroom::wire;
using namespace Qt::StringLiterals;
using base::ErrorCode;

namespace {

/// Of a text with single quotes for double ones.
QByteArray json(const char* text) { return QByteArray(text).replace('\'', '"'); }

const auto guid = u"11111111-0000-4000-8000-000000000001"_s;

QJsonObject objectOf(const base::SecureBytes& body)
{
    return QJsonDocument::fromJson(body.view().toByteArray()).object();
}

template <typename Value> ErrorCode codeOf(const base::Result<Value>& result)
{
    return result ? ErrorCode::Internal : result.error().code;
}

} // namespace

class RoleBodiesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsDefinitions()
    {
        const auto role = readRoleDefinition(
            json("{'properties':{'roleName':'signers','description':'may sign',"
                 "'type':'CustomRole','assignableScopes':['/'],'permissions':[{'actions':[],'notActions':[],"
                 "'dataActions':['Microsoft.KeyVault/managedHsm/keys/sign/action','microsoft.keyvault/"
                 "managedhsm/rng/action'],"
                 "'notDataActions':['Microsoft.KeyVault/managedHsm/keys/delete']},{'dataActions':null}]}}"));
        QVERIFY(role);
        QCOMPARE(role->name, u"signers"_s);
        QCOMPARE(role->description, u"may sign"_s);
        QCOMPARE(role->permissions.size(), 2u);
        QCOMPARE(role->permissions[0].dataActions, (QStringList{ u"keys/sign/action"_s, u"rng/action"_s }));
        QCOMPARE(role->permissions[0].notDataActions, QStringList{ u"keys/delete"_s });
        QVERIFY(role->permissions[1].dataActions.isEmpty());
    }
    void readsWhatClientsLeaveOut()
    {
        const auto role = readRoleDefinition(json("{'properties':{'roleName':null,'description':null,'"
                                                  "permissions':null,'assignableScopes':null}}"));
        QVERIFY(role);
        QVERIFY(role->name.isEmpty() && role->permissions.empty());
        QVERIFY(readRoleDefinition(json("{'properties':{}}")));
    }
    void refusesDefinitions_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("nothing") << QByteArray("{}");
        QTest::newRow("no JSON") << QByteArray("x");
        QTest::newRow("other prefix") << json(
            "{'properties':{'permissions':[{'dataActions':['Microsoft.KeyVault/vaults/keys/read']}]}}");
        QTest::newRow("no prefix") << json(
            "{'properties':{'permissions':[{'dataActions':['keys/read/action']}]}}");
        QTest::newRow("management") << json(
            "{'properties':{'permissions':[{'actions':['Microsoft.KeyVault/*']}]}}");
        QTest::newRow("scope") << json("{'properties':{'assignableScopes':['/keys']}}");
        QTest::newRow("number") << json("{'properties':{'roleName':1}}");
    }
    void refusesDefinitions()
    {
        QFETCH(QByteArray, body);
        QCOMPARE(codeOf(readRoleDefinition(body)), ErrorCode::BadParameter);
    }

    void writesDefinitions()
    {
        const auto all = objectOf(writeRoleDefinitions(vault::builtInPoolRoles()))[u"value"_s].toArray();
        QCOMPARE(all.size(), 9);
        const QJsonObject first = all[0].toObject();
        QCOMPARE(first[u"name"_s].toString(), u"a290e904-7015-4bba-90c8-60543313cdb4"_s);
        QCOMPARE(first[u"id"_s].toString(),
                 u"Microsoft.KeyVault/providers/Microsoft.Authorization/roleDefinitions/"_s
                     + first[u"name"_s].toString());
        QCOMPARE(first[u"type"_s].toString(), u"Microsoft.Authorization/roleDefinitions"_s);
        const QJsonObject properties = first[u"properties"_s].toObject();
        QCOMPARE(properties[u"roleName"_s].toString(), u"Managed HSM Administrator"_s);
        QCOMPARE(properties[u"type"_s].toString(), u"AKVBuiltInRole"_s);
        QCOMPARE(properties[u"assignableScopes"_s].toArray(), QJsonArray{ u"/"_s });
        const QJsonObject permission = properties[u"permissions"_s][0].toObject();
        const QJsonArray dataActions = permission[u"dataActions"_s].toArray();
        for (const auto& action : dataActions)
            QVERIFY(action.toString().startsWith(u"Microsoft.KeyVault/managedHsm/"_s));
        QCOMPARE(permission[u"actions"_s].toArray(), QJsonArray());

        const vault::RoleDefinition own{
            guid, u"signers"_s, u"d"_s, false, { { { u"keys/*"_s }, { u"rng/action"_s } } }, 0, 0
        };
        const auto back = readRoleDefinition(writeRoleDefinition(own).view());
        QVERIFY(back);
        QCOMPARE(back->permissions, own.permissions);
        QCOMPARE(objectOf(writeRoleDefinition(own))[u"properties"_s][u"type"_s].toString(), u"CustomRole"_s);
    }

    void readsAssignments_data()
    {
        QTest::addColumn<QString>("role");
        QTest::newRow("id of the service")
            << QString(u"Microsoft.KeyVault/providers/Microsoft.Authorization/roleDefinitions/"_s + guid);
        QTest::newRow("with a slash")
            << QString(u"/providers/Microsoft.Authorization/roleDefinitions/"_s + guid);
        QTest::newRow("GUID") << guid;
    }
    void readsAssignments()
    {
        QFETCH(QString, role);
        const auto content = readRoleAssignment(
            u"{\"properties\":{\"roleDefinitionId\":\"%1\",\"principalId\":\"p\"}}"_s.arg(role).toUtf8());
        QVERIFY(content);
        QCOMPARE(content->roleId, guid);
        QCOMPARE(content->principalId, u"p"_s);
    }
    void writesAssignments()
    {
        const vault::RoleAssignment whole{ u"a"_s, guid, u"p"_s, u"/"_s, 0 };
        const QJsonObject json = objectOf(writeRoleAssignment(whole));
        QCOMPARE(json[u"id"_s].toString(), u"/providers/Microsoft.Authorization/roleAssignments/a"_s);
        QCOMPARE(json[u"properties"_s][u"scope"_s].toString(), u"/"_s);
        QVERIFY(json[u"properties"_s][u"roleDefinitionId"_s].toString().endsWith(u'/' + guid));
        const vault::RoleAssignment ofKey{ u"b"_s, guid, u"p"_s, u"/keys/k"_s, 0 };
        QCOMPARE(objectOf(writeRoleAssignments({ whole, ofKey }))[u"value"_s][1][u"id"_s].toString(),
                 u"/keys/k/providers/Microsoft.Authorization/roleAssignments/b"_s);
        QCOMPARE(codeOf(readRoleAssignment("{}")), ErrorCode::BadParameter);
    }

    void readsFilters_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isTaken");
        QTest::addColumn<bool>("atScope");
        QTest::addColumn<QString>("principal");
        QTest::newRow("none") << QString() << true << false << QString();
        QTest::newRow("at scope") << u"atScope()"_s << true << true << QString();
        QTest::newRow("at scope, without case") << u" ATSCOPE() "_s << true << true << QString();
        QTest::newRow("principal") << QString(u"principalId eq "_s + guid) << true << false << guid;
        QTest::newRow("in braces") << QString(u"principalId eq {"_s + guid + u'}') << true << false << guid;
        QTest::newRow("in quotes") << QString(u"principalId eq '"_s + guid + u'\'') << true << false << guid;
        QTest::newRow("other member") << u"roleName eq 'x'"_s << false << false << QString();
        QTest::newRow("more") << QString(u"principalId eq "_s + guid + u" or true"_s) << false << false
                              << QString();
    }
    void readsFilters()
    {
        QFETCH(QString, text);
        QFETCH(bool, isTaken);
        QFETCH(bool, atScope);
        QFETCH(QString, principal);
        const auto filter = readRoleFilter({ { u"api-version"_s, u"7.4"_s }, { u"$filter"_s, text } });
        QCOMPARE(filter.has_value(), isTaken);
        if (!filter)
            return;
        QCOMPARE(filter->onlyAtScope, atScope);
        QCOMPARE(filter->principalId, principal);
    }
};

QTEST_GUILESS_MAIN(RoleBodiesTest)
#include "tst_role_bodies.moc"
