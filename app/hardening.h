// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

namespace strongroom::app {

/// Makes the process harder to look into (requirement M4): no core file, no tracing and no reading of
/// its memory by other programs of the same user, and files that are made are for this user only. Closed
/// standard streams are opened to nowhere, and a limit on the size of files is an error like a full disk.
/// To be called first in main(). The output holds a sentence for each protection that the system refused;
/// the program goes on without it.
QStringList hardenProcess();

} // namespace strongroom::app
