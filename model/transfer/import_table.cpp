// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/import_table.h"

#include "model/transfer/readers.h"

#include <QSet>

namespace strongroom::transfer {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;
using namespace Qt::StringLiterals;

namespace {

ImportFormat detectFormat(QByteArrayView utf8, const QString& fileName)
{
    const QString name = fileName.toLower();
    if (name.endsWith(".json"_L1))
        return ImportFormat::Json;
    if (name.endsWith(".csv"_L1) || name.endsWith(".tsv"_L1))
        return ImportFormat::Delimited;
    if (name.endsWith(".env"_L1) || name.contains("/.env"_L1) || name.startsWith(".env"_L1))
        return ImportFormat::Env;
    const QByteArrayView text = utf8.trimmed();
    if (text.startsWith('{') || text.startsWith('['))
        return ImportFormat::Json;
    const qsizetype lineEnd = text.indexOf('\n');
    return text.first(lineEnd < 0 ? text.size() : lineEnd).contains('=') ? ImportFormat::Env
                                                                         : ImportFormat::Delimited;
}

base::Result<ImportTable> readAs(ImportFormat format, QByteArrayView utf8, const ImportOptions& options)
{
    if (format == ImportFormat::Delimited)
        return readDelimited(utf8, options);
    auto rows = format == ImportFormat::Env ? readEnv(utf8) : readJson(utf8, options.nestedSeparator);
    if (!rows)
        return rows.error();
    ImportTable table;
    table.format = format;
    table.rows = std::move(*rows);
    return table;
}

RowProblem problemOf(const ImportRow& row)
{
    if (row.problem != RowProblem::None)
        return row.problem;
    if (!row.name)
        return row.sourceName.isEmpty() ? RowProblem::NameMissing : RowProblem::NameTooLong;
    if (row.value.isEmpty())
        return RowProblem::ValueMissing;
    if (row.value.size() > static_cast<std::size_t>(vault::limits::secretValueBytes))
        return RowProblem::ValueTooLong;
    if (!vault::checkContentType(row.contentType))
        return RowProblem::ContentTypeTooLong;
    if (!vault::checkTags(row.tags))
        return RowProblem::TagsNotAllowed;
    if (!vault::applied(row.attributes, {}))
        return RowProblem::DatesContradict;
    return RowProblem::None;
}

void judge(std::vector<ImportRow>& rows)
{
    QSet<QString> seen;
    for (ImportRow& row : rows) {
        row.name = sanitisedName(row.sourceName);
        row.problem = problemOf(row);
        if (row.name && row.problem == RowProblem::None) {
            if (seen.contains(row.name->folded()))
                row.problem = RowProblem::NameTwice;
            seen.insert(row.name->folded());
        }
    }
}

} // namespace

QString problemText(RowProblem problem)
{
    switch (problem) {
    case RowProblem::None:
        return {};
    case RowProblem::NameMissing:
        return u"There is no name."_s;
    case RowProblem::NameTooLong:
        return u"The name is longer than 127 characters."_s;
    case RowProblem::NameTwice:
        return u"An earlier row has this name."_s;
    case RowProblem::ValueMissing:
        return u"There is no value."_s;
    case RowProblem::ValueTooLong:
        return u"The value is larger than 25,600 bytes."_s;
    case RowProblem::ContentTypeTooLong:
        return u"The content type is longer than 255 characters."_s;
    case RowProblem::TagsNotAllowed:
        return u"There are more than 15 tags, or one is too long."_s;
    case RowProblem::DateNotUnderstood:
        return u"A date cannot be understood."_s;
    case RowProblem::DatesContradict:
        return u"The end is not after the start."_s;
    case RowProblem::CellsMissing:
        return u"The row has fewer cells than the others."_s;
    }
    return {};
}

base::Result<ImportTable> readImport(QByteArrayView file, const QString& fileName,
                                     const ImportOptions& options)
{
    if (file.size() > limits::fileBytes)
        return Error{ ErrorCode::BadParameter, u"The file is larger than 64 MB."_s, {} };
    const TextEncoding encoding = options.encoding.value_or(detectEncoding(file));
    const auto utf8 = toUtf8(file, encoding);
    if (!utf8)
        return utf8.error();
    const ImportFormat format = options.format.value_or(detectFormat(utf8->view(), fileName));
    auto table = readAs(format, utf8->view(), options);
    if (!table)
        return table.error();
    if (static_cast<qsizetype>(table->rows.size()) > limits::rows)
        return Error{ ErrorCode::BadParameter, u"The file has more than 100,000 rows."_s, {} };
    table->encoding = encoding;
    judge(table->rows);
    return table;
}

QStringList unusedColumns(const ImportTable& table)
{
    QStringList titles;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i] == ColumnRole::Ignored)
            titles += table.titles.value(static_cast<qsizetype>(i));
    }
    return titles;
}

std::optional<vault::ObjectName> sanitisedName(const QString& source)
{
    QString name;
    const QString decomposed = source.normalized(QString::NormalizationForm_KD);
    for (const QChar c : decomposed) {
        const char16_t unit = c.unicode();
        const bool isAllowed = (unit >= u'0' && unit <= u'9') || (unit >= u'a' && unit <= u'z')
            || (unit >= u'A' && unit <= u'Z') || unit == u'-';
        if (isAllowed)
            name += c;
        else if (!c.isMark() && !c.isLowSurrogate()) // an accent goes, a character beyond the BMP is one
            name += u'-';
    }
    auto result = vault::ObjectName::create(name);
    return result ? std::optional(std::move(*result)) : std::nullopt;
}

} // namespace strongroom::transfer
