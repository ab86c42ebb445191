// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFont>
#include <QRect>
#include <QString>

class QPainter;

namespace strongroom::ui {

/// Inter at the system's size, or the system's own family where Inter is not installed.
QFont uiFont();
/// For identifiers, addresses and values: JetBrains Mono, or the system's fixed font.
QFont monoFont();
/// Two points larger and semibold, for a pane's or dialog's title.
QFont titleFont();
/// One point smaller, for captions.
QFont captionFont();
/// `base` in semibold.
QFont semibold(QFont base);

/// Width of `text` when all digits are equally wide.
int tabularWidth(const QFont& font, const QString& text);
/// Draws `text` with equally wide digits, so that columns of numbers and dates stand straight.
void drawTabular(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text);

} // namespace strongroom::ui
