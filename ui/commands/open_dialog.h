// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

class QDialog;

namespace strongroom::ui {

/// Opens a dialog that works on the open store, and closes it when the store is locked. It is deleted when it
/// is closed, with all that it holds.
void openDialog(Workspace& workspace, QDialog* dialog);

} // namespace strongroom::ui
