// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/holder.h"
#include "model/base/file_descriptor.h"

namespace strongroom::app {

/// What a second process sends to the holder; `passphrase` is that of the store.
struct HolderRequest final
{
    HolderCommand command;
    base::SecureBytes passphrase;
};

/// Asks the holder behind `socketPath` to run the command and waits for its end: for command-line
/// processes, never on a window's thread. WrongPassphrase, Unavailable when nobody answers, NotSupported
/// when the holder runs no commands.
base::Result<HolderReply> passToHolder(const QString& socketPath, const HolderRequest& request);
/// Asks the holder to lock its store. Returns once it has taken note; the lock shows when it let go. The
/// question stands for as long as the output is kept.
base::Result<base::FileDescriptor> requestHandOver(const QString& socketPath, const QString& who);
/// What the holder says of itself, "strongroom 123"; fails within a second when nobody answers.
base::Result<QString> askWho(const QString& socketPath);

} // namespace strongroom::app
