// SPDX-License-Identifier: Apache-2.0
#include "served_store.h"

#include "model/serve/routes.h"
#include "model/vault/built_in_roles.h"

#include <QTest>

#include <array>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::vault;
using namespace Qt::StringLiterals;

namespace {

/// What an object must have gone through before the route can succeed.
enum class State { Live, Deleted, Purged };

/// One row for each route, written by hand from the service's documentation: which permission and which
/// roles it takes. A route without a row, and a row without a route, fail the test.
struct Expected
{
    QLatin1StringView method;
    QLatin1StringView pattern;
    QLatin1StringView permission;
    enum class Roles { All, Readers, ValueReaders } roles; ///< which built-in roles suffice
    int status;
    State state;
    QLatin1StringView body;
    int whenDisabled; ///< status for a disabled object
};

using Roles = Expected::Roles;
constexpr std::array expectations = {
    Expected{ "GET"_L1, "secrets"_L1, "list"_L1, Roles::Readers, 200, State::Live, {}, 200 },
    Expected{ "POST"_L1, "secrets/restore"_L1, "restore"_L1, Roles::All, 200, State::Purged, "BACKUP"_L1,
              200 },
    Expected{ "PUT"_L1, "secrets/{name}"_L1, "set"_L1, Roles::All, 200, State::Live, "{\"value\":\"x\"}"_L1,
              200 },
    Expected{ "GET"_L1, "secrets/{name}"_L1, "get"_L1, Roles::ValueReaders, 200, State::Live, {}, 403 },
    Expected{ "PATCH"_L1, "secrets/{name}"_L1, "set"_L1, Roles::All, 200, State::Live,
              "{\"tags\":{\"a\":\"b\"}}"_L1, 200 },
    Expected{ "DELETE"_L1, "secrets/{name}"_L1, "delete"_L1, Roles::All, 200, State::Live, {}, 200 },
    Expected{ "GET"_L1, "secrets/{name}/versions"_L1, "list"_L1, Roles::Readers, 200, State::Live, {}, 200 },
    Expected{ "POST"_L1, "secrets/{name}/backup"_L1, "backup"_L1, Roles::All, 200, State::Live, {}, 200 },
    Expected{
        "GET"_L1, "secrets/{name}/{version}"_L1, "get"_L1, Roles::ValueReaders, 200, State::Live, {}, 403 },
    Expected{ "PATCH"_L1, "secrets/{name}/{version}"_L1, "set"_L1, Roles::All, 200, State::Live,
              "{\"tags\":{\"a\":\"b\"}}"_L1, 200 },
    Expected{ "GET"_L1, "deletedsecrets"_L1, "list"_L1, Roles::Readers, 200, State::Deleted, {}, 200 },
    Expected{ "GET"_L1, "deletedsecrets/{name}"_L1, "get"_L1, Roles::Readers, 200, State::Deleted, {}, 403 },
    Expected{ "DELETE"_L1, "deletedsecrets/{name}"_L1, "purge"_L1, Roles::All, 204, State::Deleted, {}, 204 },
    Expected{ "POST"_L1,
              "deletedsecrets/{name}/recover"_L1,
              "recover"_L1,
              Roles::All,
              200,
              State::Deleted,
              {},
              200 },
};

const auto presentName = u"target"_s;
const auto absentName = u"absent"_s; // of the same length, so that answers can be compared byte by byte

QStringList rolesThatSuffice(Roles roles)
{
    QStringList names{ u"Key Vault Administrator"_s, u"Key Vault Secrets Officer"_s };
    if (roles == Roles::Readers)
        names += { u"Key Vault Reader"_s, u"Key Vault Secrets User"_s, u"Key Vault Certificate User"_s };
    if (roles == Roles::ValueReaders)
        names += { u"Key Vault Secrets User"_s, u"Key Vault Certificate User"_s };
    return names;
}

QString text(std::string_view view) { return QString::fromLatin1(view.data(), qsizetype(view.size())); }

/// A served vault with one object in the state that a route needs, and the request for it.
class Cell
{
public:
    Cell(const Expected& expected, PermissionModel model)
        : m_expected(expected)
    {
        if (!m_served.working.run(UpdateVault{ m_served.vaultId, model, {}, {}, {}, {} }))
            qFatal("the vault cannot be changed");
        prepare({});
    }

