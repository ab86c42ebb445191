// SPDX-License-Identifier: Apache-2.0
#include "model/access/decide.h"

#include "model/vault/built_in_roles.h"
#include "model/vault/ops_keys.h"
#include "model/vault/ops_secrets.h"
#include "model/vault/ops_store.h"
#include "model/vault/ops_vaults.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <array>

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

/// An operation on keys and who may do it, by one letter for each role: see `vaultRoles` and `poolRoleNames`.
struct KeyRight final
{
    const char* name;
    Permission permission;
    const char* algorithm;
    const char* vaultRoles;
    const char* poolRoles;
};

/// A administrator, o crypto officer, u crypto user, e service encryption user, l service release user,
/// r reader, c certificate user, s secrets officer.
const QMap<char, const char*> vaultRoles{
    { 'A', "Key Vault Administrator" },
    { 'o', "Key Vault Crypto Officer" },
    { 'u', "Key Vault Crypto User" },
    { 'e', "Key Vault Crypto Service Encryption User" },
    { 'l', "Key Vault Crypto Service Release User" },
    { 'r', "Key Vault Reader" },
    { 'c', "Key Vault Certificate User" },
    { 's', "Key Vault Secrets Officer" },
};
/// The same letters, and p policy administrator, d auditor, b backup, t restore.
const QMap<char, const char*> poolRoleNames{
    { 'A', "Managed HSM Administrator" },
    { 'o', "Managed HSM Crypto Officer" },
    { 'u', "Managed HSM Crypto User" },
    { 'p', "Managed HSM Policy Administrator" },
    { 'd', "Managed HSM Crypto Auditor" },
    { 'e', "Managed HSM Crypto Service Encryption User" },
    { 'l', "Managed HSM Crypto Service Release User" },
    { 'b', "Managed HSM Backup" },
    { 't', "Managed HSM Restore" },
};

const std::array keyRights{
    KeyRight{ "create", CreateKey::permission, "", "Ao", "u" },
    KeyRight{ "import", ImportKey::permission, "", "Ao", "u" },
    KeyRight{ "get", GetKey::permission, "", "Aouerc", "ude" },
    KeyRight{ "list", ListKeys::permission, "", "Aouerc", "ude" },
    KeyRight{ "list versions", ListKeyVersions::permission, "", "Aouerc", "ude" },
    KeyRight{ "get attestation", GetKeyAttestation::permission, "", "Aouerc", "ude" },
    KeyRight{ "update", UpdateKey::permission, "", "Aou", "u" },
    KeyRight{ "delete", DeleteKey::permission, "", "Ao", "u" },
    KeyRight{ "backup", BackupKey::permission, "", "Aou", "ub" },
    KeyRight{ "restore", RestoreKey::permission, "", "Ao", "ut" },
    KeyRight{ "list deleted", ListDeletedKeys::permission, "", "Aouerc", "od" },
    KeyRight{ "get deleted", GetDeletedKey::permission, "", "Aouerc", "od" },
    KeyRight{ "purge", PurgeDeletedKey::permission, "", "Ao", "o" },
    KeyRight{ "recover", RecoverDeletedKey::permission, "", "Ao", "o" },
    KeyRight{ "rotate", RotateKey::permission, "", "Ao", "u" },
    KeyRight{ "get policy", GetRotationPolicy::permission, "", "Aor", "ude" },
    KeyRight{ "set policy", SetRotationPolicy::permission, "", "Ao", "u" },
    KeyRight{ "sign", SignWithKey::permission, "RS256", "Aou", "u" },
    KeyRight{ "sign, symmetric", SignWithKey::permission, "HS256", "Aou", "u" },
    // With a public key whoever reads the key can do these outside as well.
    KeyRight{ "verify", VerifyWithKey::permission, "ES256", "Aouerc", "u" },
    KeyRight{ "verify, symmetric", VerifyWithKey::permission, "HS256", "Aou", "u" },
    KeyRight{ "encrypt", EncryptWithKey::permission, "RSA-OAEP-256", "Aouerc", "u" },
    KeyRight{ "encrypt, symmetric", EncryptWithKey::permission, "A256GCM", "Aou", "u" },
    KeyRight{ "encrypt, unknown", EncryptWithKey::permission, "rsa-oaep", "Aou", "u" },
    KeyRight{ "decrypt", DecryptWithKey::permission, "RSA-OAEP-256", "Aou", "u" },
    KeyRight{ "wrap", WrapWithKey::permission, "RSA-OAEP", "Aouerc", "ue" },
    KeyRight{ "wrap, symmetric", WrapWithKey::permission, "A256KW", "Aoue", "ue" },
    KeyRight{ "unwrap", UnwrapWithKey::permission, "RSA-OAEP", "Aoue", "ue" },
    KeyRight{ "release", ReleaseKey::permission, "", "Aol", "ul" },
    KeyRight{ "random", GetRandomBytes::permission, "", "A", "u" },
};

