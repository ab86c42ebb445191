// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace strongroom::crypto {

/// Where the message begins in a decrypted PKCS#1 v1.5 encryption block (RFC 8017, 7.2.2), or nothing
/// when the block is malformed. Time depends on the length of the block only.
std::optional<std::size_t> pkcs1MessageOffset(std::span<const unsigned char> block);

/// How many bytes remain when the PKCS#7 padding of `blockSize` is taken off (RFC 5652, 6.3), or nothing.
/// Time depends on the length only.
std::optional<std::size_t> pkcs7MessageLength(std::span<const unsigned char> text, std::size_t blockSize);

} // namespace strongroom::crypto
