// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/settings.h"

#include <QStringList>

#include <functional>
#include <span>

namespace strongroom::ui {

/// One line of the settings page. Every kind of setting is read and written as an int, so that the page
/// needs to know only three kinds of control.
struct SettingRow final
{
    enum class Kind { Switch, Number, Choice };

    const char* section; ///< for translation in the context "Settings"
    const char* text;
    const char* hint; ///< may be empty
    Kind kind;
    std::function<int(const Settings&)> get;
    std::function<void(Settings&, int)> set;
    int minimum = 0;
    int maximum = 0;
    int step = 1;
    const char* suffix = ""; ///< " s", " min"
    std::vector<const char*> choices = {}; ///< in the order of the values
    std::function<const char*()> obstacle = {}; ///< why it has no effect at present; "" when it has
};

std::span<const SettingRow> settingRows();
/// Whether the row differs from what a new installation has.
bool isChanged(const SettingRow& row, const Settings& settings);
/// Whether the words of the row contain `text`.
bool matches(const SettingRow& row, const QString& text);

} // namespace strongroom::ui
