// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"

namespace strongroom::cli {

/// What the program's end says to a script. The numbers are a promise: see exitCodeTable().
enum class ExitCode {
    Done = 0,
    Failed = 1,
    Usage = 2,
    NotFound = 3,
    Refused = 4,
    Conflict = 5,
    WrongPassphrase = 6,
    StoreUnavailable = 7,
    StoreDamaged = 8,
    StorageFailed = 9,
    CheckFailed = 10,
};

ExitCode exitCodeOf(base::ErrorCode code);
/// The name of an error in JSON output: "SecretNotFound".
QString nameOf(base::ErrorCode code);
/// The lines of the help that explain the numbers.
QString exitCodeTable();

} // namespace strongroom::cli