AccessRules pool()
{
    AccessRules rules = rulesOf(PermissionModel::Rbac);
    rules.vault.sku = Sku::ManagedHsm;
    return rules;
}

QString roleIdOf(const char* name)
{
    const BuiltInRole* const role = builtInRoleByName(QString::fromLatin1(name));
    return role ? QString::fromLatin1(role->id.data(), qsizetype(role->id.size())) : QString();
}

Target key(const QString& name, const QString& algorithm = {})
{
    return { {}, ObjectKind::Key, name, {}, algorithm };
}

const Target keyCollection{ {}, ObjectKind::Key, {}, {} };

ErrorCode codeOf(const access::Verdict& verdict)
{
    return verdict.result ? ErrorCode::Internal : verdict.result.error().code;
}

} // namespace

class DecideTest final : public QObject
{
    Q_OBJECT

private:
    static void addKeyRights()
    {
        QTest::addColumn<int>("row");
        for (std::size_t row = 0; row < keyRights.size(); ++row)
            QTest::newRow(keyRights[row].name) << int(row);
    }

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

    void keyRolesOfVaults_data() { addKeyRights(); }
    void keyRolesOfVaults()
    {
        QFETCH(int, row);
        const KeyRight& right = keyRights[std::size_t(row)];
        const Target target = key(u"a"_s, QString::fromLatin1(right.algorithm));
        for (auto role = vaultRoles.begin(); role != vaultRoles.end(); ++role) {
            const AccessRules rules = withRole(roleIdOf(role.value()));
            const auto verdict = access::decide(&rules, application(), right.permission, target);
            const bool isExpected = QByteArray(right.vaultRoles).contains(role.key());
            QVERIFY2(verdict.result.has_value() == isExpected, role.value());
            if (!isExpected)
                QCOMPARE(codeOf(verdict), ErrorCode::ForbiddenByRbac);
        }
    }

    void keyRolesOfPools_data() { addKeyRights(); }
    void keyRolesOfPools()
    {
        QFETCH(int, row);
        const KeyRight& right = keyRights[std::size_t(row)];
        const Target target = key(u"a"_s, QString::fromLatin1(right.algorithm));
        for (auto role = poolRoleNames.begin(); role != poolRoleNames.end(); ++role) {
            AccessRules rules = pool();
            rules.assignments = withRole(roleIdOf(role.value())).assignments;
            const bool isExpected = QByteArray(right.poolRoles).contains(role.key());
            QVERIFY2(access::decide(&rules, application(), right.permission, target).result.has_value()
                         == isExpected,
                     role.value());
            // A role of a pool gives nothing in a vault, and one of a vault nothing in a pool.
            rules.vault.sku = Sku::Premium;
            QVERIFY(!access::decide(&rules, application(), right.permission, target).result);
        }
        AccessRules rules = pool();
        rules.assignments = withRole(roleIdOf("Key Vault Administrator")).assignments;
        QVERIFY(!access::decide(&rules, application(), right.permission, target).result);
    }

