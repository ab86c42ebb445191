// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/principal.h"
#include "ui/commands/workspace.h"

// What a person does with the programs that may sign in.

namespace strongroom::ui {

/// `registered` is called with the new application after its secret was shown; may be empty.
void registerApplication(Workspace& workspace,
                         std::function<void(const vault::Application&)> registered = {});
/// A further client secret, shown once.
void addApplicationSecret(Workspace& workspace, const vault::Application& application);
/// Asks for a PEM or DER file with the certificate whose key signs client assertions.
void addApplicationCertificate(Workspace& workspace, const vault::Application& application);
void removeCredential(Workspace& workspace, const vault::Application& application,
                      const vault::ApplicationCredential& credential);
/// The name is typed; what it may use is shown.
void deleteApplication(Workspace& workspace, const vault::Application& application);

} // namespace strongroom::ui
