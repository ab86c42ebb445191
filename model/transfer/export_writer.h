// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/vault/secret.h"

#include <span>

namespace strongroom::transfer {

enum class ExportFormat { Env, Csv, Json };

/// The secrets as the text of a file that readImport() reads back the same: names, values, content
/// types, state, dates and tags (.env: names and values only; CSV: no tags without a value, as an empty
/// cell is no tag). NotSupported when a value is not text:
/// these formats cannot hold it.
///
/// In .env files hyphens become underscores, as shells need it; names hold no underscores, so the way
/// back is certain. The file is plain text: say so before writing it.
base::Result<base::SecureBytes> writeExport(std::span<const vault::Secret> secrets, ExportFormat format);

} // namespace strongroom::transfer
