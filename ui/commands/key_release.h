// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/key.h"
#include "ui/commands/workspace.h"

namespace strongroom::ui {

/// Asks for the attestation of an environment, has the vault wrap this version for it, and offers to save
/// what comes. `vaultUrl` is how the signed answer names the key.
void releaseKey(Workspace& workspace, const vault::VaultId& vault, const vault::KeyProperties& version,
                const QString& vaultUrl);

} // namespace strongroom::ui