    // The name in policies is the right and nothing else: encrypting is not decrypting.
    void keyPolicies_data() { addKeyRights(); }
    void keyPolicies()
    {
        QFETCH(int, row);
        const KeyRight& right = keyRights[std::size_t(row)];
        const Target target = key(u"a"_s, QString::fromLatin1(right.algorithm));
        QStringList names{ u"all"_s };
        for (const auto& name : keyPolicyPermissions())
            names += QString::fromLatin1(name.data(), qsizetype(name.size()));
        const QString own = QString::fromLatin1(right.permission.policyName.data(),
                                                qsizetype(right.permission.policyName.size()));
        QVERIFY(own.isEmpty() || names.contains(own.toLower()));
        for (const QString& name : names) {
            AccessRules rules = rulesOf(PermissionModel::AccessPolicies);
            rules.policies.push_back({ objectId, {}, { u"all"_s }, { name }, { u"all"_s } });
            const auto verdict = access::decide(&rules, application(), right.permission, target);
            const bool isAll = name == u"all"_s && own != u"purge"_s && !own.isEmpty();
            QCOMPARE(verdict.result.has_value(), isAll || name == own.toLower());
            // A pool has no policies, even if somebody had written one.
            rules.vault.sku = Sku::ManagedHsm;
            QVERIFY(!access::decide(&rules, application(), right.permission, target).result);
        }
    }

    void scopesOfPools_data()
    {
        QTest::addColumn<QString>("scope");
        QTest::addColumn<QString>("target"); // empty: the collection
        QTest::addColumn<bool>("isAllowed");
        QTest::newRow("pool, key") << u"/"_s << u"a"_s << true;
        QTest::newRow("pool, list") << u"/"_s << QString() << true;
        QTest::newRow("keys, key") << u"/keys"_s << u"a"_s << true;
        QTest::newRow("keys, list") << u"/keys"_s << QString() << true;
        QTest::newRow("key, itself") << u"/keys/Key-A"_s << u"key-a"_s << true;
        QTest::newRow("key, another") << u"/keys/a"_s << u"ab"_s << false;
        QTest::newRow("key, list") << u"/keys/a"_s << QString() << false;
        QTest::newRow("near miss") << u"/keysa"_s << u"a"_s << false;
        QTest::newRow("no name") << u"/keys/"_s << QString() << false;
        QTest::newRow("nothing") << QString() << u"a"_s << false;
    }
    void scopesOfPools()
    {
        QFETCH(QString, scope);
        QFETCH(QString, target);
        QFETCH(bool, isAllowed);
        AccessRules rules = pool();
        rules.assignments = withRole(roleIdOf("Managed HSM Crypto User"), scope).assignments;
        QCOMPARE(access::decide(&rules, application(), GetKey::permission, key(target)).result.has_value(),
                 isAllowed);
        QVERIFY(!access::decide(&rules, application(), GetSecret::permission, secret(target)).result);
    }

