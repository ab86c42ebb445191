// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/sha256.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::crypto;
using base::SecureBytes;

namespace {

QByteArray hex(const char* text) { return QByteArray::fromHex(text); }
SecureBytes secret(const QByteArray& bytes) { return SecureBytes::copyOf(bytes); }

} // namespace

class TestSha256 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sha256OfKnownTexts();
    void sha256InStepsStartsAnew();
    void hmacOfRfc4231_data();
    void hmacOfRfc4231();
    void hmacWithAnEmptyKey();
    void aKeyServesManyMessages();
};

void TestSha256::sha256OfKnownTexts()
{
    // FIPS 180-4 examples
    QCOMPARE(sha256("abc"), hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(sha256(""), hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
             hex("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
}

void TestSha256::sha256InStepsStartsAnew()
{
    Sha256 digest;
    QCOMPARE(digest.add("a").add("").add("bc").finish(), sha256("abc"));
    QCOMPARE(digest.finish(), sha256(""));
    Sha256 moved = std::move(digest);
    QCOMPARE(moved.add("abc").finish(), sha256("abc"));
}

void TestSha256::hmacOfRfc4231_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("mac");
    QTest::newRow("1") << QByteArray(20, '\x0b') << QByteArray("Hi There")
                       << hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    QTest::newRow("2") << QByteArray("Jefe") << QByteArray("what do ya want for nothing?")
                       << hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    QTest::newRow("3") << QByteArray(20, '\xaa') << QByteArray(50, '\xdd')
                       << hex("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    QTest::newRow("6: long key") << QByteArray(131, '\xaa')
                                 << QByteArray("Test Using Larger Than Block-Size Key - Hash Key First")
                                 << hex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

void TestSha256::hmacOfRfc4231()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, data);
    QFETCH(QByteArray, mac);
    const Mac found = hmacSha256(secret(key), data);
    QCOMPARE(viewOf(found), QByteArrayView(mac));
    QCOMPARE(viewOf(HmacKey(secret(key)).mac(data)), QByteArrayView(mac));
}

void TestSha256::hmacWithAnEmptyKey()
{
    const Mac before = hmacSha256(SecureBytes(), "data");
    const Mac other = hmacSha256(secret("some key"), "data");
    QCOMPARE(hmacSha256(SecureBytes(), "data"), before);
    QVERIFY(before != other);
    QCOMPARE(viewOf(hmacSha256(SecureBytes(), "")).toByteArray(),
             hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
}

void TestSha256::aKeyServesManyMessages()
{
    const SecureBytes key = secret("some key");
    const HmacKey prepared(key);
    for (const QByteArray& message : { QByteArray(), QByteArray("one"), QByteArray(200, 'x') }) {
        QCOMPARE(viewOf(prepared.mac(message)), viewOf(hmacSha256(key, message)));
        QCOMPARE(viewOf(prepared.mac("before", message)),
                 viewOf(hmacSha256(key, QByteArray("before" + message))));
    }
}

QTEST_GUILESS_MAIN(TestSha256)
#include "tst_sha256.moc"
