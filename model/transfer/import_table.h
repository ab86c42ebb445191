// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"
#include "model/transfer/text_encoding.h"
#include "model/vault/attributes.h"
#include "model/vault/names.h"

#include <QStringList>

#include <optional>
#include <vector>

/// Secrets from and to files of other programs: .env, CSV or TSV, and JSON. Parsing works on bytes;
/// values are never in a QString. All of it is pure but private_file.h.
namespace strongroom::transfer {

namespace limits {
inline constexpr qsizetype fileBytes = qsizetype{ 64 } * 1024 * 1024;
inline constexpr qsizetype rows = 100'000;
} // namespace limits

enum class ImportFormat { Env, Delimited, Json };

/// What the cells of a column of a delimited file become.
enum class ColumnRole {
    Ignored,
    Name,
    Value,
    ContentType,
    Enabled, ///< true/false, yes/no, 1/0
    NotBefore, ///< ISO 8601, or seconds since 1970
    Expires,
    Tags, ///< "key=value;key=value"
    Tag, ///< one tag; its key is the column's title, without a leading "tag:"
};

/// Why a row cannot be imported as it is.
enum class RowProblem {
    None,
    NameMissing,
    NameTooLong, ///< over 127 characters; names are not cut
    NameTwice, ///< an earlier row of the file has this name
    ValueMissing,
    ValueTooLong, ///< over 25,600 bytes
    ContentTypeTooLong,
    TagsNotAllowed, ///< more than 15, or too long
    DateNotUnderstood,
    DatesContradict, ///< the end is not after the start
    CellsMissing, ///< fewer cells than the title line
};
/// One English sentence, empty for None.
QString problemText(RowProblem problem);

struct ImportRow final
{
    int line = 0; ///< where it begins in the file, from 1
    QString sourceName; ///< as the file has it; for JSON the path, joined by the separator
    std::optional<vault::ObjectName> name; ///< see sanitisedName()
    base::SecureBytes value;
    QString contentType;
    vault::AttributeChanges attributes;
    vault::Tags tags;
    RowProblem problem = RowProblem::None;
};

/// How to read a file; what is not given is detected.
struct ImportOptions final
{
    std::optional<ImportFormat> format;
    std::optional<TextEncoding> encoding;
    std::optional<char> delimiter; ///< , ; tab |
    std::optional<bool> hasTitles;
    std::vector<ColumnRole> columns; ///< empty: from the titles, or name and value
    QString nestedSeparator = QStringLiteral("--"); ///< between the steps of a JSON path
};

struct ImportTable final
{
    ImportFormat format = ImportFormat::Env;
    TextEncoding encoding = TextEncoding::Utf8;
    // Of delimited files
    char delimiter = ',';
    bool hasTitles = false;
    QStringList titles; ///< "1", "2", ... when there is no title line
    std::vector<ColumnRole> columns;

    std::vector<ImportRow> rows;
};

/// Reads a whole file. `fileName` only helps to tell the format. Fails when nothing can be made of it:
/// too large, too many rows, not text, no name or value column, JSON that is not JSON (the message says
/// the line). What is wrong with one row is that row's problem.
base::Result<ImportTable> readImport(QByteArrayView file, const QString& fileName,
                                     const ImportOptions& options = {});

/// The columns of a delimited file that nothing is taken from, by their titles.
QStringList unusedColumns(const ImportTable& table);

/// The name under which a vault can hold what a file calls `source`: each character that names do not
/// allow becomes one hyphen, letters with accents lose them ("DB_PASSWORD" is "DB-PASSWORD", "café.key"
/// is "cafe-key"). Nothing is trimmed or cut, so that different names stay different. Empty optional when
/// the result is empty or too long.
std::optional<vault::ObjectName> sanitisedName(const QString& source);

} // namespace strongroom::transfer
