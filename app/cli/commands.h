// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/command.h"

namespace strongroom::cli {

/// Every command, in the order of the help.
std::vector<Command> allCommands();

/// The options that every command takes.
std::span<const OptionRow> commonOptions();
QString helpOfProgram();
/// The commands that begin with the word; empty when there are none.
QString helpOfGroup(const QString& group);
QString helpOf(const Command& command);

// The groups, one source each.
std::span<const Command> storeCommands();
std::span<const Command> vaultCommands();
std::span<const Command> poolCommands();
std::span<const Command> poolAdminCommands();
std::span<const Command> applicationCommands();
std::span<const Command> secretCommands();
std::span<const Command> keyCommands();
std::span<const Command> keyPolicyCommands();
std::span<const Command> keyUseCommands();
std::span<const Command> hsmCommands();
std::span<const Command> authorityCommands();
std::span<const Command> serveCommands();
std::span<const Command> auditCommands();

/// The content that a file option names, "-" being the rest of standard input.
base::Result<base::SecureBytes> contentOf(CommandContext& context, const QString& file, qsizetype limit);
/// The first line of what a file option names, "-" being the next line of standard input: a passphrase.
base::Result<base::SecureBytes> lineOf(CommandContext& context, const QString& file);
/// Writes to the file that --output names, readable by this user only; an older one is replaced. "-" is
/// standard output.
base::Result<void> writeOutput(CommandContext& context, QByteArrayView content);
/// The value of an option that cannot be left out.
base::Result<QString> required(const CommandContext& context, QLatin1String option);

} // namespace strongroom::cli
