// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/secret_sharing.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace strongroom;
using crypto::SecretShare;

namespace {

base::SecureBytes bytes(const char* hex) { return base::SecureBytes::copyOf(QByteArray::fromHex(hex)); }

/// `count` of the shares, chosen and ordered at random.
std::vector<SecretShare> some(const std::vector<SecretShare>& shares, int count)
{
    std::vector<std::size_t> order(shares.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::shuffle(order.begin(), order.end(), *QRandomGenerator::global());
    std::vector<SecretShare> chosen;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
        chosen.push_back({ shares[order[i]].index, shares[order[i]].bytes.clone() });
    return chosen;
}

} // namespace

class SecretSharingTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinsByTheFieldOfAes()
    {
        // 42 + 53 x, and with 57 * 83 = c1 (FIPS 197, 4.2) 10 + 57 x.
        std::vector<SecretShare> shares;
        shares.push_back({ 1, bytes("1147") });
        shares.push_back({ 2, bytes("e4be") });
        const auto joined = crypto::combineShares(shares);
        QVERIFY(joined);
        QCOMPARE(joined->view().toByteArray().toHex(), QByteArray("4210"));
        shares.back() = { 0x83, bytes("00d1") };
        shares.front().bytes = bytes("0047");
        QCOMPARE(crypto::combineShares(shares)->view().toByteArray().toHex(), QByteArray("0010"));
    }

    void anyThatAreRequiredAreEnough_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("required");
        for (int count = 2; count <= 10; ++count) {
            for (int required = 2; required <= count; ++required)
                QTest::addRow("%d of %d", required, count) << count << required;
        }
        QTest::addRow("255 of 255") << 255 << 255;
        QTest::addRow("2 of 255") << 255 << 2;
    }
    void anyThatAreRequiredAreEnough()
    {
        QFETCH(int, count);
        QFETCH(int, required);
        for (int round = 0; round < 20; ++round) {
            base::SecureBytes secret(32);
            QRandomGenerator::global()->generate(secret.data(), secret.data() + 32);
            const auto shares = crypto::splitSecret(secret, count, required);
            QVERIFY(shares);
            QCOMPARE(int(shares->size()), count);
            for (const int given : { required, QRandomGenerator::global()->bounded(required, count + 1) }) {
                const auto joined = crypto::combineShares(some(*shares, given));
                QVERIFY(joined);
                QVERIFY(*joined == secret);
            }
            if (required > 2) {
                const auto tooFew = crypto::combineShares(some(*shares, required - 1));
                QVERIFY(tooFew);
                QVERIFY(!(*tooFew == secret));
            }
        }
    }

    /// With one share missing every secret is possible, each as much as the others.
    void fewerSayNothing()
    {
        const auto shares = crypto::splitSecret(bytes("a7"), 5, 3);
        QVERIFY(shares);
        QSet<int> secrets;
        for (int guess = 0; guess < 256; ++guess) {
            base::SecureBytes guessed(1);
            guessed.data()[0] = static_cast<unsigned char>(guess);
            std::vector<SecretShare> given;
            given.push_back({ (*shares)[1].index, (*shares)[1].bytes.clone() });
            given.push_back({ (*shares)[4].index, (*shares)[4].bytes.clone() });
            given.push_back({ 9, std::move(guessed) });
            secrets.insert(crypto::combineShares(given)->data()[0]);
        }
        QCOMPARE(secrets.size(), 256);
    }

    void theSameSecretIsSplitAnew()
    {
        const auto secret = bytes("00112233445566778899aabbccddeeff");
        const auto one = crypto::splitSecret(secret, 3, 2);
        const auto other = crypto::splitSecret(secret, 3, 2);
        QVERIFY(one && other);
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(!((*one)[i].bytes == (*other)[i].bytes));
            QVERIFY(!((*one)[i].bytes == secret));
        }
    }

    void refusesWhatCannotBe()
    {
        const auto secret = bytes("0011");
        QVERIFY(!crypto::splitSecret(secret, 3, 1));
        QVERIFY(!crypto::splitSecret(secret, 2, 3));
        QVERIFY(!crypto::splitSecret(secret, 256, 2));
        QVERIFY(!crypto::splitSecret({}, 3, 2));
        std::vector<SecretShare> shares;
        QVERIFY(!crypto::combineShares(shares));
        shares.push_back({ 1, bytes("0011") });
        QVERIFY(!crypto::combineShares(shares));
        shares.push_back({ 1, bytes("0011") });
        QVERIFY(!crypto::combineShares(shares));
        shares[1].index = 0;
        QVERIFY(!crypto::combineShares(shares));
        shares[1].index = 256;
        QVERIFY(!crypto::combineShares(shares));
        shares[1] = { 2, bytes("001122") };
        QVERIFY(!crypto::combineShares(shares));
    }
};

QTEST_GUILESS_MAIN(SecretSharingTest)
#include "tst_secret_sharing.moc"
