// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

namespace strongroom::ui {

/// An error whose own message is the cause, under a title that says what could not be done: for files of the
/// person, and for what was typed outside a form. The usual sentences are about the store and its vaults.
ErrorText explainAs(const QString& title, const base::Error& error, const Workspace& workspace);

} // namespace strongroom::ui
