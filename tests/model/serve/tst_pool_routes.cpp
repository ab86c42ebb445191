// SPDX-License-Identifier: Apache-2.0
#include "model/base/encodings.h"
#include "model/serve/routes.h"
#include "support/local_store_file.h"
#include "support/working_store.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <future>

using namespace strongroom;
using namespace strongroom::serve;
using namespace Qt::StringLiterals;
using support::LocalStoreFile;
using support::WorkingStore;

namespace {

const auto roleId = u"11111111-0000-4000-8000-000000000001"_s;
const auto assignmentId = u"22222222-0000-4000-8000-000000000002"_s;
const auto cryptoUser = u"21dbd100-6940-42c2-9190-5d6cb909625b"_s;
const QByteArray ownRole = R"({"properties":{"roleName":"signers","permissions":[{"dataActions":
    ["Microsoft.KeyVault/managedHsm/keys/sign/action"]}],"assignableScopes":["/"]}})";

struct Told final
{
    int status = 0; ///< 0: there is no such route
    net::HttpHeaders headers;
    QJsonObject json;
    base::Error error;
};

} // namespace

/// The rows of a pool's administration on a real store. No token is needed for what they ask here.
class PoolRoutesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_file = std::make_unique<LocalStoreFile>();
        m_store = std::move(*m_file->create());
        m_work = std::make_unique<WorkingStore>(*m_store);
        auto create = support::createVault("cards");
        create.sku = vault::Sku::ManagedHsm;
        create.token = vault::TokenChoice{ { u"/nowhere.so"_s, u"none"_s }, {}, vault::PinKeeping::Store };
        const auto pool = m_work->run(std::move(create));
        QVERIFY(pool);
        m_pool = pool->id;
    }
    void cleanup()
    {
        m_work.reset();
        m_store.reset();
    }

    void vaultsHaveNoneOfThem()
    {
        for (const Route& route : poolRoutes()) {
            std::vector<QString> segments;
            for (const QByteArray& part :
                 QByteArray(route.pattern.data(), qsizetype(route.pattern.size())).split('/'))
                segments.push_back(part.startsWith('{') ? u"x"_s : QString::fromLatin1(part));
            const QByteArrayView method(route.method.data(), qsizetype(route.method.size()));
            const RouteMatch match = matchRoute(Container::Pool, method, segments);
            QVERIFY(match.route);
            QCOMPARE(match.route->pattern, route.pattern);
            const RouteMatch inVault = matchRoute(Container::Vault, method, segments);
            QVERIFY(!inVault.route || inVault.route->pattern != route.pattern);
        }
    }

    void definitions()
    {
        const QString all = u"providers/Microsoft.Authorization/roleDefinitions"_s;
        const QString one = all + u'/' + roleId;
        QCOMPARE(ask("GET", all).json[u"value"_s].toArray().size(), 9);
        const Told made = ask("PUT", one, ownRole);
        QCOMPARE(made.status, 201);
        QCOMPARE(made.json[u"name"_s].toString(), roleId);
        QCOMPARE(made.json[u"properties"_s][u"type"_s].toString(), u"CustomRole"_s);
        QCOMPARE(ask("GET", u"keys/"_s + all).json[u"value"_s].toArray().size(), 10);
        QCOMPARE(ask("GET", u"keys/a/"_s + one).json, made.json);
        QCOMPARE(ask("PUT", u"keys/"_s + one, ownRole).error.code, base::ErrorCode::BadParameter);
        QCOMPARE(ask("PUT", all + u"/x"_s, ownRole).error.code, base::ErrorCode::BadParameter);
        QCOMPARE(ask("DELETE", one).json, made.json);
        QCOMPARE(ask("GET", one).error.code, base::ErrorCode::RoleNotFound);
    }

    void assignments_data()
    {
        QTest::addColumn<QString>("scope");
        QTest::newRow("pool") << u"/"_s;
        QTest::newRow("keys") << u"/keys"_s;
        QTest::newRow("key") << u"/keys/a"_s;
    }
    void assignments()
    {
        QFETCH(QString, scope);
        const QString before = scope == u"/"_s ? QString() : QString(scope.mid(1) + u'/');
        const QString all = before + u"providers/Microsoft.Authorization/roleAssignments"_s;
        const QString one = all + u'/' + assignmentId;
        const QByteArray body
            = u"{\"properties\":{\"roleDefinitionId\":\"x/%1\",\"principalId\":\"5b3b7e5a-0d6f-4f0e-9c55-6f6c6d1f0a01\"}}"_s
                  .arg(cryptoUser)
                  .toUtf8();
        const Told made = ask("PUT", one, body);
        QCOMPARE(made.status, 201);
        QCOMPARE(made.json[u"properties"_s][u"scope"_s].toString(), scope);
        QCOMPARE(made.json[u"name"_s].toString(), assignmentId);
        QCOMPARE(ask("PUT", one, body).error.code, base::ErrorCode::Conflict);
        QCOMPARE(ask("GET", one).json, made.json);
        QCOMPARE(ask("GET", all).json[u"value"_s].toArray(), QJsonArray{ made.json });
        QCOMPARE(ask("GET", all, {}, u"roleName eq q"_s).error.code, base::ErrorCode::BadParameter);
        QCOMPARE(ask("GET", all, {}, u"principalId eq abc"_s).json[u"value"_s].toArray().size(), 0);
        QCOMPARE(ask("GET", all, {}, u"atScope()"_s).json[u"value"_s].toArray().size(), 1);
        const Told elsewhere = ask(
            "DELETE", u"keys/other/providers/Microsoft.Authorization/roleAssignments/"_s + assignmentId);
        QCOMPARE(elsewhere.error.code, base::ErrorCode::RoleNotFound);
        QCOMPARE(ask("DELETE", one).json, made.json);
        QCOMPARE(ask("GET", one).error.code, base::ErrorCode::RoleNotFound);
    }

    void settings()
    {
        const QString one = u"settings/AllowKeyManagementOperationsThroughARM"_s;
        QCOMPARE(ask("GET", u"settings"_s).json[u"settings"_s].toArray().size(), 1);
        QCOMPARE(ask("PATCH", one, R"({"value":"true"})").json[u"value"_s].toString(), u"true"_s);
        QCOMPARE(ask("GET", one).json[u"value"_s].toString(), u"true"_s);
        QCOMPARE(ask("PATCH", one, "{}").error.code, base::ErrorCode::BadParameter);
        QCOMPARE(ask("GET", u"settings/x"_s).error.code, base::ErrorCode::NoSuchResource);
        QCOMPARE(ask("PATCH", u"settings/x"_s, R"({"value":"true"})").error.code,
                 base::ErrorCode::NoSuchResource);
    }

    void whatIsNotOfferedIsNamed()
    {
        for (const auto& [method, path] :
             std::initializer_list<std::pair<const char*, QString>>{ { "POST", u"prebackup"_s },
                                                                     { "PUT", u"prerestore"_s },
                                                                     { "GET", u"ekm"_s },
                                                                     { "PATCH", u"ekm"_s },
                                                                     { "DELETE", u"ekm"_s },
                                                                     { "POST", u"ekm/create"_s },
                                                                     { "POST", u"ekm/check"_s },
                                                                     { "GET", u"ekm/certificate"_s } }) {
            const Told told = ask(method, path);
            QCOMPARE(told.error.code, base::ErrorCode::NotSupported);
            QVERIFY2(told.error.message.contains(path.section(u'/', 0, 0)), qPrintable(told.error.message));
        }
    }

    void domains()
    {
        const QString pending = u"securitydomain/download/pending"_s;
        QCOMPARE(ask("GET", pending).json[u"status"_s].toString(), u"Failed"_s);
        QCOMPARE(ask("GET", u"securitydomain/upload/pending"_s).json[u"status"_s].toString(), u"Failed"_s);
        QCOMPARE(ask("POST", u"securitydomain/download"_s, holders()).status, 202);
        QCOMPARE(ask("GET", pending).json[u"status"_s].toString(), u"Success"_s);
        QCOMPARE(ask("POST", u"securitydomain/download"_s, R"({"certificates":[],"required":2})").error.code,
                 base::ErrorCode::BadParameter);
        const Told transfer = ask("GET", u"securitydomain/upload"_s);
        QCOMPARE(transfer.status, 200);
        QCOMPARE(transfer.json[u"transfer_key"_s][u"kty"_s].toString(), u"RSA"_s);
        QCOMPARE(ask("POST", u"securitydomain/upload"_s, R"({"value":"x"})").error.code,
                 base::ErrorCode::BadParameter);
    }

    void jobs()
    {
        const QByteArray body = R"({"storageResourceUri":"https://a.example/c","token":"sig=1"})";
        // The store was given no way to storage.
        QCOMPARE(ask("POST", u"backup"_s, body).error.code, base::ErrorCode::NotSupported);
        m_store->setBackupPlaces([](const vault::BackupTarget&) {
            return base::Result<std::unique_ptr<vault::BackupPlace>>(std::make_unique<ClosedPlace>());
        });
        QCOMPARE(ask("POST", u"backup"_s, "{}").error.field, u"storageResourceUri"_s);
        const Told begun = ask("POST", u"backup"_s, body);
        QCOMPARE(begun.status, 202);
        QCOMPARE(begun.json[u"status"_s].toString(), u"InProgress"_s);
        const QString path = u"backup/"_s + begun.json[u"jobId"_s].toString() + u"/pending"_s;
        QCOMPARE(begun.headers.front().first, QByteArray("Azure-AsyncOperation"));
        QCOMPARE(begun.headers.front().second,
                 "https://cards.managedhsm.localhost:8443/" + path.toLatin1() + "?api-version=7.4");
        QTRY_COMPARE(ask("GET", path).json[u"status"_s].toString(), u"Failed"_s);
        QCOMPARE(ask("GET", path).json[u"error"_s][u"message"_s].toString(), u"It is closed."_s);
        QCOMPARE(ask("GET", u"restore/x/pending"_s).error.code, base::ErrorCode::NoSuchResource);

        const QByteArray restore
            = R"({"sasTokenParameters":)" + body + R"(,"folderToRestore":"mhsm-cards-1"})";
        for (const QString& target : { u"restore"_s, u"keys/a/restore"_s }) {
            const Told restoring = ask("PUT", target, restore);
            QCOMPARE(restoring.status, 202);
            QVERIFY(!restoring.json.contains(u"azureStorageBlobContainerUri"_s));
            const QString status = u"restore/"_s + restoring.json[u"jobId"_s].toString() + u"/pending"_s;
            QTRY_COMPARE(ask("GET", status).json[u"status"_s].toString(), u"Failed"_s);
        }
        QCOMPARE(ask("PUT", u"restore"_s, R"({"folderToRestore":"../x"})").error.code,
                 base::ErrorCode::BadParameter);
    }

