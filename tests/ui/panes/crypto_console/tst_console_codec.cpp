// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/crypto_console/console_codec.h"

#include <QTemporaryFile>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

vault::KeyProperties keyOf(crypto::KeyType type, int bits, std::optional<crypto::Curve> curve = {})
{
    vault::KeyProperties key{ *vault::ObjectName::create(u"k"_s), vault::VersionId::random() };
    key.publicKey.type = type;
    key.publicKey.bits = bits;
    key.publicKey.curve = curve;
    return key;
}

} // namespace

class TestConsoleCodec final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodes_data();
    void decodes();
    void refusesWhatIsNotEncoded();
    void showsTextOnlyWhereItIsText();
    void offersOnlyWhatGoesWithTheKey();
    void hashesBytesAndFilesAlike();
};

void TestConsoleCodec::decodes_data()
{
    QTest::addColumn<int>("encoding");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << int(Encoding::Text) << u"a b\n"_s << QByteArray("a b\n");
    QTest::newRow("hex") << int(Encoding::Hex) << u"00 ff\n10"_s << QByteArray("\x00\xff\x10", 3);
    QTest::newRow("base64") << int(Encoding::Base64) << u"+/8="_s << QByteArray("\xfb\xff", 2);
    QTest::newRow("base64url") << int(Encoding::Base64) << u"-_8"_s << QByteArray("\xfb\xff", 2);
}

void TestConsoleCodec::decodes()
{
    QFETCH(int, encoding);
    QFETCH(QString, typed);
    QFETCH(QByteArray, bytes);
    QCOMPARE(decoded(typed, Encoding(encoding)).value(), bytes);
    const auto secret = decoded(base::SecureBytes::fromText(typed), Encoding(encoding));
    QVERIFY(secret.has_value());
    QCOMPARE(secret->view().toByteArray(), bytes);
}

void TestConsoleCodec::refusesWhatIsNotEncoded()
{
    QVERIFY(!decoded(u"0g"_s, Encoding::Hex));
    QVERIFY(!decoded(u"a*b"_s, Encoding::Base64));
    QCOMPARE(decoded(u"0g"_s, Encoding::Hex).error().field, u"value"_s);
}

void TestConsoleCodec::showsTextOnlyWhereItIsText()
{
    QCOMPARE(encoded(QByteArray("gr\xc3\xbc"
                                "n"),
                     Encoding::Text),
             u"gr\u00fcn"_s);
    QCOMPARE(encoded(QByteArray("\xff\x00", 2), Encoding::Text), u"ff00"_s);
    QCOMPARE(encoded(QByteArray("\xfb\xff", 2), Encoding::Base64), u"-_8"_s);
}

void TestConsoleCodec::offersOnlyWhatGoesWithTheKey()
{
    const auto rsa = keyOf(crypto::KeyType::Rsa, 2048);
    const QStringList signing = algorithmsFor(rsa, vault::KeyUse::Sign);
    QVERIFY(signing.contains(u"RS256"_s) && signing.contains(u"PS512"_s) && !signing.contains(u"ES256"_s));
    const QStringList encrypting = algorithmsFor(rsa, vault::KeyUse::Encrypt);
    QCOMPARE(encrypting.first(), u"RSA-OAEP-256"_s);
    QCOMPARE(encrypting.last(), u"RSA1_5"_s);
    const auto ec = keyOf(crypto::KeyType::Ec, 384, crypto::Curve::P384);
    QCOMPARE(algorithmsFor(ec, vault::KeyUse::Sign), QStringList{ u"ES384"_s });
    QVERIFY(algorithmsFor(ec, vault::KeyUse::Encrypt).isEmpty());
    const auto oct = keyOf(crypto::KeyType::Oct, 256);
    QVERIFY(algorithmsFor(oct, vault::KeyUse::Encrypt).contains(u"A256GCM"_s));
    QVERIFY(!algorithmsFor(oct, vault::KeyUse::Encrypt).contains(u"A128GCM"_s));
    QVERIFY(needsOf(u"A256GCM"_s).makesNonce);
    QVERIFY(needsOf(u"A256CBC"_s).wantsNonce);
    QCOMPARE(needsOf(u"ES384"_s).digestBytes, 48);
    QCOMPARE(needsOf(u"RSNULL"_s).digestBytes, 0);
}

void TestConsoleCodec::hashesBytesAndFilesAlike()
{
    // FIPS 180-4, "abc".
    const QByteArray abc
        = QByteArray::fromHex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QCOMPARE(hashOf("abc", 32), abc);
    QCOMPARE(hashOf("abc", 48).size(), 48);
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("abc");
    file.close();
    QCOMPARE(hashOfFile(file.fileName(), 32).value(), abc);
    QCOMPARE(hashOfFile(u"/no/such/file"_s, 32).error().code, base::ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestConsoleCodec)
#include "tst_console_codec.moc"
