// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/relative_time.h"
#include "model/vault/audit.h"
#include "ui/panes/cell_table.h"

namespace strongroom::ui {

/// The columns of a short activity list: time, operation, result, caller, object, took.
QStringList auditHeaders();
/// Short words, whole in a narrow column; what they leave out is in the tooltips.
TableRow auditRow(const vault::AuditRecord& record, lists::TimeZone zone, base::UnixSeconds now);

/// What the window asks only to show its own pages, and the program's own jobs that went well (what they
/// changed has rows of its own): left out of short lists, or nothing else would be in them.
bool isOwnRoutine(const vault::AuditRecord& record);
/// The newest `count` rows that are not.
std::vector<vault::AuditRecord> withoutOwnRoutine(std::vector<vault::AuditRecord> records, std::size_t count);
/// Says beside a list that it is without.
QString withoutOwnRoutineNote();

} // namespace strongroom::ui
