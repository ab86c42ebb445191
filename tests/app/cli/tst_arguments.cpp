// SPDX-License-Identifier: Apache-2.0
#include "app/cli/arguments.h"

#include <QTest>

#include <array>

using namespace strongroom;
using namespace strongroom::cli;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array rows{
    OptionRow{ "--vault"_L1, "V"_L1, {} },
    OptionRow{ "--tag"_L1, "K=V"_L1, {}, OptionRow::Times::Many },
    OptionRow{ "--json"_L1, {}, {} },
    OptionRow{ "--help"_L1, {}, {} },
};

} // namespace

class TestArguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
};

void TestArguments::reads_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("positionals");
    QTest::addColumn<QStringList>("options"); // "name=value"
    QTest::newRow("nothing") << QStringList() << QStringList() << QStringList();
    QTest::newRow("separate") << QStringList{ u"a"_s, u"--vault"_s, u"v"_s } << QStringList{ u"a"_s }
                              << QStringList{ u"--vault=v"_s };
    QTest::newRow("joined") << QStringList{ u"--vault=v=w"_s, u"a"_s } << QStringList{ u"a"_s }
                            << QStringList{ u"--vault=v=w"_s };
    QTest::newRow("value like an option")
        << QStringList{ u"--vault"_s, u"--json"_s } << QStringList() << QStringList{ u"--vault=--json"_s };
    QTest::newRow("switch") << QStringList{ u"--json"_s, u"a"_s } << QStringList{ u"a"_s }
                            << QStringList{ u"--json="_s };
    QTest::newRow("repeated") << QStringList{ u"--tag"_s, u"a=1"_s, u"--tag=b=2"_s } << QStringList()
                              << QStringList{ u"--tag=a=1"_s, u"--tag=b=2"_s };
    QTest::newRow("dash is a word") << QStringList{ u"-"_s, u"--vault"_s, u"-"_s } << QStringList{ u"-"_s }
                                    << QStringList{ u"--vault=-"_s };
    QTest::newRow("end of options") << QStringList{ u"--"_s, u"--json"_s, u"--"_s }
                                    << QStringList{ u"--json"_s, u"--"_s } << QStringList();
    QTest::newRow("empty value") << QStringList{ u"--vault="_s } << QStringList()
                                 << QStringList{ u"--vault="_s };
    QTest::newRow("-h") << QStringList{ u"-h"_s } << QStringList() << QStringList{ u"--help="_s };
}

void TestArguments::reads()
{
    QFETCH(QStringList, words);
    QFETCH(QStringList, positionals);
    QFETCH(QStringList, options);
    const auto arguments = parseArguments(words, rows);
    QVERIFY(arguments);
    QCOMPARE(arguments->positionals, positionals);
    QStringList found;
    for (auto option = arguments->options.cbegin(); option != arguments->options.cend(); ++option) {
        for (const QString& value : option.value())
            found += option.key() + u'=' + value;
    }
    QCOMPARE(found, options);
}

void TestArguments::refuses_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("unknown") << QStringList{ u"--what"_s };
    QTest::newRow("short") << QStringList{ u"-v"_s };
    QTest::newRow("part of a name") << QStringList{ u"--vaul=x"_s };
    QTest::newRow("twice") << QStringList{ u"--vault=a"_s, u"--vault=b"_s };
    QTest::newRow("switch twice") << QStringList{ u"--json"_s, u"--json"_s };
    QTest::newRow("no value") << QStringList{ u"--vault"_s };
    QTest::newRow("value of a switch") << QStringList{ u"--json=yes"_s };
}

void TestArguments::refuses()
{
    QFETCH(QStringList, words);
    const auto arguments = parseArguments(words, rows);
    QVERIFY(!arguments);
    QCOMPARE(arguments.error().code, base::ErrorCode::BadParameter);
}

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
