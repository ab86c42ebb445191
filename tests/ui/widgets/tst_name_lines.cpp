// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/name_lines.h"

#include <QTest>
#include <QVBoxLayout>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestNameLines final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLongestNameIsWhole_data();
    void theLongestNameIsWhole();
    void aShortNameTakesOneLine();
    void longNamesAreCutInSentencesOnly();
};

void TestNameLines::theLongestNameIsWhole_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("with hyphens") << u"payments-gateway-production-"_s.repeated(5).left(127);
    QTest::newRow("without") << QString(127, u'x');
}

void TestNameLines::theLongestNameIsWhole()
{
    QFETCH(QString, name);
    constexpr int width = 300;
    const NameLines lines({ name });
    QVERIFY(lines.minimumSizeHint().width() <= width);
    const auto* const line = lines.findChild<QWidget*>();
    const int whole = line->sizeHint().width();
    QVERIFY(whole > 2 * width);
    QVERIFY(line->heightForWidth(width) * width >= whole * line->sizeHint().height());
    QCOMPARE(lines.heightForWidth(width), line->heightForWidth(width));
    QCOMPARE(line->accessibleName(), name);
}

void TestNameLines::aShortNameTakesOneLine()
{
    const NameLines lines({ u"db-password"_s });
    QCOMPARE(lines.heightForWidth(300), lines.findChild<QWidget*>()->sizeHint().height());
}

void TestNameLines::longNamesAreCutInSentencesOnly()
{
    QCOMPARE(nameInSentence(u"db-password"_s), u"db-password"_s);
    QVERIFY(isLongName(QString(127, u'x')));
    QVERIFY(nameInSentence(QString(127, u'x')).size() < 60);
}

QTEST_MAIN(TestNameLines)
#include "tst_name_lines.moc"
