// SPDX-License-Identifier: Apache-2.0
#include "model/access/decide.h"

#include "model/vault/built_in_roles.h"
#include "model/vault/ops_secrets.h"
#include "model/vault/ops_store.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace strongroom;
using namespace strongroom::vault;
using namespace Qt::StringLiterals;
using base::ErrorCode;

namespace {

const auto tenant = u"72f988bf-0000-4000-8000-000000000001"_s;
const auto objectId = u"aaaaaaaa-0000-4000-8000-00000000000a"_s;
const auto clientId = u"bbbbbbbb-0000-4000-8000-00000000000b"_s;
const auto secretsUser = u"4633458b-17de-408a-b874-0445c86b69e6"_s;
const auto secretsOfficer = u"b86a8fe4-44ce-4948-aee5-eccb2c155cd7"_s;
const auto reader = u"21090545-7ca7-4776-b22c-e363652d74d2"_s;

Caller application()
{
    Caller caller;
    caller.kind = Caller::Kind::Application;
    caller.objectId = objectId;
    caller.clientId = clientId;
    caller.tenantId = tenant;
    caller.address = u"127.0.0.1"_s;
    return caller;
}

AccessRules rulesOf(PermissionModel model)
{
    AccessRules rules{ { { u"v"_s }, *VaultName::create(u"Payments"_s) }, tenant };
    rules.vault.permissionModel = model;
    return rules;
}

AccessRules withPolicy(const QStringList& secrets)
{
    AccessRules rules = rulesOf(PermissionModel::AccessPolicies);
    rules.policies.push_back({ objectId, {}, secrets });
    return rules;
}

AccessRules withRole(const QString& roleId, const QString& scope = u"/"_s)
{
    AccessRules rules = rulesOf(PermissionModel::Rbac);
    rules.assignments.push_back({ u"assignment-1"_s, roleId, objectId, scope });
    return rules;
}

Target secret(const QString& name) { return { {}, ObjectKind::Secret, name, {} }; }

const Target collection{ {}, ObjectKind::Secret, {}, {} };

ErrorCode codeOf(const access::Verdict& verdict)
{
    return verdict.result ? ErrorCode::Internal : verdict.result.error().code;
}

} // namespace

class DecideTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void callers_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("plane");
        QTest::addColumn<bool>("isAllowed");
        QTest::addColumn<int>("code");
        const auto row
            = [](const char* name, Caller::Kind kind, Plane plane, bool isAllowed, ErrorCode code) {
                  QTest::newRow(name) << int(kind) << int(plane) << isAllowed << int(code);
              };
        const auto none = ErrorCode::Internal;
        row("owner manages", Caller::Kind::Owner, Plane::Management, true, none);
        row("owner reads", Caller::Kind::Owner, Plane::Data, true, none);
        row("system manages", Caller::Kind::System, Plane::Management, true, none);
        row("nobody manages", Caller::Kind::Anonymous, Plane::Management, false, ErrorCode::Unauthenticated);
        row("nobody reads", Caller::Kind::Anonymous, Plane::Data, false, ErrorCode::Unauthenticated);
        row("nobody signs in", Caller::Kind::Anonymous, Plane::Door, true, none);
        row("application manages", Caller::Kind::Application, Plane::Management, false, ErrorCode::Forbidden);
        row("application without a vault", Caller::Kind::Application, Plane::Data, false,
            ErrorCode::VaultNotFound);
    }
    void callers()
    {
        QFETCH(int, kind);
        QFETCH(int, plane);
        QFETCH(bool, isAllowed);
        QFETCH(int, code);
        Caller caller = application();
        caller.kind = static_cast<Caller::Kind>(kind);
        const Permission permission{ static_cast<Plane>(plane), ObjectKind::Secret, "get",
                                     "secrets/getSecret/action" };
        const auto verdict = access::decide(nullptr, caller, permission, collection);
        QCOMPARE(verdict.result.has_value(), isAllowed);
        if (!isAllowed)
            QCOMPARE(int(verdict.result.error().code), code);
    }

    void ownerIsNotAskedForRights()
    {
        AccessRules rules = rulesOf(PermissionModel::AccessPolicies);
        rules.network = { false, false, {} };
        const auto verdict = access::decide(&rules, Caller::owner(), GetSecret::permission, secret(u"a"_s));
        QVERIFY(verdict.result.has_value());
        QCOMPARE(verdict.decidedBy, u"owner"_s);
    }

    void everyPolicyPermissionIsItsOwn()
    {
        for (const auto& granted : secretPolicyPermissions()) {
            const AccessRules rules
                = withPolicy({ QString::fromLatin1(granted.data(), qsizetype(granted.size())).toUpper() });
            for (const auto& asked : secretPolicyPermissions()) {
                const auto verdict = access::decide(&rules, application(),
                                                    secretPermission(asked, "secrets/x"), secret(u"a"_s));
                QCOMPARE(verdict.result.has_value(), granted == asked);
            }
        }
    }

    void allIsAllButPurge()
    {
        const AccessRules rules = withPolicy({ u"all"_s });
        QVERIFY(access::decide(&rules, application(), SetSecret::permission, secret(u"a"_s)).result);
        QCOMPARE(
            codeOf(access::decide(&rules, application(), PurgeDeletedSecret::permission, secret(u"a"_s))),
            ErrorCode::ForbiddenByPolicy);
    }

    void policiesAddUp()
    {
        AccessRules rules = withPolicy({ u"get"_s });
        rules.policies.push_back({ objectId.toUpper(), clientId, { u"list"_s } });
        QVERIFY(access::decide(&rules, application(), GetSecret::permission, secret(u"a"_s)).result);
        QVERIFY(access::decide(&rules, application(), ListSecrets::permission, collection).result);
    }

    void compoundIdentityNeedsTheApplication()
    {
        AccessRules rules = rulesOf(PermissionModel::AccessPolicies);
        rules.policies.push_back({ objectId, u"another-application"_s, { u"get"_s } });
        QCOMPARE(codeOf(access::decide(&rules, application(), GetSecret::permission, secret(u"a"_s))),
                 ErrorCode::ForbiddenByPolicy);
    }

    void permissionsOfOtherKindsDoNotCount()
    {
        AccessRules rules = rulesOf(PermissionModel::AccessPolicies);
        rules.policies.push_back({ objectId, {}, {}, { u"get"_s }, { u"get"_s } });
        QVERIFY(!access::decide(&rules, application(), GetSecret::permission, secret(u"a"_s)).result);
    }

    void modelsNeverMix()
    {
        AccessRules rules = withPolicy({ u"get"_s });
        rules.assignments = withRole(secretsUser).assignments;
        rules.vault.permissionModel = PermissionModel::Rbac;
        rules.assignments.clear();
        QCOMPARE(codeOf(access::decide(&rules, application(), GetSecret::permission, secret(u"a"_s))),
                 ErrorCode::ForbiddenByRbac);
        rules = withRole(secretsUser);
        rules.vault.permissionModel = PermissionModel::AccessPolicies;
        QCOMPARE(codeOf(access::decide(&rules, application(), GetSecret::permission, secret(u"a"_s))),
                 ErrorCode::ForbiddenByPolicy);
    }

    void roles_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<QString>("scope");
        QTest::addColumn<QString>("target"); // empty: the collection
        QTest::addColumn<QString>("action");
        QTest::addColumn<bool>("isAllowed");
        const auto get = u"secrets/getSecret/action"_s;
        const auto list = u"secrets/readMetadata/action"_s;
        const auto set = u"secrets/setSecret/action"_s;
        QTest::newRow("user gets") << secretsUser << u"/"_s << u"a"_s << get << true;
        QTest::newRow("user lists") << secretsUser << u"/"_s << QString() << list << true;
        QTest::newRow("user may not set") << secretsUser << u"/"_s << u"a"_s << set << false;
        QTest::newRow("officer sets") << secretsOfficer << u"/"_s << u"a"_s << set << true;
        QTest::newRow("reader lists") << reader << u"/"_s << QString() << list << true;
        QTest::newRow("reader may not get") << reader << u"/"_s << u"a"_s << get << false;
        QTest::newRow("role id without case") << secretsUser.toUpper() << u"/"_s << u"a"_s << get << true;
        QTest::newRow("unknown role") << u"no-such-role"_s << u"/"_s << u"a"_s << get << false;
        QTest::newRow("its object") << secretsUser << u"/secrets/Api-Key"_s << u"api-key"_s << get << true;
        QTest::newRow("another object") << secretsUser << u"/secrets/a"_s << u"ab"_s << get << false;
        QTest::newRow("prefix object") << secretsUser << u"/secrets/ab"_s << u"a"_s << get << false;
        QTest::newRow("other kind") << secretsUser << u"/keys/a"_s << u"a"_s << get << false;
        QTest::newRow("list needs the vault") << secretsUser << u"/secrets/a"_s << QString() << list << false;
        QTest::newRow("empty scope") << secretsUser << QString() << u"a"_s << get << false;
        QTest::newRow("collection scope") << secretsUser << u"/secrets"_s << u"a"_s << get << false;
        QTest::newRow("empty object scope") << secretsUser << u"/secrets/"_s << QString() << list << false;
    }
    void roles()
    {
        QFETCH(QString, role);
        QFETCH(QString, scope);
        QFETCH(QString, target);
        QFETCH(QString, action);
        QFETCH(bool, isAllowed);
        const QByteArray name = action.toLatin1();
        const Permission permission = secretPermission("x", { name.constData(), std::size_t(name.size()) });
        const AccessRules rules = withRole(role, scope);
        const auto verdict = access::decide(&rules, application(), permission, secret(target));
        QCOMPARE(verdict.result.has_value(), isAllowed);
        QCOMPARE(verdict.decidedBy, isAllowed ? u"assignment-1"_s : QString());
    }

    void firewall_data()
    {
        QTest::addColumn<bool>("isPublic");
        QTest::addColumn<bool>("allowsByDefault");
        QTest::addColumn<QStringList>("rules");
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isAllowed");
        const QStringList loopback{ u"127.0.0.1"_s };
        QTest::newRow("open") << true << true << QStringList() << u"127.0.0.1"_s << true;
        QTest::newRow("open for an unknown address") << true << true << QStringList() << QString() << true;
        QTest::newRow("loopback is no exception")
            << true << false << QStringList() << u"127.0.0.1"_s << false;
        QTest::newRow("listed") << true << false << loopback << u"127.0.0.1"_s << true;
        QTest::newRow("not listed") << true << false << loopback << u"127.0.0.2"_s << false;
        QTest::newRow("no address") << true << false << loopback << QString() << false;
        QTest::newRow("other family") << true << false << loopback << u"::1"_s << false;
        QTest::newRow("second rule") << true << false << QStringList{ u"junk"_s, u"::1"_s } << u"::1"_s
                                     << true;
        QTest::newRow("closed to the public") << false << true << loopback << u"127.0.0.1"_s << false;
    }
    void firewall()
    {
        QFETCH(bool, isPublic);
        QFETCH(bool, allowsByDefault);
        QFETCH(QStringList, rules);
        QFETCH(QString, address);
        QFETCH(bool, isAllowed);
        AccessRules all = withPolicy({ u"get"_s });
        all.network = { isPublic, allowsByDefault, rules };
        Caller caller = application();
        caller.address = address;
        const auto verdict = access::decide(&all, caller, GetSecret::permission, secret(u"a"_s));
        QCOMPARE(verdict.result.has_value(), isAllowed);
        if (!isAllowed)
            QCOMPARE(verdict.result.error().code, ErrorCode::ForbiddenByFirewall);
    }

    void otherTenantIsNobody()
    {
        const AccessRules rules = withPolicy({ u"get"_s });
        Caller caller = application();
        caller.tenantId = u"another"_s;
        QCOMPARE(codeOf(access::decide(&rules, caller, GetSecret::permission, secret(u"a"_s))),
                 ErrorCode::Unauthenticated);
    }

    void messages()
    {
        const QString triple
            = u"appid=%1;oid=%2;iss=https://sts.windows.net/%3/"_s.arg(clientId, objectId, tenant);
        AccessRules rules = rulesOf(PermissionModel::AccessPolicies);
        const auto message = [&](const Target& target) {
            return access::decide(&rules, application(), GetSecret::permission, target)
                .result.error()
                .message;
        };
        const QString byPolicy = message(secret(u"a"_s));
        QVERIFY2(
            byPolicy.contains(
                u"'%1' does not have secrets get permission on key vault 'Payments;location=local'"_s.arg(
                    triple)),
            qPrintable(byPolicy));
        QVERIFY(byPolicy.contains("linkid=2125287"_L1));
        QCOMPARE(message(secret(u"other"_s)), byPolicy);

        rules.vault.permissionModel = PermissionModel::Rbac;
        const QString byRole = message(secret(u"a"_s));
        for (
            const auto& line :
            { u"Caller: %1"_s.arg(triple), u"Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'"_s,
              u"Resource: '/subscriptions/local/resourcegroups/local/providers/microsoft.keyvault/vaults/payments/secrets/a'"_s,
              u"Assignment: (not found)"_s, u"DenyAssignmentId: null"_s,
              u"DecisionReason: 'DeniedWithNoValidRBAC'"_s, u"Vault: Payments;location=local"_s })
            QVERIFY2(byRole.split(u"\r\n"_s).contains(line), qPrintable(line));

        rules.network.allowsByDefault = false;
        const QString byFirewall = message(secret(u"a"_s));
        QVERIFY(byFirewall.contains("Client address: 127.0.0.1\r\n"_L1));
        QVERIFY(byFirewall.contains("Vault: Payments;location=local"_L1));
    }

    // R2: what is allowed is exactly the union of the grants, and one more grant never takes one away.
    void agreesWithAReferenceOnRandomPolicies()
    {
        QRandomGenerator random(7);
        const QStringList principals{ objectId, u"other"_s };
        const QStringList applications{ {}, clientId, u"other"_s };
        QStringList names{ u"all"_s };
        for (const auto& name : secretPolicyPermissions())
            names += QString::fromLatin1(name.data(), qsizetype(name.size()));
        for (int round = 0; round < 20000; ++round) {
            AccessRules rules = rulesOf(PermissionModel::AccessPolicies);
            QSet<QString> expected;
            for (int i = random.bounded(4); i > 0; --i) {
                AccessPolicy policy{ principals.at(random.bounded(2)), applications.at(random.bounded(3)) };
                for (int j = random.bounded(4); j > 0; --j)
                    policy.secrets += names.at(int(random.bounded(names.size())));
                const bool isMine = policy.principalId == objectId && policy.applicationId != u"other"_s;
                for (const QString& name : isMine ? policy.secrets : QStringList()) {
                    if (name == u"all"_s)
                        expected += { u"get"_s,    u"list"_s,    u"set"_s,    u"delete"_s,
                                      u"backup"_s, u"restore"_s, u"recover"_s };
                    else
                        expected += name;
                }
                rules.policies.push_back(policy);
            }
            for (const auto& asked : secretPolicyPermissions()) {
                const auto verdict
                    = access::decide(&rules, application(), secretPermission(asked, "x"), secret(u"a"_s));
                QCOMPARE(verdict.result.has_value(),
                         expected.contains(QString::fromLatin1(asked.data(), qsizetype(asked.size()))));
            }
        }
    }
};

QTEST_GUILESS_MAIN(DecideTest)
#include "tst_decide.moc"
