// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/object_filter.h"
#include "model/vault/secret.h"
#include "ui/commands/workspace.h"

// Secrets from files and to files. Each asks what it has to ask and returns at once; reading and writing
// files happens off the GUI thread.

namespace strongroom::ui {

/// Asks for a file, shows what its rows would become, and imports the ticked ones.
void importSecrets(Workspace& workspace, const vault::VaultId& vault);
/// The same with a file that was dropped or named.
void importSecretsFrom(Workspace& workspace, const vault::VaultId& vault, const QString& file);

/// What an export may cover: the selection, or everything the list shows.
struct ExportScope final
{
    std::vector<vault::ObjectName> chosen;
    vault::ObjectFilter filter;
    qint64 listed = 0;
};
void exportSecrets(Workspace& workspace, const vault::VaultId& vault, const ExportScope& scope);

} // namespace strongroom::ui
