// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

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

/// `text` with PKCS#7 padding to whole blocks.
base::SecureBytes pkcs7Padded(const base::SecureBytes& text, std::size_t blockSize);

/// The message of an OAEP block with MGF1 over the same digest of 20 or 32 bytes and an empty label
/// (RFC 8017, 7.1.2), in constant time.
base::Result<base::SecureBytes> oaepMessage(std::span<const unsigned char> block, int digestBytes);

} // namespace strongroom::crypto
