// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/home/count_tiles.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QLocale>
#include <QPainter>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

QFont numberFont()
{
    auto font = titleFont();
    font.setPointSizeF(font.pointSizeF() + 6);
    return font;
}

} // namespace

CountTiles::CountTiles(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void CountTiles::show(std::vector<Tile> tiles)
{
    m_tiles = std::move(tiles);
    QStringList words;
    for (const auto& tile : m_tiles)
        words.append(tile.words % u": "_s % QLocale().toString(tile.count));
    setAccessibleName(words.join(u", "_s));
    update();
}

QSize CountTiles::sizeHint() const
{
    return { 640,
             QFontMetrics(numberFont()).height() + fontMetrics().height() + 2 * metrics::between
                 + metrics::tight };
}

void CountTiles::paintEvent(QPaintEvent*)
{
    if (m_tiles.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int count = int(m_tiles.size());
    const int width = (this->width() - (count - 1) * metrics::between) / count;
    for (int i = 0; i < count; ++i) {
        const auto& tile = m_tiles[std::size_t(i)];
        const QRect area(i * (width + metrics::between), 0, width, height());
        painter.setPen(color(Role::Hairline, palette()));
        painter.setBrush(color(Role::Base, palette()));
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), metrics::corner,
                                metrics::corner);
        const auto colour = color(tile.count > 0 ? tile.role : Role::Muted, palette());
        const auto inner
            = area.adjusted(metrics::between, metrics::between, -metrics::between, -metrics::between);
        painter.setFont(numberFont());
        painter.setPen(colour);
        const int line = painter.fontMetrics().height();
        drawTabular(painter, QRect(inner.x(), inner.y(), inner.width(), line), Qt::AlignLeft,
                    QLocale().toString(tile.count));
        const auto pixmap = iconPixmap(tile.icon, colour, metrics::largeIcon, devicePixelRatioF());
        painter.drawPixmap(inner.right() - metrics::largeIcon, inner.y() + (line - metrics::largeIcon) / 2,
                           pixmap);
        painter.setFont(font());
        painter.setPen(color(Role::Muted, palette()));
        painter.drawText(
            QRect(inner.x(), inner.y() + line + metrics::tight, inner.width(), fontMetrics().height()),
            Qt::AlignVCenter, fontMetrics().elidedText(tile.words, Qt::ElideRight, inner.width()));
    }
}

} // namespace strongroom::ui
