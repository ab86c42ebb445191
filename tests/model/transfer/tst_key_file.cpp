// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/key_file.h"

#include "model/crypto/software_key.h"

#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;

class TestKeyFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEllipticKeyBecomesDer();
    void aSymmetricKeyBecomesItsBytes();
    void aWrappedKeyStaysWrapped();
    void saysWhatIsAtFault();
};

void TestKeyFile::anEllipticKeyBecomesDer()
{
    const auto made = crypto::SoftwareKey::generateEc(crypto::Curve::P384);
    const auto der = made->toStored();
    QVERIFY(der.has_value());
    QVERIFY(!transfer::isUnderPassword(*der));
    const auto file = transfer::readKeyFile(*der, {});
    QVERIFY(file.has_value());
    QCOMPARE(file->key.form, vault::ImportedKey::Form::Der);
    QCOMPARE(file->publicKey, made->publicKey());
    QCOMPARE(file->thumbprint.size(), 43);
    QVERIFY(file->key.bytes == *der);
}

void TestKeyFile::aSymmetricKeyBecomesItsBytes()
{
    // RFC 7517, A.3.
    const auto jwk = base::SecureBytes::copyOf(
        QByteArrayView(R"({"kty":"oct","alg":"A128KW","k":"GawgguFyGrWKav7AX4VKUg"})"));
    const auto file = transfer::readKeyFile(jwk, {});
    QVERIFY(file.has_value());
    QCOMPARE(file->key.form, vault::ImportedKey::Form::Oct);
    QCOMPARE(file->key.bytes.size(), std::size_t(16));
    QVERIFY(file->thumbprint.isEmpty());
}

void TestKeyFile::aWrappedKeyStaysWrapped()
{
    const auto blob = base::SecureBytes::copyOf(
        QByteArrayView(R"({"schema_version":"1.0.0","header":{"kid":"https://v/keys/kek/1","alg":"dir",
            "enc":"CKM_RSA_AES_KEY_WRAP"},"ciphertext":"AAAA","generator":"a tool"})"));
    QVERIFY(!transfer::isUnderPassword(blob));
    const auto file = transfer::readKeyFile(blob, {});
    QVERIFY(file.has_value());
    QVERIFY(file->isWrapped());
    QCOMPARE(file->wrappedFor, u"https://v/keys/kek/1"_s);
    QVERIFY(file->key.bytes == blob); // whole: the vault reads its header too
    QVERIFY(file->thumbprint.isEmpty());
    const auto half = base::SecureBytes::copyOf(
        QByteArrayView(R"({"schema_version":"1.0.0","header":{},"ciphertext":"AAAA"})"));
    QVERIFY(!transfer::readKeyFile(half, {}));
}

void TestKeyFile::saysWhatIsAtFault()
{
    const auto nonsense = transfer::readKeyFile(base::SecureBytes::copyOf(QByteArrayView("no key")), {});
    QVERIFY(!nonsense);
    QCOMPARE(nonsense.error().code, base::ErrorCode::BadParameter);
    QCOMPARE(nonsense.error().field, u"key"_s);
}

QTEST_GUILESS_MAIN(TestKeyFile)
#include "tst_key_file.moc"
