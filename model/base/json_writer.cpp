// SPDX-License-Identifier: Apache-2.0
#include "model/base/json_writer.h"

#include "model/base/utf8.h"

#include <array>
#include <charconv>
#include <cstring>

namespace strongroom::base {

namespace {

/// Fits the answer to most single objects; bodies beyond the arena's blocks come from the heap.
constexpr std::size_t firstCapacity = 1024;

} // namespace

JsonWriter::JsonWriter()
    : m_buffer(firstCapacity)
{
}

void JsonWriter::append(QByteArrayView bytes)
{
    const auto count = static_cast<std::size_t>(bytes.size());
    if (count == 0)
        return;
    if (m_buffer.size() - m_size < count) {
        SecureBytes larger(std::max(m_buffer.size() * 2, m_size + count));
        if (m_size > 0)
            std::memcpy(larger.data(), m_buffer.data(), m_size);
        m_buffer = std::move(larger);
    }
    std::memcpy(m_buffer.data() + m_size, bytes.data(), count);
    m_size += count;
}

void JsonWriter::separate()
{
    if (std::exchange(m_needsComma, true))
        append(',');
}

void JsonWriter::quote(QByteArrayView utf8)
{
    static constexpr std::array hex
        = { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f' };
    append('"');
    qsizetype clean = 0; // start of what needs no escape and is not yet written
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        append(utf8.sliced(clean, i - clean));
        clean = i + 1;
        if (byte == '"' || byte == '\\') {
            const std::array escape = { '\\', utf8[i] };
            append(QByteArrayView(escape.data(), 2));
        } else {
            const std::array escape = { '\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 0xf] };
            append(QByteArrayView(escape.data(), 6));
        }
    }
    append(utf8.sliced(clean));
    append('"');
}

JsonWriter& JsonWriter::beginObject()
{
    separate();
    append('{');
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::endObject()
{
    append('}');
    m_needsComma = true;
    return *this;
}

JsonWriter& JsonWriter::beginArray()
{
    separate();
    append('[');
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::endArray()
{
    append(']');
    m_needsComma = true;
    return *this;
}

JsonWriter& JsonWriter::member(QByteArrayView name)
{
    separate();
    append('"');
    append(name);
    append(QByteArrayView("\":"));
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::memberText(QStringView name)
{
    separate();
    quote(Utf8(name).view());
    append(':');
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::text(QStringView value)
{
    separate();
    quote(Utf8(value).view());
    return *this;
}

JsonWriter& JsonWriter::utf8(QByteArrayView value)
{
    separate();
    quote(value);
    return *this;
}

JsonWriter& JsonWriter::integer(qint64 value)
{
    separate();
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    append(QByteArrayView(digits.data(), end - digits.data()));
    return *this;
}

JsonWriter& JsonWriter::boolean(bool value)
{
    separate();
    append(value ? QByteArrayView("true") : QByteArrayView("false"));
    return *this;
}

JsonWriter& JsonWriter::null()
{
    separate();
    append(QByteArrayView("null"));
    return *this;
}

SecureBytes JsonWriter::finish()
{
    SecureBytes document = SecureBytes::copyOf(m_buffer.view().first(static_cast<qsizetype>(m_size)));
    m_buffer.clear();
    m_size = 0;
    m_needsComma = false;
    return document;
}

} // namespace strongroom::base
