// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

namespace strongroom::ui {

/// Whether it is said that the endpoint runs; that it does not is always said.
enum class Announce { Always, OnFailure };
/// `port` 0 takes the port of the settings.
void startEndpoint(Workspace& workspace, int port = 0, Announce announce = Announce::Always);
void stopEndpoint(Workspace& workspace);
/// Asks where, writes the certificate of the local CA there, and says so.
void exportCa(Workspace& workspace);
/// `done` gets the sentence that says where it went; errors are posted as a notice.
void trustCa(Workspace& workspace, std::function<void(const QString&)> done = {});

} // namespace strongroom::ui
