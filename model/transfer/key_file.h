// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_keys.h"

namespace strongroom::transfer {

inline constexpr qsizetype keyFileBytes = 1 << 20;

/// A key out of a file of any form people have: PEM, PKCS#8, PKCS#1, SEC1, PFX, JWK.
struct KeyFile final
{
    crypto::PublicKey publicKey;
    QString thumbprint; ///< RFC 7638, base64url; empty for symmetric keys
    vault::ImportedKey key;
};

/// Whether the file says that its key is under a password.
bool isUnderPassword(const base::SecureBytes& content);

/// BadParameter, with the field "password" when that is missing or wrong, else "key".
base::Result<KeyFile> readKeyFile(const base::SecureBytes& content, const base::SecureBytes& password);

} // namespace strongroom::transfer
