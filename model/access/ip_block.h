// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <array>
#include <optional>

namespace strongroom::access {

/// An IPv4 or IPv6 address. IPv4-mapped IPv6 addresses (RFC 4291 section 2.5.5.2) are taken as IPv4, so
/// that one rule holds for both spellings.
struct IpAddress final
{
    std::array<unsigned char, 16> bytes{}; ///< the first `width / 8` count
    int width = 32; ///< 32 or 128 bits

    /// Strict: four decimal numbers without leading zeros, or RFC 4291 text without a zone. Spellings
    /// that programs read differently (octal, fewer parts) are none.
    static std::optional<IpAddress> parse(QStringView text);
    friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

/// A firewall rule: one address or a CIDR block. Bits behind the prefix are not looked at.
struct IpBlock final
{
    IpAddress address;
    int prefix = 32;

    /// "10.0.0.0/8", "10.1.2.3", "::1".
    static std::optional<IpBlock> parse(QStringView text);
    bool contains(const IpAddress& candidate) const;
};

} // namespace strongroom::access
