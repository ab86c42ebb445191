// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/software_key.h"

namespace strongroom::crypto {

/// The hash of OAEP, with MGF1 over the same one: CKM_RSA_AES_KEY_WRAP, RSA_AES_KEY_WRAP_256 and
/// RSA_AES_KEY_WRAP_384 of the service, in this order.
enum class OaepHash { Sha1, Sha256, Sha384 };
int digestBytes(OaepHash hash);

/// A key on its way from one place to another, in the form of CKM_RSA_AES_KEY_WRAP (PKCS#11 v2.40 errata,
/// 2.1.21): an ephemeral AES-256 key under RSA-OAEP, then the key under AES key wrap with padding
/// (RFC 5649) of that AES key. `keyMaterial` is PKCS#8 DER, or the raw bytes of a symmetric key.
base::Result<QByteArray> wrapForTransport(const PublicKey& target, OaepHash hash,
                                          const base::SecureBytes& keyMaterial);
/// The key material; decryptionFailed() for every cause.
base::Result<base::SecureBytes> unwrapFromTransport(const SoftwareKey& target, OaepHash hash,
                                                    const QByteArray& ciphertext);

/// RSA-OAEP alone, with any of the hashes.
base::Result<QByteArray> oaepEncrypt(const PublicKey& target, OaepHash hash, base::SecureBytes plaintext);

/// The public keys that could have made this raw ECDSA signature (SEC 1, 4.1.6): at most four. Two
/// signatures of one key have only that key in common.
std::vector<PublicKey> possibleSigners(Curve curve, const QByteArray& digest, const QByteArray& signature);

} // namespace strongroom::crypto
