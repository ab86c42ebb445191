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

/// Which built-in roles suffice.
enum class Roles {
    SecretOfficers,
    SecretReaders,
    ValueReaders,
    KeyOfficers,
    KeyReaders, ///< what only needs the public part, too
    KeyUsers,
    KeyUnwrappers,
    KeyReleasers,
    PolicyReaders,
    Administrators,
};

/// One row for each route, written by hand from the service's documentation: which permission and which
/// roles it takes. A route without a row, and a row without a route, fail the test.
struct Expected
{
    QLatin1StringView method;
    QLatin1StringView pattern;
    QLatin1StringView permission;
    Roles roles;
    int status; ///< when it is allowed; 400 for what only tokens can do
    State state;
    QLatin1StringView body; ///< see Cell::body()
    int whenDisabled; ///< status for a disabled object
    int whenExpired = 0; ///< 0: like `status`
};

constexpr auto none = ""_L1;
constexpr auto tags = R"({"tags":{"a":"b"}})"_L1;
constexpr auto sign = R"({"alg":"RS256","value":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})"_L1;
constexpr auto verify
    = R"({"alg":"RS256","digest":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8","value":"AA"})"_L1;
constexpr auto encrypt = R"({"alg":"RSA-OAEP-256","value":"AAAA"})"_L1;
constexpr auto release = R"({"target":"a.b.c"})"_L1;
constexpr auto policy = R"({"lifetimeActions":[],"attributes":{}})"_L1;
/// The key of RFC 7515, A.3.
constexpr auto import = R"({"key":{"kty":"EC","crv":"P-256",
    "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    "d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}})"_L1;
// Those that depend on the object.
constexpr auto backup = "BACKUP"_L1;
constexpr auto decrypt = "DECRYPT"_L1;

