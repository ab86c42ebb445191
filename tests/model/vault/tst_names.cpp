// SPDX-License-Identifier: Apache-2.0
#include "model/vault/names.h"

#include <QTest>

using namespace strongroom::vault;
using strongroom::base::ErrorCode;

class NamesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void objectNames_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isValid");
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("one digit") << QStringLiteral("1") << true;
        QTest::newRow("leading hyphen") << QStringLiteral("-a-") << true;
        QTest::newRow("127") << QString(127, u'a') << true;
        QTest::newRow("128") << QString(128, u'a') << false;
        for (const char* bad : { "a_b", "a.b", "a/b", "..", "a b", "a%2f", "ä", "a\tb", "\u202ea" })
            QTest::newRow(bad) << QString::fromUtf8(bad) << false;
        QTest::newRow("a zero") << QString(QChar(u'\0')) << false;
        QTest::newRow("letter-like digits") << QStringLiteral("\u0661") << false;
    }
    void objectNames()
    {
        QFETCH(QString, text);
        const auto name = ObjectName::create(text);
        QTEST(name.has_value(), "isValid");
        if (!name) {
            QCOMPARE(name.error().code, ErrorCode::BadParameter);
            QCOMPARE(name.error().field, QStringLiteral("name"));
        }
    }

    void namesCompareWithoutCaseAndKeepTheirSpelling()
    {
        const auto a = ObjectName::create(QStringLiteral("Db-Password"));
        const auto b = ObjectName::create(QStringLiteral("dB-pASSWORD"));
        QVERIFY(*a == *b);
        QCOMPARE(a->text(), QStringLiteral("Db-Password"));
        QCOMPARE(a->folded(), b->folded());
    }

    void namesAreFoldedToCapitals()
    {
        QString all; // of ASCII
        for (char16_t unit = 0; unit < 0x80; ++unit)
            all += QChar(unit);
        for (const QString& name :
             { all, QString(), QStringLiteral("stra\u00dfe-\u00e4"), QString(127, u'z') })
            QCOMPARE(foldedName(name), name.toUpper());
    }

    void vaultNames_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isValid");
        QTest::newRow("3") << QStringLiteral("abc") << true;
        QTest::newRow("2") << QStringLiteral("ab") << false;
        QTest::newRow("24") << QString(24, u'a') << true;
        QTest::newRow("25") << QString(25, u'a') << false;
        QTest::newRow("digit first") << QStringLiteral("1abc") << false;
        QTest::newRow("hyphen last") << QStringLiteral("abc-") << false;
        QTest::newRow("two hyphens") << QStringLiteral("a--b") << false;
        QTest::newRow("usual") << QStringLiteral("contoso-prod2") << true;
        QTest::newRow("underscore") << QStringLiteral("a_b") << false;
        QTest::newRow("dot") << QStringLiteral("a.b") << false;
    }
    void vaultNames()
    {
        QFETCH(QString, text);
        QTEST(VaultName::create(text).has_value(), "isValid");
    }

    void versions()
    {
        QVERIFY(VersionId::create(QStringLiteral("0123456789abcdef0123456789ABCDEF")).has_value());
        QVERIFY(!VersionId::create(QStringLiteral("0123456789abcdef0123456789abcde")).has_value());
        QVERIFY(!VersionId::create(QStringLiteral("0123456789abcdef0123456789abcdeg")).has_value());
        QVERIFY(!(VersionId::random() == VersionId::random()));
    }
};

QTEST_GUILESS_MAIN(NamesTest)
#include "tst_names.moc"
