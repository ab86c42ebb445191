// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

class QDialog;

namespace strongroom::ui {

/// Opens a dialog that works on the open store, and closes it when the store is locked.
void openDialog(Workspace& workspace, QDialog* dialog);

} // namespace strongroom::ui
