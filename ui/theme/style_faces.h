// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyleOption>

class QPainter;
class QWidget;

namespace strongroom::ui::faces {

// How single elements look. Called by Style only; each paints with the colours of the option's palette.

void button(const QStyleOption& option, QPainter& painter, const QWidget* widget);
void buttonLabel(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget);
void toolButton(const QStyleOption& option, QPainter& painter);
/// Icon and words side by side.
void toolButtonLabel(const QStyleOptionToolButton& option, QPainter& painter, const QWidget* widget);
void field(const QStyleOption& option, QPainter& painter, const QWidget* widget);
void focusRing(const QStyleOption& option, QPainter& painter);
void card(const QStyleOption& option, QPainter& painter);
void checkBox(const QStyleOption& option, QPainter& painter);
void radioButton(const QStyleOption& option, QPainter& painter);
void arrow(const QStyleOption& option, QPainter& painter, Qt::ArrowType direction);
void branch(const QStyleOption& option, QPainter& painter);
void tab(const QStyleOptionTab& option, QPainter& painter);
void tabLabel(const QStyleOptionTab& option, QPainter& painter);
void headerSection(const QStyleOptionHeader& option, QPainter& painter);
void headerLabel(const QStyleOptionHeader& option, QPainter& painter);
void menuItem(const QStyleOptionMenuItem& option, QPainter& painter);
void menuBarItem(const QStyleOptionMenuItem& option, QPainter& painter);
void menuPanel(const QStyleOption& option, QPainter& painter);
void progressBar(const QStyleOptionProgressBar& option, QPainter& painter);
void scrollBarHandle(const QStyleOptionSlider& option, const QRect& handle, QPainter& painter);
void hairline(const QStyleOption& option, QPainter& painter);

} // namespace strongroom::ui::faces
