// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>

namespace strongroom::net {

/// Whether these bytes may stand in a field of a message: visible characters, space, tab, and octets above
/// ASCII (RFC 9110 section 5.5). Nothing that could end a line.
bool isFieldText(QByteArrayView text);

/// Of ASCII letters; everything else stays as it is.
constexpr char lowerCase(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

} // namespace strongroom::net