// clang-format off
constexpr std::array expectations = {
    Expected{ "GET"_L1, "secrets"_L1, "list"_L1, Roles::SecretReaders, 200, State::Live, none, 200 },
    Expected{ "POST"_L1, "secrets/restore"_L1, "restore"_L1, Roles::SecretOfficers, 200, State::Purged, backup, 200 },
    Expected{ "PUT"_L1, "secrets/{name}"_L1, "set"_L1, Roles::SecretOfficers, 200, State::Live, R"({"value":"x"})"_L1, 200 },
    Expected{ "GET"_L1, "secrets/{name}"_L1, "get"_L1, Roles::ValueReaders, 200, State::Live, none, 403 },
    Expected{ "PATCH"_L1, "secrets/{name}"_L1, "set"_L1, Roles::SecretOfficers, 200, State::Live, tags, 200 },
    Expected{ "DELETE"_L1, "secrets/{name}"_L1, "delete"_L1, Roles::SecretOfficers, 200, State::Live, none, 200 },
    Expected{ "GET"_L1, "secrets/{name}/versions"_L1, "list"_L1, Roles::SecretReaders, 200, State::Live, none, 200 },
    Expected{ "POST"_L1, "secrets/{name}/backup"_L1, "backup"_L1, Roles::SecretOfficers, 200, State::Live, none, 200 },
    Expected{ "GET"_L1, "secrets/{name}/{version}"_L1, "get"_L1, Roles::ValueReaders, 200, State::Live, none, 403 },
    Expected{ "PATCH"_L1, "secrets/{name}/{version}"_L1, "set"_L1, Roles::SecretOfficers, 200, State::Live, tags, 200 },
    Expected{ "GET"_L1, "deletedsecrets"_L1, "list"_L1, Roles::SecretReaders, 200, State::Deleted, none, 200 },
    Expected{ "GET"_L1, "deletedsecrets/{name}"_L1, "get"_L1, Roles::SecretReaders, 200, State::Deleted, none, 403 },
    Expected{ "DELETE"_L1, "deletedsecrets/{name}"_L1, "purge"_L1, Roles::SecretOfficers, 204, State::Deleted, none, 204 },
    Expected{ "POST"_L1, "deletedsecrets/{name}/recover"_L1, "recover"_L1, Roles::SecretOfficers, 200, State::Deleted, none, 200 },

    Expected{ "GET"_L1, "keys"_L1, "list"_L1, Roles::KeyReaders, 200, State::Live, none, 200 },
    Expected{ "POST"_L1, "keys/restore"_L1, "restore"_L1, Roles::KeyOfficers, 200, State::Purged, backup, 200 },
    Expected{ "PUT"_L1, "keys/{name}"_L1, "import"_L1, Roles::KeyOfficers, 200, State::Live, import, 200 },
    Expected{ "GET"_L1, "keys/{name}"_L1, "get"_L1, Roles::KeyReaders, 200, State::Live, none, 403 },
    Expected{ "PATCH"_L1, "keys/{name}"_L1, "update"_L1, Roles::KeyUsers, 200, State::Live, tags, 200 },
    Expected{ "DELETE"_L1, "keys/{name}"_L1, "delete"_L1, Roles::KeyOfficers, 200, State::Live, none, 200 },
    Expected{ "POST"_L1, "keys/{name}/create"_L1, "create"_L1, Roles::KeyOfficers, 200, State::Live, R"({"kty":"EC"})"_L1, 200 },
    Expected{ "POST"_L1, "keys/{name}/rotate"_L1, "rotate"_L1, Roles::KeyOfficers, 200, State::Live, none, 200 },
    Expected{ "POST"_L1, "keys/{name}/backup"_L1, "backup"_L1, Roles::KeyUsers, 200, State::Live, none, 200 },
    Expected{ "GET"_L1, "keys/{name}/versions"_L1, "list"_L1, Roles::KeyReaders, 200, State::Live, none, 200 },
    Expected{ "GET"_L1, "keys/{name}/rotationpolicy"_L1, "getrotationpolicy"_L1, Roles::PolicyReaders, 200, State::Live, none, 200 },
    Expected{ "PUT"_L1, "keys/{name}/rotationpolicy"_L1, "setrotationpolicy"_L1, Roles::KeyOfficers, 200, State::Live, policy, 200 },
    Expected{ "GET"_L1, "keys/{name}/attestation"_L1, "get"_L1, Roles::KeyReaders, 400, State::Live, none, 400 },
    Expected{ "POST"_L1, "keys/{name}/encrypt"_L1, "encrypt"_L1, Roles::KeyReaders, 200, State::Live, encrypt, 403, 403 },
    Expected{ "POST"_L1, "keys/{name}/decrypt"_L1, "decrypt"_L1, Roles::KeyUsers, 200, State::Live, decrypt, 403 },
    Expected{ "POST"_L1, "keys/{name}/wrapkey"_L1, "wrapkey"_L1, Roles::KeyReaders, 200, State::Live, encrypt, 403, 403 },
    Expected{ "POST"_L1, "keys/{name}/unwrapkey"_L1, "unwrapkey"_L1, Roles::KeyUnwrappers, 200, State::Live, decrypt, 403 },
    Expected{ "POST"_L1, "keys/{name}/sign"_L1, "sign"_L1, Roles::KeyUsers, 200, State::Live, sign, 403, 403 },
    Expected{ "POST"_L1, "keys/{name}/verify"_L1, "verify"_L1, Roles::KeyReaders, 200, State::Live, verify, 403 },
    Expected{ "POST"_L1, "keys/{name}/release"_L1, "release"_L1, Roles::KeyReleasers, 400, State::Live, release, 400 },
    Expected{ "POST"_L1, "keys/{name}/securewrapkey"_L1, "wrapkey"_L1, Roles::KeyUnwrappers, 400, State::Live, none, 400 },
    Expected{ "POST"_L1, "keys/{name}/secureunwrapkey"_L1, "unwrapkey"_L1, Roles::KeyUnwrappers, 400, State::Live, none, 400 },
    Expected{ "GET"_L1, "keys/{name}/{version}"_L1, "get"_L1, Roles::KeyReaders, 200, State::Live, none, 403 },
    Expected{ "PATCH"_L1, "keys/{name}/{version}"_L1, "update"_L1, Roles::KeyUsers, 200, State::Live, tags, 200 },
    Expected{ "GET"_L1, "keys/{name}/{version}/attestation"_L1, "get"_L1, Roles::KeyReaders, 400, State::Live, none, 400 },
    Expected{ "POST"_L1, "keys/{name}/{version}/encrypt"_L1, "encrypt"_L1, Roles::KeyReaders, 200, State::Live, encrypt, 403, 403 },
    Expected{ "POST"_L1, "keys/{name}/{version}/decrypt"_L1, "decrypt"_L1, Roles::KeyUsers, 200, State::Live, decrypt, 403 },
    Expected{ "POST"_L1, "keys/{name}/{version}/wrapkey"_L1, "wrapkey"_L1, Roles::KeyReaders, 200, State::Live, encrypt, 403, 403 },
    Expected{ "POST"_L1, "keys/{name}/{version}/unwrapkey"_L1, "unwrapkey"_L1, Roles::KeyUnwrappers, 200, State::Live, decrypt, 403 },
    Expected{ "POST"_L1, "keys/{name}/{version}/sign"_L1, "sign"_L1, Roles::KeyUsers, 200, State::Live, sign, 403, 403 },
    Expected{ "POST"_L1, "keys/{name}/{version}/verify"_L1, "verify"_L1, Roles::KeyReaders, 200, State::Live, verify, 403 },
    Expected{ "POST"_L1, "keys/{name}/{version}/release"_L1, "release"_L1, Roles::KeyReleasers, 400, State::Live, release, 400 },
    Expected{ "POST"_L1, "keys/{name}/{version}/securewrapkey"_L1, "wrapkey"_L1, Roles::KeyUnwrappers, 400, State::Live, none, 400 },
    Expected{ "POST"_L1, "keys/{name}/{version}/secureunwrapkey"_L1, "unwrapkey"_L1, Roles::KeyUnwrappers, 400, State::Live, none, 400 },
    Expected{ "GET"_L1, "deletedkeys"_L1, "list"_L1, Roles::KeyReaders, 200, State::Deleted, none, 200 },
    Expected{ "GET"_L1, "deletedkeys/{name}"_L1, "get"_L1, Roles::KeyReaders, 200, State::Deleted, none, 200 },
    Expected{ "DELETE"_L1, "deletedkeys/{name}"_L1, "purge"_L1, Roles::KeyOfficers, 204, State::Deleted, none, 204 },
    Expected{ "POST"_L1, "deletedkeys/{name}/recover"_L1, "recover"_L1, Roles::KeyOfficers, 200, State::Deleted, none, 200 },
    Expected{ "POST"_L1, "rng"_L1, none, Roles::Administrators, 400, State::Live, R"({"count":16})"_L1, 400 },
};
// clang-format on

