// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

#include <cstring>
#include <optional>

namespace strongroom::local {

/// The one binary form of a row: what is hashed, MACed, sealed and kept as the body of an audit row.
/// Each member is preceded by its type, texts and bytes also by their length, so that no two different
/// rows have the same bytes.
class RowBytes final
{
public:
    RowBytes() { m_bytes.reserve(384); }

    RowBytes& number(qint64 value)
    {
        char* const out = grow(9);
        out[0] = 'i';
        store(out + 1, static_cast<quint64>(value), 8);
        return *this;
    }
    RowBytes& number(const std::optional<qint64>& value) { return value ? number(*value) : null(); }
    RowBytes& bytes(QByteArrayView value)
    {
        char* const out = grow(5 + value.size());
        out[0] = 'b';
        store(out + 1, static_cast<quint64>(value.size()), 4);
        if (!value.isEmpty())
            memcpy(out + 5, value.data(), static_cast<std::size_t>(value.size()));
        return *this;
    }
    RowBytes& text(QStringView value) { return bytes(value.toUtf8()); }
    RowBytes& null()
    {
        *grow(1) = '0';
        return *this;
    }

    void clear() { m_bytes.resize(0); }
    void reserve(qsizetype more) { m_bytes.reserve(m_bytes.capacity() + more + more / 4 + 512 * 1024); }
    /// For rows that held a secret.
    void wipe()
    {
        m_bytes.fill('\0');
        m_bytes.resize(0);
    }
    const QByteArray& view() const { return m_bytes; }

private:
    char* grow(qsizetype by)
    {
        const qsizetype size = m_bytes.size();
        m_bytes.resize(size + by);
        return m_bytes.data() + size;
    }
    static void store(char* out, quint64 value, int count)
    {
        for (int i = 0; i < count; ++i)
            out[i] = static_cast<char>(value >> (8 * i));
    }

    QByteArray m_bytes;
};

/// Reads RowBytes back. What does not fit gives zero or nothing and makes isGood() false for ever.
class RowReader final
{
public:
    explicit RowReader(QByteArrayView bytes)
        : m_rest(bytes)
    {
    }

    qint64 number()
    {
        if (!expect('i') || m_rest.size() < 8)
            return fail();
        return static_cast<qint64>(load(8));
    }
    std::optional<qint64> optionalNumber()
    {
        if (m_isGood && m_rest.startsWith('0')) {
            m_rest = m_rest.sliced(1);
            return std::nullopt;
        }
        return number();
    }
    QByteArrayView bytes()
    {
        if (!expect('b') || m_rest.size() < 4) {
            fail();
            return {};
        }
        const auto size = static_cast<qsizetype>(load(4));
        if (size > m_rest.size()) {
            fail();
            return {};
        }
        const QByteArrayView taken = m_rest.first(size);
        m_rest = m_rest.sliced(size);
        return taken;
    }
    QString text() { return QString::fromUtf8(bytes()); }

    bool isGood() const { return m_isGood; }
    bool isAtEnd() const { return m_isGood && m_rest.isEmpty(); }

private:
    bool expect(char type)
    {
        if (!m_isGood || !m_rest.startsWith(type))
            return false;
        m_rest = m_rest.sliced(1);
        return true;
    }
    qint64 fail()
    {
        m_isGood = false;
        return 0;
    }
    quint64 load(int count)
    {
        quint64 value = 0;
        for (int i = count - 1; i >= 0; --i)
            value = value << 8 | static_cast<unsigned char>(m_rest[i]);
        m_rest = m_rest.sliced(count);
        return value;
    }

    QByteArrayView m_rest;
    bool m_isGood = true;
};

/// Tags as one column.
QByteArray encodeTags(const QMap<QString, QString>& tags);
QMap<QString, QString> decodeTags(QByteArrayView bytes);

} // namespace strongroom::local
