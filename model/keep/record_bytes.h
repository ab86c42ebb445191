// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace strongroom::keep {

/// Writes the records of the store's small files: big-endian numbers, and blobs behind their length.
class RecordWriter final
{
public:
    void number(quint64 value, int bytes)
    {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
            m_bytes.append(static_cast<char>((value >> shift) & 0xff));
    }
    void raw(QByteArrayView bytes) { m_bytes.append(bytes.data(), bytes.size()); }
    void blob(QByteArrayView bytes)
    {
        number(static_cast<quint64>(bytes.size()), 2);
        raw(bytes);
    }
    const QByteArray& bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

/// Reads them back. A read beyond the end gives zero or nothing and makes isGood() false for ever, so
/// that a parser checks once at its end. Does not own the bytes.
class RecordReader final
{
public:
    explicit RecordReader(QByteArrayView bytes)
        : m_rest(bytes)
    {
    }

    quint64 number(int bytes)
    {
        quint64 value = 0;
        for (const char c : raw(bytes))
            value = value << 8 | static_cast<unsigned char>(c);
        return value;
    }
    QByteArrayView raw(qsizetype size)
    {
        if (!m_isGood || size > m_rest.size()) {
            m_isGood = false;
            return {};
        }
        const QByteArrayView taken = m_rest.first(size);
        m_rest = m_rest.sliced(size);
        return taken;
    }
    QByteArrayView blob() { return raw(static_cast<qsizetype>(number(2))); }

    bool isGood() const { return m_isGood; }
    bool isAtEnd() const { return m_isGood && m_rest.isEmpty(); }

private:
    QByteArrayView m_rest;
    bool m_isGood = true;
};

} // namespace strongroom::keep