const auto presentName = u"target"_s;
const auto absentName = u"absent"_s; // of the same length, so that answers can be compared byte by byte

QStringList rolesThatSuffice(Roles roles)
{
    const auto administrators = u"Key Vault Administrator"_s;
    const auto certificateUser = u"Key Vault Certificate User"_s;
    const auto reader = u"Key Vault Reader"_s;
    const auto cryptoUser = u"Key Vault Crypto User"_s;
    const auto encryptionUser = u"Key Vault Crypto Service Encryption User"_s;
    QStringList secretOfficers{ administrators, u"Key Vault Secrets Officer"_s };
    QStringList keyOfficers{ administrators, u"Key Vault Crypto Officer"_s };
    switch (roles) {
    case Roles::SecretOfficers:
        return secretOfficers;
    case Roles::SecretReaders:
        return secretOfficers + QStringList{ reader, u"Key Vault Secrets User"_s, certificateUser };
    case Roles::ValueReaders:
        return secretOfficers + QStringList{ u"Key Vault Secrets User"_s, certificateUser };
    case Roles::KeyOfficers:
        return keyOfficers;
    case Roles::KeyReaders:
        return keyOfficers + QStringList{ reader, certificateUser, cryptoUser, encryptionUser };
    case Roles::KeyUsers:
        return keyOfficers + QStringList{ cryptoUser };
    case Roles::KeyUnwrappers:
        return keyOfficers + QStringList{ cryptoUser, encryptionUser };
    case Roles::KeyReleasers:
        return keyOfficers + QStringList{ u"Key Vault Crypto Service Release User"_s };
    case Roles::PolicyReaders:
        return keyOfficers + QStringList{ reader };
    case Roles::Administrators:
        return { administrators };
    }
    return {};
}

/// One RSA key for all cells, because making one takes its time.
const crypto::SoftwareKey& rsaKey()
{
    static const crypto::SoftwareKey key = *crypto::SoftwareKey::generateRsa(2048, 65537);
    return key;
}

