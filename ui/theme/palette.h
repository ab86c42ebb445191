// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QPalette>

namespace strongroom::ui {

/// The colours of the window by their meaning. Everything painted takes one of these.
enum class Role {
    Window, ///< side panes, bars, headers
    Base, ///< lists, fields, pages
    Alternate, ///< every second row
    Text,
    Muted, ///< captions, secondary words
    Accent, ///< links, primary buttons' icon colour, the line under a tab
    Primary, ///< background of a primary button and of a chosen row
    OnPrimary, ///< text on Primary
    Ok,
    Warning,
    Critical,
    Border, ///< edges of controls
    Hairline, ///< between regions and around cards
    Hover, ///< under the pointer
    AccentSoft, ///< chosen tree row, chips of the filter bar, quiet notices
    OkSoft,
    WarningSoft,
    CriticalSoft,
    Chip, ///< background of a tag
};

enum class Scheme { Light, Dark };

QColor color(Role role, Scheme scheme);
/// The scheme a palette was made from, judged by the lightness of its base.
Scheme schemeOf(const QPalette& palette);
/// For delegates and paint events: color(Role::Ok, palette()).
inline QColor color(Role role, const QPalette& palette) { return color(role, schemeOf(palette)); }

/// Every role of Qt in all three groups.
QPalette paletteOf(Scheme scheme);

/// WCAG 2 contrast ratio of two opaque colours, 1 to 21.
double contrast(const QColor& a, const QColor& b);

} // namespace strongroom::ui
