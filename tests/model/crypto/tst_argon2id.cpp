// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/argon2id.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::crypto;
using base::SecureBytes;

class TestArgon2id : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownAnswers_data();
    void knownAnswers();
    void absurdSettingsAreRefused_data();
    void absurdSettingsAreRefused();
    void calibrationKeepsToItsBounds();
};

void TestArgon2id::knownAnswers_data()
{
    QTest::addColumn<quint32>("memoryKiB");
    QTest::addColumn<quint32>("lanes");
    QTest::addColumn<QByteArray>("key");
    // The reference implementation's own vectors: version 0x13, 2 passes, "password", "somesalt"
    QTest::newRow("64 MiB") << 65536U << 1U
                            << QByteArray("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    QTest::newRow("256 KiB") << 256U << 1U
                             << QByteArray(
                                    "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe");
    QTest::newRow("two lanes") << 256U << 2U
                               << QByteArray(
                                      "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037");
}

void TestArgon2id::knownAnswers()
{
    QFETCH(quint32, memoryKiB);
    QFETCH(quint32, lanes);
    QFETCH(QByteArray, key);
    const auto found
        = argon2id(SecureBytes::copyOf(QByteArrayView("password")), "somesalt", { memoryKiB, 2, lanes }, 32);
    QVERIFY(found);
    QCOMPARE(found->view().toByteArray().toHex(), key);
}

void TestArgon2id::absurdSettingsAreRefused_data()
{
    QTest::addColumn<quint32>("memoryKiB");
    QTest::addColumn<quint32>("passes");
    QTest::addColumn<quint32>("lanes");
    QTest::addColumn<QByteArray>("salt");
    const QByteArray salt = "somesalt";
    QTest::newRow("no memory") << 0U << 3U << 1U << salt;
    QTest::newRow("all memory") << 0xffffffffU << 3U << 1U << salt;
    QTest::newRow("no passes") << 1024U << 0U << 1U << salt;
    QTest::newRow("passes without end") << 1024U << 0xffffffffU << 1U << salt;
    QTest::newRow("no lanes") << 1024U << 3U << 0U << salt;
    QTest::newRow("a thousand lanes") << 65536U << 3U << 1000U << salt;
    QTest::newRow("lanes that overflow") << 1024U << 3U << 0x20000000U << salt;
    QTest::newRow("short salt") << 1024U << 3U << 1U << QByteArray("short");
}

void TestArgon2id::absurdSettingsAreRefused()
{
    QFETCH(quint32, memoryKiB);
    QFETCH(quint32, passes);
    QFETCH(quint32, lanes);
    QFETCH(QByteArray, salt);
    const auto found
        = argon2id(SecureBytes::copyOf(QByteArrayView("password")), salt, { memoryKiB, passes, lanes }, 32);
    QVERIFY(!found);
    QCOMPARE(found.error().code, base::ErrorCode::BadParameter);
}

void TestArgon2id::calibrationKeepsToItsBounds()
{
    const Argon2Settings least = calibrated(std::chrono::milliseconds(1));
    QCOMPARE(least.memoryKiB, leastArgon2MemoryKiB);
    QCOMPARE(least.passes, leastArgon2Passes);
    QVERIFY(least.lanes >= 1 && least.lanes <= 4);
    const Argon2Settings most = calibrated(std::chrono::hours(10));
    QCOMPARE(most.memoryKiB, 256U * 1024U);
    QCOMPARE(most.passes, 12U);
}

QTEST_GUILESS_MAIN(TestArgon2id)
#include "tst_argon2id.moc"
