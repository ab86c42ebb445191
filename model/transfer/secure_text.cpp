// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/secure_text.h"

#include <algorithm>
#include <cstring>

namespace strongroom::transfer {

using base::SecureBytes;

void SecureText::makeRoomFor(std::size_t more)
{
    if (m_room.size() - m_size >= more)
        return;
    SecureBytes room(std::max<std::size_t>({ m_size + more, 2 * m_room.size(), 64 }));
    if (m_size > 0)
        std::memcpy(room.data(), m_room.data(), m_size);
    m_room = std::move(room);
}

void SecureText::append(char c)
{
    makeRoomFor(1);
    m_room.data()[m_size++] = static_cast<unsigned char>(c);
}

void SecureText::append(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return;
    const auto size = static_cast<std::size_t>(bytes.size());
    makeRoomFor(size);
    std::memcpy(m_room.data() + m_size, bytes.data(), size);
    m_size += size;
}

void SecureText::append(QStringView text) { append(SecureBytes::fromText(text).view()); }

void SecureText::appendCodePoint(char32_t codePoint)
{
    const auto put = [this](char32_t byte) { append(static_cast<char>(byte)); };
    if (codePoint < 0x80) {
        put(codePoint);
    } else if (codePoint < 0x800) {
        put(0xc0 | (codePoint >> 6));
        put(0x80 | (codePoint & 0x3f));
    } else if (codePoint < 0x10000) {
        put(0xe0 | (codePoint >> 12));
        put(0x80 | ((codePoint >> 6) & 0x3f));
        put(0x80 | (codePoint & 0x3f));
    } else {
        put(0xf0 | (codePoint >> 18));
        put(0x80 | ((codePoint >> 12) & 0x3f));
        put(0x80 | ((codePoint >> 6) & 0x3f));
        put(0x80 | (codePoint & 0x3f));
    }
}

SecureBytes SecureText::take()
{
    SecureBytes text = SecureBytes::copyOf(view());
    m_room.clear();
    m_size = 0;
    return text;
}

} // namespace strongroom::transfer
