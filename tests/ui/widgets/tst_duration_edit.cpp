// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/duration_edit.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestDurationEdit final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatItIsGiven_data();
    void keepsWhatItIsGiven();
    void aWrongTextIsNoDuration();
};

void TestDurationEdit::keepsWhatItIsGiven_data()
{
    QTest::addColumn<QString>("iso");
    for (const char* const text : { "P7D", "P18M", "P2Y", "P1Y10D", "PT48H" })
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TestDurationEdit::keepsWhatItIsGiven()
{
    QFETCH(QString, iso);
    DurationEdit edit;
    const auto duration = vault::Duration::parse(iso);
    QVERIFY(duration.has_value());
    edit.setDuration(*duration);
    QCOMPARE(edit.duration(), std::optional(*duration));
}

void TestDurationEdit::aWrongTextIsNoDuration()
{
    DurationEdit edit;
    edit.setDuration(*vault::Duration::parse(u"P1Y10D"_s));
    QSignalSpy edited(&edit, &DurationEdit::edited);
    for (auto* const line : edit.findChildren<QLineEdit*>()) {
        if (line->text() != "P1Y10D"_L1)
            continue;
        line->selectAll();
        QTest::keyClicks(line, u"soon"_s);
    }
    QVERIFY(!edited.isEmpty());
    QVERIFY(!edit.duration());
}

QTEST_MAIN(TestDurationEdit)
#include "tst_duration_edit.moc"
