// SPDX-License-Identifier: Apache-2.0
#include "model/base/encodings.h"

#include <QRegularExpression>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace strongroom::base;

class EncodingsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // RFC 4648 section 10, without padding
    void base64Url_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
        QTest::newRow("f") << QByteArray("f") << QByteArray("Zg");
        QTest::newRow("fo") << QByteArray("fo") << QByteArray("Zm8");
        QTest::newRow("foobar") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
        QTest::newRow("url alphabet") << QByteArray("\xfb\xff\xfe") << QByteArray("-__-");
    }
    void base64Url()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, text);
        QCOMPARE(toBase64Url(bytes), text);
        const auto back = fromBase64Url(text);
        QVERIFY(back.has_value());
        QCOMPARE(*back, bytes);
    }

    void refusesMalformed_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* bad : { "Zg==", "Z", "Zm9v YmFy", "Zm9v+mFy", "Zm9v/mFy", "Zg\n", "\xc3\xa4" })
            QTest::newRow(bad) << QByteArray(bad);
    }
    void refusesMalformed()
    {
        QFETCH(QByteArray, text);
        const auto decoded = fromBase64Url(text);
        QVERIFY(!decoded);
        QCOMPARE(decoded.error().code, ErrorCode::BadParameter);
    }

    void hex()
    {
        QCOMPARE(toHex(QByteArray("\x00\xff", 2)), QByteArray("00ff"));
        QCOMPARE(*fromHex("00FF"), QByteArray("\x00\xff", 2));
        QVERIFY(!fromHex("0"));
        QVERIFY(!fromHex("0g"));
    }

    void idsHaveTheServicesShape()
    {
        static const QRegularExpression version4(
            QStringLiteral("^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$"));
        QSet<QString> seen;
        for (int i = 0; i < 1000; ++i) {
            const QString id = randomHexId();
            QVERIFY2(version4.match(id).hasMatch(), qPrintable(id));
            seen.insert(id);
        }
        QCOMPARE(seen.size(), 1000);
    }

    // Randomness is kept for the next ids: a child that was forked must not give out those of its parent.
    void idsOfAForkedProcessAreItsOwn()
    {
        std::ignore = randomUuid();
        int ends[2] = {};
        QCOMPARE(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) {
            const QByteArray id = randomUuid().toLatin1();
            _exit(write(ends[1], id.constData(), 36) == 36 ? 0 : 1);
        }
        QByteArray ofChild(36, '\0');
        QCOMPARE(read(ends[0], ofChild.data(), 36), ssize_t(36));
        waitpid(child, nullptr, 0);
        close(ends[0]);
        close(ends[1]);
        QVERIFY(QString::fromLatin1(ofChild) != randomUuid());
    }
};

QTEST_GUILESS_MAIN(EncodingsTest)
#include "tst_encodings.moc"
