// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/symmetric.h"

#include <QSet>
#include <QTest>

using namespace strongroom;
using namespace strongroom::crypto;
using base::SecureBytes;

namespace {

QByteArray hex(const char* text) { return QByteArray::fromHex(text); }
SecureBytes secret(const QByteArray& bytes) { return SecureBytes::copyOf(bytes); }

} // namespace

class TestSymmetric : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hkdfOfRfc5869_data();
    void hkdfOfRfc5869();
    void gcmOpensPublishedVectors_data();
    void gcmOpensPublishedVectors();
    void gcmRoundTrip_data();
    void gcmRoundTrip();
    void gcmRefusesEveryFlippedByte();
    void gcmRefusesOtherKeyAadOrLength();
    void sealsUnderANewKeyEachTime();
    void noncesDoNotRepeat();
    void randomBytesDiffer();
};

void TestSymmetric::hkdfOfRfc5869_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("salt");
    QTest::addColumn<QByteArray>("info");
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("1")
        << QByteArray(22, '\x0b') << hex("000102030405060708090a0b0c") << hex("f0f1f2f3f4f5f6f7f8f9")
        << hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b88718"
               "5865");
    QByteArray ikm;
    QByteArray salt;
    QByteArray info;
    for (int i = 0; i < 80; ++i) {
        ikm += static_cast<char>(i);
        salt += static_cast<char>(0x60 + i);
        info += static_cast<char>(0xb0 + i);
    }
    QTest::newRow("2")
        << ikm << salt << info
        << hex("b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac78272"
               "71cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f"
               "1d87");
    QTest::newRow("3")
        << QByteArray(22, '\x0b') << QByteArray() << QByteArray()
        << hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a"
               "96c8");
}

void TestSymmetric::hkdfOfRfc5869()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, salt);
    QFETCH(QByteArray, info);
    QFETCH(QByteArray, output);
    const SecureBytes found = hkdfSha256(secret(key), salt, info, static_cast<std::size_t>(output.size()));
    QCOMPARE(found.view().toByteArray(), output);
}

void TestSymmetric::gcmOpensPublishedVectors_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("aad");
    QTest::addColumn<QByteArray>("sealed");
    QTest::addColumn<QByteArray>("plaintext");
    // McGrew and Viega, The Galois/Counter Mode of Operation, appendix B, cases 13, 14 and 16
    QTest::newRow("13") << QByteArray(32, '\0') << QByteArray()
                        << hex("000000000000000000000000530f8afbc74536b9a963b4f1c4cb738b") << QByteArray();
    QTest::newRow("14")
        << QByteArray(32, '\0') << QByteArray()
        << hex("000000000000000000000000cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5"
               "d48ab919")
        << QByteArray(16, '\0');
    QTest::newRow("16")
        << hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
        << hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
        << hex("cafebabefacedbaddecaf888"
               "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3d"
               "a7b08b1056828838c5f61e6393ba7a0abcc9f662"
               "76fc6ece0f4e1768cddf8853bb2d551b")
        << hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c9595680953"
               "2fcf0e2449a6b525b16aedf5aa0de657ba637b39");
}

void TestSymmetric::gcmOpensPublishedVectors()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, aad);
    QFETCH(QByteArray, sealed);
    QFETCH(QByteArray, plaintext);
    const auto opened = openAesGcm(secret(key), aad, sealed);
    QVERIFY(opened);
    QCOMPARE(opened->view().toByteArray(), plaintext);
}

void TestSymmetric::gcmRoundTrip_data()
{
    QTest::addColumn<int>("size");
    for (const int size : { 0, 1, 15, 16, 17, 4096, 25600, 1 << 20 })
        QTest::addRow("%d", size) << size;
}

