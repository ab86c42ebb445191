// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QByteArray>
#include <QString>

namespace strongroom::base {

/// base64url without padding, as Key Vault and JOSE write binary members (RFC 7515 section 2).
QByteArray toBase64Url(QByteArrayView bytes);
/// Strict: no padding needed, no other characters, no white space.
Result<QByteArray> fromBase64Url(QByteArrayView text);
/// Standard base64 with padding (RFC 4648 section 4), strict.
Result<QByteArray> fromBase64(QByteArrayView text);
QByteArray toHex(QByteArrayView bytes);
Result<QByteArray> fromHex(QByteArrayView text);
/// 16 random bytes as 32 lower-case hexadecimal digits in the shape of a version 4 UUID: the form of
/// Key Vault version ids.
QString randomHexId();
/// The same as a dashed UUID: tenants, principals, request ids.
QString randomUuid();

} // namespace strongroom::base
