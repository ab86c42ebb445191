// SPDX-License-Identifier: Apache-2.0
#include "model/wire/key_operation_bodies.h"
#include "wire_frame.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace strongroom::wire;
using namespace Qt::StringLiterals;

class KeyOperationBodiesTest final : public QObject
{
    Q_OBJECT

    enum class Document { Encrypt, Decrypt, Sign, Verify, Release, Random };

    template <typename T> static QString fieldOf(const base::Result<T>& read)
    {
        return read ? u"-"_s : read.error().field;
    }
    static QString fieldOf(Document document, QByteArrayView body)
    {
        switch (document) {
        case Document::Encrypt:
            return fieldOf(readEncrypt(body));
        case Document::Decrypt:
            return fieldOf(readDecrypt(body));
        case Document::Sign:
            return fieldOf(readSign(body));
        case Document::Verify:
            return fieldOf(readVerify(body));
        case Document::Release:
            return fieldOf(readRelease(body));
        case Document::Random:
            return fieldOf(readRandom(body));
        }
        return {};
    }

private Q_SLOTS:
    void requests_data()
    {
        QTest::addColumn<int>("document");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field"); // of the error; "-" for accepted
        const auto row = [](Document document, const char* body, const char* field) {
            QTest::addRow("%d %s", int(document), body)
                << int(document) << QByteArray(body) << QString::fromLatin1(field);
        };
        for (const Document document : { Document::Encrypt, Document::Decrypt, Document::Sign }) {
            row(document, R"({"alg":"A128GCM","value":"AQ","iv":null,"aad":null,"tag":null,"x":{}})", "-");
            row(document, R"({"value":"","alg":"RSA1_5"})", "-");
            row(document, R"({"value":"AQ"})", "alg");
            row(document, R"({"alg":"","value":"AQ"})", "alg");
            row(document, R"({"alg":1,"value":"AQ"})", "alg");
            row(document, R"({"alg":"RS256"})", "value");
            row(document, R"({"alg":"RS256","value":null})", "value");
            row(document, R"({"alg":"RS256","value":"A"})", "value");
            row(document, R"({"alg":"RS256","value":"AQ=="})", "value");
            row(document, R"({"alg":"RS256","value":"A/+A"})", "value");
            row(document, "", "");
            row(document, "[]", "");
        }
        row(Document::Encrypt, R"({"alg":"A128CBC","value":"AQ","iv":"="})", "iv");
        row(Document::Decrypt, R"({"alg":"A128GCM","value":"AQ","tag":"!"})", "tag");
        row(Document::Decrypt, R"({"alg":"A128GCM","value":"AQ","aad":[]})", "aad");
        row(Document::Verify, R"({"alg":"RS256","digest":"AQ","value":"AQ"})", "-");
        row(Document::Verify, R"({"alg":"RS256","value":"AQ"})", "digest");
        row(Document::Verify, R"({"alg":"RS256","digest":"AQ"})", "value");
        row(Document::Verify, R"({"digest":"AQ","value":"AQ"})", "alg");
        row(Document::Release, R"({"target":"a.b.c"})", "-");
        row(Document::Release, R"({"target":"a.b.c","nonce":null,"enc":"RSA_AES_KEY_WRAP_256"})", "-");
        row(Document::Release, R"({"nonce":"n"})", "target");
        row(Document::Release, R"({"target":"a","enc":5})", "enc");
        row(Document::Random, R"({"count":16})", "-");
        row(Document::Random, R"({"count":"16"})", "count");
        row(Document::Random, R"({"count":1.5})", "count");
        row(Document::Random, "{}", "count");
    }
    void requests()
    {
        QFETCH(int, document);
        QFETCH(QByteArray, body);
        QTEST(fieldOf(Document(document), body), "field");
    }

