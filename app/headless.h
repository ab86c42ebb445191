// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

namespace strongroom::app {

/// Runs one command line without a window, from its parts to its exit code. `arguments` are those of the
/// program without its name.
int runHeadless(int argc, char** argv, const QStringList& arguments);

} // namespace strongroom::app
