// SPDX-License-Identifier: Apache-2.0
#include "served_store.h"

#include "model/vault/built_in_roles.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::vault;
using namespace Qt::StringLiterals;

namespace {

/// The key of RFC 7515, A.3.
const QByteArray signerJwk = R"({"kty":"EC","crv":"P-256",
    "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    "d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"})";
const QByteArray signBody = R"({"alg":"ES256","value":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"})";
const QByteArray poolHost = "cards.managedhsm.localhost:8443";

const std::vector<Ask>& secretSeeds()
{
    static const std::vector<Ask> seeds = {
        { "GET", "/secrets?api-version=7.4&maxresults=5&$skiptoken=eyJOZXh0TWFya2VyIjoiMiE0IVFRLS0ifQ" },
        { "GET", "/secrets/api-key/0123456789abcdef0123456789abcdef?api-version=2025-07-01" },
        { "PUT",
          "/secrets/api-key?api-version=7.4",
          {},
          R"({"value":"a\u00e4","contentType":"t","attributes":{"enabled":true,"nbf":1,"exp":2000000000},"tags":{"a":"b"}})" },
        { "PATCH",
          "/secrets/api-key/?api-version=7.4",
          {},
          R"({"attributes":{"exp":null},"tags":{"a":null}})" },
        { "POST", "/secrets/restore?api-version=7.4", {}, R"({"value":"AAAA"})" },
        { "POST", "/secrets/api-key/backup?api-version=7.4" },
        { "DELETE", "/deletedsecrets/api-key?api-version=7.4" },
    };
    return seeds;
}

const std::vector<Ask>& keySeeds()
{
    static const std::vector<Ask> seeds = {
        { "GET", "/keys/signer/0123456789abcdef0123456789abcdef?api-version=2025-07-01" },
        { "GET", "/keys/signer/versions?api-version=7.4&maxresults=5" },
        { "POST",
          "/keys/made/create?api-version=7.4",
          {},
          R"({"kty":"EC","crv":"P-256","key_ops":["sign"],"attributes":{"exportable":false,"exp":2000000000},"release_policy":null})" },
        { "PUT", "/keys/signer?api-version=7.4", {}, R"({"Hsm":false,"key":)" + signerJwk + '}' },
        { "PUT",
          "/keys/moved?api-version=7.4",
          {},
          R"({"key":{"kty":"RSA-HSM","key_hsm":"eyJzY2hlbWFfdmVyc2lvbiI6IjEuMC4wIn0"}})" },
        { "PATCH", "/keys/signer/?api-version=7.4", {}, R"({"key_ops":["sign"],"tags":{"a":null}})" },
        { "POST", "/keys/signer//sign?api-version=7.4", {}, signBody },
        { "POST",
          "/keys/signer/verify?api-version=7.4",
          {},
          R"({"alg":"ES256","digest":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8","value":"AAAA"})" },
        { "POST",
          "/keys/signer/unwrapKey?api-version=7.4",
          {},
          R"({"alg":"A128GCM","value":"AAAA","iv":"AAAA","tag":"AA","aad":"AA"})" },
        { "POST",
          "/keys/signer/release?api-version=7.4",
          {},
          R"({"target":"a.b.c","nonce":"n","enc":"RSA_AES_KEY_WRAP_256"})" },
        { "PUT",
          "/keys/signer/rotationpolicy?api-version=7.4",
          {},
          R"({"lifetimeActions":[{"trigger":{"timeAfterCreate":"P60D"},"action":{"type":"Rotate"}}],"attributes":{"expiryTime":"P90D"}})" },
        { "POST", "/keys/signer/rotate?api-version=7.4" },
        { "POST", "/keys/restore?api-version=7.4", {}, R"({"value":"AAAA"})" },
        { "DELETE", "/deletedkeys/signer?api-version=7.4" },
        { "POST", "/rng?api-version=7.4", {}, R"({"count":16})" },
    };
    return seeds;
}

/// A few changes to a text, so that it is nearly what it was.
void mutate(QByteArray& text, QRandomGenerator& random)
{
    for (int i = random.bounded(4); i > 0 && !text.isEmpty(); --i) {
        const int at = random.bounded(int(text.size()));
        switch (random.bounded(4)) {
        case 0:
            text[at] = char(random.bounded(256));
            break;
        case 1:
            text.remove(at, 1 + random.bounded(3));
            break;
        case 2:
            text.insert(at, text.mid(random.bounded(int(text.size())), random.bounded(8)));
            break;
        default:
            text.insert(at, "%\"{}[]:,0\\u/?&="[random.bounded(15)]);
        }
    }
}

} // namespace

class VaultServiceTest final : public QObject
{
    Q_OBJECT

    Told askPool(Ask ask)
    {
        ask.host = poolHost;
        return m_served->ask(std::move(ask));
    }
    void makePool()
    {
        CreateVault create = createVault("cards");
        create.sku = Sku::ManagedHsm;
        create.token = TokenChoice{ { u"/usr/lib/token.so"_s, u"cards"_s }, {}, PinKeeping::Store };
        const auto pool = m_served->working.run(std::move(create));
        QVERIFY(pool);
        m_poolToken = m_served->token(u"https://managedhsm.localhost"_s);
        const BuiltInRole* const user = builtInRoleByName(u"Managed HSM Crypto User");
        QVERIFY(m_served->working.run(
            pool->id,
            AssignRole{ QString::fromLatin1(user->id.data(), qsizetype(user->id.size())),
                        m_served->application.objectId }));
    }

private Q_SLOTS:
    void init()
    {
        m_served = std::make_unique<ServedStore>();
        m_served->allowAll();
        m_token = m_served->token();
        QVERIFY(m_served->working.run(m_served->vaultId, setSecret("Api-Key", "a \"value\"")));
        ImportedKey key{ ImportedKey::Form::Jwk, base::SecureBytes::copyOf(QByteArrayView(signerJwk)) };
        const auto signer
            = m_served->working.run(m_served->vaultId, ImportKey{ named("Signer"), std::move(key), {}, {} });
        QVERIFY(signer);
        m_signerVersion = signer->version.text().toLatin1();
    }

