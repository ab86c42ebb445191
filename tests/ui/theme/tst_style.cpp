// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/style.h"

#include "ui/theme/palette.h"

#include <QApplication>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

/// What the style owes to people who use the keyboard.
class TestStyle final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(new Style); }
    void aButtonWithTheFocusLooksDifferent_data();
    void aButtonWithTheFocusLooksDifferent();
};

void TestStyle::aButtonWithTheFocusLooksDifferent_data()
{
    QTest::addColumn<int>("role");
    QTest::addColumn<bool>("isFlat");
    QTest::addColumn<bool>("isDark");
    for (const bool isDark : { false, true }) {
        const char* const scheme = isDark ? "dark" : "light";
        QTest::addRow("%s plain", scheme) << int(ButtonRole::Plain) << false << isDark;
        QTest::addRow("%s primary", scheme) << int(ButtonRole::Primary) << false << isDark;
        QTest::addRow("%s danger", scheme) << int(ButtonRole::Danger) << false << isDark;
        QTest::addRow("%s flat", scheme) << int(ButtonRole::Plain) << true << isDark;
    }
}

void TestStyle::aButtonWithTheFocusLooksDifferent()
{
    QFETCH(const int, role);
    QFETCH(const bool, isFlat);
    QFETCH(const bool, isDark);
    QWidget window;
    window.setPalette(paletteOf(isDark ? Scheme::Dark : Scheme::Light));
    auto* const layout = new QVBoxLayout(&window);
    auto* const other = new QPushButton(u"Other"_s, &window);
    auto* const button = new QPushButton(u"Do it"_s, &window);
    button->setFlat(isFlat);
    setButtonRole(button, ButtonRole(role));
    layout->addWidget(other);
    layout->addWidget(button);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    other->setFocus();
    const QImage without = button->grab().toImage();
    button->setFocus(Qt::TabFocusReason);
    QVERIFY(button->hasFocus());
    const QImage with = button->grab().toImage();
    int changed = 0;
    for (int x = 0; x < with.width(); ++x)
        for (int y = 0; y < with.height(); ++y)
            changed += with.pixel(x, y) != without.pixel(x, y);
    // A ring all around, not a dot.
    QVERIFY2(changed > with.width() + with.height(), qPrintable(QString::number(changed)));
}

QTEST_MAIN(TestStyle)
#include "tst_style.moc"
