// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_keys.h"

namespace strongroom::transfer {

inline constexpr qsizetype keyFileBytes = 1 << 20;

/// A key out of a file of any form people have: PEM, PKCS#8, PKCS#1, SEC1, PFX, JWK, .byok.
struct KeyFile final
{
    crypto::PublicKey publicKey; ///< not known of a wrapped key
    QString thumbprint; ///< RFC 7638, base64url; empty for symmetric and wrapped keys
    QString wrappedFor; ///< address of the key that a .byok file is wrapped for
    vault::ImportedKey key;

    /// Only the token of the vault can open it.
    bool isWrapped() const { return key.form == vault::ImportedKey::Form::Transfer; }
};

/// Whether the file says that its key is under a password.
bool isUnderPassword(const base::SecureBytes& content);

/// BadParameter, with the field "password" when that is missing or wrong, else "key".
base::Result<KeyFile> readKeyFile(const base::SecureBytes& content, const base::SecureBytes& password);

} // namespace strongroom::transfer