    void challengesComeBeforeTheBodyIsLookedAt()
    {
        for (const char* const body : { "", "{", "\xff\xff", "[[[[[[" }) {
            const Told told = m_served->ask({ "PUT", "/secrets/%zz?nonsense", {}, body });
            QCOMPARE(told.status, 401);
            QCOMPARE(
                told.body,
                QByteArray(
                    R"({"error":{"code":"Unauthorized","message":"AKV10000: Request is missing a Bearer or PoP token."}})"));
        }
    }

    void keysImportedIntoAnHsmAreNotRotated()
    {
        makePool();
        const Told brought = askPool({ "PUT", "/keys/brought?api-version=7.4", m_poolToken,
                                       R"({"Hsm":true,"key":)" + signerJwk + '}' });
        QCOMPARE(brought.status, 200);
        QCOMPARE(brought.json()[u"key"_s][u"kty"_s].toString(), u"EC-HSM"_s);
        QVERIFY(!brought.body.contains("mport")); // the service says nothing of it
        const auto refused = [this](Ask ask) {
            ask.token = m_poolToken;
            const Told told = askPool(std::move(ask));
            QCOMPARE(told.status, 400);
            QCOMPARE(told.errorCode(), u"BadParameter"_s);
            QVERIFY(told.message().startsWith(u"A key that was imported into an HSM cannot be rotated"_s));
        };
        refused({ "POST", "/keys/brought/rotate?api-version=7.4" });
        const QByteArray policy = "/keys/brought/rotationpolicy?api-version=7.4";
        const QByteArray rotates
            = R"({"lifetimeActions":[{"trigger":{"timeAfterCreate":"P60D"},"action":{"type":"Rotate"}}]})";
        refused({ "PUT", policy, {}, rotates });
        const QByteArray notifies
            = R"({"lifetimeActions":[{"trigger":{"timeBeforeExpiry":"P30D"},"action":{"type":"Notify"}}]})";
        QCOMPARE(askPool({ "PUT", policy, m_poolToken, notifies }).status, 200);
        QCOMPARE(askPool({ "GET", policy, m_poolToken }).json()[u"lifetimeActions"_s].toArray().size(), 1);
        // A software key that was imported is made anew like any other.
        QCOMPARE(m_served->ask({ "POST", "/keys/signer/rotate?api-version=7.4", m_token }).status, 200);
    }

    void challengesNameThePortForClientsThatCompareIt_data()
    {
        QTest::addColumn<QByteArray>("userAgent");
        QTest::addColumn<QByteArray>("resource");
        QTest::newRow("none") << QByteArray() << QByteArray("https://vault.localhost");
        QTest::newRow("JS") << QByteArray("azsdk-js-keyvault-secrets/4.11.2")
                            << QByteArray("https://vault.localhost");
        QTest::newRow("Python") << QByteArray("azsdk-python-keyvault-secrets/4.9.0 Python/3.11")
                                << QByteArray("https://vault.localhost:8443");
        QTest::newRow("Go") << QByteArray("azsdk-go-azsecrets/v1.3.0")
                            << QByteArray("https://vault.localhost:8443");
    }
    void challengesNameThePortForClientsThatCompareIt()
    {
        QFETCH(QByteArray, userAgent);
        QFETCH(QByteArray, resource);
        Ask ask{ "GET", "/secrets?api-version=7.4" };
        ask.headers = { { "user-agent", userAgent } };
        const Told told = m_served->ask(std::move(ask));
        QVERIFY(told.header("www-authenticate").endsWith(QByteArray(", resource=\"" + resource + '"')));
        const QByteArray token = m_served->token(QString::fromLatin1(resource));
        QCOMPARE(m_served->ask({ "GET", "/secrets?api-version=7.4", token }).status, 200);
    }

    void everyAnswerHasTheServicesHeaders()
    {
        for (const char* const target :
             { "/secrets/api-key?api-version=7.4", "/secrets/nobody?api-version=7.4", "/nowhere" }) {
            Ask ask{ "GET", target, m_token };
            ask.headers = { { "x-ms-client-request-id", "my-own-id" } };
            const Told told = m_served->ask(std::move(ask));
            QCOMPARE(told.header("cache-control"), QByteArray("no-cache"));
            QCOMPARE(told.header("pragma"), QByteArray("no-cache"));
            QCOMPARE(told.header("expires"), QByteArray("-1"));
            QCOMPARE(told.header("x-content-type-options"), QByteArray("nosniff"));
            QCOMPARE(told.header("strict-transport-security"),
                     QByteArray("max-age=31536000;includeSubDomains"));
            QCOMPARE(told.header("content-type"), QByteArray("application/json; charset=utf-8"));
            QCOMPARE(told.header("x-ms-keyvault-region"), QByteArray("local"));
            QCOMPARE(told.header("x-ms-client-request-id"), QByteArray("my-own-id"));
            QCOMPARE(told.header("x-ms-request-id").size(), 36);
            QVERIFY(!told.header("x-ms-keyvault-service-version").isEmpty());
            QCOMPARE(told.header("x-ms-keyvault-network-info"),
                     QByteArray("conn_type=Ipv4;addr=127.0.0.1;act_addr_fam=InterNetwork;"));
            QVERIFY(told.header("access-control-allow-origin").isEmpty());
        }
    }

