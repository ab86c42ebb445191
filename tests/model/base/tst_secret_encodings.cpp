// SPDX-License-Identifier: Apache-2.0
#include "model/base/encodings.h"
#include "model/base/secret_encodings.h"

#include <QTest>

using namespace strongroom::base;

class SecretEncodingsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // RFC 4648 section 10, without padding.
    void vectors_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray("") << QByteArray("");
        QTest::newRow("one") << QByteArray("f") << QByteArray("Zg");
        QTest::newRow("two") << QByteArray("fo") << QByteArray("Zm8");
        QTest::newRow("three") << QByteArray("foo") << QByteArray("Zm9v");
        QTest::newRow("six") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
        QTest::newRow("the last digits") << QByteArray("\xfb\xff\xbf", 3) << QByteArray("-_-_");
    }
    void vectors()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, text);
        QCOMPARE(secretToBase64Url(bytes).view(), QByteArrayView(text));
        const auto back = secretFromBase64Url(text);
        QVERIFY(back);
        QCOMPARE(back->view(), QByteArrayView(bytes));
    }

    void sameAsForWhatIsNoSecret()
    {
        QByteArray bytes;
        for (int i = 0; i < 600; ++i) {
            bytes += static_cast<char>(i * 7 + i / 256);
            QCOMPARE(secretToBase64Url(bytes).view(), QByteArrayView(toBase64Url(bytes)));
            QCOMPARE(secretFromBase64Url(toBase64Url(bytes))->view(), QByteArrayView(bytes));
        }
    }

    void malformed_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : { "A", "AAAAA", "AA==", "A+AA", "A/AA", "AA A", "AAA\n", "\u00e4AA" })
            QTest::newRow(text) << QByteArray(text);
    }
    void malformed()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!secretFromBase64Url(text));
        QVERIFY(!fromBase64Url(text));
    }
};

QTEST_GUILESS_MAIN(SecretEncodingsTest)
#include "tst_secret_encodings.moc"