QByteArray decryptBody()
{
    const crypto::EncryptInput input{ base::SecureBytes::copyOf(QByteArrayView("a value")), {}, {} };
    const auto output = rsaKey().encrypt(*crypto::findKeyAlgorithm(u"RSA-OAEP-256"), input);
    return "{\"alg\":\"RSA-OAEP-256\",\"value\":\"" + base::toBase64Url(output->ciphertext) + "\"}";
}

QString text(std::string_view view) { return QString::fromLatin1(view.data(), qsizetype(view.size())); }

/// A served vault with one object in the state that a route needs, and the request for it.
class Cell
{
public:
    Cell(const Expected& expected, PermissionModel model)
        : m_expected(expected)
        , m_vaultId(m_served.vaultId)
    {
        if (!m_served.working.run(UpdateVault{ m_vaultId, model, {}, {}, {}, {} }))
            qFatal("the vault cannot be changed");
        prepare({});
    }
    /// In a pool "cards", whose keys are HSM keys.
    explicit Cell(const Expected& expected)
        : m_expected(expected)
        , m_host("cards.managedhsm.localhost:8443")
        , m_protection(KeyProtection::Hsm)
    {
        CreateVault create = createVault("cards");
        create.sku = Sku::ManagedHsm;
        create.token = TokenChoice{ { u"/usr/lib/token.so"_s, u"cards"_s }, {}, PinKeeping::Store };
        const auto pool = m_served.working.run(std::move(create));
        if (!pool)
            qFatal("the pool cannot be made");
        m_vaultId = pool->id;
        prepare({});
    }

    /// Imported, because RSA keys take long to make; but what was imported into an HSM is not rotated.
    KeyProperties makeKey(const ObjectName& name, const KeyDraft& draft)
    {
        if (m_expected.pattern.endsWith("/rotate"_L1))
            return *run(CreateKey{ name, crypto::KeyType::Ec, m_protection, 0, {}, 65537, draft });
        ImportedKey key{ ImportedKey::Form::Der, *rsaKey().toStored() };
        return *run(ImportKey{ name, std::move(key), m_protection, draft });
    }

    ServedStore& served() { return m_served; }
    template <typename Op> ops::ResultOf<Op> run(Op op)
    {
        return m_served.working.run(m_vaultId, std::move(op));
    }

    /// Makes the object anew: with these attributes, and in the state of the route.
    void prepare(const AttributeChanges& attributes)
    {
        const auto name = *ObjectName::create(presentName);
        if (isForKeys()) {
            (void)run(RecoverDeletedKey{ name }).has_value();
            m_version = makeKey(name, { {}, attributes, {}, {}, {} }).version.text();
            m_backup = base::toBase64Url(*run(BackupKey{ name }));
            bringToState(DeleteKey{ name }, PurgeDeletedKey{ name });
        } else {
            (void)run(RecoverDeletedSecret{ name }).has_value();
            SetSecret set{ name, base::SecureBytes::copyOf(QByteArrayView("a value")), {}, attributes, {} };
            m_version = run(std::move(set))->version.text();
            m_backup = base::toBase64Url(*run(BackupSecret{ name }));
            bringToState(DeleteSecret{ name }, PurgeDeletedSecret{ name });
        }
    }

    Ask request(const QByteArray& token, const QString& name = presentName) const
    {
        QString path = u'/' + QString(m_expected.pattern);
        path.replace(u"{name}"_s, name).replace(u"{version}"_s, m_version);
        Ask ask{ QByteArray(m_expected.method.data(), m_expected.method.size()),
                 path.toLatin1() + "?api-version=7.4", token, body() };
        if (!m_host.isEmpty())
            ask.host = m_host;
        return ask;
    }

