// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/secret_generator.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;
using Kind = GeneratorSettings::Kind;

class TestSecretGenerator final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesWhatItSays_data();
    void makesWhatItSays();
    void eachChosenKindOfCharacterIsThere();
    void isNeverTheSameTwice();
    void entropyGrowsWithLength();
};

void TestSecretGenerator::makesWhatItSays_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("pattern");
    QTest::newRow("password") << int(Kind::Password) << u"^[!-~]{24}$"_s;
    QTest::newRow("passphrase") << int(Kind::Passphrase) << u"^[a-z]+(-[a-z]+){5}$"_s;
    QTest::newRow("guid") << int(Kind::Guid)
                          << u"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"_s;
    QTest::newRow("hex") << int(Kind::Hex) << u"^[0-9a-f]{64}$"_s;
    QTest::newRow("base64") << int(Kind::Base64) << u"^[A-Za-z0-9+/]{43}=$"_s;
}

void TestSecretGenerator::makesWhatItSays()
{
    QFETCH(int, kind);
    QFETCH(QString, pattern);
    GeneratorSettings settings;
    settings.kind = Kind(kind);
    const QRegularExpression expression(pattern);
    for (int i = 0; i < 50; ++i) {
        const QString text = QString::fromUtf8(generateSecret(settings).view());
        QVERIFY2(expression.match(text).hasMatch(), qPrintable(text));
    }
}

void TestSecretGenerator::eachChosenKindOfCharacterIsThere()
{
    GeneratorSettings settings;
    settings.length = 8;
    for (int i = 0; i < 200; ++i) {
        const QString text = QString::fromUtf8(generateSecret(settings).view());
        QVERIFY(text.contains(QRegularExpression(u"[0-9]"_s)));
        QVERIFY(text.contains(QRegularExpression(u"[A-Za-z]"_s)));
        QVERIFY(text.contains(QRegularExpression(u"[^0-9A-Za-z]"_s)));
        QVERIFY(!text.contains(QRegularExpression(u"[0O1lI|]"_s)));
    }
}

void TestSecretGenerator::isNeverTheSameTwice()
{
    QSet<QByteArray> seen;
    for (int i = 0; i < 100; ++i)
        seen.insert(generateSecret({}).view().toByteArray());
    QCOMPARE(seen.size(), 100);
}

void TestSecretGenerator::entropyGrowsWithLength()
{
    GeneratorSettings settings;
    const double before = entropyBits(settings);
    settings.length *= 2;
    QCOMPARE(entropyBits(settings), 2 * before);
    settings.kind = Kind::Passphrase;
    QVERIFY(entropyBits(settings) > 6 * 8.0); // at least 256 words
    settings.kind = Kind::Hex;
    QCOMPARE(entropyBits(settings), 256.0);
}

QTEST_GUILESS_MAIN(TestSecretGenerator)
#include "tst_secret_generator.moc"
