// SPDX-License-Identifier: Apache-2.0
#include "model/wire/error_body.h"
#include "model/wire/secret_bodies.h"
#include "wire_frame.h"

#include <QJsonArray>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::wire;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using base::SecureBytes;

namespace {

vault::SecretProperties properties()
{
    vault::SecretProperties secret{ *vault::ObjectName::create(u"Api-Key"_s),
                                    *vault::VersionId::create(versionText) };
    secret.attributes.created = 1700000000;
    secret.attributes.updated = 1700000001;
    secret.attributes.expires = 1800000000;
    secret.attributes.recoveryLevel = u"Recoverable+Purgeable"_s;
    secret.attributes.recoverableDays = 90;
    secret.tags = { { u"team"_s, u"blue \"1\""_s } };
    secret.contentType = u"text/plain"_s;
    secret.previousVersion = *vault::VersionId::create(QString(32, u'a'));
    return secret;
}

} // namespace

class SecretBodiesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bundleHasTheServicesMembers()
    {
        const QJsonObject bundle = objectOf(
            writeSecret({ properties(), SecureBytes::copyOf(QByteArrayView("s3cr\"et\n")) }, frame()));
        QCOMPARE(bundle[u"value"].toString(), u"s3cr\"et\n"_s);
        QCOMPARE(bundle[u"id"].toString(), u"%1/secrets/Api-Key/%2"_s.arg(vaultUrl, versionText));
        QCOMPARE(bundle[u"contentType"].toString(), u"text/plain"_s);
        QCOMPARE(bundle[u"tags"].toObject()[u"team"].toString(), u"blue \"1\""_s);
        QCOMPARE(bundle[u"previousVersion"].toString(), QString(32, u'a'));
        QVERIFY(!bundle.contains(u"managed"));
        QVERIFY(!bundle.contains(u"kid"));
        const QJsonObject attributes = bundle[u"attributes"].toObject();
        QCOMPARE(attributes.keys(),
                 QStringList({ u"created"_s, u"enabled"_s, u"exp"_s, u"recoverableDays"_s, u"recoveryLevel"_s,
                               u"updated"_s }));
        QCOMPARE(attributes[u"exp"].toInteger(), 1800000000);
    }

    void olderVersionsDoNotSeeThePreviousVersion()
    {
        QVERIFY(!objectOf(writeSecret(properties(), frame(u"7.6"_s))).contains(u"previousVersion"));
    }

    void propertiesHaveNoValue()
    {
        QVERIFY(!objectOf(writeSecret(properties(), frame())).contains(u"value"));
    }

    void managedSecretsNameTheirKey()
    {
        vault::SecretProperties secret = properties();
        secret.isManaged = true;
        const QJsonObject bundle = objectOf(writeSecret(secret, frame()));
        QCOMPARE(bundle[u"managed"], QJsonValue(true));
        QCOMPARE(bundle[u"kid"].toString(), u"%1/keys/Api-Key/%2"_s.arg(vaultUrl, versionText));
    }

    void lists()
    {
        const QJsonObject last
            = objectOf(writeSecretPage({ properties() }, ItemIds::WithoutVersion, {}, frame()));
        QVERIFY(last[u"nextLink"].isNull());
        QVERIFY(last.contains(u"nextLink"));
        QCOMPARE(last[u"value"].toArray().at(0)[u"id"].toString(), u"%1/secrets/Api-Key"_s.arg(vaultUrl));
        const QJsonObject more
            = objectOf(writeSecretPage({ properties() }, ItemIds::WithVersion, u"https://x/y"_s, frame()));
        QCOMPARE(more[u"nextLink"].toString(), u"https://x/y"_s);
        QCOMPARE(more[u"value"].toArray().at(0)[u"id"].toString(),
                 u"%1/secrets/Api-Key/%2"_s.arg(vaultUrl, versionText));
        QVERIFY(objectOf(writeSecretPage({}, ItemIds::WithVersion, {}, frame()))[u"value"].isArray());
    }

    void itemsHaveNothingOfBundlesOnly()
    {
        vault::SecretProperties secret = properties();
        secret.isManaged = true;
        const QStringList members{ u"attributes"_s, u"contentType"_s, u"id"_s, u"managed"_s, u"tags"_s };
        for (const ItemIds ids : { ItemIds::WithVersion, ItemIds::WithoutVersion }) {
            const QJsonObject page = objectOf(writeSecretPage({ secret }, ids, {}, frame()));
            QCOMPARE(page[u"value"].toArray().at(0).toObject().keys(), members);
        }
    }

    void deletedSecrets()
    {
        const vault::DeletedSecret deleted{ properties(), { 1700000100, 1707776100 } };
        const QJsonObject bundle = objectOf(writeDeletedSecret(deleted, frame()));
        QCOMPARE(bundle[u"recoveryId"].toString(), u"%1/deletedsecrets/Api-Key"_s.arg(vaultUrl));
        QCOMPARE(bundle[u"deletedDate"].toInteger(), 1700000100);
        QCOMPARE(bundle[u"scheduledPurgeDate"].toInteger(), 1707776100);
        QCOMPARE(bundle[u"id"].toString(), u"%1/secrets/Api-Key/%2"_s.arg(vaultUrl, versionText));
        const QJsonObject page = objectOf(writeDeletedSecretPage({ deleted }, {}, frame()));
        QCOMPARE(page[u"value"].toArray().at(0)[u"id"].toString(), u"%1/secrets/Api-Key"_s.arg(vaultUrl));
    }

    void aClientReadsWhatTheServerWrites()
    {
        const auto bundle = readSecretBundle(
            writeSecret({ properties(), SecureBytes::copyOf(QByteArrayView("geheim \xe2\x82\xac")) }, frame())
                .view());
        QVERIFY(bundle);
        QCOMPARE(bundle->id.name, properties().name);
        QVERIFY(bundle->id.version == properties().version);
        QCOMPARE(bundle->id.vaultUrl, vaultUrl);
        QCOMPARE(bundle->value->view(), QByteArrayView("geheim \xe2\x82\xac"));
        QVERIFY(bundle->attributes == properties().attributes);
        QCOMPARE(bundle->tags, properties().tags);
        QVERIFY(bundle->previousVersion == properties().previousVersion);

        const vault::DeletedSecret deleted{ properties(), { 5, 6 } };
        const auto page = readSecretBundlePage(
            writeDeletedSecretPage({ deleted, deleted }, u"https://x/y"_s, frame()).view());
        QVERIFY(page);
        QCOMPARE(page->items.size(), std::size_t(2));
        QVERIFY(page->items[1].deletion == deleted.deletion);
        QCOMPARE(page->nextLink, u"https://x/y"_s);
        QVERIFY(!readSecretBundle("{\"value\":\"x\"}"));
        QVERIFY(!readSecretBundle("{\"id\":\"nonsense\"}"));
    }

    void setRequests_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field"); // of the error; "-" for accepted
        const auto row = [](const char* body, const char* field) {
            QTest::newRow(body) << QByteArray(body) << QString::fromLatin1(field);
        };
        row(R"({"value":"x"})", "-");
        row(R"({"value":""})", "-");
        row(R"({"value":"x","attributes":{},"tags":{},"contentType":"a"})", "-");
        row(R"({"value":"x","attributes":null,"tags":null,"contentType":null})", "-");
        row(R"({"value":"x","attributes":{"enabled":null,"nbf":1,"exp":2}})", "-");
        row(R"({"value":"x","unknown":{"a":[1]}})", "-");
        row("", "");
        row("[]", "");
        row("{}", "value");
        row(R"({"value":null})", "value");
        row(R"({"value":1})", "value");
        row(R"({"value":"x","contentType":1})", "contentType");
        row(R"({"value":"x","attributes":{"exp":"2030-01-01"}})", "exp");
        row(R"({"value":"x","attributes":{"exp":1.5}})", "exp");
        row(R"({"value":"x","attributes":{"enabled":"true"}})", "enabled");
        row(R"({"value":"x","tags":{"a":1}})", "tags");
        row(R"({"value":"x","tags":["a"]})", "tags");
        row(R"({"value":"x"}})", "");
    }
    void setRequests()
    {
        QFETCH(QByteArray, body);
        const auto content = readSetSecret(body);
        QTEST(content ? u"-"_s : content.error().field, "field");
        if (!content)
            QCOMPARE(content.error().code, ErrorCode::BadParameter);
    }

    void setRequestsComeBack()
    {
        SetSecretBody content;
        content.value = SecureBytes::copyOf(QByteArrayView("\"\\\x01 \xf0\x9f\x98\x80"));
        content.contentType = u"a/b"_s;
        content.attributes
            = { false, std::optional<vault::UnixSeconds>(), std::optional<vault::UnixSeconds>(9) };
        content.tags = { { u"k\""_s, u"v"_s } };
        const auto back = readSetSecret(writeSetSecret(content).view());
        QVERIFY(back);
        QVERIFY(back->value == content.value);
        QCOMPARE(back->contentType, content.contentType);
        QVERIFY(back->attributes == content.attributes);
        QCOMPARE(back->tags, content.tags);
    }

    void updatesTellAbsentFromCleared()
    {
        const auto nothing = readUpdateSecret("{}");
        QVERIFY(nothing);
        QVERIFY(*nothing == UpdateSecretBody());
        const auto cleared = readUpdateSecret(R"({"attributes":{"exp":null},"tags":{},"contentType":""})");
        QVERIFY(cleared);
        QVERIFY(cleared->attributes.expires && !*cleared->attributes.expires);
        QVERIFY(!cleared->attributes.notBefore);
        QVERIFY(cleared->tags && cleared->tags->isEmpty());
        QVERIFY(cleared->contentType && cleared->contentType->isEmpty());
        const auto back = readUpdateSecret(writeUpdateSecret(*cleared).view());
        QVERIFY(back);
        QVERIFY(*back == *cleared);
        QVERIFY(!readUpdateSecret("[]"));
    }

    void backups()
    {
        const QByteArray blob("\x00\xff\xfe blob", 8);
        const auto back = readBackup(writeBackup(blob).view());
        QVERIFY(back);
        QCOMPARE(*back, blob);
        for (const char* bad :
             { "{}", R"({"value":""})", R"({"value":"a"})", R"({"value":"a+b/"})", R"({"value":"YQ=="})" })
            QVERIFY2(!readBackup(bad), bad);
    }

    void identifiers_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isValid");
        QTest::newRow("base") << u"https://v.vault.azure.net/secrets/a"_s << true;
        QTest::newRow("versioned") << u"https://v.localhost:1/Secrets/a/%1"_s.arg(versionText) << true;
        for (const char* bad :
             { "", "a", "https://v/secrets", "https:///secrets/a", "ftp://v/secrets/a",
               "https://v/secrets/a/b", "https://v/secrets/a_b", "https://v/secrets/a/", "https://v//a" })
            QTest::newRow(bad) << QString::fromLatin1(bad) << false;
    }
    void identifiers()
    {
        QFETCH(QString, text);
        QTEST(ObjectId::parse(text).has_value(), "isValid");
    }

    void errorsHaveTheServicesShape()
    {
        const QJsonObject plain
            = objectOf(writeError(base::Error{ ErrorCode::SecretNotFound, u"no \"a\""_s, {} }))[u"error"]
                  .toObject();
        QCOMPARE(plain.keys(), QStringList({ u"code"_s, u"message"_s }));
        QCOMPARE(plain[u"code"].toString(), u"SecretNotFound"_s);
        QCOMPARE(plain[u"message"].toString(), u"no \"a\""_s);
        const QJsonObject inner
            = objectOf(writeError(base::Error{ ErrorCode::SecretDisabled, {}, {} }))[u"error"].toObject();
        QCOMPARE(inner[u"code"].toString(), u"Forbidden"_s);
        QCOMPARE(inner[u"innererror"].toObject()[u"code"].toString(), u"SecretDisabled"_s);
    }

    void failuresInsideAreNotTold()
    {
        for (const ErrorCode code :
             { ErrorCode::Internal, ErrorCode::StorageFailed, ErrorCode::StoreTampered })
            QVERIFY(!writeError(base::Error{ code, u"/home/me/store"_s, {} }).view().contains("/home"));
    }

    void whatKeepsATokenFromWorkingIsTold()
    {
        const auto told = [](ErrorCode code, const QString& message, const QString& field) {
            return objectOf(writeError(base::Error{ code, message, field }))[u"error"][u"message"].toString();
        };
        for (const ErrorCode code :
             { ErrorCode::TokenAbsent, ErrorCode::TokenPinWrong, ErrorCode::TokenPinLocked })
            QCOMPARE(told(code, u"the reason"_s, {}), u"the reason"_s);
        QVERIFY(!told(ErrorCode::TokenAbsent, u"/home/me/module"_s, u"module"_s).contains("/home"_L1));
        QVERIFY(!told(ErrorCode::TokenFailed, u"at C_Decrypt"_s, {}).contains("C_Decrypt"_L1));
    }

    void errorsComeBack()
    {
        for (const ErrorCode code :
             { ErrorCode::BadParameter, ErrorCode::NotSupported, ErrorCode::Unauthenticated,
               ErrorCode::ForbiddenByPolicy, ErrorCode::ForbiddenByRbac, ErrorCode::ForbiddenByFirewall,
               ErrorCode::Forbidden, ErrorCode::SecretNotFound, ErrorCode::SecretDisabled,
               ErrorCode::DeletedSecretDisabled, ErrorCode::KeyNotFound, ErrorCode::KeyDisabled,
               ErrorCode::KeyOperationForbidden, ErrorCode::CertificateNotFound, ErrorCode::VaultNotFound,
               ErrorCode::Conflict, ErrorCode::DeletedButRecoverable, ErrorCode::Throttled }) {
            const base::Error error{ code, u"a message"_s, {} };
            const auto body = writeError(error);
            QCOMPARE(readError(vault::errorStatusOf(code).httpStatus, body.view()), error);
        }
        QCOMPARE(readError(502, "<html>").code, ErrorCode::Unavailable);
        QCOMPARE(readError(403, "").code, ErrorCode::Forbidden);
        QCOMPARE(readError(429, "{\"error\":null}").code, ErrorCode::Throttled);
    }
};

QTEST_GUILESS_MAIN(SecretBodiesTest)
#include "tst_secret_bodies.moc"
