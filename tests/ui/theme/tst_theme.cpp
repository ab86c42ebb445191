// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/theme.h"

#include "ui/theme/fonts.h"

#include <QLabel>
#include <QTest>
#include <QVBoxLayout>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

class TestTheme final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextFollowsItsSize();
};

void TestTheme::everyTextFollowsItsSize()
{
    Theme theme;
    QWidget window;
    auto* const layout = new QVBoxLayout(&window);
    auto* const plain = new QLabel(u"plain"_s, &window);
    auto* const caption = new QLabel(u"caption"_s, &window);
    auto* const title = new QLabel(u"title"_s, &window);
    auto* const strong = new QLabel(u"strong"_s, &window);
    auto* const mono = new QLabel(u"mono"_s, &window);
    caption->setFont(captionFont());
    title->setFont(titleFont());
    strong->setFont(semibold(strong->font()));
    mono->setFont(monoFont());
    for (QLabel* const label : { plain, caption, title, strong, mono })
        layout->addWidget(label);
    window.show();
    for (const double scale : { 2.0, 1.25, 1.0 }) {
        theme.setTextScale(scale);
        const double size = QApplication::font().pointSizeF();
        QTRY_COMPARE(plain->font().pointSizeF(), size);
        QCOMPARE(caption->font().pointSizeF(), captionFont().pointSizeF());
        QCOMPARE(title->font().pointSizeF(), titleFont().pointSizeF());
        QCOMPARE(title->font().weight(), titleFont().weight());
        QCOMPARE(strong->font().pointSizeF(), size);
        QCOMPARE(mono->font().pointSizeF(), monoFont().pointSizeF());
    }
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
