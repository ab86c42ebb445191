// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/database.h"

#include <span>

namespace strongroom::local {

/// The files of schema/, in their order: element n brings a file from version n to n + 1.
std::span<const char* const> migrations();

/// The version of the file: the number of migrations it has seen.
base::Result<int> schemaVersion(Database& database);
/// Brings the file up to this program's version, in one transaction: all or nothing.
base::Result<void> migrate(Database& database);

} // namespace strongroom::local
