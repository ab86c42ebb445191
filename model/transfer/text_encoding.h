// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <optional>

namespace strongroom::transfer {

enum class TextEncoding { Utf8, Utf16LittleEndian, Utf16BigEndian, Latin1 };

/// The encoding of a text file: its byte order mark decides, else UTF-8 when the bytes are valid UTF-8,
/// else Latin-1.
TextEncoding detectEncoding(QByteArrayView bytes);

/// The same text in UTF-8, without byte order mark. BadParameter when the bytes are not text in this
/// encoding.
base::Result<base::SecureBytes> toUtf8(QByteArrayView bytes, TextEncoding encoding);

/// Whether the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool isUtf8(QByteArrayView bytes);

} // namespace strongroom::transfer
