// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

namespace strongroom::ui {

/// `port` 0 takes the port of the settings.
void startEndpoint(Workspace& workspace, int port = 0);
void stopEndpoint(Workspace& workspace);
/// Asks where, writes the certificate of the local CA there, and says so.
void exportCa(Workspace& workspace);
/// `done` gets the sentence that says where it went; errors are posted as a notice.
void trustCa(Workspace& workspace, std::function<void(const QString&)> done = {});

} // namespace strongroom::ui
