// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/palette.h"

#include <QWidget>

#include <vector>

namespace strongroom::ui {

/// A row of large numbers with a word, an icon and a colour each.
class CountTiles final : public QWidget
{
    Q_OBJECT

public:
    struct Tile final
    {
        QString icon;
        QString words;
        qint64 count = 0;
        Role role = Role::Text; ///< when there is something to count

        friend bool operator==(const Tile&, const Tile&) = default;
    };

    explicit CountTiles(QWidget* parent);

    void show(std::vector<Tile> tiles);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return { 320, sizeHint().height() }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<Tile> m_tiles;
};

} // namespace strongroom::ui
