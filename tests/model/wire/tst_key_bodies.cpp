// SPDX-License-Identifier: Apache-2.0
#include "model/wire/key_bodies.h"
#include "wire_frame.h"

#include <QJsonArray>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::wire;
using namespace Qt::StringLiterals;
using crypto::KeyType;
using vault::KeyProtection;

namespace {

vault::KeyProperties rsaKey()
{
    vault::KeyProperties key{ *vault::ObjectName::create(u"Signer"_s),
                              *vault::VersionId::create(versionText),
                              {},
                              {},
                              {},
                              KeyProtection::Software,
                              { u"sign"_s, u"verify"_s },
                              false,
                              false,
                              {} };
    key.attributes.created = 1700000000;
    key.attributes.updated = 1700000001;
    key.attributes.recoveryLevel = u"Recoverable+Purgeable"_s;
    key.attributes.recoverableDays = 90;
    key.publicKey.type = KeyType::Rsa;
    key.publicKey.bits = 2048;
    key.publicKey.n = QByteArray(256, '\xc5');
    key.publicKey.e = QByteArray("\x01\x00\x01", 3);
    return key;
}

vault::KeyProperties ecKey()
{
    vault::KeyProperties key = rsaKey();
    key.publicKey = {};
    key.publicKey.type = KeyType::Ec;
    key.publicKey.bits = 256;
    key.publicKey.curve = crypto::Curve::P256K;
    key.publicKey.x = QByteArray(32, '\0'); // coordinates keep their leading zeros
    key.publicKey.y = QByteArray(31, '\0') + '\x07';
    return key;
}

vault::KeyProperties exportableKey()
{
    vault::KeyProperties key = rsaKey();
    key.protection = KeyProtection::Hsm;
    key.isExportable = true;
    key.releasePolicy = vault::ReleasePolicy{ u"application/json; charset=utf-8"_s, true, "{\"a\":1}" };
    key.tags = { { u"team"_s, u"blue"_s } };
    key.attributes.expires = 1800000000;
    return key;
}

} // namespace

class KeyBodiesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bundlesHaveTheServicesMembers()
    {
        const QJsonObject bundle = objectOf(writeKey(rsaKey(), frame()));
        QCOMPARE(bundle.keys(), QStringList({ u"attributes"_s, u"key"_s }));
        const QJsonObject key = bundle[u"key"].toObject();
        QCOMPARE(key.keys(), QStringList({ u"e"_s, u"key_ops"_s, u"kid"_s, u"kty"_s, u"n"_s }));
        QCOMPARE(key[u"kid"].toString(), u"%1/keys/Signer/%2"_s.arg(vaultUrl, versionText));
        QCOMPARE(key[u"kty"].toString(), u"RSA"_s);
        QCOMPARE(key[u"e"].toString(), u"AQAB"_s);
        QCOMPARE(key[u"key_ops"].toArray(), QJsonArray({ u"sign"_s, u"verify"_s }));
        const QJsonObject attributes = bundle[u"attributes"].toObject();
        QCOMPARE(attributes.keys(),
                 QStringList({ u"created"_s, u"enabled"_s, u"exportable"_s, u"hsmPlatform"_s,
                               u"recoverableDays"_s, u"recoveryLevel"_s, u"updated"_s }));
        QCOMPARE(attributes[u"hsmPlatform"].toString(), u"0"_s);
    }

    void newerVersionsAreToldTheSize()
    {
        const QJsonObject bundle = objectOf(writeKey(rsaKey(), frame(u"2026-04-01"_s)));
        QCOMPARE(bundle[u"attributes"][u"key_size"].toInteger(), 2048);
    }

    void coordinatesKeepTheirWidth()
    {
        const QJsonObject key = objectOf(writeKey(ecKey(), frame()))[u"key"].toObject();
        QCOMPARE(key.keys(), QStringList({ u"crv"_s, u"key_ops"_s, u"kid"_s, u"kty"_s, u"x"_s, u"y"_s }));
        QCOMPARE(key[u"crv"].toString(), u"P-256K"_s);
        QCOMPARE(key[u"x"].toString(), QString(43, u'A'));
        QCOMPARE(key[u"y"].toString().size(), 43);
    }

    void symmetricKeysShowNothing()
    {
        vault::KeyProperties oct = rsaKey();
        oct.publicKey = {};
        oct.publicKey.type = KeyType::Oct;
        oct.publicKey.bits = 256;
        oct.protection = KeyProtection::Hsm;
        const QJsonObject key = objectOf(writeKey(oct, frame()))[u"key"].toObject();
        QCOMPARE(key.keys(), QStringList({ u"key_ops"_s, u"kid"_s, u"kty"_s }));
        QCOMPARE(key[u"kty"].toString(), u"oct-HSM"_s);
    }

    void policiesAndFlagsAreTold()
    {
        vault::KeyProperties managed = exportableKey();
        managed.isManaged = true;
        const QJsonObject bundle = objectOf(writeKey(managed, frame()));
        QCOMPARE(bundle[u"managed"], QJsonValue(true));
        QCOMPARE(bundle[u"key"][u"kty"].toString(), u"RSA-HSM"_s);
        QCOMPARE(bundle[u"attributes"][u"exportable"], QJsonValue(true));
        QCOMPARE(bundle[u"attributes"][u"hsmPlatform"].toString(), u"1"_s);
        QCOMPARE(bundle[u"release_policy"][u"data"].toString(), u"eyJhIjoxfQ"_s);
        QCOMPARE(bundle[u"release_policy"][u"immutable"], QJsonValue(true));
    }

    void itemsNameTheKeyAndSayNothingOfIt()
    {
        const QJsonObject page
            = objectOf(writeKeyPage({ exportableKey() }, ItemIds::WithoutVersion, {}, frame()));
        QVERIFY(page.contains(u"nextLink") && page[u"nextLink"].isNull());
        const QJsonObject item = page[u"value"].toArray().at(0).toObject();
        QCOMPARE(item.keys(), QStringList({ u"attributes"_s, u"kid"_s, u"tags"_s }));
        QCOMPARE(item[u"kid"].toString(), u"%1/keys/Signer"_s.arg(vaultUrl));
        const QJsonObject versions
            = objectOf(writeKeyPage({ rsaKey() }, ItemIds::WithVersion, u"https://x/y"_s, frame()));
        QCOMPARE(versions[u"nextLink"].toString(), u"https://x/y"_s);
        QCOMPARE(versions[u"value"].toArray().at(0)[u"kid"].toString(),
                 u"%1/keys/Signer/%2"_s.arg(vaultUrl, versionText));
    }

    void deletedKeys()
    {
        const vault::DeletedKey deleted{ rsaKey(), { 1700000100, 1707776100 } };
        const QJsonObject bundle = objectOf(writeDeletedKey(deleted, frame()));
        QCOMPARE(bundle[u"recoveryId"].toString(), u"%1/deletedkeys/Signer"_s.arg(vaultUrl));
        QCOMPARE(bundle[u"deletedDate"].toInteger(), 1700000100);
        QCOMPARE(bundle[u"scheduledPurgeDate"].toInteger(), 1707776100);
        QCOMPARE(bundle[u"key"][u"kid"].toString(), u"%1/keys/Signer/%2"_s.arg(vaultUrl, versionText));
        const QJsonObject page = objectOf(writeDeletedKeyPage({ deleted }, {}, frame()));
        QCOMPARE(page[u"value"].toArray().at(0)[u"kid"].toString(), u"%1/keys/Signer"_s.arg(vaultUrl));
    }

    void attestationsAreAnAttribute()
    {
        const vault::KeyAttestation attested{ exportableKey(), "PEM", "private", "public", u"1.0"_s };
        const QJsonValue attestation
            = objectOf(writeKeyAttestation(attested, frame()))[u"attributes"][u"attestation"];
        QCOMPARE(attestation[u"certificatePemFile"].toString(), u"UEVN"_s);
        QCOMPARE(attestation[u"privateKeyAttestation"].toString(), u"cHJpdmF0ZQ"_s);
        QCOMPARE(attestation[u"publicKeyAttestation"].toString(), u"cHVibGlj"_s);
        QCOMPARE(attestation[u"version"].toString(), u"1.0"_s);
    }

    void aClientReadsWhatTheServerWrites_data()
    {
        QTest::addColumn<int>("which");
        QTest::newRow("RSA") << 0;
        QTest::newRow("EC") << 1;
        QTest::newRow("exportable") << 2;
    }
    void aClientReadsWhatTheServerWrites()
    {
        QFETCH(int, which);
        const vault::KeyProperties key = which == 0 ? rsaKey() : which == 1 ? ecKey() : exportableKey();
        const auto bundle = readKeyBundle(writeKey(key, frame()).view());
        QVERIFY(bundle);
        QCOMPARE(bundle->id, keyId());
        QVERIFY(bundle->protection == key.protection);
        QVERIFY(bundle->publicKey == key.publicKey);
        QCOMPARE(bundle->operations, key.operations);
        QVERIFY(bundle->attributes == key.attributes);
        QCOMPARE(bundle->tags, key.tags);
        QCOMPARE(bundle->isExportable, key.isExportable);
        QVERIFY(bundle->releasePolicy == key.releasePolicy);

        const vault::DeletedKey deleted{ key, { 5, 6 } };
        const auto page
            = readKeyBundlePage(writeDeletedKeyPage({ deleted, deleted }, u"https://x/y"_s, frame()).view());
        QVERIFY(page);
        QCOMPARE(page->items.size(), std::size_t(2));
        QVERIFY(page->items[1].deletion == deleted.deletion);
        QVERIFY(!page->items[1].protection);
        QCOMPARE(page->nextLink, u"https://x/y"_s);
        QVERIFY(!readKeyBundle("{\"attributes\":{}}"));
        QVERIFY(!readKeyBundle("{\"kid\":\"nonsense\"}"));
    }

    void createRequests_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field"); // of the error; "-" for accepted
        const auto row = [](const char* body, const char* field) {
            QTest::newRow(body) << QByteArray(body) << QString::fromLatin1(field);
        };
        row(R"({"kty":"RSA"})", "-");
        row(R"({"kty":"rsa-hsm","key_size":4096,"public_exponent":3})", "-");
        row(R"({"kty":"EC","crv":"P-521","key_ops":["sign"],"attributes":{},"tags":{}})", "-");
        row(R"({"kty":"EC","crv":null,"key_size":null,"key_ops":null,"attributes":null,"tags":null})", "-");
        row(R"({"kty":"oct-HSM","key_size":256,"attributes":{"exportable":true}})", "-");
        row(R"({"kty":"RSA","release_policy":{"data":"e30","immutable":true}})", "-");
        row(R"({"kty":"RSA","unknown":[{}]})", "-");
        row(R"({"kty":"ec-hsm","crv":"p-384"})", "-");
        row(R"({"kty":"RSA","external_key":null})", "-");
        row(R"({"kty":"RSA-HSM","external_key":{"id":"a"}})", "external_key");
        row(R"({"external_key":{"id":"a"}})", "external_key");
        row("{}", "kty");
        row(R"({"kty":null})", "kty");
        row(R"({"kty":"DSA"})", "kty");
        row(R"({"kty":"EC","crv":"P-192"})", "crv");
        row(R"({"kty":"RSA","key_size":"2048"})", "key_size");
        row(R"({"kty":"RSA","key_size":99999999999})", "key_size");
        row(R"({"kty":"RSA","key_size":-1})", "key_size");
        row(R"({"kty":"RSA","key_size":0})", "key_size");
        row(R"({"kty":"RSA","public_exponent":4294967296})", "public_exponent");
        row(R"({"kty":"RSA","key_ops":"sign"})", "key_ops");
        row(R"({"kty":"RSA","key_ops":[1]})", "key_ops");
        row(R"({"kty":"RSA","attributes":[]})", "attributes");
        row(R"({"kty":"RSA","attributes":{"exp":1.5}})", "exp");
        row(R"({"kty":"RSA","attributes":{"exportable":1}})", "exportable");
        row(R"({"kty":"RSA","tags":[]})", "tags");
        row(R"({"kty":"RSA","release_policy":"e30"})", "release_policy");
        row(R"({"kty":"RSA","release_policy":{"data":"e30="}})", "data");
        row("[]", "");
        row("", "");
    }
    void createRequests()
    {
        QFETCH(QByteArray, body);
        const auto content = readCreateKey(body);
        QTEST(content ? u"-"_s : content.error().field, "field");
        if (!content)
            QCOMPARE(content.error().code, base::ErrorCode::BadParameter);
    }

    void createRequestsComeBack()
    {
        CreateKeyBody content;
        content.kind = { KeyType::Ec, KeyProtection::Hsm };
        content.curve = crypto::Curve::P384;
        content.draft.operations = QStringList{ u"sign"_s };
        content.draft.attributes.expires = std::optional<vault::UnixSeconds>(7);
        content.draft.isExportable = true;
        content.draft.tags = { { u"a"_s, u"b"_s } };
        content.draft.releasePolicy = vault::ReleasePolicy{ u"application/json"_s, false, "{}" };
        const auto back = readCreateKey(writeCreateKey(content).view());
        QVERIFY(back);
        QVERIFY(back->kind.type == KeyType::Ec && back->kind.protection == KeyProtection::Hsm);
        QVERIFY(back->curve == content.curve);
        QCOMPARE(back->bits, 0);
        QCOMPARE(back->publicExponent, 65537U);
        QCOMPARE(back->draft.operations, content.draft.operations);
        QVERIFY(back->draft.attributes == content.draft.attributes);
        QVERIFY(back->draft.isExportable);
        QCOMPARE(back->draft.tags, content.draft.tags);
        QVERIFY(back->draft.releasePolicy == content.draft.releasePolicy);
    }

    void updatesTellAbsentFromCleared()
    {
        const auto nothing = readUpdateKey("{}");
        QVERIFY(nothing);
        QVERIFY(*nothing == UpdateKeyBody());
        const auto cleared = readUpdateKey(
            R"({"attributes":{"exp":null},"tags":{},"key_ops":[],"release_policy":{"data":"e30"}})");
        QVERIFY(cleared);
        QVERIFY(cleared->attributes.expires && !*cleared->attributes.expires);
        QVERIFY(cleared->tags && cleared->tags->isEmpty());
        QVERIFY(cleared->operations && cleared->operations->isEmpty());
        QVERIFY(cleared->releasePolicy);
        const auto back = readUpdateKey(writeUpdateKey(*cleared).view());
        QVERIFY(back);
        QVERIFY(*back == *cleared);
    }
};

QTEST_GUILESS_MAIN(KeyBodiesTest)
#include "tst_key_bodies.moc"
