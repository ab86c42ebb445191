// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"

#include <QString>

namespace strongroom::base {

/// Writes one JSON document into memory that is wiped, so that any member may be a secret. The caller
/// keeps the order of calls right; commas come by themselves.
class JsonWriter final
{
public:
    JsonWriter();

    JsonWriter& beginObject();
    JsonWriter& endObject();
    JsonWriter& beginArray();
    JsonWriter& endArray();
    /// `name` is plain ASCII that needs no escapes.
    JsonWriter& member(QByteArrayView name);
    /// A member name that comes from outside.
    JsonWriter& memberText(QStringView name);

    JsonWriter& text(QStringView value);
    /// `value` is UTF-8.
    JsonWriter& utf8(QByteArrayView value);
    JsonWriter& integer(qint64 value);
    JsonWriter& boolean(bool value);
    JsonWriter& null();

    /// The document. The writer is empty afterwards.
    SecureBytes finish();

private:
    void separate();
    void append(QByteArrayView bytes);
    void append(char c) { append(QByteArrayView(&c, 1)); }
    void quote(QByteArrayView utf8);

    SecureBytes m_buffer;
    std::size_t m_size = 0;
    bool m_needsComma = false;
};

} // namespace strongroom::base
