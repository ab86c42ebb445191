// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/transfer/secure_text.h"

namespace strongroom::transfer {

/// Adds `utf8` as a JSON text with its quotes (RFC 8259 section 7).
void appendJsonText(SecureText& out, QByteArrayView utf8);

} // namespace strongroom::transfer
