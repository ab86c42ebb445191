// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace strongroom::ui::metrics {

// The 4-pixel grid: distances in device-independent pixels.
inline constexpr int hairline = 1;
inline constexpr int tight = 4; ///< between an icon and its word
inline constexpr int inside = 8; ///< inside a control or group
inline constexpr int between = 12; ///< between groups
inline constexpr int page = 16; ///< page margin
inline constexpr int section = 24; ///< between sections of a page

inline constexpr int corner = 4;
inline constexpr int focusRing = 2;
inline constexpr int controlHeight = 28;
inline constexpr int titleRowHeight = 44; ///< the row with the pane's title and its buttons
inline constexpr int icon = 16;
inline constexpr int largeIcon = 20;

inline constexpr int treeMinimum = 240;
inline constexpr int treeWidth = 264;
inline constexpr int treeMaximum = 320;
inline constexpr int detailsWidth = 376;
inline constexpr int dialogMaximum = 720;

enum class Density { Compact, Normal, Comfortable };
/// Height of a row of a list.
constexpr int rowHeight(Density density)
{
    return density == Density::Compact ? 24 : density == Density::Normal ? 28 : 34;
}

} // namespace strongroom::ui::metrics
