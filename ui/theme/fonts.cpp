// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/fonts.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>

#include <cmath>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

double widestDigit(const QFontMetricsF& metrics)
{
    double widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        widest = qMax(widest, metrics.horizontalAdvance(QChar(digit)));
    return widest;
}

bool isDigit(QChar character) { return character >= u'0' && character <= u'9'; }

double widthOf(const QFontMetricsF& metrics, const QString& text)
{
    const auto digit = widestDigit(metrics);
    double width = 0;
    for (const QChar character : text)
        width += isDigit(character) ? digit : metrics.horizontalAdvance(character);
    return width;
}

} // namespace

QFont uiFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    if (QFontDatabase::families().contains(u"Inter"_s))
        font.setFamilies({ u"Inter"_s, font.family() });
    font.setHintingPreference(QFont::PreferVerticalHinting);
    return font;
}

QFont monoFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (QFontDatabase::families().contains(u"JetBrains Mono"_s))
        font.setFamilies({ u"JetBrains Mono"_s, font.family() });
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    const auto general = QGuiApplication::font();
    if (general.pointSizeF() > 0)
        font.setPointSizeF(general.pointSizeF());
    return font;
}

QFont titleFont()
{
    auto font = semibold(QGuiApplication::font());
    font.setPointSizeF(font.pointSizeF() + 2);
    return font;
}

QFont captionFont()
{
    auto font = QGuiApplication::font();
    font.setPointSizeF(font.pointSizeF() - 1);
    return font;
}

QFont semibold(QFont base)
{
    base.setWeight(QFont::DemiBold);
    return base;
}

int tabularWidth(const QFont& font, const QString& text)
{
    return int(std::ceil(widthOf(QFontMetricsF(font), text)));
}

void drawTabular(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text)
{
    const QFontMetricsF metrics(painter.font());
    const auto digit = widestDigit(metrics);
    const auto width = widthOf(metrics, text);
    double x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.left() + rect.width() - width;
    else if (alignment & Qt::AlignHCenter)
        x = rect.left() + (rect.width() - width) / 2;
    const double y = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    for (const QChar character : text) {
        const auto advance = metrics.horizontalAdvance(character);
        const auto cell = isDigit(character) ? digit : advance;
        painter.drawText(QPointF(x + (cell - advance) / 2, y), QString(character));
        x += cell;
    }
}

} // namespace strongroom::ui
