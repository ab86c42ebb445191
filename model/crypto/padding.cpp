// SPDX-License-Identifier: Apache-2.0
// OpenSSL 3 has no other face for taking OAEP off a block that something else has decrypted.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "model/crypto/padding.h"

#include "model/crypto/crypto_key.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <cstdint>
#include <cstring>

namespace strongroom::crypto {

namespace {

/// All ones when a < b, else zero, without a branch. Both must be below 2^31.
std::uint32_t maskLess(std::uint32_t a, std::uint32_t b) { return 0U - ((a - b) >> 31U); }

/// All ones when a == b, else zero, without a branch.
std::uint32_t maskEqual(std::uint32_t a, std::uint32_t b)
{
    const std::uint32_t difference = a ^ b;
    return ~(0U - ((difference | (0U - difference)) >> 31U));
}

} // namespace

std::optional<std::size_t> pkcs1MessageOffset(std::span<const unsigned char> block)
{
    constexpr std::uint32_t shortestPrefix = 10; // 00 02 and eight bytes of padding
    if (block.size() < shortestPrefix + 1)
        return std::nullopt;
    std::uint32_t good = maskEqual(block[0], 0) & maskEqual(block[1], 2);
    std::uint32_t separator = 0;
    std::uint32_t isFound = 0;
    for (std::uint32_t i = 2; i < block.size(); ++i) {
        const std::uint32_t isHere = maskEqual(block[i], 0) & ~isFound;
        separator |= isHere & i;
        isFound |= isHere;
    }
    good &= isFound & ~maskLess(separator, shortestPrefix);
    // One branch at the end, whose outcome the caller's one error gives away in any case.
    return good == 0 ? std::nullopt : std::optional<std::size_t>(separator + 1);
}

std::optional<std::size_t> pkcs7MessageLength(std::span<const unsigned char> text, std::size_t blockSize)
{
    if (text.empty() || text.size() % blockSize != 0)
        return std::nullopt;
    const std::uint32_t padding = text.back();
    const auto block = static_cast<std::uint32_t>(blockSize);
    std::uint32_t good = ~maskEqual(padding, 0) & ~maskLess(block, padding);
    for (std::uint32_t i = 0; i < block; ++i) {
        const std::uint32_t isPadding = maskLess(i, padding);
        good &= ~isPadding | maskEqual(text[text.size() - 1 - i], padding);
    }
    return good == 0 ? std::nullopt : std::optional<std::size_t>(text.size() - padding);
}

base::SecureBytes pkcs7Padded(const base::SecureBytes& text, std::size_t blockSize)
{
    const std::size_t padding = blockSize - text.size() % blockSize;
    base::SecureBytes whole(text.size() + padding);
    if (!text.isEmpty())
        std::memcpy(whole.data(), text.data(), text.size());
    std::memset(whole.data() + text.size(), static_cast<int>(padding), padding);
    return whole;
}

base::Result<base::SecureBytes> oaepMessage(std::span<const unsigned char> block, int digestBytes)
{
    const EVP_MD* const digest = digestBytes == 20 ? EVP_sha1() : EVP_sha256();
    base::SecureBytes message(block.size());
    const int size = RSA_padding_check_PKCS1_OAEP_mgf1(
        message.data(), static_cast<int>(message.size()), block.data(), static_cast<int>(block.size()),
        static_cast<int>(block.size()), nullptr, 0, digest, digest);
    if (size < 0)
        return decryptionFailed();
    return base::SecureBytes::copyOf(message.span().first(static_cast<std::size_t>(size)));
}

} // namespace strongroom::crypto
