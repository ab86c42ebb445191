// SPDX-License-Identifier: Apache-2.0
#include "model/access/ip_block.h"

#include <QList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::access {

namespace {

constexpr int mappedPrefix = 96;

/// A decimal number of at most `maximum`, digits only, without leading zeros.
std::optional<int> strictNumber(QStringView text, int maximum)
{
    if (text.isEmpty() || text.size() > 3 || (text.size() > 1 && text.front() == u'0'))
        return std::nullopt;
    int number = 0;
    for (const QChar c : text) {
        if (c < u'0' || c > u'9')
            return std::nullopt;
        number = number * 10 + (c.unicode() - u'0');
    }
    return number <= maximum ? std::optional(number) : std::nullopt;
}

std::optional<std::array<unsigned char, 4>> parseIpv4(QStringView text)
{
    const auto parts = text.split(u'.');
    if (parts.size() != 4)
        return std::nullopt;
    std::array<unsigned char, 4> bytes{};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto number = strictNumber(parts.at(static_cast<qsizetype>(i)), 255);
        if (!number)
            return std::nullopt;
        bytes[i] = static_cast<unsigned char>(*number);
    }
    return bytes;
}

std::optional<unsigned> hexGroup(QStringView text)
{
    if (text.isEmpty() || text.size() > 4)
        return std::nullopt;
    unsigned value = 0;
    for (const QChar c : text) {
        const char16_t u = QChar(c).toLower().unicode();
        if (u >= u'0' && u <= u'9')
            value = value * 16 + (u - u'0');
        else if (u >= u'a' && u <= u'f')
            value = value * 16 + (u - u'a' + 10U);
        else
            return std::nullopt;
    }
    return value;
}

/// One side of "::": groups of 16 bits, the last of which may be an IPv4 address. Empty text is no group.
std::optional<std::vector<unsigned char>> parseGroups(QStringView text)
{
    std::vector<unsigned char> bytes;
    if (text.isEmpty())
        return bytes;
    const auto parts = text.split(u':');
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (i + 1 == parts.size() && parts.at(i).contains(u'.')) {
            const auto ipv4 = parseIpv4(parts.at(i));
            if (!ipv4)
                return std::nullopt;
            bytes.insert(bytes.end(), ipv4->begin(), ipv4->end());
            continue;
        }
        const auto group = hexGroup(parts.at(i));
        if (!group)
            return std::nullopt;
        bytes.push_back(static_cast<unsigned char>(*group >> 8));
        bytes.push_back(static_cast<unsigned char>(*group & 0xffU));
    }
    return bytes;
}

std::optional<IpAddress> parseIpv6(QStringView text)
{
    IpAddress address;
    address.width = 128;
    const qsizetype gap = text.indexOf("::"_L1);
    const auto head = parseGroups(gap < 0 ? text : text.left(gap));
    const auto tail = parseGroups(gap < 0 ? QStringView() : text.mid(gap + 2));
    if (!head || !tail)
        return std::nullopt;
    const std::size_t size = head->size() + tail->size();
    // "::" stands for at least one group, and without it all eight must be there. An IPv4 part belongs to
    // the very end, so none may stand before the gap.
    if (gap < 0 ? size != 16 : size > 14)
        return std::nullopt;
    if (gap >= 0 && text.left(gap).contains(u'.'))
        return std::nullopt;
    std::copy(head->begin(), head->end(), address.bytes.begin());
    std::copy(tail->begin(), tail->end(), address.bytes.end() - static_cast<std::ptrdiff_t>(tail->size()));
    return address;
}

bool isMapped(const IpAddress& address)
{
    const auto* bytes = address.bytes.data();
    return address.width == 128 && std::all_of(bytes, bytes + 10, [](unsigned char b) { return b == 0; })
        && bytes[10] == 0xff && bytes[11] == 0xff;
}

IpAddress unmapped(const IpAddress& address)
{
    IpAddress ipv4;
    std::copy(address.bytes.begin() + 12, address.bytes.end(), ipv4.bytes.begin());
    return ipv4;
}

/// As written: a mapped address stays one of 128 bits.
std::optional<IpAddress> parseLiteral(QStringView text)
{
    if (text.contains(u':'))
        return parseIpv6(text);
    const auto ipv4 = parseIpv4(text);
    if (!ipv4)
        return std::nullopt;
    IpAddress address;
    std::copy(ipv4->begin(), ipv4->end(), address.bytes.begin());
    return address;
}

} // namespace

std::optional<IpAddress> IpAddress::parse(QStringView text)
{
    const auto address = parseLiteral(text);
    return address && isMapped(*address) ? unmapped(*address) : address;
}

std::optional<IpBlock> IpBlock::parse(QStringView text)
{
    const qsizetype slash = text.indexOf(u'/');
    const auto address = parseLiteral(slash < 0 ? text : text.left(slash));
    if (!address)
        return std::nullopt;
    const auto prefix
        = slash < 0 ? std::optional(address->width) : strictNumber(text.mid(slash + 1), address->width);
    if (!prefix)
        return std::nullopt;
    if (isMapped(*address) && *prefix >= mappedPrefix)
        return IpBlock{ unmapped(*address), *prefix - mappedPrefix };
    return IpBlock{ *address, *prefix };
}

bool IpBlock::contains(const IpAddress& candidate) const
{
    if (candidate.width != address.width)
        return false;
    const auto whole = static_cast<std::size_t>(prefix / 8);
    const auto bytes = candidate.bytes.begin();
    if (!std::equal(bytes, bytes + static_cast<std::ptrdiff_t>(whole), address.bytes.begin()))
        return false;
    const int rest = prefix % 8;
    if (rest == 0)
        return true;
    const auto mask = static_cast<unsigned char>(0xff << (8 - rest));
    return ((candidate.bytes[whole] ^ address.bytes[whole]) & mask) == 0;
}

} // namespace strongroom::access
