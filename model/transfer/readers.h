// SPDX-License-Identifier: Apache-2.0
#pragma once

// The readers of the file formats. They give rows with source name, value and what else the format has;
// readImport() judges the rows. `utf8` is valid UTF-8.

#include "model/transfer/import_table.h"

namespace strongroom::transfer {

/// KEY=value lines as dotenv programs read them: "export " before the key, # comments, values without
/// quotes, in single quotes or backticks (as they stand) or in double quotes (with \n \r \t \" \\ \$);
/// quoted values may span lines. ${VARIABLES} are not expanded: a vault keeps what the file says.
base::Result<std::vector<ImportRow>> readEnv(QByteArrayView utf8);

/// Fills format details, columns and rows of `table` from `options` and what it finds (RFC 4180).
base::Result<ImportTable> readDelimited(QByteArrayView utf8, const ImportOptions& options);

/// An object of texts, numbers and truth values, nested or not; or an export of this program.
base::Result<std::vector<ImportRow>> readJson(QByteArrayView utf8, const QString& separator);

/// A cell as a date: ISO 8601, a date alone meaning its start in UTC, or seconds since 1970.
std::optional<vault::UnixSeconds> dateFromText(const QString& text);
std::optional<bool> truthFromText(const QString& text);

} // namespace strongroom::transfer
