// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/readers.h"
#include "model/transfer/secure_text.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <array>

namespace strongroom::transfer {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;
using namespace Qt::StringLiterals;

namespace {

using Cells = std::vector<SecureBytes>;
struct Line final
{
    int number = 0;
    Cells cells;
};

QString textOf(const SecureBytes& cell) { return QString::fromUtf8(cell.view()).trimmed(); }

/// One record after the other (RFC 4180): quoted cells may hold delimiters, line ends and doubled quotes.
class DelimitedScanner final
{
public:
    DelimitedScanner(QByteArrayView text, char delimiter)
        : m_text(text)
        , m_delimiter(delimiter)
    {
    }

    bool atEnd() const { return m_at >= m_text.size(); }

    base::Result<Line> next()
    {
        Line line{ m_line, {} };
        while (true) {
            auto cell = nextCell();
            if (!cell)
                return Error{ ErrorCode::BadParameter,
                              u"Line %1: a quote is opened and not closed."_s.arg(line.number),
                              {} };
            line.cells.push_back(std::move(*cell));
            if (atEnd())
                return line;
            const char end = take();
            if (end == '\r' && !atEnd() && m_text[m_at] == '\n')
                take();
            if (end != m_delimiter)
                return line;
        }
    }

private:
    char take()
    {
        const char c = m_text[m_at++];
        m_line += c == '\n' ? 1 : 0;
        return c;
    }
    bool atCellEnd() const
    {
        return atEnd() || m_text[m_at] == m_delimiter || m_text[m_at] == '\n' || m_text[m_at] == '\r';
    }

    std::optional<SecureBytes> nextCell()
    {
        if (atEnd() || m_text[m_at] != '"') {
            const qsizetype begin = m_at;
            while (!atCellEnd())
                take();
            return SecureBytes::copyOf(m_text.sliced(begin, m_at - begin));
        }
        take();
        SecureText cell;
        while (!atEnd()) {
            const char c = take();
            if (c != '"') {
                cell.append(c);
                continue;
            }
            if (!atEnd() && m_text[m_at] == '"') {
                cell.append(take());
                continue;
            }
            while (!atCellEnd()) // what follows the closing quote belongs to the cell all the same
                cell.append(take());
            return cell.take();
        }
        return std::nullopt;
    }

