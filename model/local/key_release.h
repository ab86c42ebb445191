// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/key_transport.h"
#include "model/crypto/software_key.h"
#include "model/vault/ops_keys.h"
#include "model/vault/ops_store.h"

namespace strongroom::local {

/// Where a key may go: the environment that an attestation token speaks for (Key Vault, secure key release).
struct AttestedEnvironment final
{
    QString issuer;
    QByteArray claims;
    crypto::PublicKey key; ///< wraps what is released
    QString keyId;
};

/// Believes the token only if an authority that the policy names and the store trusts has signed it and it is
/// valid now; then looks for the environment's key in "x-ms-runtime.keys". Forbidden otherwise.
base::Result<AttestedEnvironment> attestedEnvironment(const QByteArray& token, const QByteArray& policy,
                                                      const std::vector<vault::AttestationAuthority>& trusted,
                                                      vault::UnixSeconds now);

/// The wire names of `enc`; empty means the first.
base::Result<crypto::OaepHash> releaseHash(const QString& encryption);

/// What is signed: the request, and the key with its wrapped private part.
struct ReleaseAnswer final
{
    vault::KeyProperties key;
    QString vaultUrl;
    QString nonce;
    QString encryption;
    QString environmentKeyId;
    QByteArray wrapped;
};
QByteArray releasePayload(const ReleaseAnswer& answer);
/// The payload as a compact JWS of the store's token key, whose public part is in the authority's key set.
base::Result<QByteArray> signedRelease(const base::SecureBytes& tokenKeyPem, const QByteArray& payload);

} // namespace strongroom::local
