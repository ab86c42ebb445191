// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

namespace strongroom::ui {

class KeyFileField;

/// Chooses, reads and opens the files of a field, off the GUI thread, as long as the field lives.
void serveKeyFiles(Workspace& workspace, KeyFileField* field);
/// As if the person had chosen this file.
void readKeyFile(KeyFileField* field, const QString& file);

} // namespace strongroom::ui
