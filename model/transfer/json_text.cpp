// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/json_text.h"

namespace strongroom::transfer {

void appendJsonText(SecureText& out, QByteArrayView utf8)
{
    constexpr QByteArrayView digits = "0123456789abcdef";
    out.append('"');
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.append('\\');
            out.append(c);
        } else if (byte < 0x20 || byte == 0x7f) {
            out.append("\\u00");
            out.append(digits[byte >> 4]);
            out.append(digits[byte & 15]);
        } else {
            out.append(c);
        }
    }
    out.append('"');
}

} // namespace strongroom::transfer