    void requestsAreFoundInTheAuditLog()
    {
        Ask ask{ "GET", "/secrets/api-key?api-version=7.4", m_token };
        ask.headers = { { "user-agent", "test/1" }, { "x-ms-client-request-id", "my-own-id" } };
        ask.address = u"::1"_s;
        const Told told = m_served->ask(std::move(ask));
        const AuditRecord row = m_served->lastAudit();
        QCOMPARE(row.operation, u"SecretGet"_s);
        QCOMPARE(row.requestId.toLatin1(), told.header("x-ms-request-id"));
        QCOMPARE(row.callerKind, Caller::Kind::Application);
        QCOMPARE(row.callerClientId, m_served->application.clientId);
        QCOMPARE(row.callerObjectId, m_served->application.objectId);
        QCOMPARE(row.callerName, u"billing"_s);
        QCOMPARE(row.address, u"::1"_s);
        QCOMPARE(row.userAgent, u"test/1"_s);
        QCOMPARE(row.apiVersion, u"7.4"_s);
        QCOMPARE(row.clientRequestId, u"my-own-id"_s);
        QCOMPARE(row.requestUri, u"https://payments.vault.localhost:8443/secrets/api-key?api-version=7.4"_s);
        QVERIFY(!row.decidedBy.isEmpty());
    }

