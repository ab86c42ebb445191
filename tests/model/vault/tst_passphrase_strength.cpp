// SPDX-License-Identifier: Apache-2.0
#include "model/vault/passphrase_strength.h"

#include <QTest>

using namespace strongroom::vault;
using namespace Qt::StringLiterals;

class TestPassphraseStrength final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void levels_data();
    void levels();
};

void TestPassphraseStrength::levels_data()
{
    QTest::addColumn<QString>("passphrase");
    QTest::addColumn<int>("level");
    using Level = Strength::Level;
    QTest::newRow("nothing") << QString() << int(Level::Empty);
    QTest::newRow("one everybody tries") << u"password123"_s << int(Level::Weak);
    QTest::newRow("keyboard row") << u"qwertyuiop"_s << int(Level::Weak);
    QTest::newRow("repetition") << u"aaaaaaaaaaaaaaaa"_s << int(Level::Weak);
    QTest::newRow("famous words") << u"correct horse battery staple"_s << int(Level::Weak);
    QTest::newRow("random eight") << u"k7#Qz2!v"_s << int(Level::Good);
    QTest::newRow("four words") << u"marble otter fjord lantern"_s << int(Level::Strong);
    QTest::newRow("long random") << u"T9w$eR2q^Lm4&zX8"_s << int(Level::Strong);
}

void TestPassphraseStrength::levels()
{
    QFETCH(QString, passphrase);
    QFETCH(int, level);
    const auto found = strengthOf(passphrase);
    QVERIFY2(int(found.level) == level, qPrintable(QString::number(found.bits)));
}

QTEST_GUILESS_MAIN(TestPassphraseStrength)
#include "tst_passphrase_strength.moc"
