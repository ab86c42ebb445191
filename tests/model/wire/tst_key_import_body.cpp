// SPDX-License-Identifier: Apache-2.0
#include "model/base/encodings.h"
#include "model/wire/key_import_body.h"
#include "wire_frame.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::wire;
using namespace Qt::StringLiterals;
using crypto::KeyType;
using vault::ImportedKey;
using vault::KeyProtection;

namespace {

const QByteArray rsaMembers
    = R"("n":"AQAB","e":"AQAB","d":"AQID","p":"BA","q":"BQ","dp":"Bg","dq":"Bw","qi":"CA")";

} // namespace

class KeyImportBodyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requests_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field"); // of the error; "-" for accepted
        const auto row = [](const QByteArray& body, const char* field) {
            QTest::newRow(body.constData()) << body << QString::fromLatin1(field);
        };
        row("{\"key\":{\"kty\":\"RSA\"," + rsaMembers + "}}", "-");
        row("{\"key\":{" + rsaMembers + ",\"kty\":\"RSA\",\"key_ops\":null,\"oth\":[]},\"Hsm\":null}", "-");
        row(R"({"key":{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"},"hsm":false})", "-");
        row(R"({"key":{"kty":"oct-HSM","k":"AAAA"},"Hsm":true})", "-");
        row(R"({"key":{"kty":"RSA-HSM","key_hsm":"e30","key_ops":["sign"]}})", "-");
        row("{}", "key");
        row(R"({"key":null})", "kty");
        row(R"({"key":[]})", "key");
        row(R"({"key":{}})", "kty");
        row(R"({"key":{"kty":"AKP"}})", "kty");
        row(R"({"key":{"kty":"RSA","n":"AQAB","e":"AQAB"}})", "key");
        row(R"({"key":{"kty":"RSA","n":""}})", "key");
        row(R"({"key":{"kty":"RSA","n":"AQAB","n":"AQAB"}})", "n");
        row(R"({"key":{"kty":"RSA","d":"A+/="}})", "d");
        row(R"({"key":{"kty":"RSA","d":1}})", "d");
        row(R"({"key":{"kty":"EC","x":"AA","y":"AA","d":"AA"}})", "key");
        row(R"({"key":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}})", "key");
        row(R"({"key":{"kty":"EC","crv":"Ed25519","x":"AA"}})", "crv");
        row(R"({"key":{"kty":"oct"}})", "key");
        row(R"({"key":{"kty":"RSA","key_hsm":"e30"}})", "key");
        row(R"({"key":{"kty":"RSA","key_ops":"sign"}})", "key_ops");
        row(R"({"key":{"kty":"oct","k":"AAAA"},"Hsm":"yes"})", "Hsm");
    }
    void requests()
    {
        QFETCH(QByteArray, body);
        const auto content = readImportKey(body);
        QTEST(content ? u"-"_s : content.error().field, "field");
        if (!content)
            QCOMPARE(content.error().code, base::ErrorCode::BadParameter);
    }

    void privateKeysBecomePlainJwks()
    {
        const QByteArray body
            = R"({"key":{"kid":"x","kty":"RSA-HSM","k":"AAAA","key_ops":["sign"],)" + rsaMembers + "}}";
        const auto content = readImportKey(body);
        QVERIFY(content);
        QCOMPARE(content->key.form, ImportedKey::Form::Jwk);
        const QByteArray plain = R"({"kty":"RSA",)" + rsaMembers + '}';
        QCOMPARE(content->key.bytes.view(), QByteArrayView(plain));
        QCOMPARE(content->protection, KeyProtection::Hsm);
        QCOMPARE(content->draft.operations, QStringList{ u"sign"_s });
    }

    void curvesAreNamedAsTheServiceDoes()
    {
        const auto content
            = readImportKey(R"({"key":{"d":"AQ","y":"Ag","x":"Aw","crv":"SECP256K1","kty":"EC"}})");
        QVERIFY(content);
        QCOMPARE(content->key.bytes.view(),
                 QByteArrayView(R"({"kty":"EC","crv":"P-256K","x":"Aw","y":"Ag","d":"AQ"})"));
        QCOMPARE(content->protection, KeyProtection::Software);
    }

    void transferBlobsStayAsTheyAre()
    {
        const QByteArray blob = R"({"schema_version":"1.0.0","ciphertext":"AA"})";
        const QByteArray body
            = "{\"key\":{\"kty\":\"oct-HSM\",\"key_hsm\":\"" + base::toBase64Url(blob) + "\"}}";
        const auto content = readImportKey(body);
        QVERIFY(content);
        QCOMPARE(content->key.form, ImportedKey::Form::Transfer);
        QCOMPARE(content->key.type, KeyType::Oct);
        QCOMPARE(content->key.bytes.view(), QByteArrayView(blob));
        QVERIFY(!content->key.curve);
        const auto withCurve = readImportKey(R"({"key":{"crv":"P-384","kty":"EC-HSM","key_hsm":"e30"}})");
        QVERIFY(withCurve && withCurve->key.curve == crypto::Curve::P384);
    }

    void requestsComeBack_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("RSA") << QByteArray("{\"Hsm\":true,\"key\":{\"kty\":\"RSA\"," + rsaMembers + "}}");
        QTest::newRow("EC") << QByteArray(
            R"({"key":{"kty":"EC","crv":"P-521","x":"AA","y":"AA","d":"AA","key_ops":["sign"]},"tags":{"a":"b"}})");
        QTest::newRow("oct") << QByteArray(R"({"key":{"kty":"oct-HSM","k":"AAAA"}})");
        QTest::newRow("transfer") << QByteArray(
            R"({"key":{"kty":"EC-HSM","key_hsm":"e30"},"attributes":{"exportable":true}})");
    }
    void requestsComeBack()
    {
        QFETCH(QByteArray, body);
        const auto content = readImportKey(body);
        QVERIFY(content);
        const auto written = writeImportKey(*content);
        QVERIFY(written);
        const auto back = readImportKey(written->view());
        QVERIFY2(back, written->view().toByteArray().constData());
        QCOMPARE(back->key.form, content->key.form);
        QVERIFY(back->key.bytes == content->key.bytes);
        QCOMPARE(back->key.type, content->key.type);
        QCOMPARE(back->protection, content->protection);
        QCOMPARE(back->draft.operations, content->draft.operations);
        QCOMPARE(back->draft.tags, content->draft.tags);
        QCOMPARE(back->draft.isExportable, content->draft.isExportable);
    }

    void derHasNoForm() { QVERIFY(!writeImportKey({ { ImportedKey::Form::Der, {} }, {}, {} })); }
};

QTEST_GUILESS_MAIN(KeyImportBodyTest)
#include "tst_key_import_body.moc"
