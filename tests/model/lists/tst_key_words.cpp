// SPDX-License-Identifier: Apache-2.0
#include "model/lists/key_words.h"

#include "model/vault/key_texts.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;

namespace {

vault::KeyProperties key()
{
    vault::KeyProperties made{ *vault::ObjectName::create(u"signing"_s),
                               *vault::VersionId::create(u"0123456789abcdef0123456789abcdef"_s) };
    made.publicKey.type = crypto::KeyType::Ec;
    made.publicKey.bits = 256;
    made.publicKey.curve = crypto::Curve::P256;
    // RFC 7517, A.1.
    made.publicKey.x = QByteArray::fromBase64("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                                              QByteArray::Base64UrlEncoding);
    made.publicKey.y = QByteArray::fromBase64("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
                                              QByteArray::Base64UrlEncoding);
    made.operations = { u"sign"_s, u"verify"_s };
    return made;
}

vault::Duration duration(const QString& text) { return *vault::Duration::parse(text); }

} // namespace

class TestKeyWords final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void durations_data();
    void durations();
    void operations();
    void rotation();
    void bundleIsThatOfTheService();
    void commandsNameTheKey();
    void publicKeyTexts();
};

void TestKeyWords::durations_data()
{
    QTest::addColumn<QString>("iso");
    QTest::addColumn<QString>("shortWords");
    QTest::addColumn<QString>("words");
    QTest::newRow("months") << u"P18M"_s << u"18 mo"_s << u"18 months"_s;
    QTest::newRow("one day") << u"P1D"_s << u"1 d"_s << u"1 day"_s;
    QTest::newRow("mixed") << u"P1Y10D"_s << u"1 y 10 d"_s << u"1 year, 10 days"_s;
    QTest::newRow("hours") << u"PT48H"_s << u"48 h"_s << u"48 hours"_s;
}

void TestKeyWords::durations()
{
    QFETCH(QString, iso);
    QFETCH(QString, shortWords);
    QFETCH(QString, words);
    QCOMPARE(lists::shortDuration(duration(iso)), shortWords);
    QCOMPARE(lists::durationText(duration(iso)), words);
}

void TestKeyWords::operations()
{
    QCOMPARE(lists::operationLetters(vault::defaultOperations(crypto::KeyType::Rsa)), u"EDSVWU"_s);
    QCOMPARE(lists::operationLetters({ u"verify"_s }), u"\u00b7\u00b7\u00b7V\u00b7\u00b7"_s);
    QCOMPARE(lists::operationLetters({ u"import"_s }), u"import"_s);
    QCOMPARE(lists::operationsText({ u"unwrapKey"_s, u"sign"_s }), u"Sign, unwrap keys"_s);
    QCOMPARE(lists::operationsText({}), u"None"_s);
}

void TestKeyWords::rotation()
{
    vault::RotationPolicy policy = vault::defaultRotationPolicy();
    QCOMPARE(lists::rotationText(policy), u"off"_s);
    QVERIFY(lists::rotationSentence(policy).contains(u"30 days"_s));
    vault::LifetimeAction rotate;
    rotate.kind = vault::LifetimeAction::Kind::Rotate;
    rotate.timeBeforeExpiry = duration(u"P30D"_s);
    policy.actions.push_back(rotate);
    policy.expiryTime = duration(u"P2Y"_s);
    QCOMPARE(lists::rotationText(policy), u"30 d before end"_s);
    QVERIFY(lists::rotationSentence(policy).contains(u"2 years"_s));

    vault::KeyListing listed{ key(), policy };
    listed.properties.origin = vault::KeyOrigin::Imported;
    QCOMPARE(lists::rotationText(listed), u"30 d before end"_s);
    listed.properties.protection = vault::KeyProtection::Hsm;
    QCOMPARE(lists::rotationText(listed), u"off"_s);
    QCOMPARE(
        lists::rotationSentence(listed),
        u"It was imported into an HSM and cannot be rotated. A notice comes 30 days before a version expires."_s);
}

void TestKeyWords::bundleIsThatOfTheService()
{
    const auto json
        = QJsonDocument::fromJson(lists::keyJson(u"https://v.vault.localhost"_s, key()).toUtf8()).object();
    const QJsonObject web = json.value(u"key"_s).toObject();
    QCOMPARE(web.value(u"kid"_s).toString(),
             u"https://v.vault.localhost/keys/signing/0123456789abcdef0123456789abcdef"_s);
    QCOMPARE(web.value(u"kty"_s).toString(), u"EC"_s);
    QCOMPARE(web.value(u"crv"_s).toString(), u"P-256"_s);
    QCOMPARE(web.value(u"x"_s).toString(), u"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"_s);
    QVERIFY(!web.contains(u"d"_s));
    QCOMPARE(json.value(u"attributes"_s).toObject().value(u"exportable"_s).toBool(true), false);
}

void TestKeyWords::commandsNameTheKey()
{
    vault::VaultProperties vault{ .name = *vault::VaultName::create(u"contoso-dev"_s) };
    const auto commands = lists::keyCommands(u"https://v.vault.localhost"_s, vault, key(), {});
    QVERIFY(commands.size() >= 4);
    for (const lists::CommandText& command : commands)
        QVERIFY2(command.text.contains(u"signing"_s), qPrintable(command.title));
    QCOMPARE(commands.back().text,
             u"strongroom key rotate signing \\\n  --vault contoso-dev \\\n  --passphrase-file FILE"_s);
    // Of another store than the program's own, and wherever it lies.
    QCOMPARE(lists::keyCommands(u"https://v.vault.localhost"_s, vault, key(), u"/home/me/O'Neill & sons"_s)
                 .back()
                 .text,
             u"strongroom key rotate signing \\\n  --store '/home/me/O'\\''Neill & sons' \\\n"
             "  --vault contoso-dev \\\n  --passphrase-file FILE"_s);
    vault.sku = vault::Sku::ManagedHsm;
    QVERIFY(lists::keyCommands(u"https://p.managedhsm.localhost"_s, vault, key(), {})
                .back()
                .text.contains(u"--pool contoso-dev"_s));
    vault::KeyProperties imported = key();
    imported.protection = vault::KeyProtection::Hsm;
    imported.origin = vault::KeyOrigin::Imported;
    for (const lists::CommandText& command :
         lists::keyCommands(u"https://p.managedhsm.localhost"_s, vault, imported, {}))
        QVERIFY(!command.text.contains(u"key rotate"_s)); // it would be refused
}

void TestKeyWords::publicKeyTexts()
{
    const QString address = u"https://v.vault.localhost/keys/signing"_s;
    const auto pem = vault::publicKeyText(key(), vault::PublicKeyForm::Pem, address);
    QVERIFY(pem && pem->startsWith(u"-----BEGIN PUBLIC KEY-----"_s));
    const auto jwk = vault::publicKeyText(key(), vault::PublicKeyForm::Jwk, address);
    QVERIFY(jwk && jwk->contains(address));
    const auto ssh = vault::publicKeyText(key(), vault::PublicKeyForm::OpenSsh, address);
    QVERIFY(ssh && ssh->startsWith(u"ecdsa-sha2-nistp256 "_s) && ssh->endsWith(u" signing"_s));
    QCOMPARE(vault::keyThumbprint(key().publicKey)->size(), 43);
    crypto::PublicKey symmetric;
    symmetric.type = crypto::KeyType::Oct;
    QVERIFY(!vault::keyThumbprint(symmetric));
}

QTEST_GUILESS_MAIN(TestKeyWords)
#include "tst_key_words.moc"
