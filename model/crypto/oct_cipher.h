// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/crypto_key.h"

#include <memory>

namespace strongroom::crypto {

/// The parameters a symmetric algorithm needs and refuses; errors name their field.
base::Result<void> checkOctPlaintext(const KeyAlgorithm& algorithm, const EncryptInput& input);
base::Result<void> checkOctCiphertext(const KeyAlgorithm& algorithm, const DecryptInput& input);
/// Whether anything can have been encrypted to this many bytes; what is not, is a failed decryption.
bool isCiphertextSize(const KeyAlgorithm& algorithm, qsizetype size);

/// A symmetric key, ready for every algorithm that it goes with; callers have checked that they fit. Its key
/// schedules are kept as long as it is. Const use is thread-safe.
class OctCipher final
{
public:
    explicit OctCipher(base::SecureBytes key);
    ~OctCipher();
    OctCipher(const OctCipher&) = delete;
    OctCipher& operator=(const OctCipher&) = delete;

    const base::SecureBytes& key() const { return m_key; }
    base::Result<EncryptOutput> encrypt(const KeyAlgorithm& algorithm, const EncryptInput& input) const;
    base::Result<base::SecureBytes> decrypt(const KeyAlgorithm& algorithm, const DecryptInput& input) const;
    base::Result<QByteArray> sign(const KeyAlgorithm& algorithm, QByteArrayView digest) const;

private:
    struct Contexts;
    const base::SecureBytes m_key;
    const std::unique_ptr<Contexts> m_contexts;
};

} // namespace strongroom::crypto
