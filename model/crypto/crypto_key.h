// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"
#include "model/crypto/key_algorithm.h"

#include <QByteArray>

namespace strongroom::crypto {

/// The public part of a key; empty members where the type has none. Numbers are unsigned and
/// big-endian, coordinates of fixed width (RFC 7518, 6.2.1.2).
struct PublicKey final
{
    KeyType type = KeyType::Rsa;
    int bits = 0; ///< modulus, or symmetric key; the field size of a curve
    std::optional<Curve> curve;
    QByteArray n;
    QByteArray e;
    QByteArray x;
    QByteArray y;

    friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

/// What encryption needs beside the plaintext. `nonce`: for CBC the caller's 16 bytes; for GCM it must
/// be empty, because the service makes it.
struct EncryptInput final
{
    base::SecureBytes plaintext;
    QByteArray nonce;
    QByteArray associatedData;
};

struct EncryptOutput final
{
    QByteArray ciphertext;
    QByteArray nonce;
    QByteArray tag;
};

struct DecryptInput final
{
    QByteArray ciphertext;
    QByteArray nonce;
    QByteArray tag;
    QByteArray associatedData;
};

/// A key that can be used, wherever its private part is: in memory or in a token. Thread-safe.
/// Parameters that do not fit are BadParameter. A decryption that fails is one and the same
/// BadParameter for every cause, at one cost: nothing tells padding from content (Bleichenbacher,
/// Vaudenay).
class CryptoKey
{
public:
    virtual ~CryptoKey() = default;
    virtual const PublicKey& publicKey() const = 0;
    /// `digest` is what is signed; it is not hashed again.
    virtual base::Result<QByteArray> sign(const KeyAlgorithm& algorithm, QByteArrayView digest) const = 0;
    virtual base::Result<bool> verify(const KeyAlgorithm& algorithm, QByteArrayView digest,
                                      QByteArrayView signature) const = 0;
    /// Also wraps: the difference is one of permission, not of mathematics.
    virtual base::Result<EncryptOutput> encrypt(const KeyAlgorithm& algorithm,
                                                const EncryptInput& input) const = 0;
    virtual base::Result<base::SecureBytes> decrypt(const KeyAlgorithm& algorithm,
                                                    const DecryptInput& input) const = 0;
};

/// Whether the algorithm goes with this key at all: type, curve, size. BadParameter with field "alg".
base::Result<void> checkFits(const KeyAlgorithm& algorithm, const PublicKey& key);
/// checkFits() and the length of the digest.
base::Result<void> checkDigest(const KeyAlgorithm& algorithm, const PublicKey& key, QByteArrayView digest);
/// The one error of every failed decryption.
base::Error decryptionFailed();

} // namespace strongroom::crypto
