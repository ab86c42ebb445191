// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/pane.h"

namespace strongroom::ui {

Pane::Pane(Workspace& workspace, Place place, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_place(std::move(place))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

void Pane::go(const Place& place) { m_place = place; }

} // namespace strongroom::ui