    ServedStore& served() { return m_served; }

    /// Makes the object anew: with these attributes, and in the state of the route.
    void prepare(const AttributeChanges& attributes)
    {
        const auto name = *ObjectName::create(presentName);
        SetSecret set{ name, base::SecureBytes::copyOf(QByteArrayView("a value")), {}, attributes, {} };
        auto& working = m_served.working;
        (void)working.run(m_served.vaultId, RecoverDeletedSecret{ name }).has_value();
        m_version = working.run(m_served.vaultId, std::move(set))->version.text();
        m_backup = base::toBase64Url(*working.run(m_served.vaultId, BackupSecret{ name }));
        if (m_expected.state != State::Live)
            QVERIFY(working.run(m_served.vaultId, DeleteSecret{ name }));
        if (m_expected.state == State::Purged)
            QVERIFY(working.run(m_served.vaultId, PurgeDeletedSecret{ name }));
    }

    Ask request(const QByteArray& token, const QString& name = presentName) const
    {
        QString path = u'/' + QString(m_expected.pattern);
        path.replace(u"{name}"_s, name).replace(u"{version}"_s, m_version);
        QByteArray body = QByteArray(m_expected.body.data(), m_expected.body.size());
        if (body == "BACKUP")
            body = "{\"value\":\"" + m_backup + "\"}";
        return { QByteArray(m_expected.method.data(), m_expected.method.size()),
                 path.toLatin1() + "?api-version=7.4", token, body };
    }

    void allow(const QStringList& permissions)
    {
        QVERIFY(m_served.working.run(
            m_served.vaultId, SetAccessPolicy{ { m_served.application.objectId, {}, permissions, {}, {} } }));
    }
    void assign(const QString& roleId, const QString& scope = u"/"_s)
    {
        auto& working = m_served.working;
        const auto rules = working.run(m_served.vaultId, GetAccessRules{});
        for (const RoleAssignment& assignment : rules->assignments)
            QVERIFY(working.run(m_served.vaultId, RemoveRoleAssignment{ assignment.id }));
        QVERIFY(working.run(m_served.vaultId, AssignRole{ roleId, m_served.application.objectId, scope }));
    }

private:
    const Expected& m_expected;
    ServedStore m_served;
    QString m_version;
    QByteArray m_backup;
};

/// Refused as expected, in the service's shape, and written into the audit log as what was answered.
void verifyRefused(Cell& cell, const Told& told, int status, const QString& code, const QString& innerCode)
{
    QCOMPARE(told.status, status);
    QCOMPARE(told.errorCode(), code);
    QCOMPARE(told.innerCode(), innerCode);
    QVERIFY(!told.body.contains("a value"));
    const AuditRecord record = cell.served().lastAudit();
    QCOMPARE(record.requestId.toLatin1(), told.header("x-ms-request-id"));
    QCOMPARE(record.httpStatus, status);
}

QByteArray withoutRequestId(const Told& told, const QString& name)
{
    return QByteArray(told.body).replace(name.toLatin1(), "*");
}

} // namespace

class RoutesTest final : public QObject
{
    Q_OBJECT

    void addRoutes()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < expectations.size(); ++i)
            QTest::addRow("%s %s", expectations[i].method.data(), expectations[i].pattern.data()) << int(i);
    }

