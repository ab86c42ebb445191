// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QMap>
#include <QStringList>

#include <span>

namespace strongroom::cli {

/// One option of a command: "--vault NAME", or a switch when `valueName` is empty.
struct OptionRow final
{
    QLatin1String name; ///< with the dashes
    QLatin1String valueName;
    QLatin1String help;
    enum class Times { Once, Many } times = Times::Once;
};

/// A command line that fits its command.
struct Arguments final
{
    QStringList positionals;
    QMap<QString, QStringList> options; ///< by name with the dashes; a switch has one empty value

    bool has(QLatin1String option) const { return options.contains(option); }
    /// Empty when it is not given.
    QString value(QLatin1String option) const { return options.value(option).value(0); }
    QStringList values(QLatin1String option) const { return options.value(option); }
};

/// Reads what follows the words of a command: "--name value", "--name=value", "--" before what looks like
/// an option and is none. BadParameter for what the rows do not know, for a missing value, and for
/// options that are given twice.
base::Result<Arguments> parseArguments(const QStringList& words, std::span<const OptionRow> rows);

} // namespace strongroom::cli
