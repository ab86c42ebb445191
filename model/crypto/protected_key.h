// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/software_key.h"

namespace strongroom::crypto {

/// Whether these bytes are a whole private key in the clear: PKCS#8, PKCS#1 or SEC1, of any algorithm.
bool isDerKey(const base::SecureBytes& der);
/// PKCS#8 under a password (EncryptedPrivateKeyInfo, RFC 5958).
bool isProtectedKey(const base::SecureBytes& der);
base::Result<SoftwareKey> openProtectedKey(const base::SecureBytes& der, const base::SecureBytes& password);

/// The errors of a password, with the field "password".
base::Error passwordNeeded();
base::Error passwordWrong();
/// Encryption that takes longer than anybody would wait, or memory nobody has: such a file is an attack.
base::Error passwordTooCostly();

} // namespace strongroom::crypto
