// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"

#include "model/transfer/private_file.h"

#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array common{
    OptionRow{ "--store"_L1, "PATH"_L1,
               "the folder of the store; without it, the first store's usual place"_L1 },
    OptionRow{ "--passphrase-file"_L1, "FILE"_L1,
               "its first line is the passphrase; - is standard input"_L1 },
    OptionRow{ "--recovery-key-file"_L1, "FILE"_L1, "open with the recovery key instead"_L1 },
    OptionRow{ "--accept-older-copy"_L1,
               {},
               "open a store that is older than the one last seen here; the audit log says so"_L1 },
    OptionRow{ "--json"_L1, {}, "print JSON"_L1 },
    OptionRow{ "--help"_L1, {}, "print this and stop"_L1 },
};

QString optionLines(std::span<const OptionRow> rows)
{
    QString text;
    for (const OptionRow& row : rows) {
        QString left = u"  "_s + row.name;
        if (!row.valueName.isEmpty())
            left += u' ' + row.valueName;
        text += left.leftJustified(30) + u' ' + row.help
            + (row.times == OptionRow::Times::Many ? u" (may be repeated)\n"_s : u"\n"_s);
    }
    return text;
}

/// A line for each command whose words begin with `group`; all of them without one.
QString commandLines(const QString& group)
{
    constexpr qsizetype wordsColumn = 32; // the longest words and a gap
    QString text;
    for (const Command& command : allCommands()) {
        const QString words(command.words);
        if (group.isEmpty() || words.startsWith(QString(group + u' ')))
            text += u"  "_s + words.leftJustified(wordsColumn) + command.summary + u'\n';
    }
    return text;
}

} // namespace

std::vector<Command> allCommands()
{
    std::vector<Command> all;
    for (const auto group :
         { storeCommands(), vaultCommands(), poolCommands(), poolAdminCommands(), secretCommands(),
           keyCommands(), keyPolicyCommands(), keyUseCommands(), hsmCommands(), applicationCommands(),
           authorityCommands(), serveCommands(), auditCommands() })
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

std::span<const OptionRow> commonOptions() { return common; }

QString helpOfGroup(const QString& group)
{
    const QString lines = commandLines(group);
    return lines.isEmpty()
        ? QString()
        : QString(u"Usage: strongroom %1 COMMAND [OPTIONS]\n\nCommands:\n"_s.arg(group) + lines
                  + u"\n\"strongroom %1 COMMAND --help\" says more.\n"_s.arg(group));
}

QString helpOfProgram()
{
    QString text = u"Usage: strongroom                   opens the window\n"
                   "       strongroom COMMAND [OPTIONS]  does one thing and ends\n\n"
                   "Commands:\n"_s;
    text += commandLines({});
    text += u"\n\"strongroom COMMAND --help\" says more. Every command takes:\n"_s + optionLines(common);
    text += u"\nPassphrases and values are read from files, standard input or the terminal, never from the\n"
            "command line, which other programs and the shell's history can see.\n\n"_s;
    return text + exitCodeTable();
}

QString helpOf(const Command& command)
{
    QString text = u"Usage: strongroom "_s + command.words;
    if (!command.positionals.isEmpty())
        text += u' ' + command.positionals;
    text += u" [OPTIONS]\n\n"_s + command.summary + u".\n\n"_s;
    if (!command.options.empty())
        text += u"Options:\n"_s + optionLines(command.options) + u'\n';
    text += u"Common options:\n"_s + optionLines(common) + u'\n';
    return text + exitCodeTable();
}

base::Result<SecureBytes> contentOf(CommandContext& context, const QString& file, qsizetype limit)
{
    if (file == "-"_L1)
        return context.io().takeRest(limit);
    return transfer::readPrivateFile(context.pathOf(file), limit);
}

base::Result<SecureBytes> lineOf(CommandContext& context, const QString& file)
{
    if (file == "-"_L1)
        return context.io().takeLine();
    constexpr qsizetype longest = 64 * 1024;
    auto content = transfer::readPrivateFile(context.pathOf(file), longest);
    if (!content)
        return content.error();
    return MemoryIo(std::move(*content)).takeLine();
}

base::Result<void> writeOutput(CommandContext& context, QByteArrayView content)
{
    const QString file = context.arguments().value("--output"_L1);
    if (file != "-"_L1)
        return transfer::writePrivateFile(context.pathOf(file), content, transfer::Existing::Replace);
    if (context.wantsJson())
        return Error{ ErrorCode::BadParameter,
                      u"With --json, --output names a file; both cannot go to standard output."_s,
                      {} };
    context.io().writeOut(content);
    return {};
}

base::Result<QString> required(const CommandContext& context, QLatin1String option)
{
    const QString value = context.arguments().value(option);
    if (value.isEmpty())
        return Error{ ErrorCode::BadParameter, u"The option %1 is needed."_s.arg(option), {} };
    return value;
}

} // namespace strongroom::cli
