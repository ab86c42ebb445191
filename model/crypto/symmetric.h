// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"
#include "model/crypto/sha256.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstddef>

/// Symmetric cryptography over OpenSSL. Every function may be called from any thread; contexts are kept
/// per thread and hold no key between calls. A failing random number generator, or a library without
/// these algorithms, is exhaustion: std::runtime_error, never a weaker result.
namespace strongroom::crypto {

/// Length of the keys of sealAesGcm().
inline constexpr std::size_t aesKeySize = 32;
/// What sealAesGcm() adds: a nonce of 12 bytes before, a tag of 16 behind.
inline constexpr std::size_t aesGcmOverhead = 28;

/// `size` bytes from the generator for private values.
base::SecureBytes randomBytes(std::size_t size);

/// HKDF-SHA-256 (RFC 5869), extract and expand. `length` is at most 255 * 32.
base::SecureBytes hkdfSha256(const base::SecureBytes& key, QByteArrayView salt, QByteArrayView info,
                             std::size_t length);

/// AES-256-GCM with a random 96-bit nonce: nonce, ciphertext and tag in one. `aad` is authenticated and
/// not stored. One key seals at most 2^32 times (NIST SP 800-38D, section 8.3).
base::Result<QByteArray> sealAesGcm(const base::SecureBytes& key, QByteArrayView aad,
                                    QByteArrayView plaintext);
/// A value under a key of its own, and that key under another: both as sealAesGcm() gives them.
struct SealedWithKey final
{
    QByteArray key;
    QByteArray value;
};
base::Result<SealedWithKey> sealUnderNewKey(const base::SecureBytes& wrappingKey, QByteArrayView aad,
                                            QByteArrayView value);
/// The plaintext, or StoreTampered when key, `aad` or `sealed` is not the one that was sealed.
base::Result<base::SecureBytes> openAesGcm(const base::SecureBytes& key, QByteArrayView aad,
                                           QByteArrayView sealed);

} // namespace strongroom::crypto
