// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/software_key.h"

namespace strongroom::crypto {

/// Whether these bytes are a PFX (PKCS#12, RFC 7292).
bool isPfx(const base::SecureBytes& der);
/// The first private key; certificates are not looked at, and a part that cannot be decrypted (old ones
/// have their certificates under RC2) does not matter when the key is elsewhere.
base::Result<SoftwareKey> firstKeyOfPfx(const base::SecureBytes& der, const base::SecureBytes& password);

} // namespace strongroom::crypto
