// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/audit.h"
#include "ui/commands/object_operations.h"

namespace strongroom::ui {

/// Who used a vault, or the given objects of it, in the last 30 days: one sentence per application, the
/// busiest first, at most five. The person's own use does not count. Taken from the audit log; an empty
/// list is answered when it cannot be read.
void findRecentReaders(Workspace& workspace, const vault::VaultId& vault,
                       const std::vector<ObjectRef>& objects, std::function<void(const QStringList&)> answer);

/// The sentences, from rows: the part that needs no store.
QStringList readersOf(const std::vector<vault::AuditRecord>& rows, const std::vector<ObjectRef>& objects,
                      qint64 sinceMilliseconds);

} // namespace strongroom::ui
