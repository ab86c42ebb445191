// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/object_operations.h"

namespace strongroom::ui {

/// Brings deleted objects back, with Undo.
void recoverObjects(Workspace& workspace, const vault::VaultId& vault, std::vector<ObjectRef> objects);
/// For ever: the name (of the vault when there are several) is typed, recent users are shown.
void purgeObjects(Workspace& workspace, const vault::VaultId& vault, std::vector<ObjectRef> objects);

} // namespace strongroom::ui
