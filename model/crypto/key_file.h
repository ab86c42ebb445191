// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/software_key.h"

namespace strongroom::crypto {

/// The forms in which people have keys in files.
enum class KeyFileForm {
    Unknown,
    Pem, ///< PKCS#8, PKCS#1 or SEC1 in text; may hold certificates besides
    EncryptedPem, ///< PKCS#8 or the old form of OpenSSL under a password
    Der, ///< PKCS#8, PKCS#1 or SEC1
    EncryptedDer, ///< PKCS#8 under a password
    Pfx, ///< PKCS#12
    Jwk,
};
/// By content, not by the file's name.
KeyFileForm keyFileForm(const base::SecureBytes& content);

/// The private or symmetric key of a file of any form. Of a PFX it is the first key. `password` may be
/// empty. BadParameter, with the field "password" when that is missing or wrong, else "key": nothing
/// that is a key, only a public key or certificate, several keys, a size or curve the service lacks.
base::Result<SoftwareKey> readKeyFile(const base::SecureBytes& content, const base::SecureBytes& password);

} // namespace strongroom::crypto
