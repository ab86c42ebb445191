// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the sources of this module only.

#include "model/base/secure_bytes.h"

#include <QByteArray>

#include <p11-kit/pkcs11.h>

#include <functional>

namespace strongroom::hsm {

/// Encrypts a block of 16 bytes where it stands.
using BlockCipher = std::function<CK_RV(unsigned char* block)>;

struct PaddedWrap final
{
    CK_RV value = CKR_OK;
    QByteArray wrapped;
};
/// AES key wrap with padding (RFC 5649, 4.1) over the bare cipher of a token, for tokens whose own is wrong.
PaddedWrap wrapPadded(const base::SecureBytes& text, const BlockCipher& encrypt);

} // namespace strongroom::hsm