void TestSymmetric::gcmRoundTrip()
{
    QFETCH(int, size);
    const SecureBytes key = randomBytes(aesKeySize);
    const SecureBytes plaintext = randomBytes(static_cast<std::size_t>(size));
    const auto sealed = sealAesGcm(key, "about", plaintext.view());
    QVERIFY(sealed);
    QCOMPARE(sealed->size(), size + static_cast<int>(aesGcmOverhead));
    const auto opened = openAesGcm(key, "about", *sealed);
    QVERIFY(opened);
    QVERIFY(*opened == plaintext);
}

void TestSymmetric::gcmRefusesEveryFlippedByte()
{
    const SecureBytes key = randomBytes(aesKeySize);
    QByteArray sealed = *sealAesGcm(key, "about", "a secret of some length");
    for (qsizetype i = 0; i < sealed.size(); ++i) {
        sealed[i] = static_cast<char>(sealed[i] ^ 1);
        const auto opened = openAesGcm(key, "about", sealed);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, base::ErrorCode::StoreTampered);
        sealed[i] = static_cast<char>(sealed[i] ^ 1);
    }
    QVERIFY(openAesGcm(key, "about", sealed));
}

void TestSymmetric::gcmRefusesOtherKeyAadOrLength()
{
    const SecureBytes key = randomBytes(aesKeySize);
    const QByteArray sealed = *sealAesGcm(key, "about", "secret");
    QVERIFY(!openAesGcm(randomBytes(aesKeySize), "about", sealed));
    QVERIFY(!openAesGcm(key, "abouT", sealed));
    QVERIFY(!openAesGcm(key, "", sealed));
    QVERIFY(!openAesGcm(randomBytes(16), "about", sealed));
    QVERIFY(!sealAesGcm(randomBytes(16), "about", "secret"));
    for (qsizetype size = 0; size < sealed.size(); ++size)
        QVERIFY(!openAesGcm(key, "about", QByteArrayView(sealed).first(size)));
    QVERIFY(!openAesGcm(key, "about", QByteArray(sealed + "x")));
}

void TestSymmetric::sealsUnderANewKeyEachTime()
{
    const SecureBytes wrapping = randomBytes(aesKeySize);
    QSet<QByteArray> keys;
    QSet<QByteArray> nonces;
    for (int i = 0; i < 1000; ++i) {
        const auto sealed = sealUnderNewKey(wrapping, "about", "secret");
        QVERIFY(sealed);
        const auto key = openAesGcm(wrapping, "about", sealed->key);
        QVERIFY(key);
        const auto value = openAesGcm(*key, "about", sealed->value);
        QVERIFY(value);
        QCOMPARE(value->view(), QByteArrayView("secret"));
        keys.insert(key->view().toByteArray());
        nonces << sealed->key.first(12) << sealed->value.first(12);
    }
    QCOMPARE(keys.size(), 1000);
    QCOMPARE(nonces.size(), 2000);

    const auto sealed = sealUnderNewKey(wrapping, "about", "secret");
    QVERIFY(!openAesGcm(wrapping, "else", sealed->key));
    QVERIFY(!openAesGcm(randomBytes(aesKeySize), "about", sealed->key));
    QVERIFY(!openAesGcm(wrapping, "about", sealed->value));
    QVERIFY(!sealUnderNewKey(randomBytes(16), "about", "secret"));
}

void TestSymmetric::noncesDoNotRepeat()
{
    const SecureBytes key = randomBytes(aesKeySize);
    QSet<QByteArray> nonces;
    constexpr int count = 50'000;
    for (int i = 0; i < count; ++i)
        nonces.insert(sealAesGcm(key, "", "x")->first(12));
    QCOMPARE(nonces.size(), count);
}

void TestSymmetric::randomBytesDiffer()
{
    QVERIFY(!(randomBytes(32) == randomBytes(32)));
    QCOMPARE(randomBytes(0).size(), std::size_t{ 0 });
}

QTEST_GUILESS_MAIN(TestSymmetric)
#include "tst_symmetric.moc"
