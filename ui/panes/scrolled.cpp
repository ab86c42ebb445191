// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/scrolled.h"

namespace strongroom::ui {

QScrollArea* scrolled(QWidget* content, QWidget* parent)
{
    auto* const area = new QScrollArea(parent);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    area->setWidget(content);
    return area;
}

} // namespace strongroom::ui
