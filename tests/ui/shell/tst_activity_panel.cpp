// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/activity_panel.h"

#include "fake_clock.h"

#include <QProgressBar>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestActivityPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsProgressAndCancels();
    void saysHowItEndedAndRetries();
    void finishedWorkCanBeCleared();

private:
    static QToolButton* button(const ActivityPanel& panel, const QString& name)
    {
        for (auto* one : panel.findChildren<QToolButton*>())
            if (one->isVisible() && (one->accessibleName() == name || one->text() == name))
                return one;
        return nullptr;
    }
};

void TestActivityPanel::showsProgressAndCancels()
{
    support::FakeClock clock;
    ActivityList activities(clock);
    ActivityPanel panel(activities, nullptr);
    panel.show();
    bool isCancelled = false;
    Activity work;
    work.title = u"Import 120 secrets"_s;
    work.scope = u"contoso-dev"_s;
    work.cancel = [&isCancelled] { isCancelled = true; };
    const auto id = activities.begin(std::move(work));
    activities.setProgress(id, 30, 120);
    const auto* list = panel.findChild<QTreeWidget*>();
    QCOMPARE(list->topLevelItemCount(), 1);
    QCOMPARE(list->topLevelItem(0)->text(0), u"Import 120 secrets"_s);
    QCOMPARE(list->topLevelItem(0)->text(1), u"contoso-dev"_s);
    const auto* bar = panel.findChild<QProgressBar*>();
    QCOMPARE(bar->value(), 30);
    QCOMPARE(bar->maximum(), 120);
    QCOMPARE(bar->accessibleName(), u"Import 120 secrets"_s);
    button(panel, u"Cancel Import 120 secrets"_s)->click();
    QVERIFY(isCancelled);
}

void TestActivityPanel::saysHowItEndedAndRetries()
{
    support::FakeClock clock;
    ActivityList activities(clock);
    ActivityPanel panel(activities, nullptr);
    panel.show();
    Activity work;
    work.title = u"Import 120 secrets"_s;
    work.cancel = [] {};
    const auto id = activities.begin(std::move(work));
    activities.setProgress(id, 118, 120);
    activities.end(id, Activity::State::Failed, u"2 could not be imported."_s);
    int retries = 0;
    activities.setRetry(id, [&retries] { ++retries; });
    const auto* item = panel.findChild<QTreeWidget*>()->topLevelItem(0);
    QCOMPARE(item->text(2), u"118 of 120"_s);
    QCOMPARE(item->text(5), u"2 could not be imported."_s);
    button(panel, u"Retry Import 120 secrets"_s)->click();
    QCOMPARE(retries, 1);
}

void TestActivityPanel::finishedWorkCanBeCleared()
{
    support::FakeClock clock;
    ActivityList activities(clock);
    ActivityPanel panel(activities, nullptr);
    panel.show();
    Activity first;
    first.title = u"First"_s;
    activities.end(activities.begin(std::move(first)), Activity::State::Done, u"Done."_s);
    Activity second;
    second.title = u"Second"_s;
    activities.begin(std::move(second));
    const auto* list = panel.findChild<QTreeWidget*>();
    QCOMPARE(list->topLevelItemCount(), 2);
    QCOMPARE(list->topLevelItem(0)->text(0), u"Second"_s);
    button(panel, u"Clear finished"_s)->click();
    QCOMPARE(list->topLevelItemCount(), 1);
    QCOMPARE(list->topLevelItem(0)->text(0), u"Second"_s);
}

QTEST_MAIN(TestActivityPanel)
#include "tst_activity_panel.moc"
