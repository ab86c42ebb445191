// SPDX-License-Identifier: Apache-2.0
#pragma once

// The documents of what keys are used for (Key Vault REST, keys). Binary members are base64url; plaintexts
// go through SecureBytes only.

#include "model/vault/ops_keys.h"
#include "model/wire/object_members.h"

namespace strongroom::wire {

/// The algorithm that a request names, when it is one and the rest cannot be read; else nothing.
QString algorithmOf(QByteArrayView body);

/// POST .../encrypt and .../wrapkey
struct EncryptBody final
{
    QString algorithm;
    crypto::EncryptInput input;
};
base::Result<EncryptBody> readEncrypt(QByteArrayView body);
base::SecureBytes writeEncrypt(const EncryptBody& content);

/// POST .../decrypt and .../unwrapkey
struct DecryptBody final
{
    QString algorithm;
    crypto::DecryptInput input;
};
base::Result<DecryptBody> readDecrypt(QByteArrayView body);
base::SecureBytes writeDecrypt(const DecryptBody& content);

/// POST .../sign
struct SignBody final
{
    QString algorithm;
    QByteArray digest;

    friend bool operator==(const SignBody&, const SignBody&) = default;
};
base::Result<SignBody> readSign(QByteArrayView body);
base::SecureBytes writeSign(const SignBody& content);

/// POST .../verify
struct VerifyBody final
{
    QString algorithm;
    QByteArray digest;
    QByteArray signature;

    friend bool operator==(const VerifyBody&, const VerifyBody&) = default;
};
base::Result<VerifyBody> readVerify(QByteArrayView body);
base::SecureBytes writeVerify(const VerifyBody& content);

/// POST .../release
struct ReleaseBody final
{
    QByteArray attestation; ///< a JWT
    QString nonce;
    QString encryption; ///< empty: not said

    friend bool operator==(const ReleaseBody&, const ReleaseBody&) = default;
};
base::Result<ReleaseBody> readRelease(QByteArrayView body);
base::SecureBytes writeRelease(const ReleaseBody& content);

/// POST /rng; how many are given is for the pool to judge.
base::Result<int> readRandom(QByteArrayView body);
base::SecureBytes writeRandom(int count);

/// KeyOperationResult of the key version `keyId`. What was encrypted is answered with what decrypting it
/// needs.
base::SecureBytes writeCiphertext(const ObjectId& keyId, const crypto::EncryptOutput& output,
                                  const QByteArray& associatedData);
base::SecureBytes writePlaintext(const ObjectId& keyId, const base::SecureBytes& plaintext);
base::SecureBytes writeSignature(const ObjectId& keyId, QByteArrayView signature);
struct KeyOperationResult final
{
    ObjectId keyId;
    base::SecureBytes value;
    QByteArray nonce;
    QByteArray tag;
    QByteArray associatedData;
};
base::Result<KeyOperationResult> readKeyOperationResult(QByteArrayView body);

/// {"value": true}
base::SecureBytes writeVerified(bool isValid);
base::Result<bool> readVerified(QByteArrayView body);

/// {"value": JWS} of a release, {"value": base64url} of random bytes.
base::SecureBytes writeReleased(QByteArrayView jws);
base::Result<QByteArray> readReleased(QByteArrayView body);
base::SecureBytes writeRandomBytes(const base::SecureBytes& bytes);
base::Result<base::SecureBytes> readRandomBytes(QByteArrayView body);

} // namespace strongroom::wire
