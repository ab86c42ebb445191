// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <QWidget>

namespace strongroom::ui {

/// Names one below the other: the first ten, then "and 12 more". A name that is too long for the line is cut
/// in its middle and whole in the tooltip.
class NameLines final : public QWidget
{
    Q_OBJECT

public:
    explicit NameLines(const QStringList& names, QWidget* parent = nullptr);

    static constexpr int shownNames = 10;
};

} // namespace strongroom::ui