    bool isForKeys() const { return !m_expected.pattern.contains("secrets"_L1); }
    QStringList permissions() const
    {
        QStringList names;
        for (const auto& permission : isForKeys() ? keyPolicyPermissions() : secretPolicyPermissions())
            names += text(permission);
        return names;
    }
    void allow(const QStringList& permissions)
    {
        AccessPolicy granted{ m_served.application.objectId, {}, {}, {}, {} };
        (isForKeys() ? granted.keys : granted.secrets) = permissions;
        QVERIFY(run(SetAccessPolicy{ granted }));
    }
    QString objectScope(const QString& name) const
    {
        return (isForKeys() ? "/keys/"_L1 : "/secrets/"_L1) + name;
    }
    void assign(const QString& roleId, const QString& scope = u"/"_s)
    {
        const auto rules = run(GetAccessRules{});
        for (const RoleAssignment& assignment : rules->assignments)
            QVERIFY(run(RemoveRoleAssignment{ assignment.id }));
        QVERIFY(run(AssignRole{ roleId, m_served.application.objectId, scope }));
    }

private:
    template <typename Delete, typename Purge> void bringToState(Delete remove, Purge purge)
    {
        if (m_expected.state != State::Live)
            QVERIFY(run(std::move(remove)));
        if (m_expected.state == State::Purged)
            QVERIFY(run(std::move(purge)));
    }
    QByteArray body() const
    {
        if (m_expected.body == backup)
            return "{\"value\":\"" + m_backup + "\"}";
        if (m_expected.body == decrypt)
            return decryptBody();
        return QByteArray(m_expected.body.data(), m_expected.body.size());
    }

    const Expected& m_expected;
    ServedStore m_served;
    VaultId m_vaultId;
    QByteArray m_host; ///< empty: the usual one
    KeyProtection m_protection = KeyProtection::Software;
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
        for (const auto& table : serve::routesOf(serve::Container::Vault)) {
            for (const serve::Route& route : table)
                declared += text(route.method) + u' ' + text(route.pattern);
        }
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
        const QStringList all = cell.permissions();
        QVERIFY(expected.permission.isEmpty() || all.contains(QString(expected.permission)));

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
        if (expected.permission.isEmpty())
            return; // no access policy gives it
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
            cell.assign(text(role.id), cell.objectScope(absentName));
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

    // Which of a pool's roles gives what is a table of model/access; here, that each route asks it.
    void pools_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < expectations.size(); ++i) {
            if (!expectations[i].pattern.contains("secrets"_L1))
                QTest::addRow("%s %s", expectations[i].method.data(), expectations[i].pattern.data())
                    << int(i);
        }
    }
    void pools()
    {
        QFETCH(int, row);
        const Expected& expected = expectations[std::size_t(row)];
        Cell cell(expected);
        ServedStore& served = cell.served();
        QCOMPARE(served.ask(cell.request(served.token())).status, 401);
        const QByteArray token = served.token(u"https://managedhsm.localhost"_s);
        const Told refused = served.ask(cell.request(token));
        verifyRefused(cell, refused, 403, u"Forbidden"_s, u"ForbiddenByRbac"_s);
        QVERIFY(refused.message().startsWith("Not authorized to access Microsoft.KeyVault/managedHsm/"_L1));
        QVERIFY(refused.message().endsWith(
            u" (Activity ID: %1)"_s.arg(QString::fromLatin1(refused.header("x-ms-request-id")))));
        const bool isForOfficers = expected.pattern.startsWith("deletedkeys"_L1);
        const BuiltInRole* const role
            = builtInRoleByName(isForOfficers ? u"Managed HSM Crypto Officer" : u"Managed HSM Crypto User");
        cell.assign(text(role->id));
        // A pool holds no software keys, which is what these two bring.
        const bool isRefusedKind = expected.pattern == "keys/{name}/create"_L1
            || (expected.method == "PUT"_L1 && expected.pattern == "keys/{name}"_L1);
        QCOMPARE(served.ask(cell.request(token)).status, isRefusedKind ? 400 : expected.status);
    }

    void objectScopes_data() { addRoutes(); }
    void objectScopes()
    {
        QFETCH(int, row);
        const Expected& expected = expectations[std::size_t(row)];
        Cell cell(expected, PermissionModel::Rbac);
        cell.assign(u"00482a5a-887f-4fb3-b363-3b7fe8e74483"_s, cell.objectScope(presentName.toUpper()));
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
        QCOMPARE(served.ask(cell.request(token)).status,
                 expected.whenExpired ? expected.whenExpired : expected.status);
        cell.prepare({ false, {}, {} });
        const Told disabled = served.ask(cell.request(token));
        QCOMPARE(disabled.status, expected.whenDisabled);
        if (expected.whenDisabled == 403) {
            static const QStringList codes{ u"SecretDisabled"_s, u"AccessDenied"_s, u"KeyDisabled"_s };
            QVERIFY(codes.contains(disabled.innerCode()));
        }
    }
};

QTEST_GUILESS_MAIN(RoutesTest)
#include "tst_routes.moc"
