// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/transfer/secure_text.h"

#include <QMap>
#include <QStringList>

#include <optional>
#include <vector>

namespace strongroom::cli {

/// Writes one JSON document (RFC 8259). Members and elements come in the order they are written; the
/// writer sets the commas. Values may be secret, so the text is one that is wiped.
class JsonWriter final
{
public:
    JsonWriter& beginObject();
    JsonWriter& endObject();
    JsonWriter& beginArray();
    JsonWriter& endArray();
    JsonWriter& key(QStringView name);
    JsonWriter& text(QStringView value);
    JsonWriter& text(const base::SecureBytes& utf8);
    JsonWriter& number(qint64 value);
    JsonWriter& truth(bool value);
    JsonWriter& null();

    // key() and value in one
    JsonWriter& member(QStringView name, QStringView value) { return key(name).text(value); }
    JsonWriter& member(QStringView name, qint64 value) { return key(name).number(value); }
    JsonWriter& truthMember(QStringView name, bool value) { return key(name).truth(value); }
    /// ISO 8601 in UTC; left out when there is none.
    JsonWriter& timeMember(QStringView name, std::optional<base::UnixSeconds> seconds);
    JsonWriter& member(QStringView name, const QMap<QString, QString>& values);

    base::SecureBytes take() { return m_text.take(); }

private:
    JsonWriter& raw(QByteArrayView token);
    void separate();

    transfer::SecureText m_text;
    bool m_needsComma = false;
};

/// "2026-01-02T03:04:05Z", or empty.
QString timeText(std::optional<base::UnixSeconds> seconds);
/// Columns under their titles, as wide as they need to be; empty when there are no rows. What is not to be
/// seen in a cell, such as a line end, is written as its number.
QString tableText(const QStringList& titles, const std::vector<QStringList>& rows);

} // namespace strongroom::cli
