// SPDX-License-Identifier: Apache-2.0
#include "self_signed_certificate.h"
#include "served_store.h"

#include "model/crypto/certificate.h"

#include <QJsonArray>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::vault;
using namespace Qt::StringLiterals;

namespace {

QByteArray form(const std::vector<std::pair<QByteArray, QByteArray>>& fields)
{
    QByteArrayList parts;
    for (const auto& [name, value] : fields)
        parts += name + '=' + value.toPercentEncoding();
    return parts.join('&');
}

} // namespace

class AuthorityTest final : public QObject
{
    Q_OBJECT

    QByteArray tenant() const { return m_served->parts->names.tenantId().toLatin1(); }
    QByteArray clientId() const { return m_served->application.clientId.toLatin1(); }

    Ask tokenAsk(const std::vector<std::pair<QByteArray, QByteArray>>& fields) const
    {
        return { "POST", '/' + tenant() + "/oauth2/v2.0/token?client-request-id=1", {}, form(fields) };
    }
    /// What older programs send: the first version of the page, and a resource.
    Ask resourceAsk(const QByteArray& resource, const QByteArray& secret) const
    {
        return { "POST",
                 '/' + tenant() + "/oauth2/token?api-version=1.0",
                 {},
                 form({ { "grant_type", "client_credentials" },
                        { "client_id", clientId() },
                        { "client_secret", secret },
                        { "resource", resource } }) };
    }
    std::vector<std::pair<QByteArray, QByteArray>> fields(const QByteArray& scope
                                                          = "https://vault.localhost/.default") const
    {
        return { { "client_id", clientId() },
                 { "scope", scope },
                 { "grant_type", "client_credentials" },
                 { "client_secret", m_served->clientSecret } };
    }

private Q_SLOTS:
    void init()
    {
        m_served = std::make_unique<ServedStore>();
        m_served->allowAll();
    }

