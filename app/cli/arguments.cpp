// SPDX-License-Identifier: Apache-2.0
#include "app/cli/arguments.h"

#include <algorithm>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using namespace Qt::StringLiterals;

namespace {

Error usage(const QString& message) { return { ErrorCode::BadParameter, message, {} }; }

} // namespace

base::Result<Arguments> parseArguments(const QStringList& words, std::span<const OptionRow> rows)
{
    Arguments arguments;
    bool areOptionsOver = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words[i];
        if (areOptionsOver || !word.startsWith(u'-') || word == "-"_L1) {
            arguments.positionals += word;
            continue;
        }
        if (word == "--"_L1) {
            areOptionsOver = true;
            continue;
        }
        const qsizetype equals = word.indexOf(u'=');
        const QString name = word == "-h"_L1 ? u"--help"_s : word.left(equals);
        const auto row
            = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& r) { return r.name == name; });
        if (row == rows.end())
            return usage(u"There is no option %1 here."_s.arg(name));
        if (arguments.options.contains(name) && row->times == OptionRow::Times::Once)
            return usage(u"The option %1 is given twice."_s.arg(name));
        if (row->valueName.isEmpty()) {
            if (equals >= 0)
                return usage(u"The option %1 takes no value."_s.arg(name));
            arguments.options[name] += QString();
            continue;
        }
        if (equals < 0 && i + 1 >= words.size())
            return usage(u"The option %1 needs a value."_s.arg(name));
        arguments.options[name] += equals >= 0 ? word.mid(equals + 1) : words[++i];
    }
    return arguments;
}

} // namespace strongroom::cli