    QByteArrayView m_text;
    char m_delimiter;
    qsizetype m_at = 0;
    int m_line = 1;
};

/// The candidate that stands most often outside quotes in the first line.
char detectDelimiter(QByteArrayView text)
{
    constexpr std::array candidates{ ',', ';', '\t', '|' };
    std::array<int, candidates.size()> counts{};
    bool isQuoted = false;
    for (const char c : text) {
        if (c == '"')
            isQuoted = !isQuoted;
        if (c == '\n' && !isQuoted)
            break;
        for (std::size_t i = 0; i < candidates.size() && !isQuoted; ++i)
            counts[i] += c == candidates[i] ? 1 : 0;
    }
    const auto best = std::max_element(counts.begin(), counts.end());
    return *best == 0 ? ',' : candidates[static_cast<std::size_t>(best - counts.begin())];
}

std::optional<ColumnRole> roleOfTitle(const QString& title)
{
    QString word = title.toLower();
    word.remove(u' ').remove(u'_').remove(u'-');
    static const QMap<QString, ColumnRole> words{
        { u"name"_s, ColumnRole::Name },
        { u"key"_s, ColumnRole::Name },
        { u"secretname"_s, ColumnRole::Name },
        { u"variable"_s, ColumnRole::Name },
        { u"title"_s, ColumnRole::Name },
        { u"value"_s, ColumnRole::Value },
        { u"secret"_s, ColumnRole::Value },
        { u"secretvalue"_s, ColumnRole::Value },
        { u"password"_s, ColumnRole::Value },
        { u"contenttype"_s, ColumnRole::ContentType },
        { u"type"_s, ColumnRole::ContentType },
        { u"enabled"_s, ColumnRole::Enabled },
        { u"notbefore"_s, ColumnRole::NotBefore },
        { u"nbf"_s, ColumnRole::NotBefore },
        { u"activation"_s, ColumnRole::NotBefore },
        { u"activationdate"_s, ColumnRole::NotBefore },
        { u"expires"_s, ColumnRole::Expires },
        { u"exp"_s, ColumnRole::Expires },
        { u"expiry"_s, ColumnRole::Expires },
        { u"expiration"_s, ColumnRole::Expires },
        { u"expirationdate"_s, ColumnRole::Expires },
        { u"tags"_s, ColumnRole::Tags },
    };
    if (title.startsWith("tag:"_L1, Qt::CaseInsensitive))
        return ColumnRole::Tag;
    const auto found = words.constFind(word);
    return found == words.cend() ? std::nullopt : std::optional(*found);
}

/// A first line is one of titles when it names both a name and a value column.
bool looksLikeTitles(const Cells& cells)
{
    const auto has = [&](ColumnRole role) {
        return std::any_of(cells.begin(), cells.end(),
                           [&](const SecureBytes& cell) { return roleOfTitle(textOf(cell)) == role; });
    };
    return has(ColumnRole::Name) && has(ColumnRole::Value);
}

std::vector<ColumnRole> rolesOf(const ImportTable& table)
{
    const auto count = static_cast<std::size_t>(table.titles.size());
    std::vector<ColumnRole> roles(count, ColumnRole::Ignored);
    for (std::size_t i = 0; i < count && table.hasTitles; ++i) {
        const auto role = roleOfTitle(table.titles[static_cast<qsizetype>(i)]);
        const bool isTaken
            = role && *role != ColumnRole::Tag && std::find(roles.begin(), roles.end(), *role) != roles.end();
        roles[i] = role && !isTaken ? *role : ColumnRole::Ignored;
    }
    if (!table.hasTitles && count >= 2) {
        roles[0] = ColumnRole::Name;
        roles[1] = ColumnRole::Value;
    }
    return roles;
}

void addTags(const QString& text, vault::Tags& tags)
{
    for (const QString& part : text.split(u';', Qt::SkipEmptyParts)) {
        const qsizetype equals = part.indexOf(u'=');
        tags.insert(part.left(equals).trimmed(), equals < 0 ? QString() : part.mid(equals + 1).trimmed());
    }
}

QString tagKeyOf(const QString& title)
{
    return title.startsWith("tag:"_L1, Qt::CaseInsensitive) ? title.mid(4).trimmed() : title;
}

void addCell(ImportRow& row, ColumnRole role, const QString& title, SecureBytes cell)
{
    const auto setDate = [&](vault::DateChange& date) {
        const QString text = textOf(cell);
        if (text.isEmpty())
            return;
        const auto seconds = dateFromText(text);
        if (seconds)
            date = std::optional(*seconds);
        else
            row.problem = RowProblem::DateNotUnderstood;
    };
    switch (role) {
    case ColumnRole::Ignored:
        break;
    case ColumnRole::Name:
        row.sourceName = textOf(cell);
        break;
    case ColumnRole::Value:
        row.value = std::move(cell);
        break;
    case ColumnRole::ContentType:
        row.contentType = textOf(cell);
        break;
    case ColumnRole::Enabled:
        row.attributes.isEnabled = truthFromText(textOf(cell));
        break;
    case ColumnRole::NotBefore:
        setDate(row.attributes.notBefore);
        break;
    case ColumnRole::Expires:
        setDate(row.attributes.expires);
        break;
    case ColumnRole::Tags:
        addTags(textOf(cell), row.tags);
        break;
    case ColumnRole::Tag:
        if (!cell.isEmpty())
            row.tags.insert(tagKeyOf(title), textOf(cell));
        break;
    }
}

ImportRow rowOf(Line line, const ImportTable& table)
{
    ImportRow row;
    row.line = line.number;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const bool isNeeded = table.columns[i] == ColumnRole::Name || table.columns[i] == ColumnRole::Value;
        if (i < line.cells.size())
            addCell(row, table.columns[i], table.titles.value(static_cast<qsizetype>(i)),
                    std::move(line.cells[i]));
        else if (isNeeded)
            row.problem = RowProblem::CellsMissing;
    }
    return row;
}

bool isBlank(const Line& line) { return line.cells.size() == 1 && line.cells.front().isEmpty(); }

base::Result<void> chooseColumns(ImportTable& table, const Line& first, const ImportOptions& options)
{
    table.hasTitles = options.hasTitles.value_or(looksLikeTitles(first.cells));
    for (std::size_t i = 0; i < first.cells.size(); ++i)
        table.titles += table.hasTitles ? textOf(first.cells[i]) : QString::number(i + 1);
    table.columns = options.columns.empty() ? rolesOf(table) : options.columns;
    table.columns.resize(first.cells.size(), ColumnRole::Ignored);
    for (const ColumnRole needed : { ColumnRole::Name, ColumnRole::Value }) {
        if (std::count(table.columns.begin(), table.columns.end(), needed) != 1)
            return Error{ ErrorCode::BadParameter,
                          u"Exactly one column must be the name and one the value."_s, u"columns"_s };
    }
    return {};
}

} // namespace

std::optional<vault::UnixSeconds> dateFromText(const QString& text)
{
    bool isNumber = false;
    const qint64 seconds = text.toLongLong(&isNumber);
    if (isNumber)
        return seconds >= 0 ? std::optional(seconds) : std::nullopt;
    QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime)
        time = QDateTime(time.date(), time.time(), Qt::UTC);
    return time.toSecsSinceEpoch();
}

std::optional<bool> truthFromText(const QString& text)
{
    const QString word = text.toLower();
    if (word == "true"_L1 || word == "yes"_L1 || word == "1"_L1 || word == "enabled"_L1)
        return true;
    if (word == "false"_L1 || word == "no"_L1 || word == "0"_L1 || word == "disabled"_L1)
        return false;
    return std::nullopt;
}

base::Result<ImportTable> readDelimited(QByteArrayView utf8, const ImportOptions& options)
{
    ImportTable table;
    table.format = ImportFormat::Delimited;
    table.delimiter = options.delimiter.value_or(detectDelimiter(utf8));
    DelimitedScanner scanner(utf8, table.delimiter);
    bool isFirst = true;
    while (!scanner.atEnd()) {
        auto line = scanner.next();
        if (!line)
            return line.error();
        if (isBlank(*line))
            continue;
        if (isFirst) {
            if (auto chosen = chooseColumns(table, *line, options); !chosen)
                return chosen.error();
        }
        if (!isFirst || !table.hasTitles)
            table.rows.push_back(rowOf(std::move(*line), table));
        isFirst = false;
        if (static_cast<qsizetype>(table.rows.size()) > limits::rows)
            break; // judged by the caller
    }
    return table;
}

} // namespace strongroom::transfer
