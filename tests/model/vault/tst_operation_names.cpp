// SPDX-License-Identifier: Apache-2.0
#include "model/vault/operation_names.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

using namespace strongroom::vault;
using namespace Qt::StringLiterals;

class TestOperationNames : public QObject
{
    Q_OBJECT

    static QStringList found(const QString& folder, const QString& files, const QString& pattern)
    {
        const QDir dir(QStringLiteral(STRONGROOM_SOURCE_DIR "/model/") + folder);
        const QRegularExpression expression(pattern);
        QStringList names;
        for (const QString& name : dir.entryList({ files })) {
            QFile file(dir.filePath(name));
            if (!file.open(QFile::ReadOnly))
                continue;
            const QString text = QString::fromUtf8(file.readAll());
            for (auto match = expression.globalMatch(text); match.hasNext();)
                names += match.next().captured(1);
        }
        return names;
    }

private Q_SLOTS:
    /// The list stands beside the operations, and must not fall behind them.
    void everyOperationIsKnown()
    {
        QStringList names = found(u"vault"_s, u"ops_*.h"_s, u"string_view name\\s*=\\s*\"(\\w+)\""_s);
        QVERIFY(names.size() > 90);
        const QStringList refused = found(u"serve"_s, u"*_routes.cpp"_s,
                                          u"notOffered<\\w+>\\(\"\\w+\",\\s*\"[^\"]+\",\\s*\"(\\w+)\""_s);
        QVERIFY(refused.size() > 5);
        names += refused;
        names += found(u"serve"_s, u"*.h"_s, u"unknownOperation\\s*=\\s*\"(\\w+)\""_s);
        for (const QString& name : names)
            QVERIFY2(operationNamed(name) == name, qPrintable(name));
    }

    void caseDoesNotMatter()
    {
        QCOMPARE(operationNamed(u"secretGET"), std::optional(u"SecretGet"_s));
        QCOMPARE(operationNamed(u"SecretPut"), std::nullopt);
        QCOMPARE(operationNamed(u""), std::nullopt);
    }

    void akinAreThoseOfTheSameWord()
    {
        const QStringList akin = operationsAkinTo(u"vaultCreate");
        QCOMPARE(akin.first(), u"VaultDelete"_s);
        QCOMPARE(akin.last(), u"VaultRecover"_s);
        QVERIFY(akin.contains(u"VaultPut"_s));
        QVERIFY(!akin.contains(u"SecretGet"_s));
        QVERIFY(operationsAkinTo(u"Bogus").isEmpty());
        QVERIFY(operationsAkinTo(u"").isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestOperationNames)
#include "tst_operation_names.moc"
