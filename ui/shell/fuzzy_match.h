// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringView>

#include <optional>

namespace strongroom::ui {

/// How well `text` fits what was typed: all its characters in order, or all its words in any order, without
/// case. Higher is better; starts of words and unbroken runs count more, long texts less. Nothing when it
/// does not fit.
std::optional<int> fuzzyScore(QStringView typed, QStringView text);

} // namespace strongroom::ui
