// SPDX-License-Identifier: Apache-2.0
#include "model/net/field_text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace strongroom::net {

namespace {

constexpr qsizetype width = sizeof(std::uint64_t);
constexpr std::uint64_t each = 0x0101010101010101;

bool isFieldOctet(char c)
{
    const auto octet = static_cast<unsigned char>(c);
    return octet == '\t' || (octet >= 0x20 && octet != 0x7F);
}

/// Of `width` bytes: no borrow leaves a byte that is 0x20 or more, nor one that differs from DEL; where one
/// does, each is looked at.
bool areFieldOctets(const char* bytes)
{
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    const std::uint64_t belowSpace = (word - each * 0x20) & ~word;
    const std::uint64_t differsFromDelete = word ^ each * 0x7F;
    const std::uint64_t isDelete = (differsFromDelete - each) & ~differsFromDelete;
    if (((belowSpace | isDelete) & each * 0x80) == 0)
        return true;
    return std::all_of(bytes, bytes + width, isFieldOctet);
}

} // namespace

// In words, because this looks at every byte of every message; the last one overlaps the one before.
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
