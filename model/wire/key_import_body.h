// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_keys.h"
#include "model/wire/object_members.h"

namespace strongroom::wire {

/// PUT /keys/{name}: a JSON Web Key with its private members, or a .byok blob in its member "key_hsm" (Key
/// Vault, "Bring your own key specification"). Private members go from the body into SecureBytes only.
struct ImportKeyBody final
{
    vault::ImportedKey key; ///< never Der
    vault::KeyProtection protection = vault::KeyProtection::Software;
    vault::KeyDraft draft;
};
base::Result<ImportKeyBody> readImportKey(QByteArrayView body);
/// BadParameter for a key in DER, which JSON has no form for.
base::Result<base::SecureBytes> writeImportKey(const ImportKeyBody& content);

} // namespace strongroom::wire
