// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/readers.h"
#include "model/transfer/secure_text.h"

namespace strongroom::transfer {

using base::Error;
using base::ErrorCode;

namespace {

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// Walks through the file line by line; values are taken out as bytes.
class EnvScanner final
{
public:
    explicit EnvScanner(QByteArrayView text)
        : m_text(text)
    {
    }

    base::Result<std::vector<ImportRow>> read()
    {
        std::vector<ImportRow> rows;
        while (!atEnd()) {
            skipSpace();
            if (!atEnd() && peek() != '\n' && peek() != '#') {
                auto row = readRow();
                if (!row)
                    return row.error();
                rows.push_back(std::move(*row));
                if (static_cast<qsizetype>(rows.size()) > limits::rows)
                    return rows; // judged by the caller
            }
            skipLine();
        }
        return rows;
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    char peek() const { return m_text[m_at]; }
    char take()
    {
        const char c = m_text[m_at++];
        m_line += c == '\n' ? 1 : 0;
        return c;
    }
    void skipSpace()
    {
        while (!atEnd() && isSpace(peek()))
            take();
    }
    void skipLine()
    {
        while (!atEnd() && take() != '\n') { }
    }

    Error problem(int line, const char* what) const
    {
        return { ErrorCode::BadParameter,
                 QStringLiteral("Line %1: %2").arg(line).arg(QLatin1String(what)),
                 {} };
    }

    base::Result<ImportRow> readRow()
    {
        ImportRow row;
        row.line = m_line;
        const qsizetype begin = m_at;
        while (!atEnd() && peek() != '=' && peek() != '\n')
            take();
        if (atEnd() || peek() == '\n')
            return problem(row.line, "there is no \"=\" after the name.");
        QByteArrayView key = m_text.sliced(begin, m_at - begin).trimmed();
        if (key.startsWith("export") && key.size() > 6 && isSpace(key[6]))
            key = key.sliced(7).trimmed();
        row.sourceName = QString::fromUtf8(key);
        take(); // the equals sign
        skipSpace();
        if (atEnd() || (peek() != '"' && peek() != '\'' && peek() != '`')) {
            row.value = plainValue();
            return row;
        }
        const char quote = take();
        auto value = quote == '"' ? escapedValue() : literalValue(quote);
        if (!value)
            return problem(row.line, "a quote is opened and not closed.");
        row.value = std::move(*value);
        return row;
    }

    base::SecureBytes plainValue()
    {
        const qsizetype begin = m_at;
        while (!atEnd() && peek() != '\n') {
            // A comment begins after white space only: "a#b" is a value.
            if (peek() == '#' && (m_at == begin || isSpace(m_text[m_at - 1])))
                break;
            take();
        }
        return base::SecureBytes::copyOf(m_text.sliced(begin, m_at - begin).trimmed());
    }

    std::optional<base::SecureBytes> literalValue(char quote)
    {
        const qsizetype begin = m_at;
        while (!atEnd()) {
            if (take() == quote)
                return base::SecureBytes::copyOf(m_text.sliced(begin, m_at - 1 - begin));
        }
        return std::nullopt;
    }

    std::optional<base::SecureBytes> escapedValue()
    {
        SecureText value;
        while (!atEnd()) {
            const char c = take();
            if (c == '"')
                return value.take();
            if (c != '\\' || atEnd()) {
                value.append(c);
                continue;
            }
            const char escaped = take();
            switch (escaped) {
            case 'n':
                value.append('\n');
                break;
            case 'r':
                value.append('\r');
                break;
            case 't':
                value.append('\t');
                break;
            case '"':
            case '\\':
            case '$':
            case '`':
                value.append(escaped);
                break;
            default:
                value.append('\\');
                value.append(escaped);
            }
        }
        return std::nullopt;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    int m_line = 1;
};

} // namespace

base::Result<std::vector<ImportRow>> readEnv(QByteArrayView utf8) { return EnvScanner(utf8).read(); }

} // namespace strongroom::transfer
