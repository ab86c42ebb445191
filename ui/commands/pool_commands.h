// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_pools.h"
#include "ui/commands/workspace.h"

// What the administrator of a Managed HSM pool does. Each asks what there is to ask, and says what happened.

namespace strongroom::ui {

void backUpPool(Workspace& workspace, const vault::VaultProperties& pool);
/// `backup` is the place of one that is known, to begin with; may be empty.
void restorePool(Workspace& workspace, const vault::VaultProperties& pool, const QString& backup);
void downloadDomain(Workspace& workspace, const vault::VaultProperties& pool);
void uploadDomain(Workspace& workspace, const vault::VaultProperties& pool);
void changeSetting(Workspace& workspace, const vault::VaultId& pool, const vault::UpdateSetting& op);
/// Of the pool's token, as often as asked.
void drawRandomBytes(Workspace& workspace, const vault::VaultProperties& pool);

/// `roles` are all that the pool has.
void makeRole(Workspace& workspace, const vault::VaultId& pool,
              const std::vector<vault::RoleDefinition>& roles);
void editRole(Workspace& workspace, const vault::VaultId& pool,
              const std::vector<vault::RoleDefinition>& roles, const vault::RoleDefinition& role);
/// With Undo.
void deleteRole(Workspace& workspace, const vault::VaultId& pool, const vault::RoleDefinition& role);

} // namespace strongroom::ui
