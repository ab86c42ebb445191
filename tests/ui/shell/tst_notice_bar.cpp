// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/notice_bar.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestNoticeBar final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theButtonUndoesTheLast();
    void undoGoesBackStepByStep();
    void aFailureLeavesTheUndo();
    void aWarningComesBackUntilItIsClosed();
    void whatIsOverGoes();
    void nothingOutlivesALock();
};

void TestNoticeBar::theButtonUndoesTheLast()
{
    Notices notices;
    NoticeBar bar(notices, nullptr);
    QVERIFY(!bar.isVisible());
    int undone = 0;
    notices.done(u"Deleted app-db."_s, [&undone] { ++undone; });
    QVERIFY(bar.isVisible());
    QCOMPARE(bar.accessibleName(), u"Deleted app-db."_s);
    auto* button = bar.findChild<QPushButton*>();
    QCOMPARE(button->text(), u"Undo"_s);
    button->click();
    QCOMPARE(undone, 1);
    QVERIFY(!bar.isVisible() && !bar.canUndo());
    bar.undo();
    QCOMPARE(undone, 1);
}

void TestNoticeBar::undoGoesBackStepByStep()
{
    Notices notices;
    NoticeBar bar(notices, nullptr);
    QStringList undone;
    notices.done(u"One."_s, [&undone] { undone += u"one"_s; });
    notices.done(u"Two."_s, [&undone] { undone += u"two"_s; });
    bar.undo();
    bar.undo();
    QCOMPARE(undone, (QStringList{ u"two"_s, u"one"_s }));
    QVERIFY(!bar.canUndo());
}

void TestNoticeBar::aFailureLeavesTheUndo()
{
    Notices notices;
    NoticeBar bar(notices, nullptr);
    notices.done(u"One."_s, [] {});
    notices.failed({ u"circle-alert"_s, u"It did not work."_s, u"The disk is full."_s, {}, {} });
    QVERIFY(bar.canUndo());
    QCOMPARE(bar.findChild<QLabel*>()->text(), u"It did not work. The disk is full."_s);
    QVERIFY(!bar.findChild<QPushButton*>()->isVisible());
}

void TestNoticeBar::aWarningComesBackUntilItIsClosed()
{
    Notices notices;
    NoticeBar bar(notices, nullptr);
    notices.post({ Notice::Kind::Warning, u"The clock is behind."_s, {}, {}, false });
    notices.post({ Notice::Kind::Failed, u"The endpoint does not run."_s, {}, {}, false });
    QCOMPARE(bar.accessibleName(), u"The endpoint does not run."_s);
    auto* close = bar.findChild<QToolButton*>();
    close->click();
    QVERIFY(bar.isVisible());
    QCOMPARE(bar.accessibleName(), u"The clock is behind."_s);
    close->click();
    QVERIFY(!bar.isVisible());
}

void TestNoticeBar::whatIsOverGoes()
{
    Notices notices;
    NoticeBar bar(notices, nullptr);
    for (const auto& who : { u"One"_s, u"Two"_s, u"Three"_s })
        notices.post({ Notice::Kind::Warning, who, u"Hand over"_s, [] {}, false });
    notices.withdraw(u"Two"_s); // covered
    QCOMPARE(bar.accessibleName(), u"Three"_s);
    notices.withdraw(u"Three"_s);
    QVERIFY(bar.isVisible());
    QCOMPARE(bar.accessibleName(), u"One"_s);
    notices.withdraw(u"One"_s);
    QVERIFY(!bar.isVisible());
    notices.withdraw(u"Nobody"_s);
    QVERIFY(!bar.isVisible());
}

void TestNoticeBar::nothingOutlivesALock()
{
    Notices notices;
    NoticeBar bar(notices, nullptr);
    notices.done(u"One."_s, [] {});
    bar.forgetAll();
    QVERIFY(!bar.isVisible() && !bar.canUndo());
}

QTEST_MAIN(TestNoticeBar)
#include "tst_notice_bar.moc"
