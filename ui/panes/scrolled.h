// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QScrollArea>

namespace strongroom::ui {

/// `content` on the colour of pages, in an area that scrolls it. The area takes no focus: that follows the
/// controls in it.
QScrollArea* scrolled(QWidget* content, QWidget* parent);

} // namespace strongroom::ui
