// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/command.h"
#include "app/holder.h"
#include "model/base/lane.h"

#include <atomic>

namespace strongroom::cli {

/// Whether the arguments (without the program's name) name a command or ask for help, so that no window
/// is to be opened.
bool isCommandLine(const QStringList& arguments);

/// What a command line is run with; see CommandContext.
using Surroundings = CommandContext::Parts;

/// Passes a command to the process that holds the store at `path`.
using PassOn = std::function<base::Result<app::HolderReply>(const QString& path, app::HolderCommand command,
                                                            base::SecureBytes passphrase)>;

/// Runs one command line from its words to its exit code: help, usage errors, opening the store, passing
/// on to the process that holds it, the command, and locking the store again. Waits; never to be called
/// on the main thread.
ExitCode runCommandLine(const QStringList& arguments, const Surroundings& surroundings, const PassOn& passOn);

/// Runs the commands that other processes pass on, one after the other, against the store that `door`
/// has open. Made, used and destroyed on the main thread; destroying it waits for the command that runs,
/// with the event loop running, as the command needs it.
class CommandDesk final
{
public:
    explicit CommandDesk(ops::StoreDoor& door);
    ~CommandDesk();
    CommandDesk(const CommandDesk&) = delete;
    CommandDesk& operator=(const CommandDesk&) = delete;

    /// For StoreDoorLocal::setCommandRunner().
    app::Holder::RunCommand runner();

private:
    ops::StoreDoor& m_door;
    std::atomic<int> m_unfinished = 0;
    base::Lane m_lane;
};

} // namespace strongroom::cli
