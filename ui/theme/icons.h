// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/palette.h"

#include <QIcon>
#include <QString>

namespace strongroom::ui {

/// The icon `name` of resources/icons.txt, drawn in the colour of `role` at every size and scale. It
/// follows the application's palette by itself, greys when disabled and turns OnPrimary when selected.
/// An unknown name gives an empty icon and a warning.
QIcon icon(const QString& name, Role role = Role::Text);

/// The same as a picture for painting, at the given device pixel ratio.
QPixmap iconPixmap(const QString& name, const QColor& colour, int size, double devicePixelRatio);

} // namespace strongroom::ui
