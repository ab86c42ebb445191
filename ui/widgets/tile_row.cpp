// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/tile_row.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/count_tile.h"

#include <algorithm>

namespace strongroom::ui {

TileRow::TileRow(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void TileRow::add(CountTile* tile)
{
    tile->setParent(this);
    m_tiles.push_back(tile);
    updateGeometry();
}

/// The size of the largest.
QSize TileRow::tileSize() const
{
    QSize size(1, 1);
    for (const CountTile* tile : m_tiles)
        size = size.expandedTo(tile->sizeHint());
    return size;
}

/// As many as fit, in lines as even as can be: three and three rather than five and one.
int TileRow::columnsFor(int width) const
{
    const int count = std::max(1, int(m_tiles.size()));
    const int fitting
        = std::clamp((width + metrics::between) / (tileSize().width() + metrics::between), 1, count);
    const int lines = (count + fitting - 1) / fitting;
    return (count + lines - 1) / lines;
}

int TileRow::heightForWidth(int width) const
{
    const int columns = columnsFor(width);
    const int lines = (int(m_tiles.size()) + columns - 1) / columns;
    return lines * tileSize().height() + (lines - 1) * metrics::between;
}

QSize TileRow::sizeHint() const
{
    const QSize tile = tileSize();
    const int count = int(m_tiles.size());
    return { count * tile.width() + (count - 1) * metrics::between, tile.height() };
}

QSize TileRow::minimumSizeHint() const { return tileSize(); }

void TileRow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int columns = columnsFor(width());
    const int wide = (width() - (columns - 1) * metrics::between) / columns;
    const int high = tileSize().height();
    for (int i = 0; i < int(m_tiles.size()); ++i)
        m_tiles[std::size_t(i)]->setGeometry(i % columns * (wide + metrics::between),
                                             i / columns * (high + metrics::between), wide, high);
}

} // namespace strongroom::ui