private:
    class ClosedPlace final : public vault::BackupPlace
    {
    public:
        base::Result<void> write(const QString&, const std::vector<File>&) override { return closed(); }
        base::Result<QByteArray> read(const QString&, const QString&, qint64) override { return closed(); }

    private:
        static base::Error closed() { return { base::ErrorCode::Unavailable, u"It is closed."_s, {} }; }
    };

    /// Three keys that may share a domain.
    static QByteArray holders()
    {
        QStringList certificates;
        for (int i = 0; i < 3; ++i) {
            const auto key = crypto::SoftwareKey::generateRsa(2048, 65537)->publicKey();
            certificates
                += QString::fromLatin1("{\"n\":\"" + base::toBase64Url(key.n) + "\",\"e\":\"AQAB\"}");
        }
        return (uR"({"certificates":[%1],"required":2})"_s).arg(certificates.join(u',')).toLatin1();
    }

    Told ask(QByteArrayView method, const QString& path, const QByteArray& body = {},
             const QString& filter = {})
    {
        std::vector<QString> segments;
        for (const QString& segment : path.split(u'/'))
            segments.push_back(segment);
        const RouteMatch match = matchRoute(Container::Pool, method, segments);
        if (!match.route)
            return {};
        RouteCall call{ match.name,
                        {},
                        {},
                        base::SecureBytes::copyOf(body),
                        { u"https://cards.managedhsm.localhost:8443"_s,
                          *wire::ApiVersion::fromQuery({ { u"api-version"_s, u"7.4"_s } }) },
                        match.id };
        if (!filter.isEmpty())
            call.query.emplace_back(u"$filter"_s, filter);
        std::promise<base::Result<RouteAnswer>> promise;
        auto answered = promise.get_future();
        const auto asked = match.route->perform(
            m_work->operations(), m_work->caller, m_pool, call,
            [&promise](base::Result<RouteAnswer> answer) { promise.set_value(std::move(answer)); });
        if (!asked)
            return { 400, {}, {}, asked.error() };
        const auto answer = answered.get();
        if (!answer)
            return { 400, {}, {}, answer.error() };
        return { answer->status,
                 answer->headers,
                 QJsonDocument::fromJson(answer->body.view().toByteArray()).object(),
                 {} };
    }

    std::unique_ptr<LocalStoreFile> m_file;
    std::unique_ptr<local::LocalStore> m_store;
    std::unique_ptr<WorkingStore> m_work;
    vault::VaultId m_pool;
};

QTEST_GUILESS_MAIN(PoolRoutesTest)
#include "tst_pool_routes.moc"
