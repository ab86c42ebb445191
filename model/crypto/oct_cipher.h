// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/crypto_key.h"

#include <span>

namespace strongroom::crypto {

/// The parameters a symmetric algorithm needs and refuses; errors name their field.
base::Result<void> checkOctPlaintext(const KeyAlgorithm& algorithm, const EncryptInput& input);
base::Result<void> checkOctCiphertext(const KeyAlgorithm& algorithm, const DecryptInput& input);
/// Whether anything can have been encrypted to this many bytes; what is not, is a failed decryption.
bool isCiphertextSize(const KeyAlgorithm& algorithm, qsizetype size);

/// The symmetric algorithms over raw key bytes. Callers have checked that algorithm and key fit.
base::Result<EncryptOutput> octEncrypt(const KeyAlgorithm& algorithm, std::span<const unsigned char> key,
                                       const EncryptInput& input);
base::Result<base::SecureBytes> octDecrypt(const KeyAlgorithm& algorithm, std::span<const unsigned char> key,
                                           const DecryptInput& input);
base::Result<QByteArray> octSign(const KeyAlgorithm& algorithm, std::span<const unsigned char> key,
                                 QByteArrayView digest);

} // namespace strongroom::crypto
