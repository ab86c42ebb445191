// SPDX-License-Identifier: Apache-2.0
#include "model/base/secret_encodings.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace strongroom::base {

namespace {

/// By arithmetic instead of a table, so that no look-up depends on a secret.
unsigned char digitOf(unsigned value)
{
    const auto isAtLeast = [value](unsigned bound) { return 1U & ~((value - bound) >> 31); };
    unsigned digit = 'A' + value;
    digit += isAtLeast(26) * ('a' - 'Z' - 1U);
    digit -= isAtLeast(52) * ('z' - '0' + 1U);
    digit -= isAtLeast(62) * ('9' - '-' + 1U);
    digit += isAtLeast(63) * ('_' - '-' - 1U);
    return static_cast<unsigned char>(digit);
}

std::optional<unsigned> valueOf(char digit)
{
    if (digit >= 'A' && digit <= 'Z')
        return digit - 'A';
    if (digit >= 'a' && digit <= 'z')
        return digit - 'a' + 26;
    if (digit >= '0' && digit <= '9')
        return digit - '0' + 52;
    if (digit == '-')
        return 62;
    if (digit == '_')
        return 63;
    return std::nullopt;
}

} // namespace

SecureBytes secretToBase64Url(QByteArrayView bytes)
{
    const auto size = static_cast<std::size_t>(bytes.size());
    SecureBytes text((size * 4 + 2) / 3);
    std::size_t at = 0;
    unsigned bits = 0;
    int count = 0;
    for (const char byte : bytes) {
        bits = (bits << 8 | static_cast<unsigned char>(byte)) & 0xffff;
        for (count += 8; count >= 6; count -= 6)
            text.data()[at++] = digitOf(bits >> (count - 6) & 0x3f);
    }
    if (count > 0)
        text.data()[at] = digitOf(bits << (6 - count) & 0x3f);
    return text;
}

Result<SecureBytes> secretFromBase64Url(QByteArrayView text)
{
    const Error malformed{ ErrorCode::BadParameter, u"malformed base64url"_s, {} };
    if (text.size() % 4 == 1)
        return malformed;
    SecureBytes bytes(static_cast<std::size_t>(text.size()) * 3 / 4);
    std::size_t at = 0;
    unsigned bits = 0;
    int count = 0;
    for (const char digit : text) {
        const auto value = valueOf(digit);
        if (!value)
            return malformed;
        bits = (bits << 6 | *value) & 0xffff;
        count += 6;
        if (count < 8)
            continue;
        count -= 8;
        bytes.data()[at++] = static_cast<unsigned char>(bits >> count);
    }
    return bytes;
}

} // namespace strongroom::base
