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

void TestKeyFile::saysWhatIsAtFault()
{
    const auto nonsense = transfer::readKeyFile(base::SecureBytes::copyOf(QByteArrayView("no key")), {});
    QVERIFY(!nonsense);
    QCOMPARE(nonsense.error().code, base::ErrorCode::BadParameter);
    QCOMPARE(nonsense.error().field, u"key"_s);
}

QTEST_GUILESS_MAIN(TestKeyFile)
#include "tst_key_file.moc"
