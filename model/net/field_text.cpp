// SPDX-License-Identifier: Apache-2.0
#include "model/net/field_text.h"

#include <algorithm>
#include <cstring>

namespace strongroom::net {

namespace {

constexpr quint64 each(unsigned char byte) { return 0x0101010101010101U * byte; }

/// True when one of eight bytes is zero.
constexpr bool hasZero(quint64 bytes) { return ((bytes - each(1)) & ~bytes & each(0x80)) != 0; }

/// True when one of eight bytes is a control character; tabs are among them.
constexpr bool hasControl(quint64 bytes)
{
    const bool hasLow = ((bytes - each(0x20)) & ~bytes & each(0x80)) != 0;
    return hasLow || hasZero(bytes ^ each(0x7F));
}

bool isFieldOctet(char c)
{
    const auto octet = static_cast<unsigned char>(c);
    return octet == '\t' || (octet >= 0x20 && octet != 0x7F);
}

} // namespace

// By eight, because this looks at every byte of every message; the last eight overlap those before.
bool isFieldText(QByteArrayView text)
{
    constexpr qsizetype width = 8;
    if (text.size() < width)
        return std::all_of(text.begin(), text.end(), isFieldOctet);
    const char* const last = text.end() - width;
    for (const char* at = text.begin();; at = std::min(at + width, last)) {
        quint64 eight = 0;
        std::memcpy(&eight, at, sizeof(eight));
        if (hasControl(eight) && !std::all_of(at, at + width, isFieldOctet))
            return false;
        if (at == last)
            return true;
    }
}

} // namespace strongroom::net