    void configuration_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QString>("base");
        const QByteArray path = "/v2.0/.well-known/openid-configuration";
        QTest::newRow("own host") << "TENANT" + path << QByteArray("login.vault.localhost:8443")
                                  << u"https://login.vault.localhost:8443"_s;
        QTest::newRow("host without port")
            << "TENANT" + path << QByteArray("localhost") << u"https://localhost:8443"_s;
        QTest::newRow("IPv4") << "TENANT" + path << QByteArray("127.0.0.1:8443")
                              << u"https://127.0.0.1:8443"_s;
        QTest::newRow("IPv6") << "TENANT" + path << QByteArray("[::1]:8443") << u"https://[::1]:8443"_s;
        QTest::newRow("common") << "common" + path << QByteArray("localhost:8443")
                                << u"https://localhost:8443"_s;
        QTest::newRow("without v2.0") << QByteArray("TENANT/.well-known/openid-configuration")
                                      << QByteArray("localhost:8443") << u"https://localhost:8443"_s;
    }
    void configuration()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, host);
        QFETCH(QString, base);
        Ask ask{ "GET", '/' + QByteArray(path).replace("TENANT", tenant()) };
        ask.host = host;
        const Told told = m_served->askAuthority(std::move(ask));
        QCOMPARE(told.status, 200);
        const QString prefix = base + u'/' + m_served->parts->names.tenantId();
        QCOMPARE(told.json()[u"issuer"].toString(), prefix + "/v2.0"_L1);
        QCOMPARE(told.json()[u"token_endpoint"].toString(), prefix + "/oauth2/v2.0/token"_L1);
        QCOMPARE(told.json()[u"jwks_uri"].toString(), prefix + "/discovery/v2.0/keys"_L1);
        QVERIFY(!told.json()[u"authorization_endpoint"].toString().isEmpty());
    }

    void keysVerifyTokens()
    {
        const Told told = m_served->askAuthority({ "GET", '/' + tenant() + "/discovery/v2.0/keys" });
        const QJsonObject key = told.json()[u"keys"].toArray().at(0).toObject();
        QCOMPARE(key[u"kty"].toString(), u"RSA"_s);
        QCOMPARE(key[u"kid"].toString(), m_served->tokens->keyId());
        const auto verifying
            = crypto::VerifyingKey::fromMembers({ *base::fromBase64Url(key[u"n"].toString().toLatin1()),
                                                  *base::fromBase64Url(key[u"e"].toString().toLatin1()) });
        QVERIFY(verifying);
        const auto token = serve::Jwt::parse(m_served->token());
        QVERIFY(verifying->verifies(crypto::RsaScheme::Rs256, token->signedPart, token->signature));
        QVERIFY(!told.body.contains("\"d\""));
    }

    void aSecretGetsATokenThatTheVaultTakes()
    {
        const Told told = m_served->askAuthority(tokenAsk(fields()));
        QCOMPARE(told.status, 200);
        QCOMPARE(told.header("cache-control"), QByteArray("no-store"));
        QCOMPARE(told.json()[u"token_type"].toString(), u"Bearer"_s);
        QVERIFY(told.json()[u"expires_in"].toInt() > 0 && told.json()[u"expires_in"].toInt() <= 3600);
        const QByteArray token = told.json()[u"access_token"].toString().toLatin1();
        const auto parsed = serve::Jwt::parse(token);
        QVERIFY(parsed);
        QCOMPARE(parsed->audience, u"https://vault.localhost"_s);
        QCOMPARE(parsed->issuer, m_served->parts->names.issuer());
        QCOMPARE(parsed->applicationId, m_served->application.clientId);
        QCOMPARE(parsed->objectId, m_served->application.objectId);
        QCOMPARE(*parsed->expires - *parsed->notBefore, 3600);
        QCOMPARE(m_served->ask({ "GET", "/secrets?api-version=7.4", token }).status, 200);
    }

    void olderProgramsNameAResource()
    {
        const Told told
            = m_served->askAuthority(resourceAsk("https://vault.localhost/", m_served->clientSecret));
        QCOMPARE(told.status, 200);
        QCOMPARE(told.header("cache-control"), QByteArray("no-store"));
        QCOMPARE(told.json()[u"resource"].toString(), u"https://vault.localhost"_s);
        QCOMPARE(told.json()[u"expires_in"].toString(), u"3599"_s);
        const QByteArray token = told.json()[u"access_token"].toString().toLatin1();
        const auto parsed = serve::Jwt::parse(token);
        QVERIFY(parsed);
        QCOMPARE(parsed->audience, u"https://vault.localhost"_s);
        QCOMPARE(told.json()[u"expires_on"].toString(), QString::number(*parsed->expires));
        QCOMPARE(told.json()[u"not_before"].toString(), QString::number(*parsed->expires - 3600));
        QCOMPARE(m_served->lastAudit().operation, u"Authentication"_s);
        QCOMPARE(m_served->lastAudit().httpStatus, 200);
        QCOMPARE(m_served->ask({ "GET", "/secrets?api-version=7.4", token }).status, 200);
    }

    void resourcesAreRefusedAsScopesAre_data()
    {
        QTest::addColumn<QByteArray>("resource");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("number");
        QTest::newRow("none") << QByteArray() << QByteArray("right") << 400 << 900144;
        QTest::newRow("unknown") << QByteArray("https://graph.windows.net") << QByteArray("right") << 400
                                 << 500011;
        QTest::newRow("scope") << QByteArray("https://vault.localhost/.default") << QByteArray("right") << 400
                               << 500011;
        QTest::newRow("wrong secret")
            << QByteArray("https://vault.localhost") << QByteArray("wrong") << 401 << 7000215;
    }
    void resourcesAreRefusedAsScopesAre()
    {
        QFETCH(QByteArray, resource);
        QFETCH(QByteArray, secret);
        const Told told = m_served->askAuthority(
            resourceAsk(resource, secret == "right" ? m_served->clientSecret : secret));
        QTEST(told.status, "status");
        QTEST(told.json()[u"error_codes"].toArray().at(0).toInt(), "number");
        QCOMPARE(m_served->lastAudit().operation, u"Authentication"_s);
        QVERIFY(m_served->lastAudit().httpStatus != 200);
        QCOMPARE(m_served->askAuthority({ "GET", '/' + tenant() + "/oauth2/token" }).status, 405);
    }

    void scopes_data()
    {
        QTest::addColumn<QByteArray>("scope");
        QTest::addColumn<int>("tokenStatus");
        QTest::addColumn<int>("vaultStatus");
        QTest::newRow("vault") << QByteArray("https://vault.localhost/.default") << 200 << 200;
        QTest::newRow("with port") << QByteArray("https://vault.localhost:8443/.default") << 200 << 200;
        QTest::newRow("two slashes") << QByteArray("https://vault.localhost//.default") << 200 << 200;
        QTest::newRow("among others") << QByteArray("openid https://vault.localhost/.default") << 200 << 200;
        QTest::newRow("public cloud") << QByteArray("https://vault.azure.net/.default") << 200 << 401;
        QTest::newRow("HSM") << QByteArray("https://managedhsm.localhost/.default") << 200 << 401;
        QTest::newRow("other port") << QByteArray("https://vault.localhost:1/.default") << 400 << 0;
        QTest::newRow("graph") << QByteArray("https://graph.microsoft.com/.default") << 400 << 0;
        QTest::newRow("no default") << QByteArray("https://vault.localhost") << 400 << 0;
    }
    void scopes()
    {
        QFETCH(QByteArray, scope);
        QFETCH(int, tokenStatus);
        const Told told = m_served->askAuthority(tokenAsk(fields(scope)));
        QCOMPARE(told.status, tokenStatus);
        if (tokenStatus != 200) {
            QCOMPARE(told.json()[u"error"].toString(), u"invalid_scope"_s);
            QCOMPARE(told.json()[u"error_codes"].toArray().at(0).toInt(), 70011);
            return;
        }
        const QByteArray token = told.json()[u"access_token"].toString().toLatin1();
        QTEST(m_served->ask({ "GET", "/secrets?api-version=7.4", token }).status, "vaultStatus");
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("error");
        QTest::addColumn<int>("number");
        QTest::newRow("wrong secret")
            << QByteArray("client_secret") << QByteArray("wrong") << 401 << u"invalid_client"_s << 7000215;
        QTest::newRow("no secret") << QByteArray("client_secret") << QByteArray() << 401
                                   << u"invalid_client"_s << 7000218;
        QTest::newRow("unknown application")
            << QByteArray("client_id") << QByteArray("00000000-0000-4000-8000-000000000000") << 400
            << u"unauthorized_client"_s << 700016;
        QTest::newRow("no application")
            << QByteArray("client_id") << QByteArray() << 400 << u"invalid_request"_s << 900144;
        QTest::newRow("no scope") << QByteArray("scope") << QByteArray() << 400 << u"invalid_request"_s
                                  << 900144;
        QTest::newRow("no grant") << QByteArray("grant_type") << QByteArray() << 400 << u"invalid_request"_s
                                  << 900144;
        QTest::newRow("other grant") << QByteArray("grant_type") << QByteArray("password") << 400
                                     << u"unsupported_grant_type"_s << 70003;
    }
    void refusals()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        auto asked = fields();
        for (auto& [name, text] : asked) {
            if (name == field)
                text = value;
        }
        const Told told = m_served->askAuthority(tokenAsk(asked));
        QTEST(told.status, "status");
        QTEST(told.json()[u"error"].toString(), "error");
        QTEST(told.json()[u"error_codes"].toArray().at(0).toInt(), "number");
        const QString description = told.json()[u"error_description"].toString();
        QVERIFY(
            description.startsWith(u"AADSTS%1: "_s.arg(told.json()[u"error_codes"].toArray().at(0).toInt())));
        for (const auto* member : { u"timestamp", u"trace_id", u"correlation_id" })
            QVERIFY(!told.json()[QStringView(member)].toString().isEmpty());
        QVERIFY(!told.body.contains(m_served->clientSecret));
    }

    /// Whoever has no right to anything can send a client id, and each is written into the audit log.
    void clientIdsNeitherFillNorForgeTheLog()
    {
        const auto refusedClient = [this] {
            const auto rows
                = m_served->working.run(ListAudit{ { {}, {}, {}, u"Authentication"_s, true, 0, 1 } });
            return rows->empty() ? QString() : rows->front().callerClientId;
        };
        auto tooLong = fields();
        tooLong[0].second = QByteArray(900'000, 'a');
        QCOMPARE(m_served->askAuthority(tokenAsk(tooLong)).status, 400);
        QCOMPARE(refusedClient(), QString(64, u'a'));
        auto steering = fields();
        steering[0].second = "x\033[31m\n\342\200\256y";
        const Told told = m_served->askAuthority(tokenAsk(steering));
        QCOMPARE(told.status, 400);
        QVERIFY(told.json()[u"error_description"].toString().contains(u"'x?[31m??y'"_s));
        QCOMPARE(refusedClient(), u"x?[31m??y"_s);
    }

    void signInsAreAudited()
    {
        m_served->askAuthority(tokenAsk(fields()));
        QCOMPARE(m_served->lastAudit().operation, u"Authentication"_s);
        QCOMPARE(m_served->lastAudit().httpStatus, 200);
        auto wrong = fields();
        wrong.back().second = "wrong";
        m_served->askAuthority(tokenAsk(wrong));
        const auto rows = m_served->working.run(ListAudit{ { {}, {}, {}, u"Authentication"_s, true, 0, 1 } });
        QCOMPARE(rows->size(), std::size_t(1));
        QCOMPARE(rows->front().httpStatus, 401);
        QCOMPARE(rows->front().callerClientId, m_served->application.clientId);
    }

    void otherTenantsAreUnknown()
    {
        const QByteArray other = "/00000000-0000-4000-8000-000000000000";
        for (const char* const path : { "/v2.0/.well-known/openid-configuration", "/discovery/v2.0/keys" }) {
            const Told told = m_served->askAuthority({ "GET", other + path });
            QCOMPARE(told.status, 400);
            QCOMPARE(told.json()[u"error_codes"].toArray().at(0).toInt(), 90002);
        }
        QCOMPARE(m_served->askAuthority({ "POST", other + "/oauth2/v2.0/token", {}, form(fields()) }).status,
                 400);
        QCOMPARE(m_served->askAuthority({ "POST", "/common/oauth2/v2.0/token/", {}, form(fields()) }).status,
                 200);
        QCOMPARE(m_served->askAuthority({ "GET", '/' + tenant() + "/oauth2/v2.0/token" }).status, 405);
    }

    void assertions_data()
    {
        QTest::addColumn<QString>("claim"); // what is wrong; empty: nothing
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<int>("status");
        QTest::newRow("right") << QString() << QJsonValue() << 200;
        QTest::newRow("audience of the first version")
            << u"aud"_s
            << QJsonValue(QString::fromLatin1("https://login.vault.localhost:8443/common/oauth2/token"))
            << 200;
        QTest::newRow("without nbf") << u"nbf"_s << QJsonValue(QJsonValue::Undefined) << 200;
        QTest::newRow("without exp") << u"exp"_s << QJsonValue(QJsonValue::Undefined) << 401;
        QTest::newRow("expired") << u"exp"_s << QJsonValue(1000) << 401;
        QTest::newRow("far future") << u"nbf"_s << QJsonValue(4000000000.0) << 401;
        QTest::newRow("other audience")
            << u"aud"_s << QJsonValue(u"https://login.microsoftonline.com/x/oauth2/v2.0/token"_s) << 401;
        QTest::newRow("other issuer") << u"iss"_s << QJsonValue(u"x"_s) << 401;
        QTest::newRow("other subject") << u"sub"_s << QJsonValue(u"x"_s) << 401;
        QTest::newRow("other certificate") << u"x5t"_s << QJsonValue() << 401;
        QTest::newRow("other key") << u"key"_s << QJsonValue() << 401;
        QTest::newRow("algorithm none") << u"none"_s << QJsonValue() << 401;
    }
    void assertions()
    {
        QFETCH(QString, claim);
        QFETCH(QJsonValue, value);
        const qint64 now = m_served->working.clock.now();
        static const base::SecureBytes pem = crypto::generateRsaKeyPem();
        const auto key = crypto::SigningKey::fromPem(pem);
        const auto certificate
            = crypto::parseCertificate(selfSignedCertificate(*key, now - 86400, now + 86400));
        QVERIFY(certificate);
        QVERIFY(m_served->working.run(AddApplicationCertificate{ m_served->application.clientId,
                                                                 certificate->der, certificate->notAfter }));

        QJsonObject claims{ { u"aud"_s,
                              QString::fromLatin1("https://login.vault.localhost:8443/" + tenant()
                                                  + "/oauth2/v2.0/token") },
                            { u"iss"_s, m_served->application.clientId },
                            { u"sub"_s, m_served->application.clientId },
                            { u"nbf"_s, now },
                            { u"exp"_s, now + 600 },
                            { u"jti"_s, u"1"_s } };
        if (value.isUndefined())
            claims.remove(claim);
        else if (!value.isNull())
            claims[claim] = value;
        const QByteArray thumbprint = claim == u"x5t" ? QByteArray(32, 'x') : certificate->sha256Thumbprint;
        const QByteArray algorithm = claim == u"none" ? "none" : "PS256";
        const QByteArray signedPart
            = base::toBase64Url(QByteArray("{\"alg\":\"" + algorithm + "\",\"x5t#S256\":\""
                                           + base::toBase64Url(thumbprint) + "\"}"))
            + '.' + base::toBase64Url(QJsonDocument(claims).toJson());
        const auto otherKey = ServedStore::otherKey();
        const auto signature = (claim == u"key" ? otherKey : *key).sign(crypto::RsaScheme::Ps256, signedPart);
        auto asked = fields();
        asked.pop_back();
        asked.emplace_back("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        asked.emplace_back("client_assertion", signedPart + '.' + base::toBase64Url(*signature));
        const Told told = m_served->askAuthority(tokenAsk(asked));
        QTEST(told.status, "status");
        if (told.status != 200) {
            QCOMPARE(told.json()[u"error_codes"].toArray().at(0).toInt(), 700027);
            QCOMPARE(m_served->lastAudit().operation, u"Authentication"_s);
        }
    }

    void managedIdentities_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("headerName");
        QTest::addColumn<QByteArray>("headerValue");
        QTest::addColumn<int>("status");
        const QByteArray appService = "/msi/token?api-version=2019-08-01&resource=https://vault.localhost";
        const QByteArray machine = "/metadata/identity/oauth2/token/"
                                   "?api-version=2018-02-01&resource=https%3A%2F%2Fvault.localhost";
        QTest::newRow("App Service") << appService << QByteArray("x-identity-header")
                                     << QByteArray("the header") << 200;
        QTest::newRow("wrong header")
            << appService << QByteArray("x-identity-header") << QByteArray("another") << 401;
        QTest::newRow("no header") << appService << QByteArray("accept") << QByteArray("x") << 401;
        QTest::newRow("Metadata is not enough")
            << appService << QByteArray("metadata") << QByteArray("true") << 401;
        QTest::newRow("IMDS") << machine << QByteArray("metadata") << QByteArray("true") << 200;
        QTest::newRow("IMDS, True") << machine << QByteArray("metadata") << QByteArray("True") << 200;
        QTest::newRow("IMDS probe") << machine << QByteArray("accept") << QByteArray("x") << 400;
        QTest::newRow("own client id")
            << machine + "&client_id=CLIENT" << QByteArray("metadata") << QByteArray("true") << 200;
        QTest::newRow("other client id")
            << machine + "&client_id=x" << QByteArray("metadata") << QByteArray("true") << 400;
        QTest::newRow("other resource") << QByteArray(
            "/metadata/identity/oauth2/token?api-version=1&resource=https://graph.microsoft.com")
                                        << QByteArray("metadata") << QByteArray("true") << 400;
        QTest::newRow("no api-version")
            << QByteArray("/metadata/identity/oauth2/token?resource=https://vault.localhost")
            << QByteArray("metadata") << QByteArray("true") << 400;
        QTest::newRow("elsewhere") << QByteArray("/") << QByteArray("metadata") << QByteArray("true") << 404;
    }
    void managedIdentities()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, headerName);
        QFETCH(QByteArray, headerValue);
        QFETCH(int, status);
        const auto identity = std::make_shared<serve::ManagedIdentity>(
            *m_served->parts, m_served->application, base::SecureBytes::copyOf(QByteArrayView("the header")));
        Ask ask{ "GET", target.replace("CLIENT", clientId()) };
        ask.headers = { { headerName, headerValue } };
        const Told told = m_served->askIdentity(*identity, std::move(ask));
        QCOMPARE(told.status, status);
        if (status != 200)
            return;
        QVERIFY(told.json()[u"expires_on"].toString().toLongLong() > m_served->working.clock.now());
        QCOMPARE(told.json()[u"resource"].toString(), u"https://vault.localhost"_s);
        const QByteArray token = told.json()[u"access_token"].toString().toLatin1();
        QCOMPARE(m_served->ask({ "GET", "/secrets?api-version=7.4", token }).status, 200);
        QVERIFY(m_served->working.run(DeleteApplication{ m_served->application.clientId }));
        Ask again{ "GET", target };
        again.headers = { { headerName, headerValue } };
        QCOMPARE(m_served->askIdentity(*identity, std::move(again)).status, 400);
    }

private:
    std::unique_ptr<ServedStore> m_served;
};

QTEST_GUILESS_MAIN(AuthorityTest)
#include "tst_authority.moc"