    void requestsComeBack()
    {
        EncryptBody encrypt;
        encrypt.algorithm = u"A256GCM"_s;
        encrypt.input.plaintext = base::SecureBytes::copyOf(QByteArrayView("\x00 text", 6));
        encrypt.input.nonce = "nonce";
        encrypt.input.associatedData = "data";
        const auto encryptBack = readEncrypt(writeEncrypt(encrypt).view());
        QVERIFY(encryptBack);
        QCOMPARE(encryptBack->algorithm, encrypt.algorithm);
        QVERIFY(encryptBack->input.plaintext == encrypt.input.plaintext);
        QCOMPARE(encryptBack->input.nonce, encrypt.input.nonce);
        QCOMPARE(encryptBack->input.associatedData, encrypt.input.associatedData);

        const DecryptBody decrypt{ u"A256GCM"_s, { "cipher", "nonce", "tag", "data" } };
        const auto decryptBack = readDecrypt(writeDecrypt(decrypt).view());
        QVERIFY(decryptBack);
        QCOMPARE(decryptBack->input.ciphertext, decrypt.input.ciphertext);
        QCOMPARE(decryptBack->input.nonce, decrypt.input.nonce);
        QCOMPARE(decryptBack->input.tag, decrypt.input.tag);
        QCOMPARE(decryptBack->input.associatedData, decrypt.input.associatedData);

        const SignBody sign{ u"ES256"_s, "digest" };
        QVERIFY(*readSign(writeSign(sign).view()) == sign);
        const VerifyBody verify{ u"ES256"_s, "digest", "signature" };
        QVERIFY(*readVerify(writeVerify(verify).view()) == verify);
        const ReleaseBody release{ "a.b.c", u"nonce"_s, u"CKM_RSA_AES_KEY_WRAP"_s };
        QVERIFY(*readRelease(writeRelease(release).view()) == release);
        QCOMPARE(*readRandom(writeRandom(128).view()), 128);
    }

    void numbersBeyondAnIntAreNoSmallOnes()
    {
        QVERIFY(*readRandom("{\"count\":4294967297}") > 128);
        QVERIFY(*readRandom("{\"count\":-4294967295}") < 1);
    }

    void resultsHaveTheServicesMembers()
    {
        const crypto::EncryptOutput output{ "cipher", "nonce", "tag" };
        const QJsonObject encrypted = objectOf(writeCiphertext(keyId(), output, "data"));
        QCOMPARE(encrypted.keys(), QStringList({ u"aad"_s, u"iv"_s, u"kid"_s, u"tag"_s, u"value"_s }));
        QCOMPARE(encrypted[u"kid"].toString(), keyId().text());
        QCOMPARE(encrypted[u"value"].toString(), u"Y2lwaGVy"_s);
        const QJsonObject wrapped = objectOf(writeCiphertext(keyId(), { "cipher", {}, {} }, {}));
        QCOMPARE(wrapped.keys(), QStringList({ u"kid"_s, u"value"_s }));
        const auto plaintext = base::SecureBytes::copyOf(QByteArrayView("text"));
        QCOMPARE(objectOf(writePlaintext(keyId(), plaintext))[u"value"].toString(), u"dGV4dA"_s);
        QCOMPARE(objectOf(writeSignature(keyId(), "\xff\xff"))[u"value"].toString(), u"__8"_s);
        QCOMPARE(objectOf(writeVerified(false))[u"value"], QJsonValue(false));
        QCOMPARE(objectOf(writeReleased("a.b.c"))[u"value"].toString(), u"a.b.c"_s);
        QCOMPARE(objectOf(writeRandomBytes(plaintext))[u"value"].toString(), u"dGV4dA"_s);
    }

    void aClientReadsWhatTheServerWrites()
    {
        const auto result
            = readKeyOperationResult(writeCiphertext(keyId(), { "cipher", "nonce", "tag" }, "data").view());
        QVERIFY(result);
        QCOMPARE(result->keyId, keyId());
        QCOMPARE(result->value.view(), QByteArrayView("cipher"));
        QCOMPARE(result->nonce, QByteArray("nonce"));
        QCOMPARE(result->tag, QByteArray("tag"));
        QCOMPARE(result->associatedData, QByteArray("data"));
        QVERIFY(!readKeyOperationResult("{\"value\":\"AQ\"}"));
        QCOMPARE(*readVerified(writeVerified(true).view()), true);
        QVERIFY(!readVerified("{\"value\":\"true\"}"));
        QCOMPARE(*readReleased(writeReleased("a.b.c").view()), QByteArray("a.b.c"));
        const auto bytes = base::SecureBytes::copyOf(QByteArrayView("\x00\x01", 2));
        QVERIFY(*readRandomBytes(writeRandomBytes(bytes).view()) == bytes);
    }
};

QTEST_GUILESS_MAIN(KeyOperationBodiesTest)
#include "tst_key_operation_bodies.moc"
