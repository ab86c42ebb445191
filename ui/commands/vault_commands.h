// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

// What a person does with whole vaults. Each asks if there is something to ask, runs one operation, and
// says what happened. Nothing waits: they return at once.

namespace strongroom::ui {

void createVault(Workspace& workspace);
void editVault(Workspace& workspace, const vault::VaultProperties& vault);
/// Switches purge protection on after a dialog that says it stays on.
void protectVault(Workspace& workspace, const vault::VaultProperties& vault);
/// Soft delete: the name is typed, who used it lately is shown, Undo recovers.
void deleteVault(Workspace& workspace, const vault::VaultProperties& vault);
void recoverVault(Workspace& workspace, const vault::DeletedVault& vault);
/// For ever; the name is typed.
void purgeVault(Workspace& workspace, const vault::DeletedVault& vault);
/// Where programs reach a vault or a pool.
QString urlOf(Workspace& workspace, const vault::VaultProperties& vault);
/// The open store's folder as command lines must name it; empty where the program looks by itself.
QString storeInCommands(const Workspace& workspace);
void copyVaultUrl(Workspace& workspace, const vault::VaultProperties& vault);

} // namespace strongroom::ui
