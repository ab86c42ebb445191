// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

namespace strongroom::base {

/// base64url without padding, as in encodings.h, for bytes that must not be left behind: nothing of them is
/// written outside SecureBytes.
SecureBytes secretToBase64Url(QByteArrayView bytes);
/// As strict as fromBase64Url().
Result<SecureBytes> secretFromBase64Url(QByteArrayView text);

} // namespace strongroom::base
