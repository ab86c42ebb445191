// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/masked_diff.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;
using Kind = MaskedDiff::Run::Kind;

class TestMaskedDiff final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysHowTheValuesDiffer_data();
    void saysHowTheValuesDiffer();
    void showsOnlyDotsUntilItIsAskedTo();
    void forgetsTheValuesWhenHidden();
    void growsWithTheValueAndNoFurther();
};

void TestMaskedDiff::saysHowTheValuesDiffer_data()
{
    QTest::addColumn<std::vector<MaskedDiff::Run>>("runs");
    QTest::addColumn<QString>("summary");
    using Runs = std::vector<MaskedDiff::Run>;
    QTest::newRow("equal") << Runs{ { Kind::Same, 12 } } << u"The two values are the same."_s;
    QTest::newRow("one each") << Runs{ { Kind::Same, 1 }, { Kind::OnlyFirst, 1 }, { Kind::OnlySecond, 1 } }
                              << u"1 character is the same, 1 was removed, 1 was added."_s;
    QTest::newRow("apart") << Runs{
        { Kind::OnlyFirst, 2 }, { Kind::Same, 4 }, { Kind::OnlySecond, 3 }, { Kind::Same, 5 }
    } << u"9 characters are the same, 2 were removed, 3 were added."_s;
}

void TestMaskedDiff::saysHowTheValuesDiffer()
{
    QFETCH(std::vector<MaskedDiff::Run>, runs);
    QFETCH(QString, summary);
    MaskedDiff diff;
    diff.setRuns(runs);
    QCOMPARE(diff.summary(), summary);
    QCOMPARE(diff.accessibleDescription(), summary); // what a screen reader says of the picture
}

void TestMaskedDiff::showsOnlyDotsUntilItIsAskedTo()
{
    MaskedDiff diff;
    diff.setRuns({ { Kind::Same, 3 }, { Kind::OnlyFirst, 1 }, { Kind::OnlySecond, 1 } });
    diff.resize(200, diff.heightForWidth(200));
    const QImage dots = diff.grab().toImage();
    diff.showValues(base::SecureBytes::fromText(u"abcd"_s), base::SecureBytes::fromText(u"abce"_s));
    QVERIFY(diff.areValuesShown());
    QVERIFY(diff.grab().toImage() != dots);
    QVERIFY(!diff.accessibleDescription().contains(u"abc"_s)); // never on the bus
    diff.hideValues();
    QVERIFY(!diff.areValuesShown());
    QCOMPARE(diff.grab().toImage(), dots);
}

void TestMaskedDiff::forgetsTheValuesWhenHidden()
{
    MaskedDiff diff;
    diff.setRuns({ { Kind::Same, 4 } });
    diff.show();
    diff.showValues(base::SecureBytes::fromText(u"abcd"_s), base::SecureBytes::fromText(u"abcd"_s));
    diff.hide();
    QVERIFY(!diff.areValuesShown());
    diff.showValues(base::SecureBytes::fromText(u"abcd"_s), base::SecureBytes::fromText(u"abcd"_s));
    diff.setRuns({ { Kind::Same, 5 } }); // those of other versions
    QVERIFY(!diff.areValuesShown());
}

void TestMaskedDiff::growsWithTheValueAndNoFurther()
{
    MaskedDiff diff;
    diff.setRuns({ { Kind::Same, 10 } });
    const int line = diff.heightForWidth(400);
    diff.setRuns({ { Kind::Same, 400 } });
    QVERIFY(diff.heightForWidth(400) > 4 * line);
    QVERIFY(diff.heightForWidth(200) > diff.heightForWidth(400));
    diff.setRuns({ { Kind::Same, 4000 } });
    const int most = diff.heightForWidth(400);
    diff.setRuns({ { Kind::Same, 25'000 } });
    QCOMPARE(diff.heightForWidth(400), most);
}

QTEST_MAIN(TestMaskedDiff)
#include "tst_masked_diff.moc"
