// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include <vector>

namespace strongroom::ui {

class CountTile;

/// Tiles of one width side by side, in as many lines as the room asks for.
class TileRow final : public QWidget
{
    Q_OBJECT

public:
    explicit TileRow(QWidget* parent = nullptr);

    /// Takes the tile.
    void add(CountTile* tile);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    int columnsFor(int width) const;
    QSize tileSize() const;

    std::vector<CountTile*> m_tiles;
};

} // namespace strongroom::ui
