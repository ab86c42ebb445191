// SPDX-License-Identifier: Apache-2.0
#include "app/cli/report.h"

#include "model/transfer/json_text.h"

#include <QDateTime>

namespace strongroom::cli {

namespace {

/// Names come from others, too: one row stays one row, and no terminal is steered.
QString shown(const QString& cell)
{
    QString text;
    for (const QChar c : cell) {
        const bool isShown = c.isPrint() && c.category() != QChar::Separator_Line
            && c.category() != QChar::Separator_Paragraph;
        text += isShown || c.isSurrogate() ? QString(c)
                                           : QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QChar(u'0'));
    }
    return text;
}

} // namespace

JsonWriter& JsonWriter::raw(QByteArrayView token)
{
    separate();
    m_text.append(token);
    m_needsComma = true;
    return *this;
}

void JsonWriter::separate()
{
    if (m_needsComma)
        m_text.append(',');
    m_needsComma = false;
}

JsonWriter& JsonWriter::beginObject()
{
    raw("{");
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::endObject()
{
    m_text.append('}');
    m_needsComma = true;
    return *this;
}

JsonWriter& JsonWriter::beginArray()
{
    raw("[");
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::endArray()
{
    m_text.append(']');
    m_needsComma = true;
    return *this;
}

JsonWriter& JsonWriter::key(QStringView name)
{
    text(name);
    m_text.append(':');
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::text(QStringView value) { return text(base::SecureBytes::fromText(value)); }

JsonWriter& JsonWriter::text(const base::SecureBytes& utf8)
{
    separate();
    transfer::appendJsonText(m_text, utf8.view());
    m_needsComma = true;
    return *this;
}

JsonWriter& JsonWriter::number(qint64 value) { return raw(QByteArray::number(value)); }
JsonWriter& JsonWriter::truth(bool value) { return raw(value ? "true" : "false"); }
JsonWriter& JsonWriter::null() { return raw("null"); }

JsonWriter& JsonWriter::timeMember(QStringView name, std::optional<base::UnixSeconds> seconds)
{
    return seconds ? member(name, timeText(seconds)) : *this;
}

JsonWriter& JsonWriter::member(QStringView name, const QMap<QString, QString>& values)
{
    key(name).beginObject();
    for (auto value = values.cbegin(); value != values.cend(); ++value)
        member(value.key(), value.value());
    return endObject();
}

QString timeText(std::optional<base::UnixSeconds> seconds)
{
    return seconds ? QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC).toString(Qt::ISODate) : QString();
}

QString tableText(const QStringList& titles, const std::vector<QStringList>& given)
{
    if (given.empty())
        return {};
    std::vector<QStringList> rows = given;
    for (QStringList& row : rows) {
        for (QString& cell : row)
            cell = shown(cell);
    }
    QList<qsizetype> widths;
    for (qsizetype column = 0; column < titles.size(); ++column) {
        qsizetype width = titles[column].size();
        for (const QStringList& row : rows)
            width = std::max(width, row.value(column).size());
        widths += width;
    }
    QString text;
    const auto add = [&](const QStringList& cells) {
        QString line;
        for (qsizetype column = 0; column < titles.size(); ++column)
            line += cells.value(column).leftJustified(widths[column] + 2);
        while (line.endsWith(u' '))
            line.chop(1);
        text += line + u'\n';
    };
    add(titles);
    for (const QStringList& row : rows)
        add(row);
    return text;
}

} // namespace strongroom::cli
