// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/property_form.h"

#include <QAccessible>
#include <QLabel>
#include <QTest>
#include <QVBoxLayout>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestPropertyForm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void longValuesTakeTheWidthThereIs();
    void shortValuesLeaveRoomForTheQuietWords();
    void readersHearNameAndValue();
    void valuesOfFormsBelowEachOtherAreAligned();

private:
    static QLabel* labelWith(const PropertyForm& form, const QString& text)
    {
        for (auto* label : form.findChildren<QLabel*>())
            if (label->text() == text)
                return label;
        return nullptr;
    }
};

void TestPropertyForm::longValuesTakeTheWidthThereIs()
{
    const auto operations = u"Encrypt, decrypt, sign, verify, wrap keys, unwrap keys"_s;
    PropertyForm form;
    form.setValue(form.addText(u"Operations"_s), operations);
    form.resize(360, 200);
    form.show();
    QVERIFY(QTest::qWaitForWindowExposed(&form));
    const QLabel* const value = labelWith(form, operations);
    QVERIFY(value);
    QVERIFY2(value->width() > 200, qPrintable(QString::number(value->width())));
    QVERIFY(value->heightForWidth(value->width()) < 4 * value->fontMetrics().height());
}

void TestPropertyForm::shortValuesLeaveRoomForTheQuietWords()
{
    PropertyForm form;
    form.setValue(form.addText(u"Expires"_s), u"18 Mar 2027"_s, u"111 d"_s);
    form.resize(360, 60);
    form.show();
    QVERIFY(QTest::qWaitForWindowExposed(&form));
    const QLabel* const value = labelWith(form, u"18 Mar 2027"_s);
    const QLabel* const quiet = labelWith(form, u"111 d"_s);
    QVERIFY(value && quiet);
    QVERIFY(quiet->x() - (value->x() + value->width()) < 12);
}

void TestPropertyForm::readersHearNameAndValue()
{
    PropertyForm form;
    const int row = form.addText(u"Tier"_s);
    form.setValue(row, u"Standard"_s, u"since May"_s);
    const QLabel* const value = labelWith(form, u"Standard"_s);
    QVERIFY(value);
    QAccessibleInterface* const heard = QAccessible::queryAccessibleInterface(const_cast<QLabel*>(value));
    QVERIFY(heard);
    QCOMPARE(heard->text(QAccessible::Name), u"Tier: Standard since May"_s);
    form.setValue(row, u"Premium"_s);
    QCOMPARE(heard->text(QAccessible::Name), u"Tier: Premium"_s);
}

void TestPropertyForm::valuesOfFormsBelowEachOtherAreAligned()
{
    QWidget page;
    auto* const column = new QVBoxLayout(&page);
    auto* const above = new PropertyForm(&page);
    auto* const below = new PropertyForm(&page);
    column->addWidget(above);
    column->addWidget(below);
    above->setValue(above->addText(u"Tier"_s), u"Standard"_s);
    below->setValue(below->addText(u"How long deleted items are kept"_s), u"90 days"_s);
    PropertyForm::align({ above, below });
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const auto left = [&page](const PropertyForm& form, const QString& text) {
        return labelWith(form, text)->mapTo(&page, QPoint()).x();
    };
    QCOMPARE(left(*above, u"Standard"_s), left(*below, u"90 days"_s));
}

QTEST_MAIN(TestPropertyForm)
#include "tst_property_form.moc"
