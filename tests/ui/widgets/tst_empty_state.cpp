// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/empty_state.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestEmptyState final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesAreOfAboutOneLength();
    void oneLineStaysOne();
    void buttonsAreThereWhenTheyHaveWords();

private:
    static QLabel* labelWith(const EmptyState& state, const QString& text)
    {
        for (auto* label : state.findChildren<QLabel*>())
            if (label->text() == text)
                return label;
        return nullptr;
    }
};

void TestEmptyState::linesAreOfAboutOneLength()
{
    const auto sentence = u"A vault holds secrets and keys, with its own rules for who may use them."_s;
    EmptyState state;
    state.resize(900, 500);
    state.setText({ u"vault"_s, u"No vault yet"_s, sentence, {}, {}, false });
    const QLabel* const label = labelWith(state, sentence);
    QVERIFY(label);
    const QFontMetrics metrics = label->fontMetrics();
    const int lines = label->height() / metrics.height();
    QVERIFY(lines > 1);
    const int whole = metrics.horizontalAdvance(sentence);
    // No line could be much shorter than the others.
    QVERIFY2(label->width() < whole / lines + metrics.horizontalAdvance(u"secrets and"_s),
             qPrintable(QString::number(label->width())));
    QVERIFY(label->width() * lines >= whole);
}

void TestEmptyState::oneLineStaysOne()
{
    EmptyState state;
    state.resize(900, 500);
    state.setText({ u"vault"_s, u"Nothing"_s, u"Choose one."_s, {}, {}, true });
    for (const auto& text : { u"Nothing"_s, u"Choose one."_s }) {
        const QLabel* const label = labelWith(state, text);
        QVERIFY(label);
        QVERIFY(label->height() < 2 * label->fontMetrics().height());
        QVERIFY(label->width() >= label->fontMetrics().horizontalAdvance(text));
    }
}

void TestEmptyState::buttonsAreThereWhenTheyHaveWords()
{
    EmptyState state;
    state.setText({ u"vault"_s, u"Nothing"_s, {}, u"Make one"_s, {}, false });
    const auto buttons = state.findChildren<QPushButton*>();
    QCOMPARE(buttons.size(), 2);
    QVERIFY(!buttons.at(0)->isHidden() && buttons.at(1)->isHidden());
    QSignalSpy chosen(&state, &EmptyState::primaryChosen);
    buttons.at(0)->click();
    QCOMPARE(chosen.count(), 1);
}

QTEST_MAIN(TestEmptyState)
#include "tst_empty_state.moc"
