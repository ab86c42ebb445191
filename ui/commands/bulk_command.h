// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"
#include "ui/dialogs/bulk_run.h"

namespace strongroom::ui {

/// How much is asked before a bulk action begins.
enum class BulkPreview {
    Grid, ///< the grid with old, new and a tick per row, then the run in the same dialog
    None, ///< the person has already agreed: run at once, the dialog comes only if something fails
};

/// Shows the plan, runs it, keeps an entry in the activity panel with cancel and retry, and posts the
/// notice with Undo when it ended. Everything that changes several items goes through here.
void runBulk(Workspace& workspace, BulkPlan plan, BulkPreview preview = BulkPreview::Grid);

} // namespace strongroom::ui
