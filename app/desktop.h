// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace strongroom::app {

/// The program with its window. Arguments: --store FOLDER opens that store, --tour FOLDER [--scale
/// PERCENT] [--longer-words] takes the guided tour and ends.
int runDesktop(int argc, char** argv);

} // namespace strongroom::app
