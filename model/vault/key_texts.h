// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/key.h"

namespace strongroom::vault {

/// The forms in which a public key is given to other programs.
enum class PublicKeyForm {
    Pem, ///< "BEGIN PUBLIC KEY"
    Jwk, ///< with its address as "kid"
    OpenSsh, ///< a line of authorized_keys; not for P-256K
};

/// BadParameter for symmetric keys, which have no public part. `address` names the key in a JWK, its name in
/// an SSH line.
base::Result<QString> publicKeyText(const KeyProperties& key, PublicKeyForm form, const QString& address);
/// SHA-256 over the public key's JWK in canonical form (RFC 7638), base64url.
base::Result<QString> keyThumbprint(const crypto::PublicKey& key);

} // namespace strongroom::vault
