// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/filter_bar.h"

#include "fake_clock.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolButton>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestFilterBar final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void conditionsBecomeChips();
    void aChipCanBeRemovedAndTakenBack();
    void saysOnceWhenTypingEnds();
    void aBadTextKeepsTheLastGoodFilter();
    void aBadPatternKeepsTheLastGoodFilter();
    void valuesAreOfferedWithCounts();
    void theStarAsks();
    void escapeClearsThenLeaves();

private:
    static QList<QToolButton*> crosses(const FilterBar& bar)
    {
        return bar.findChildren<QToolButton*>(u"removeCondition"_s);
    }
    static int chips(const FilterBar& bar) { return int(crosses(bar).size()); }
};

void TestFilterBar::conditionsBecomeChips()
{
    support::FakeClock clock;
    FilterBar bar(clock);
    bar.show();
    auto* const line = bar.findChild<QLineEdit*>();
    QTest::keyClicks(line, u"pay tag:env=prod "_s);
    QCOMPARE(line->text(), u"pay"_s);
    QCOMPARE(chips(bar), 1);
    QCOMPARE(bar.text(), u"tag:env=prod pay"_s);
    QTRY_COMPARE(bar.expression().filter().size(), std::size_t(2));
}

void TestFilterBar::aChipCanBeRemovedAndTakenBack()
{
    support::FakeClock clock;
    FilterBar bar(clock);
    bar.show();
    bar.setText(u"state:expired -type:pfx"_s);
    QCOMPARE(chips(bar), 2);
    auto* const line = bar.findChild<QLineEdit*>();
    QTest::keyClick(line, Qt::Key_Backspace);
    QCOMPARE(line->text(), u"-type:pfx"_s);
    crosses(bar).constFirst()->click();
    QTRY_COMPARE(bar.text(), u"-type:pfx"_s);
}

void TestFilterBar::saysOnceWhenTypingEnds()
{
    support::FakeClock clock;
    FilterBar bar(clock);
    bar.show();
    QSignalSpy changed(&bar, &FilterBar::filterChanged);
    QTest::keyClicks(bar.findChild<QLineEdit*>(), u"payments"_s);
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(bar.expression().text(), u"payments"_s);
    bar.setText(u"payments"_s);
    QCOMPARE(changed.size(), 1);
}

void TestFilterBar::aBadTextKeepsTheLastGoodFilter()
{
    support::FakeClock clock;
    FilterBar bar(clock);
    bar.show();
    bar.setText(u"good"_s);
    bar.setText(u"owner:me"_s);
    QVERIFY(bar.problem().contains(u"owner"_s));
    QCOMPARE(bar.expression().text(), u"good"_s);
    QCOMPARE(bar.findChild<QLineEdit*>()->accessibleDescription(), bar.problem());
    bar.setText(u"better"_s);
    QVERIFY(bar.problem().isEmpty());
    QCOMPARE(bar.expression().text(), u"better"_s);
}

void TestFilterBar::aBadPatternKeepsTheLastGoodFilter()
{
    support::FakeClock clock;
    FilterBar bar(clock);
    bar.show();
    bar.setText(u"pay"_s);
    auto* const regex = bar.findChild<QToolButton*>(u"matchRegex"_s);
    regex->click();
    QVERIFY(bar.expression().filter().front().isPattern);
    QCOMPARE(bar.text(), u"match:regex pay"_s);
    QTest::keyClicks(bar.findChild<QLineEdit*>(), u"("_s);
    QTRY_VERIFY(!bar.problem().isEmpty());
    QCOMPARE(bar.expression().filter().front().text, u"pay"_s);
    regex->click(); // a parenthesis like any other
    QVERIFY(bar.problem().isEmpty());
    QCOMPARE(bar.expression().filter().front().text, u"pay("_s);
    bar.setText(u"match:case state:expired Pay"_s);
    QVERIFY(bar.findChild<QToolButton*>(u"matchCase"_s)->isChecked());
    QCOMPARE(chips(bar), 1);
    QVERIFY(bar.expression().filter().back().isCaseSensitive);
}

void TestFilterBar::valuesAreOfferedWithCounts()
{
    support::FakeClock clock;
    FilterBar bar(clock);
    bar.show();
    QSignalSpy wanted(&bar, &FilterBar::valuesWanted);
    auto* const line = bar.findChild<QLineEdit*>();
    line->setFocus();
    QTest::keyClicks(line, u"tag:"_s);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.front().front().toString(), u"tag"_s);
    bar.setValueCounts(u"tag"_s, {}, { { u"env"_s, 12 }, { u"team"_s, 3 } });
    QTest::keyClicks(line, u"env="_s);
    QCOMPARE(wanted.size(), 2);
    QCOMPARE(wanted.back().back().toString(), u"env"_s);
    auto* const offers = bar.findChild<QStandardItemModel*>();
    bar.setValueCounts(u"tag"_s, u"env"_s, { { u"prod"_s, 9 }, { u"test"_s, 3 } });
    line->setFocus();
    QTest::keyClicks(line, u"p"_s);
    QCOMPARE(offers->item(0)->text(), u"tag:env=prod"_s);
    QCOMPARE(offers->item(0)->data(Qt::UserRole + 1).toString(), u"9"_s);
}

void TestFilterBar::theStarAsks()
{
    support::FakeClock clock;
    FilterBar bar(clock);
    bar.show();
    auto* const star = bar.findChild<QToolButton*>(u"saveView"_s);
    QVERIFY(star->isHidden());
    bar.setStar(FilterBar::Star::Empty);
    QSignalSpy clicked(&bar, &FilterBar::starClicked);
    star->click();
    QCOMPARE(clicked.size(), 1);
}

void TestFilterBar::escapeClearsThenLeaves()
{
    support::FakeClock clock;
    FilterBar bar(clock);
    bar.show();
    bar.setText(u"state:expired pay"_s);
    QSignalSpy left(&bar, &FilterBar::left);
    auto* const line = bar.findChild<QLineEdit*>();
    QTest::keyClick(line, Qt::Key_Escape);
    QVERIFY(bar.text().isEmpty());
    QVERIFY(bar.expression().isEmpty());
    QCOMPARE(left.size(), 0);
    QTest::keyClick(line, Qt::Key_Escape);
    QCOMPARE(left.size(), 1);
}

QTEST_MAIN(TestFilterBar)
#include "tst_filter_bar.moc"
