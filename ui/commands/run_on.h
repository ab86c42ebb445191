// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

namespace strongroom::ui {

/// Runs `op` on the vault if the store is open at that moment; a locked one answers with an error. For what a
/// person may set off later: undo, retry.
template <typename Op>
base::Answer<ops::ResultOf<Op>> runOn(Workspace& workspace, const vault::VaultId& vault, Op op)
{
    if (ops::Operations* const operations = workspace.operations())
        return operations->run(workspace.caller(), vault, std::move(op));
    return base::readyFuture<ops::ResultOf<Op>>(ops::ResultOf<Op>(
        base::Error{ base::ErrorCode::Locked, QStringLiteral("The store is not unlocked."), {} }));
}

} // namespace strongroom::ui
