// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/error_card.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

QPushButton* button(const ErrorCard& card, const QString& words)
{
    for (auto* one : card.findChildren<QPushButton*>())
        if (one->text() == words)
            return one;
    return nullptr;
}

} // namespace

class TestErrorCard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void detailsUnfoldAndAreCopied();
    void withoutDetailsThereIsNothingToUnfold();
    void theNextStepIsPassedOn();
};

void TestErrorCard::detailsUnfoldAndAreCopied()
{
    ErrorCard card;
    card.setText({ {}, u"It did not open."_s, u"The file is cut."_s, {}, u"page 12 of 30"_s });
    card.show();
    auto* copy = button(card, u"Copy details"_s);
    QVERIFY(!copy->isVisible());
    button(card, u"Details"_s)->click();
    QVERIFY(copy->isVisible());
    copy->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"It did not open.\nThe file is cut.\npage 12 of 30"_s);
}

void TestErrorCard::withoutDetailsThereIsNothingToUnfold()
{
    ErrorCard card;
    card.setText({ {}, u"It did not open."_s, {}, {}, {} });
    card.show();
    QVERIFY(!button(card, u"Details"_s)->isVisible());
    QVERIFY(!button(card, u"Copy details"_s)->isVisible());
    QCOMPARE(card.accessibleName(), u"It did not open."_s);
}

void TestErrorCard::theNextStepIsPassedOn()
{
    ErrorCard card;
    card.setText({ {}, u"It did not open."_s, {}, u"Try again"_s, {} });
    QSignalSpy chosen(&card, &ErrorCard::nextStepChosen);
    button(card, u"Try again"_s)->click();
    QCOMPARE(chosen.count(), 1);
}

QTEST_MAIN(TestErrorCard)
#include "tst_error_card.moc"
