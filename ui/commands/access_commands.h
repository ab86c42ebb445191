// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/access_rules.h"
#include "model/vault/principal.h"
#include "ui/commands/workspace.h"

namespace strongroom::ui {

/// Asks which application gets which role, and where.
void grantRole(Workspace& workspace, const vault::AccessRules& rules,
               const std::vector<vault::Application>& applications);
/// Takes role assignments of the vault away, with Undo.
void removeRoles(Workspace& workspace, const vault::AccessRules& rules,
                 std::vector<vault::RoleAssignment> assignments);
/// Asks which application joins the access policies; `chosen` gets it and what it begins with.
void choosePolicyPrincipal(
    Workspace& workspace, const QString& vaultName, std::vector<vault::Application> applications,
    std::function<void(const vault::Application&, const QStringList& permissions)> chosen);
/// Saves changed policies one after the other; `ended` is told how many were saved and what failed first.
void savePolicies(Workspace& workspace, const vault::VaultId& vault,
                  std::vector<vault::AccessPolicy> policies,
                  std::function<void(int saved, const std::optional<base::Error>& error)> ended);

} // namespace strongroom::ui
