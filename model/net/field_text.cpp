// SPDX-License-Identifier: Apache-2.0
#include "model/net/field_text.h"

#include <algorithm>

namespace strongroom::net {

namespace {

constexpr qsizetype width = 32;

bool isFieldOctet(char c)
{
    const auto octet = static_cast<unsigned char>(c);
    return octet == '\t' || (octet >= 0x20 && octet != 0x7F);
}

/// Of `width` bytes, without a branch, so that the compiler takes many at a time.
bool areFieldOctets(const char* bytes)
{
    bool areGood = true;
    for (qsizetype i = 0; i < width; ++i)
        areGood &= isFieldOctet(bytes[i]);
    return areGood;
}

} // namespace

// In blocks, because this looks at every byte of every message; the last one overlaps the one before.
bool isFieldText(QByteArrayView text)
{
    if (text.size() < width)
        return std::all_of(text.begin(), text.end(), isFieldOctet);
    const char* const last = text.end() - width;
    for (const char* at = text.begin(); at < last; at += width) {
        if (!areFieldOctets(at))
            return false;
    }
    return areFieldOctets(last);
}

} // namespace strongroom::net
