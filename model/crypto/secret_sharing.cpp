// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/secret_sharing.h"

#include "model/crypto/symmetric.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

constexpr int largestCount = 255;

base::Error badShares(const QString& message) { return { base::ErrorCode::BadParameter, message, {} }; }

/// In GF(2^8) modulo x^8 + x^4 + x^3 + x + 1. No table and no branch: neither cache nor time tells a share.
unsigned char product(unsigned char a, unsigned char b)
{
    unsigned result = 0;
    unsigned factor = a;
    for (int bit = 0; bit < 8; ++bit) {
        result ^= factor & (0U - ((static_cast<unsigned>(b) >> bit) & 1U));
        factor = (factor << 1) ^ (0x11bU & (0U - (factor >> 7)));
    }
    return static_cast<unsigned char>(result);
}

/// a^254 is 1/a.
unsigned char inverse(unsigned char a)
{
    unsigned char result = 1;
    unsigned char power = a;
    for (int bit = 1; bit < 8; ++bit) {
        power = product(power, power);
        result = product(result, power);
    }
    return result;
}

/// What the share at `index` counts for at zero, among the others (Lagrange).
unsigned char weightOf(int index, const std::vector<SecretShare>& shares)
{
    unsigned char weight = 1;
    for (const SecretShare& other : shares) {
        if (other.index == index)
            continue;
        const auto difference = static_cast<unsigned char>(other.index ^ index);
        weight = product(weight, product(static_cast<unsigned char>(other.index), inverse(difference)));
    }
    return weight;
}

bool belongTogether(const std::vector<SecretShare>& shares)
{
    std::vector<int> indices;
    for (const SecretShare& share : shares) {
        if (share.index < 1 || share.index > largestCount
            || share.bytes.size() != shares.front().bytes.size())
            return false;
        indices.push_back(share.index);
    }
    std::ranges::sort(indices);
    return std::ranges::adjacent_find(indices) == indices.end();
}

} // namespace

base::Result<std::vector<SecretShare>> splitSecret(const base::SecureBytes& secret, int count, int required)
{
    if (secret.isEmpty() || required < 2 || required > count || count > largestCount)
        return badShares(u"A secret is split in 2 to 255 shares, of which 2 or more are required."_s);
    // One polynomial for each byte: the byte at zero, random coefficients above.
    const auto degree = static_cast<std::size_t>(required - 1);
    const base::SecureBytes coefficients = randomBytes(secret.size() * degree);
    std::vector<SecretShare> shares;
    for (int index = 1; index <= count; ++index) {
        base::SecureBytes bytes(secret.size());
        for (std::size_t i = 0; i < secret.size(); ++i) {
            unsigned char value = 0;
            for (std::size_t power = degree; power > 0; --power)
                value
                    = product(static_cast<unsigned char>(value ^ coefficients.data()[i * degree + power - 1]),
                              static_cast<unsigned char>(index));
            bytes.data()[i] = value ^ secret.data()[i];
        }
        shares.push_back({ index, std::move(bytes) });
    }
    return shares;
}

base::Result<base::SecureBytes> combineShares(const std::vector<SecretShare>& shares)
{
    if (shares.size() < 2 || !belongTogether(shares) || shares.front().bytes.isEmpty())
        return badShares(u"These are not shares of one secret."_s);
    base::SecureBytes secret(shares.front().bytes.size());
    for (const SecretShare& share : shares) {
        const unsigned char weight = weightOf(share.index, shares);
        for (std::size_t i = 0; i < secret.size(); ++i)
            secret.data()[i] ^= product(weight, share.bytes.data()[i]);
    }
    return secret;
}

} // namespace strongroom::crypto
