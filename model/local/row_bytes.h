// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/utf8.h"

#include <QByteArray>
#include <QMap>
#include <QString>

#include <array>
#include <memory>
#include <optional>

namespace strongroom::local {

/// 16 bytes as lower-case hexadecimal digits, with the dashes of a UUID or without.
QString idText(QByteArrayView bytes, bool isDashed);

/// The one binary form of a row: what is hashed, MACed, sealed and kept as the body of an audit row.
/// Each member is preceded by its type, texts and bytes also by their length, so that no two different
/// rows have the same bytes. Memory that is given back is overwritten.
class RowBytes final
{
public:
    RowBytes() = default; // NOLINT(cppcoreguidelines-pro-type-member-init): what is not written is not read
    ~RowBytes();
    RowBytes(const RowBytes&) = delete;
    RowBytes& operator=(const RowBytes&) = delete;

    RowBytes& number(qint64 value);
    RowBytes& number(const std::optional<qint64>& value) { return value ? number(*value) : null(); }
    RowBytes& bytes(QByteArrayView value);
    RowBytes& text(QStringView value) { return bytes(base::Utf8(value).view()); }
    /// The same with as few bytes as will do, for rows of which there are very many: numbers and lengths
    /// take seven bits of a byte, the least first, and identifiers the sixteen bytes they stand for.
    RowBytes& shortNumber(qint64 value);
    RowBytes& shortText(QStringView value);
    RowBytes& null()
    {
        *room(1) = '0';
        ++m_size;
        return *this;
    }

    void clear() { m_size = 0; }
    void reserve(qsizetype more) { room(more + more / 4 + 512 * 1024); }
    /// For rows that held a secret.
    void wipe();
    QByteArrayView view() const { return { m_bytes, m_size }; }

private:
    /// Where the next `most` bytes go.
    char* room(qsizetype most)
    {
        if (m_capacity - m_size < most)
            enlarge(most);
        return m_bytes + m_size;
    }
    void enlarge(qsizetype by);

    std::array<char, 384> m_own; ///< as much as nearly every row has
    std::unique_ptr<char[]> m_larger;
    char* m_bytes = m_own.data(); ///< in one of them
    qsizetype m_size = 0;
    qsizetype m_capacity = qsizetype(m_own.size());
};

/// Reads RowBytes back, whichever form a member has. What does not fit gives zero or nothing and makes
/// isGood() false for ever.
class RowReader final
{
public:
    explicit RowReader(QByteArrayView bytes)
        : m_rest(bytes)
    {
    }

    qint64 number();
    std::optional<qint64> optionalNumber();
    QByteArrayView bytes();
    QString text();

    bool isGood() const { return m_isGood; }
    bool isAtEnd() const { return m_isGood && m_rest.isEmpty(); }

private:
    /// The type of the next member, taken off; zero at the end and after an error.
    char takeType();
    quint64 takeFixed(qsizetype size);
    quint64 takePacked();
    QByteArrayView take(quint64 size);
    QByteArrayView fail();

    QByteArrayView m_rest;
    bool m_isGood = true;
};

/// Tags as one column.
QByteArray encodeTags(const QMap<QString, QString>& tags);
QMap<QString, QString> decodeTags(QByteArrayView bytes);

} // namespace strongroom::local
