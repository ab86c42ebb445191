// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/filter_bar.h"

#include "fake_clock.h"

#include <QLineEdit>
#include <QSignalSpy>
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