private Q_SLOTS:
    void everyRouteHasARow()
    {
        QStringList declared;
        for (const serve::Route& route : serve::routes())
            declared += text(route.method) + u' ' + text(route.pattern);
        QStringList expected;
        for (const Expected& row : expectations)
            expected += row.method + u' ' + row.pattern;
        declared.sort();
        expected.sort();
        QCOMPARE(declared, expected);
    }

    void doors_data() { addRoutes(); }
    void doors()
    {
        QFETCH(int, row);
        Cell cell(expectations[std::size_t(row)], PermissionModel::Rbac);
        ServedStore& served = cell.served();
        served.allowAll();
        const auto key = ServedStore::signingKey();
        const auto changed = [&](const QString& claim, const QJsonValue& value) {
            QJsonObject claims = served.claims();
            claims[claim] = value;
            return ServedStore::forged(served.header(), claims, key);
        };
        const qint64 now = served.working.clock.now();
        const QByteArray good = ServedStore::forged(served.header(), served.claims(), key);
        const QByteArray unsignedPart = good.left(good.lastIndexOf('.'));
        const std::vector<std::pair<const char*, QByteArray>> tokens = {
            { "no token", {} },
            { "nonsense", "nonsense" },
            { "expired", changed(u"exp"_s, now - 1) },
            { "expires now", changed(u"exp"_s, now) },
            { "not yet valid", changed(u"nbf"_s, now + 60) },
            { "without an end", changed(u"exp"_s, QJsonValue()) },
            { "wrong audience", changed(u"aud"_s, u"https://vault.azure.net"_s) },
            { "audience of the HSM", changed(u"aud"_s, u"https://managedhsm.localhost"_s) },
            { "wrong tenant", changed(u"tid"_s, u"00000000-0000-4000-8000-000000000000"_s) },
            { "wrong issuer", changed(u"iss"_s, u"https://sts.windows.net/x/"_s) },
            { "unknown application", changed(u"appid"_s, u"00000000-0000-4000-8000-000000000000"_s) },
            { "object id of another", changed(u"oid"_s, u"00000000-0000-4000-8000-000000000000"_s) },
            { "bad signature",
              ServedStore::forged(served.header(), served.claims(), ServedStore::otherKey()) },
            { "no signature", unsignedPart + '.' },
            { "algorithm none", ServedStore::forged(served.header("none"), served.claims(), key) },
            { "algorithm HS256", ServedStore::forged(served.header("HS256"), served.claims(), key) },
            { "algorithm PS256", ServedStore::forged(served.header("PS256"), served.claims(), key) },
            { "another key", ServedStore::forged("{\"alg\":\"RS256\",\"kid\":\"x\"}", served.claims(), key) },
            { "critical extension",
              ServedStore::forged("{\"alg\":\"RS256\",\"crit\":[\"x\"],\"kid\":\""
                                      + served.tokens->keyId().toLatin1() + "\"}",
                                  served.claims(), key) },
        };
        for (const auto& [name, token] : tokens) {
            const Told told = served.ask(cell.request(token));
            QVERIFY2(told.status == 401, name);
            verifyRefused(cell, told, 401, u"Unauthorized"_s, {});
            QCOMPARE(served.lastAudit().operation, u"Authentication"_s);
            QCOMPARE(told.header("www-authenticate"),
                     QByteArray("Bearer authorization=\"https://login.vault.localhost:8443/")
                         + served.parts->names.tenantId().toLatin1()
                         + "\", resource=\"https://vault.localhost\"");
        }
        Ask wrongVault = cell.request(good);
        wrongVault.host = "nobody.vault.localhost:8443";
        QCOMPARE(served.ask(std::move(wrongVault)).status, 404);
        QCOMPARE(served.ask(cell.request(good)).status, expectations[std::size_t(row)].status);
    }

    void revokedApplications_data() { addRoutes(); }
    void revokedApplications()
    {
        QFETCH(int, row);
        Cell cell(expectations[std::size_t(row)], PermissionModel::Rbac);
        ServedStore& served = cell.served();
        served.allowAll();
        const QByteArray token = served.token();
        QVERIFY(served.ask({ "GET", "/secrets?api-version=7.4", token }).status == 200);
        QVERIFY(served.working.run(DeleteApplication{ served.application.clientId }));
        verifyRefused(cell, served.ask(cell.request(token)), 401, u"Unauthorized"_s, {});
    }

    void policies_data() { addRoutes(); }
    void policies()
    {
        QFETCH(int, row);
        const Expected& expected = expectations[std::size_t(row)];
        Cell cell(expected, PermissionModel::AccessPolicies);
        const QByteArray token = cell.served().token();
        QStringList all;
        for (const auto& permission : secretPolicyPermissions())
            all += text(permission);
        QVERIFY(all.contains(QString(expected.permission)));

        verifyRefused(cell, cell.served().ask(cell.request(token)), 403, u"Forbidden"_s,
                      u"ForbiddenByPolicy"_s);
        for (const QString& permission : all) {
            cell.allow({ permission });
            if (permission == expected.permission)
                continue;
            const Told present = cell.served().ask(cell.request(token));
            verifyRefused(cell, present, 403, u"Forbidden"_s, u"ForbiddenByPolicy"_s);
            const Told absent = cell.served().ask(cell.request(token, absentName));
            QCOMPARE(withoutRequestId(absent, absentName), withoutRequestId(present, presentName));
        }
        QStringList others = all;
        others.removeAll(QString(expected.permission));
        cell.allow(others);
        verifyRefused(cell, cell.served().ask(cell.request(token)), 403, u"Forbidden"_s,
                      u"ForbiddenByPolicy"_s);
        cell.allow({ QString(expected.permission) });
        QCOMPARE(cell.served().ask(cell.request(token)).status, expected.status);
    }

    void roles_data() { addRoutes(); }
    void roles()
    {
        QFETCH(int, row);
        const Expected& expected = expectations[std::size_t(row)];
        for (const BuiltInRole& role : builtInRoles()) {
            Cell cell(expected, PermissionModel::Rbac);
            const QByteArray token = cell.served().token();
            const bool suffices = rolesThatSuffice(expected.roles).contains(text(role.name));
            cell.assign(text(role.id), u"/secrets/"_s + absentName);
            const Told elsewhere = cell.served().ask(cell.request(token));
            verifyRefused(cell, elsewhere, 403, u"Forbidden"_s, u"ForbiddenByRbac"_s);
            cell.assign(text(role.id));
            const Told told = cell.served().ask(cell.request(token));
            if (suffices) {
                QVERIFY2(told.status == expected.status, role.name.data());
                QCOMPARE(cell.served().lastAudit().callerClientId, cell.served().application.clientId);
            } else {
                verifyRefused(cell, told, 403, u"Forbidden"_s, u"ForbiddenByRbac"_s);
                const Told absent = cell.served().ask(cell.request(token, absentName));
                QCOMPARE(withoutRequestId(absent, absentName), withoutRequestId(told, presentName));
            }
        }
    }

    void objectScopes_data() { addRoutes(); }
    void objectScopes()
    {
        QFETCH(int, row);
        const Expected& expected = expectations[std::size_t(row)];
        Cell cell(expected, PermissionModel::Rbac);
        cell.assign(u"00482a5a-887f-4fb3-b363-3b7fe8e74483"_s, u"/secrets/"_s + presentName.toUpper());
        const Told told = cell.served().ask(cell.request(cell.served().token()));
        // Calls on a collection name no object, so a right on one object does not reach them.
        QCOMPARE(told.status, expected.pattern.contains("{name}"_L1) ? expected.status : 403);
    }

    void states_data() { addRoutes(); }
    void states()
    {
        QFETCH(int, row);
        const Expected& expected = expectations[std::size_t(row)];
        Cell cell(expected, PermissionModel::Rbac);
        ServedStore& served = cell.served();
        served.allowAll();
        const QByteArray token = served.token();

        served.store.setNetwork({ true, false, { u"10.0.0.0/8"_s } });
        verifyRefused(cell, served.ask(cell.request(token)), 403, u"Forbidden"_s, u"ForbiddenByFirewall"_s);
        served.store.setNetwork({});

        served.store.refuseWork(base::Error{ base::ErrorCode::Locked, u"/home/me/store"_s, {} });
        const Told locked = served.ask(cell.request(token));
        QCOMPARE(locked.status, 503);
        QVERIFY(!locked.header("retry-after").isEmpty());
        QVERIFY(!locked.body.contains("/home"));
        QCOMPARE(served.ask(cell.request({})).status, 503);
        served.store.refuseWork({});

        served.store.failNextAudit();
        QCOMPARE(served.ask(cell.request(token)).status / 100, 5);

        cell.prepare({ {}, {}, std::optional<UnixSeconds>(1000) });
        QCOMPARE(served.ask(cell.request(token)).status, expected.status);
        cell.prepare({ false, {}, {} });
        const Told disabled = served.ask(cell.request(token));
        QCOMPARE(disabled.status, expected.whenDisabled);
        if (expected.whenDisabled == 403)
            QVERIFY(disabled.innerCode() == u"SecretDisabled" || disabled.innerCode() == u"AccessDenied");
    }
};

QTEST_GUILESS_MAIN(RoutesTest)
#include "tst_routes.moc"