    /// A5: what was put into the address by mistake could be a token or a secret.
    void onlyKnownParametersAreLogged_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("logged");
        const auto row = [](const char* query, const QString& logged) {
            QTest::newRow(query) << QByteArray(query) << logged;
        };
        row("?api-version=7.4&maxresults=3", u"?api-version=7.4&maxresults=3"_s);
        row("?api%2Dversion=7.4", u"?api%2Dversion=7.4"_s);
        row("?api-version=7.4&access_token=canary", u"?api-version=7.4&..."_s);
        row("?value=canary&api-version=7.4&client_secret=canary", u"?api-version=7.4&..."_s);
        row("?canary", u"?..."_s);
        row("?=canary", u"?..."_s);
        row("", QString());
    }
    void onlyKnownParametersAreLogged()
    {
        QFETCH(QByteArray, query);
        QFETCH(QString, logged);
        m_served->ask({ "GET", "/secrets/api-key" + query, m_token });
        const AuditRecord row = m_served->lastAudit();
        QCOMPARE(row.requestUri, u"https://payments.vault.localhost:8443/secrets/api-key"_s + logged);
        QVERIFY(!row.resultDescription.contains(u"canary"_s));
    }

    /// L5: forms and plain text are what a page of a browser can send without being asked.
    void bodiesAreJson_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("status");
        const auto row
            = [](const char* type, int status) { QTest::newRow(type) << QByteArray(type) << status; };
        row("application/json", 200);
        row("Application/JSON; charset=utf-8", 200);
        row("", 200);
        row("text/plain", 400);
        row("application/x-www-form-urlencoded", 400);
        row("multipart/form-data; boundary=application/json", 400);
        row("; application/json", 400);
    }
    void bodiesAreJson()
    {
        QFETCH(QByteArray, type);
        Ask ask{ "PUT", "/secrets/typed?api-version=7.4", m_token, R"({"value":"x"})" };
        ask.headers = { { "content-type", type } };
        QTEST(m_served->ask(std::move(ask)).status, "status");
        // Clients name a type for what has no body, too.
        Ask empty{ "GET", "/secrets/api-key?api-version=7.4", m_token };
        empty.headers = { { "content-type", type } };
        QCOMPARE(m_served->ask(std::move(empty)).status, 200);
    }

    void pathsOfAllClients_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");
        const auto row
            = [](const char* target, int status) { QTest::newRow(target) << QByteArray(target) << status; };
        row("/secrets/Api-Key?api-version=7.4", 200);
        row("/secrets/api-key/?api-version=7.4", 200);
        row("/secrets/api-key/%2F?api-version=7.4", 200);
        row("/SECRETS/API-KEY?API-VERSION=7.4", 200);
        row("//secrets//api-key//?api-version=7.4", 200);
        row("/secrets/api-key/?api%2Dversion=2025-07-01", 200);
        row("/secrets/%61pi-key?api-version=2026-04-01", 200);
        row("/secrets?api%2Dversion=2025-07-01", 200);
        row("/deletedSecrets?api-version=7.4", 200);
        row("/secrets/api-key/VERSIONS?api-version=7.4", 200);
        row("/secrets/api-key", 400);
        row("/secrets/api-key?api-version=", 400);
        row("/secrets/api-key?api-version=2.0", 400);
        row("/secrets/api-key?api-version=7.4&outContentType=application/x-pem-file", 200);
        row("/secrets/api-key?api-version=2025-07-01&outContentType=application/x-pem-file", 400);
        row("/secrets?api-version=2025-07-01&outContentType=application/x-pem-file", 200);
        row("/secrets/under_score?api-version=7.4", 400);
        row("/secrets/..?api-version=7.4", 400);
        row("/secrets/a%2Fb?api-version=7.4", 400);
        row("/secrets/api-key/1234?api-version=7.4", 400);
        row("/secrets/%zz?api-version=7.4", 400);
        row("/secrets?api-version=7.4&maxresults=0", 400);
        row("/secrets?api-version=7.4&maxresults=26", 400);
        row("/secrets?api-version=7.4&$skiptoken=x", 400);
        row("/secrets/api-key/ffffffffffffffffffffffffffffffff?api-version=7.4", 404);
        row("/secrets/nobody?api-version=7.4", 404);
        row("/?api-version=7.4", 404);
        row("/keys?api-version=7.4", 200);
        row("/keys/signer/?api%2Dversion=2025-07-01", 200);
        row("/Keys/SIGNER/Versions?api-version=7.4", 200);
        row("/keys/signer/RotationPolicy?api-version=7.4", 200);
        row("/deletedKeys?api-version=7.4", 200);
        row("/keys/signer/attestation?api-version=7.4", 400);
        row("/keys/signer/1234?api-version=7.4", 400);
        row("/keys/nobody?api-version=7.4", 404);
        row("/certificates?api-version=7.4", 404);
        row("/secrets/a/b/c/d?api-version=7.4", 404);
    }
    void pathsOfAllClients()
    {
        QFETCH(QByteArray, target);
        const Told told = m_served->ask({ "GET", target, m_token });
        QTEST(told.status, "status");
        if (told.status >= 400)
            QVERIFY(!told.errorCode().isEmpty() && !told.message().isEmpty());
    }

    void usesOfKeysFromAllClients_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char* path :
             { "/keys/signer/sign", "/keys/signer//sign", "/keys/signer/sign/", "/KEYS/Signer/SIGN",
               "/keys/signer/VERSION/sign", "//keys/signer/VERSION//sign/" })
            QTest::newRow(path) << QByteArray(path);
    }
    void usesOfKeysFromAllClients()
    {
        QFETCH(QByteArray, path);
        path.replace("VERSION", m_signerVersion);
        const Told told = m_served->ask({ "POST", path + "?api%2Dversion=2025-07-01", m_token, signBody });
        QCOMPARE(told.status, 200);
        QCOMPARE(told.json()[u"kid"].toString().toLower(),
                 QString::fromLatin1("https://payments.vault.localhost:8443/keys/signer/" + m_signerVersion));
        QCOMPARE(told.json()[u"value"].toString().size(), 86); // 64 bytes
    }

    void keysAreNotUsedByOtherVerbs()
    {
        QCOMPARE(m_served->ask({ "PUT", "/keys/signer/sign?api-version=7.4", m_token }).status, 405);
        QCOMPARE(m_served->ask({ "GET", "/keys/signer/sign?api-version=7.4", m_token }).status, 405);
        QCOMPARE(m_served->ask({ "PATCH", "/keys/signer/Backup?api-version=7.4", m_token }).status, 405);
        QCOMPARE(m_served->ask({ "DELETE", "/keys/signer/rotationpolicy?api-version=7.4", m_token }).status,
                 405);
    }

    void wrongSignaturesAreNoErrors()
    {
        const QByteArray digest(R"("alg":"ES256","digest":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")");
        const Told signature
            = m_served->ask({ "POST", "/keys/signer/sign?api-version=7.4", m_token, signBody });
        const QByteArray good = signature.json()[u"value"].toString().toLatin1();
        const auto verify = [&](const QByteArray& value) {
            return m_served->ask({ "POST", "/keys/signer/verify?api-version=7.4", m_token,
                                   '{' + digest + ",\"value\":\"" + value + "\"}" });
        };
        QCOMPARE(verify(good).body, QByteArray("{\"value\":true}"));
        const Told wrong = verify(QByteArray(86, 'A'));
        QCOMPARE(wrong.status, 200);
        QCOMPARE(wrong.body, QByteArray("{\"value\":false}"));
    }

    void poolsHaveAnAddressOfTheirOwn()
    {
        makePool();
        const Told nobody = askPool({ "GET", "/keys?api-version=7.4" });
        QCOMPARE(nobody.status, 401);
        QVERIFY(nobody.header("www-authenticate").endsWith(", resource=\"https://managedhsm.localhost\""));
        QCOMPARE(askPool({ "GET", "/keys?api-version=7.4", m_poolToken }).status, 200);
        // Tokens for one kind are not taken at the other, though they have been verified before.
        const Told wrongToken = askPool({ "GET", "/keys?api-version=7.4", m_token });
        QCOMPARE(wrongToken.status, 401);
        QVERIFY(wrongToken.message().startsWith("AKV10022"_L1));
        QCOMPARE(m_served->ask({ "GET", "/keys?api-version=7.4", m_poolToken }).status, 401);
        // A name belongs to one kind.
        Ask pool{ "GET", "/keys?api-version=7.4", m_token };
        pool.host = "cards.vault.localhost:8443";
        QCOMPARE(m_served->ask(std::move(pool)).status, 404);
        Ask vault{ "GET", "/keys?api-version=7.4", m_poolToken };
        vault.host = "payments.managedhsm.localhost:8443";
        QCOMPARE(m_served->ask(std::move(vault)).status, 404);
    }

    void poolsHaveHeadersOfTheirOwn()
    {
        makePool();
        for (const char* const target :
             { "/keys?api-version=7.4", "/keys/nobody?api-version=7.4", "/nowhere" }) {
            const Told told = askPool({ "GET", target, m_poolToken });
            QCOMPARE(told.header("strict-transport-security"),
                     QByteArray("max-age=31536000; includeSubDomains"));
            QCOMPARE(told.header("content-security-policy"), QByteArray("default-src 'self'"));
            QCOMPARE(told.header("x-frame-options"), QByteArray("SAMEORIGIN"));
            QCOMPARE(told.header("x-ms-request-id").size(), 36);
            bool isNumber = false;
            QVERIFY(told.header("x-ms-server-latency").toInt(&isNumber) >= 0 && isNumber);
            for (const auto& [name, value] : told.headers)
                QVERIFY2(!name.toLower().startsWith("x-ms-keyvault-"), name.constData());
        }
    }

    void operationsThatAreNotOfferedAreNamed()
    {
        const Told wrap
            = m_served->ask({ "POST", "/keys/signer//secureWrapKey?api-version=2026-04-01", m_token });
        QCOMPARE(wrap.status, 400);
        QCOMPARE(wrap.innerCode(), u"NotSupported"_s);
        QVERIFY2(wrap.message().contains("secureWrapKey"_L1), qPrintable(wrap.message()));
        QCOMPARE(m_served->lastAudit().operation, u"KeySecureWrap"_s);
        QCOMPARE(m_served->lastAudit().objectName, u"signer"_s);
    }

    void poolsHoldKeysAndNothingElse()
    {
        makePool();
        for (const char* const path : { "/secrets", "/deletedsecrets", "/secrets/a" })
            QCOMPARE(askPool({ "GET", QByteArray(path) + "?api-version=7.4", m_poolToken }).status, 404);
        const Told made = askPool({ "POST", "/keys/wrap/create?api-version=7.4", m_poolToken,
                                    R"({"kty":"oct-HSM","key_size":128,"key_ops":["encrypt","decrypt"]})" });
        QCOMPARE(made.status, 200);
        QCOMPARE(made.json()[u"key"][u"kty"].toString(), u"oct-HSM"_s);
        QVERIFY(made.json()[u"key"][u"kid"].toString().startsWith(
            "https://cards.managedhsm.localhost:8443/keys/wrap/"_L1));
        QCOMPARE(
            askPool({ "POST", "/keys/soft/create?api-version=7.4", m_poolToken, R"({"kty":"EC"})" }).status,
            400);
    }

    void whatGcmAuthenticatesIsAnsweredToo()
    {
        makePool();
        QCOMPARE(askPool({ "POST", "/keys/wrap/create?api-version=7.4", m_poolToken,
                           R"({"kty":"oct-HSM","key_size":128})" })
                     .status,
                 200);
        const Told encrypted = askPool({ "POST", "/keys/wrap/encrypt?api-version=7.4", m_poolToken,
                                         R"({"alg":"A128GCM","value":"dGV4dA","aad":"ZGF0YQ"})" });
        QCOMPARE(encrypted.status, 200);
        QJsonObject back = encrypted.json();
        QCOMPARE(back[u"aad"].toString(), u"ZGF0YQ"_s);
        back.remove(u"kid"_s);
        back[u"alg"] = u"A128GCM"_s;
        const Told decrypted = askPool(
            { "POST", "/keys/wrap/decrypt?api-version=7.4", m_poolToken, QJsonDocument(back).toJson() });
        QCOMPARE(decrypted.status, 200);
        QCOMPARE(decrypted.json()[u"value"].toString(), u"dGV4dA"_s);
    }

    void errorsOfPoolsNameTheActivity()
    {
        makePool();
        for (const char* const target : { "/keys/nobody?api-version=7.4", "/secrets?api-version=7.4",
                                          "/keys?api-version=1", "/keys/a_b?api-version=7.4" }) {
            const Told told = askPool({ "GET", target, m_poolToken });
            QVERIFY(told.status >= 400);
            const QString activity
                = u" (Activity ID: %1)"_s.arg(QString::fromLatin1(told.header("x-ms-request-id")));
            QVERIFY2(told.message().endsWith(activity), qPrintable(told.message()));
        }
        QVERIFY(!m_served->ask({ "GET", "/keys/nobody?api-version=7.4", m_token })
                     .message()
                     .contains("Activity"_L1));
    }

    void unknownApiVersionsAreNamed()
    {
        const Told told = m_served->ask({ "GET", "/secrets?api-version=2031-02-03", m_token });
        QCOMPARE(told.errorCode(), u"BadParameter"_s);
        QVERIFY(told.message().contains("2031-02-03"_L1) && told.message().contains("2026-04-01"_L1));
    }

    void wrongVerbs_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        for (const char* method : { "POST", "PUT", "DELETE", "PATCH", "HEAD", "TRACE", "get" })
            QTest::newRow(method) << QByteArray(method) << QByteArray("/secrets?api-version=7.4");
        for (const char* method : { "GET", "PUT", "PATCH", "DELETE" }) {
            QTest::addRow("%s a reserved secret", method)
                << QByteArray(method) << QByteArray("/secrets/restore?api-version=7.4");
            QTest::addRow("%s a reserved key", method)
                << QByteArray(method) << QByteArray("/keys/Restore?api-version=7.4");
        }
        QTest::newRow("GET restore of nothing")
            << QByteArray("PATCH") << QByteArray("/deletedsecrets/a?api-version=7.4");
    }
    void wrongVerbs()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        const Told told = m_served->ask({ method, target, m_token });
        QCOMPARE(told.status, 405);
        QCOMPARE(told.errorCode(), u"MethodNotAllowed"_s);
    }

    void refusalsBeforeAnOperationAreAudited_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("operation");
        QTest::addColumn<QString>("object");
        const auto row = [](const char* name, const char* method, const char* target, const char* body,
                            int status, const QString& operation, const QString& object = {}) {
            QTest::newRow(name) << QByteArray(method) << QByteArray(target) << QByteArray(body) << status
                                << operation << object;
        };
        row("no such path", "GET", "/nowhere?api-version=7.4", "", 404, u"Request"_s);
        row("unreadable path", "GET", "/secrets/%zz?api-version=7.4", "", 400, u"Request"_s);
        row("wrong verb", "DELETE", "/secrets?api-version=7.4", "", 405, u"Request"_s);
        row("no version", "GET", "/secrets/a", "", 400, u"SecretGet"_s, u"a/"_s);
        row("bad name", "GET", "/secrets/under_score?api-version=7.4", "", 400, u"SecretGet"_s);
        row("bad body", "PUT", "/secrets/a?api-version=7.4", "{\"value\":", 400, u"SecretSet"_s, u"a/"_s);
        row("bad page", "GET", "/secrets?api-version=7.4&maxresults=26", "", 400, u"SecretList"_s);
        row("bad body of a version", "POST", "/keys/a/0123456789abcdef0123456789abcdef/sign?api-version=7.4",
            R"({"alg":"RS256"})", 400, u"KeySign"_s, u"a/0123456789abcdef0123456789abcdef RS256"_s);
        row("bad version", "GET", "/keys/a/1234?api-version=7.4", "", 400, u"KeyGet"_s, u"a/"_s);
    }
    void refusalsBeforeAnOperationAreAudited()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, operation);
        QFETCH(QString, object);
        const Told told = m_served->ask({ method, target, m_token, body });
        QCOMPARE(told.status, status);
        const AuditRecord row = m_served->lastAudit();
        QCOMPARE(row.requestId.toLatin1(), told.header("x-ms-request-id"));
        QCOMPARE(row.operation, operation);
        QCOMPARE(row.httpStatus, status);
        QCOMPARE(row.vault, m_served->vaultId);
        QCOMPARE(row.callerName, u"billing"_s);
        if (!object.isEmpty())
            QCOMPARE(QString(row.objectName + u'/' + row.objectVersion + u' ' + row.algorithm).trimmed(),
                     object);
    }

    void whatIsNoAlgorithmIsNotLogged()
    {
        const auto sign = [this](const QByteArray& algorithm) {
            const QByteArray body = "{\"alg\":\"" + algorithm + "\",\"value\":\"AAAA\"}";
            QCOMPARE(m_served->ask({ "POST", "/keys/signer/sign?api-version=7.4", m_token, body }).status,
                     400);
            QCOMPARE(m_served->lastAudit().operation, u"KeySign"_s);
        };
        sign("RS256");
        QCOMPARE(m_served->lastAudit().algorithm, u"RS256"_s);
        sign("what was to be signed");
        QCOMPARE(m_served->lastAudit().algorithm, QString());
    }

    // Authorization comes before state and parameters: a malformed request of somebody who may not ask is
    // refused like a good one.
    void rightsComeBeforeTheBody_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("operation");
        QTest::addColumn<QString>("object");
        const auto row = [](const char* method, const char* target, const char* body,
                            const QString& operation, const QString& object) {
            QTest::addRow("%s %s %s", method, target, body)
                << QByteArray(method) << QByteArray(target) << QByteArray(body) << operation << object;
        };
        row("PUT", "/keys/zz?api-version=7.4", "{}", u"KeyImport"_s, u"zz"_s);
        row("PATCH", "/keys/zz?api-version=7.4", "[", u"KeyUpdate"_s, u"zz"_s);
        row("POST", "/keys/zz/create?api-version=7.4", "{}", u"KeyCreate"_s, u"zz"_s);
        row("POST", "/keys/zz/sign?api-version=7.4", "{}", u"KeySign"_s, u"zz"_s);
        row("POST", "/keys/zz/wrapkey?api-version=7.4", R"({"alg":"A128KW"})", u"KeyWrap"_s, u"zz"_s);
        row("POST", "/keys/zz/release?api-version=7.4", "", u"KeyRelease"_s, u"zz"_s);
        row("PUT", "/keys/zz/rotationpolicy?api-version=7.4", "{", u"KeyRotationPolicySet"_s, u"zz"_s);
        row("POST", "/keys/restore?api-version=7.4", R"({"value":"*"})", u"KeyRestore"_s, {});
        row("GET", "/keys/zz/1234?api-version=7.4", "", u"KeyGet"_s, u"zz"_s);
        row("GET", "/keys/a_b?api-version=7.4", "", u"KeyGet"_s, {});
        row("PUT", "/secrets/zz?api-version=7.4", "{}", u"SecretSet"_s, u"zz"_s);
        row("PUT", "/secrets/zz?api-version=7.4", "{\"value\":", u"SecretSet"_s, u"zz"_s);
        row("GET", "/secrets?api-version=7.4&maxresults=99", "", u"SecretList"_s, {});
        row("GET", "/secrets/zz/versions?api-version=7.4&maxresults=99", "", u"SecretListVersions"_s,
            u"zz"_s);
        row("GET", "/secrets/zz", "", u"SecretGet"_s, u"zz"_s);
        row("POST", "/rng?api-version=7.4", "", u"RandomBytesGet"_s, {});
    }
    void rightsComeBeforeTheBody()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        QFETCH(QString, operation);
        QFETCH(QString, object);
        const auto refusedWith = [&](const QString& innerCode) {
            const Told told = m_served->ask({ method, target, m_token, body });
            QCOMPARE(told.status, 403);
            QCOMPARE(told.innerCode(), innerCode);
            const AuditRecord row = m_served->lastAudit();
            QCOMPARE(row.requestId.toLatin1(), told.header("x-ms-request-id"));
            QCOMPARE(row.operation, operation);
            QCOMPARE(row.objectName, object);
            QCOMPARE(row.resultCode, innerCode);
        };
        m_served->store.setNetwork({ true, false, { u"10.0.0.0/8"_s } });
        refusedWith(u"ForbiddenByFirewall"_s);
        m_served->store.setNetwork({});
        const VaultId vault = m_served->vaultId;
        const auto rules = m_served->working.run(vault, GetAccessRules{});
        QVERIFY(
            m_served->working.run(vault, RemoveRoleAssignment{ rules->assignments.front().id }).has_value());
        refusedWith(u"ForbiddenByRbac"_s);
        QVERIFY(m_served->working.run(UpdateVault{ vault, PermissionModel::AccessPolicies, {}, {}, {}, {} }));
        refusedWith(u"ForbiddenByPolicy"_s);
    }

    // Readers may use the public part of a key, so they are told what is wrong with their request for it.
    void readersAreToldOfTheirBodies()
    {
        const VaultId vault = m_served->vaultId;
        const auto rules = m_served->working.run(vault, GetAccessRules{});
        QVERIFY(
            m_served->working.run(vault, RemoveRoleAssignment{ rules->assignments.front().id }).has_value());
        const BuiltInRole* const reader = builtInRoleByName(u"Key Vault Reader");
        QVERIFY(m_served->working.run(
            vault,
            AssignRole{ QString::fromLatin1(reader->id.data(), qsizetype(reader->id.size())),
                        m_served->application.objectId }));
        const auto statusOf = [&](const QByteArray& path, const QByteArray& body) {
            return m_served->ask({ "POST", path + "?api-version=7.4", m_token, body }).status;
        };
        QCOMPARE(statusOf("/keys/signer/verify", R"({"alg":"ES256"})"), 400);
        QCOMPARE(statusOf("/keys/signer/sign", R"({"alg":"ES256"})"), 403);
        QCOMPARE(statusOf("/keys/signer/encrypt", R"({"alg":"A128GCM"})"), 403);
    }

    void unknownVaultsAreAudited()
    {
        Ask ask{ "GET", "/secrets?api-version=7.4", m_token };
        ask.host = "nobody.vault.localhost:8443";
        const Told told = m_served->ask(std::move(ask));
        QCOMPARE(told.errorCode(), u"VaultNotFound"_s);
        QCOMPARE(m_served->lastAudit().requestId.toLatin1(), told.header("x-ms-request-id"));
        QCOMPARE(m_served->lastAudit().httpStatus, 404);
    }

    void unknownPagesOfTheAuthorityAreNoVaults_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QString>("message");
        const QString page = u"The token authority has no such page."_s;
        QTest::newRow("page") << QByteArray("login.vault.localhost:8443") << QByteArray("/nonsense") << page;
        QTest::newRow("localhost") << QByteArray("localhost:8443") << QByteArray("/common/oauth2/nonsense")
                                   << page;
        QTest::newRow("path of a vault")
            << QByteArray("login.vault.localhost:8443") << QByteArray("/secrets?api-version=7.4")
            << u"There is no vault of this name."_s;
        QTest::newRow("pool") << QByteArray("nobody.managedhsm.localhost:8443")
                              << QByteArray("/keys?api-version=7.4") << u"There is no pool of this name."_s;
    }
    void unknownPagesOfTheAuthorityAreNoVaults()
    {
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, path);
        Ask ask{ "GET", path };
        ask.host = host;
        const Told told = m_served->ask(std::move(ask));
        QCOMPARE(told.status, 404);
        QFETCH(QString, message);
        const QString said = told.json()[u"error"][u"message"].toString();
        QVERIFY2(said.startsWith(message), qPrintable(said));
        QCOMPARE(m_served->lastAudit().httpStatus, 404);
    }

    void successNamesTheRoleAssignment()
    {
        const auto rules = m_served->working.run(m_served->vaultId, GetAccessRules{});
        QVERIFY(rules);
        const QByteArray assignment = rules->assignments.front().id.toLatin1();
        const QByteArray header = "x-ms-keyvault-rbac-assignment-id";
        QCOMPARE(m_served->ask({ "GET", "/secrets/api-key?api-version=7.4", m_token }).header(header),
                 assignment);
        QVERIFY(
            m_served->ask({ "GET", "/secrets/nobody?api-version=7.4", m_token }).header(header).isEmpty());
    }

    void verbsCanBeTunnelledThroughPost()
    {
        Ask ask{ "POST", "/secrets/api-key?api-version=7.4", m_token };
        ask.headers = { { "x-http-method", "delete" } };
        QCOMPARE(m_served->ask(std::move(ask)).status, 200);
        QCOMPARE(m_served->ask({ "GET", "/deletedsecrets/api-key?api-version=7.4", m_token }).status, 200);
        Ask get{ "GET", "/secrets?api-version=7.4", m_token };
        get.headers = { { "x-http-method", "PUT" } };
        QCOMPARE(m_served->ask(std::move(get)).status, 200);
    }

    void setAnswersWithTheValueAndGetGivesIt()
    {
        const Told set
            = m_served->ask({ "PUT", "/secrets/New?api-version=2025-07-01", m_token,
                              R"({"value":"v\u00e4l","attributes":{"exp":2000000000},"tags":{"a":"b"}})" });
        QCOMPARE(set.status, 200);
        QCOMPARE(set.json()[u"value"].toString(), u"väl"_s);
        const QString id = set.json()[u"id"].toString();
        QVERIFY2(id.startsWith("https://payments.vault.localhost:8443/secrets/New/"_L1), qPrintable(id));
        const QByteArray path
            = id.mid(qsizetype(qstrlen("https://payments.vault.localhost:8443"))).toLatin1();
        const Told got = m_served->ask({ "GET", path + "?api-version=7.4", m_token });
        QCOMPARE(got.json()[u"value"].toString(), u"väl"_s);
        QCOMPARE(got.json()[u"attributes"][u"exp"].toInteger(), 2000000000);
        QCOMPARE(got.json()[u"attributes"][u"recoveryLevel"].toString(), u"Recoverable+Purgeable"_s);
        const Told cleared = m_served->ask(
            { "PATCH", path + "?api-version=7.4", m_token, R"({"attributes":{"exp":null},"tags":{}})" });
        QCOMPARE(cleared.status, 200);
        QVERIFY(!cleared.json().contains(u"value"));
        QVERIFY(!cleared.json()[u"attributes"].toObject().contains(u"exp"));
        QVERIFY(!cleared.json().contains(u"tags"));
    }

    void listsArePagedByLinksThatWork()
    {
        for (int i = 0; i < 7; ++i)
            QVERIFY(
                m_served->working.run(m_served->vaultId, setSecret(qPrintable(u"page-%1"_s.arg(i)), "v")));
        QStringList names;
        QByteArray target = "/secrets?api-version=7.4&maxresults=3";
        for (int pages = 0; !target.isEmpty(); ++pages) {
            QVERIFY(pages < 10);
            const Told told = m_served->ask({ "GET", target, m_token });
            QCOMPARE(told.status, 200);
            const QJsonArray items = told.json()[u"value"].toArray();
            for (const auto item : items)
                names += item[u"id"].toString().section(u'/', -1);
            const QString next = told.json()[u"nextLink"].toString();
            QVERIFY(next.isEmpty()
                    || next.startsWith(
                        "https://payments.vault.localhost:8443/secrets?api-version=7.4&$skiptoken="_L1));
            target = next.mid(qsizetype(qstrlen("https://payments.vault.localhost:8443"))).toLatin1();
        }
        QCOMPARE(names.size(), 8);
        QCOMPARE(names.first(), u"Api-Key"_s);
        QVERIFY(std::is_sorted(names.begin(), names.end(),
                               [](const QString& a, const QString& b) { return a.toUpper() < b.toUpper(); }));
    }

    void vaultsAreFoundByName()
    {
        const auto statusAt = [this](const QByteArray& host) {
            Ask ask{ "GET", "/secrets?api-version=7.4", m_token };
            ask.host = host;
            return m_served->ask(std::move(ask)).status;
        };
        QCOMPARE(statusAt("payments.vault.localhost"), 200);
        QCOMPARE(statusAt("localhost:8443"), 404);
        QCOMPARE(statusAt("second.vault.localhost:8443"), 404);
        QVERIFY(m_served->working.run(createVault("second")));
        QCOMPARE(statusAt("second.vault.localhost:8443"), 403);
        QVERIFY(m_served->working.run(DeleteVault{ m_served->vaultId }));
        QCOMPARE(statusAt("payments.vault.localhost:8443"), 404);
    }

    void newApplicationsAreKnownAtOnce()
    {
        for (int i = 0; i < 3; ++i) {
            const auto registered = m_served->working.run(RegisterApplication{ u"app %1"_s.arg(i) });
            const auto token
                = m_served->tokens->issue(registered->application, u"https://vault.localhost"_s,
                                          serve::SignInMethod::Secret, m_served->working.clock.now());
            QCOMPARE(
                m_served->ask({ "GET", "/secrets?api-version=7.4", token->text.view().toByteArray() }).status,
                403);
        }
    }

    void rememberedTokensExpire()
    {
        QCOMPARE(m_served->ask({ "GET", "/secrets?api-version=7.4", m_token }).status, 200);
        m_served->working.clock.advance(3599);
        QCOMPARE(m_served->ask({ "GET", "/secrets?api-version=7.4", m_token }).status, 200);
        m_served->working.clock.advance(1);
        QCOMPARE(m_served->ask({ "GET", "/secrets?api-version=7.4", m_token }).status, 401);
    }

    void authorizationHeaders_data()
    {
        QTest::addColumn<QByteArray>("prefix");
        QTest::addColumn<int>("status");
        QTest::newRow("usual") << QByteArray("Bearer ") << 200;
        QTest::newRow("lower case") << QByteArray("bearer ") << 200;
        QTest::newRow("two spaces") << QByteArray("Bearer  ") << 200;
        QTest::newRow("no scheme") << QByteArray() << 401;
        QTest::newRow("Basic") << QByteArray("Basic ") << 401;
        QTest::newRow("no space") << QByteArray("Bearer") << 401;
    }
    void authorizationHeaders()
    {
        QFETCH(QByteArray, prefix);
        Ask ask{ "GET", "/secrets?api-version=7.4" };
        ask.headers = { { "authorization", prefix + m_token } };
        QTEST(m_served->ask(std::move(ask)).status, "status");
    }

    // R5: whatever is sent, the answer is no failure of ours and every refusal has the service's shape.
    void mutatedRequestsAreAnsweredInShape_data()
    {
        QTest::addColumn<bool>("areForKeys");
        QTest::addColumn<bool>("isPool");
        QTest::addColumn<int>("rounds");
        QTest::newRow("secrets") << false << false << 20000;
        QTest::newRow("keys") << true << false << 20000;
        QTest::newRow("keys of a pool") << true << true << 5000;
    }
    void mutatedRequestsAreAnsweredInShape()
    {
        QFETCH(bool, areForKeys);
        QFETCH(bool, isPool);
        QFETCH(int, rounds);
        const std::vector<Ask>& seeds = areForKeys ? keySeeds() : secretSeeds();
        QRandomGenerator random(5);
        for (int round = 0; round < rounds; ++round) {
            if (round % 500 == 0) { // a store in memory copies its log with each unit of work
                init();
                if (isPool)
                    makePool();
            }
            Ask ask = seeds[std::size_t(random.bounded(int(seeds.size())))];
            mutate(ask.target, random);
            mutate(ask.body, random);
            if (random.bounded(8) == 0)
                mutate(ask.method, random);
            ask.token = isPool ? m_poolToken : m_token;
            if (random.bounded(8) == 0)
                mutate(ask.token, random);
            const QByteArray shown = ask.method + ' ' + ask.target + ' ' + ask.body;
            const Told told = isPool ? askPool(std::move(ask)) : m_served->ask(std::move(ask));
            QVERIFY2(told.status >= 200 && told.status < 500, shown.constData());
            QVERIFY2(
                told.status < 300
                    || (!told.errorCode().isEmpty() && told.json()[u"error"].toObject().contains(u"message")),
                shown.constData());
        }
    }

private:
    std::unique_ptr<ServedStore> m_served;
    QByteArray m_token;
    QByteArray m_poolToken;
    QByteArray m_signerVersion;
};

QTEST_GUILESS_MAIN(VaultServiceTest)
#include "tst_vault_service.moc"