    void poolsAreManagedByRoles_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<QString>("scope");
        QTest::addColumn<QString>("reads"); // y or n
        QTest::addColumn<QString>("writes");
        const auto row = [](const char* role, const char* scope, const char* reads, const char* writes) {
            QTest::addRow("%s, %s", role, scope) << roleIdOf(role) << QString::fromLatin1(scope)
                                                 << QString::fromLatin1(reads) << QString::fromLatin1(writes);
        };
        row("Managed HSM Administrator", "/", "y", "y");
        row("Managed HSM Administrator", "/keys", "n", "n");
        row("Managed HSM Policy Administrator", "/", "y", "y");
        row("Managed HSM Crypto Officer", "/", "y", "y");
        row("Managed HSM Crypto User", "/", "y", "n");
        row("Managed HSM Crypto Auditor", "/", "y", "n");
        row("Managed HSM Backup", "/", "n", "n");
    }
    void poolsAreManagedByRoles()
    {
        QFETCH(QString, role);
        QFETCH(QString, scope);
        QFETCH(QString, reads);
        QFETCH(QString, writes);
        AccessRules rules = pool();
        rules.assignments = withRole(role, scope).assignments;
        const auto isAllowed = [&](const Permission& permission) {
            return access::decide(&rules, application(), permission, {}).result ? u"y"_s : u"n"_s;
        };
        QCOMPARE(isAllowed(GetAccessRules::permission), reads);
        QCOMPARE(isAllowed(AssignRole::permission), writes);
        QCOMPARE(isAllowed(RemoveRoleAssignment::permission), writes);
        QCOMPARE(isAllowed(SetAccessPolicy::permission), u"n"_s);
        QCOMPARE(isAllowed(CountObjects::permission), u"n"_s);
        rules.vault.sku = Sku::Premium;
        QCOMPARE(codeOf(access::decide(&rules, application(), AssignRole::permission, {})),
                 ErrorCode::Forbidden);
        QCOMPARE(codeOf(access::decide(nullptr, application(), AssignRole::permission, {})),
                 ErrorCode::Forbidden);
    }

    void ownRolesOfPools_data()
    {
        QTest::addColumn<QStringList>("gives");
        QTest::addColumn<QStringList>("butNot");
        QTest::addColumn<bool>("signs");
        QTest::addColumn<bool>("reads");
        QTest::newRow("one action") << QStringList{ u"keys/sign/action"_s } << QStringList() << true << false;
        QTest::newRow("all of keys") << QStringList{ u"keys/*"_s } << QStringList() << true << true;
        QTest::newRow("all but one") << QStringList{ u"*"_s } << QStringList{ u"keys/SIGN/action"_s } << false
                                     << true;
        QTest::newRow("all but all") << QStringList{ u"*"_s } << QStringList{ u"keys/*"_s } << false << false;
        QTest::newRow("nothing") << QStringList() << QStringList() << false << false;
    }
    void ownRolesOfPools()
    {
        QFETCH(QStringList, gives);
        QFETCH(QStringList, butNot);
        QFETCH(bool, signs);
        QFETCH(bool, reads);
        const auto role = u"11111111-0000-4000-8000-000000000001"_s;
        AccessRules rules = pool();
        rules.assignments = withRole(role, u"/keys/a"_s).assignments;
        const auto isAllowed = [&](const Permission& permission, const QString& name) {
            return access::decide(&rules, application(), permission, key(name)).result.has_value();
        };
        QVERIFY(!isAllowed(SignWithKey::permission, u"a"_s)); // a role that nobody has made
        rules.roles.push_back({ role, u"ours"_s, {}, false, { { gives, butNot } }, 0, 0 });
        QCOMPARE(isAllowed(SignWithKey::permission, u"a"_s), signs);
        QCOMPARE(isAllowed(GetKey::permission, u"a"_s), reads);
        QVERIFY(!isAllowed(SignWithKey::permission, u"b"_s));
        rules.vault.sku = Sku::Premium;
        QVERIFY(!isAllowed(SignWithKey::permission, u"a"_s));
    }

    void messagesOfPools()
    {
        const AccessRules rules = pool();
        const auto message = [&](const Permission& permission, const Target& target) {
            const auto verdict = access::decide(&rules, application(), permission, target);
            return verdict.result.error().message;
        };
        QCOMPARE(message(CreateKey::permission, key(u"a"_s)),
                 u"Not authorized to access Microsoft.KeyVault/managedHsm/keys/create on /keys/a"_s);
        QCOMPARE(message(ListDeletedKeys::permission, keyCollection),
                 u"Not authorized to access Microsoft.KeyVault/managedHsm/keys/deletedKeys/read/action "
                 "on /keys"_s);
        QCOMPARE(
            message(GetAccessRules::permission, {}),
            u"Not authorized to access Microsoft.KeyVault/managedHsm/roleAssignments/read/action on /"_s);
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
