// SPDX-License-Identifier: Apache-2.0
#include "model/vault/secret_content.h"

#include <QTest>

using namespace strongroom::vault;
using namespace Qt::StringLiterals;
using Flaw = ContentFlaw::Kind;

class TestSecretContent final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contentTypesSayTheKind();
    void everyTextIsPlain();
    void jsonIsCheckedWhole();
    void pemIsCheckedBlockByBlock();
    void connectionStringsHaveNamesAndValues();
};

void TestSecretContent::contentTypesSayTheKind()
{
    for (const ContentKind kind :
         { ContentKind::PlainText, ContentKind::Json, ContentKind::ConnectionString, ContentKind::Pem })
        QCOMPARE(contentKindOf(contentTypeOf(kind)), std::optional(kind));
    QCOMPARE(contentKindOf(u" Application/JSON; charset=utf-8"), std::optional(ContentKind::Json));
    QCOMPARE(contentKindOf(u"application/ld+json"), std::optional(ContentKind::Json));
    for (const QStringView anything : { u"", u"api-key", u"application/x-pkcs12", u"jsonp" })
        QVERIFY(!contentKindOf(anything));
}

void TestSecretContent::everyTextIsPlain()
{
    QVERIFY(!flawIn("{", ContentKind::PlainText));
    QVERIFY(!flawIn("", ContentKind::PlainText));
}

void TestSecretContent::jsonIsCheckedWhole()
{
    const auto flaw = [](const QByteArray& text) { return flawIn(text, ContentKind::Json); };
    QVERIFY(!flaw("{\n  \"user\": \"a\",\n  \"list\": [1, true, null]\n}\n"));
    QVERIFY(!flaw("\"text\""));
    QCOMPARE(flaw("{\n  \"user\": \"a\",\n}"), std::optional(ContentFlaw{ Flaw::NotJson, 3, 1 }));
    QCOMPARE(flaw("{\"\xc3\xbc\xc3\xa4\": x}"), std::optional(ContentFlaw{ Flaw::NotJson, 1, 8 }));
    QCOMPARE(flaw("secret"), std::optional(ContentFlaw{ Flaw::NotJson, 1, 1 }));
    QCOMPARE(flaw("{} {}"), std::optional(ContentFlaw{ Flaw::NotJson, 1, 4 }));
    QVERIFY(!flaw(QByteArray(40, '[') + QByteArray(40, ']'))); // deep is not wrong
}

void TestSecretContent::pemIsCheckedBlockByBlock()
{
    const auto flaw = [](const QByteArray& text) { return flawIn(text, ContentKind::Pem); };
    const QByteArray block = "-----BEGIN CERTIFICATE-----\r\nMIIB+/8=\r\n-----END CERTIFICATE-----\r\n";
    QVERIFY(!flaw(block));
    QVERIFY(!flaw("subject=CN = a.example\n" + block + "\n" + block));
    QVERIFY(
        !flaw("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMIIB\n"
              "-----END RSA PRIVATE KEY-----"));
    QCOMPARE(flaw("MIIB"), std::optional(ContentFlaw{ Flaw::NoPemBlock, 1, 1 }));
    QCOMPARE(flaw("-----BEGIN CERTIFICATE-----\nMI IB\n-----END CERTIFICATE-----"),
             std::optional(ContentFlaw{ Flaw::NotBase64, 2, 3 }));
    QCOMPARE(flaw(block + "-----BEGIN CERTIFICATE-----\nMIIB"),
             std::optional(ContentFlaw{ Flaw::OpenPemBlock, 4, 1 }));
    QCOMPARE(flaw("-----BEGIN CERTIFICATE-----\n" + block),
             std::optional(ContentFlaw{ Flaw::OpenPemBlock, 1, 1 }));
    QCOMPARE(flaw("-----BEGIN CERTIFICATE-----\nMIIB\n-----END PRIVATE KEY-----\n"),
             std::optional(ContentFlaw{ Flaw::OpenPemBlock, 1, 1 }));
}

void TestSecretContent::connectionStringsHaveNamesAndValues()
{
    const auto flaw = [](const QByteArray& text) { return flawIn(text, ContentKind::ConnectionString); };
    for (const char* good : { "Server=tcp:db.example,1433;User ID=app;Password='a;b';", "host=db dbname=app",
                              "a=", "A=b=c; D=e ;", "postgresql://app:pw@db.example/app",
                              "jdbc:sqlserver://db.example", "redis:6380,password=x,ssl=True" })
        QVERIFY2(!flaw(good), good);
    QCOMPARE(flaw("Server=a;\nPassword"), std::optional(ContentFlaw{ Flaw::NoNameAndValue, 2, 1 }));
    QCOMPARE(flaw("Server=a; =b"), std::optional(ContentFlaw{ Flaw::NoNameAndValue, 1, 11 }));
    QCOMPARE(flaw("secret"), std::optional(ContentFlaw{ Flaw::NoNameAndValue, 1, 1 }));
}

QTEST_GUILESS_MAIN(TestSecretContent)
#include "tst_secret_content.moc"
