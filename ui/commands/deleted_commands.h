// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/secret.h"
#include "ui/commands/workspace.h"

namespace strongroom::ui {

/// Brings deleted secrets back, with Undo.
void recoverSecrets(Workspace& workspace, const vault::VaultId& vault, std::vector<vault::ObjectName> names);
/// For ever: the name (of the vault when there are several) is typed, recent readers are shown.
void purgeSecrets(Workspace& workspace, const vault::VaultId& vault, std::vector<vault::ObjectName> names);

} // namespace strongroom::ui
