// SPDX-License-Identifier: Apache-2.0
#include "model/vault/secret_content.h"

#include "model/base/json_reader.h"

#include <QString>

#include <algorithm>

namespace strongroom::vault {

using namespace Qt::StringLiterals;

namespace {

ContentFlaw flawAt(ContentFlaw::Kind kind, QByteArrayView value, qsizetype at)
{
    const QByteArrayView before = value.first(at);
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    const auto characters = std::ranges::count_if(
        before.sliced(lineStart), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
    return { kind, int(std::ranges::count(before, '\n')) + 1, int(characters) + 1 };
}

std::optional<ContentFlaw> jsonFlaw(QByteArrayView value)
{
    base::JsonReader reader(value);
    reader.skip();
    if (reader.finish() || !reader.failedAt())
        return std::nullopt;
    return flawAt(ContentFlaw::Kind::NotJson, value, *reader.failedAt());
}

/// RFC 7468, with the headers of older private keys. Between blocks there may be anything.
std::optional<ContentFlaw> pemFlaw(QByteArrayView value)
{
    constexpr QByteArrayView begin("-----BEGIN ");
    constexpr QByteArrayView dashes("-----");
    constexpr QByteArrayView base64("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
    QByteArrayView label; // of the block that is open, with the dashes behind it
    qsizetype opened = 0;
    bool hasBlock = false;
    for (qsizetype at = 0; at < value.size();) {
        const qsizetype lineEnd = value.indexOf('\n', at);
        const QByteArrayView line = value.sliced(at, (lineEnd < 0 ? value.size() : lineEnd) - at).trimmed();
        const bool begins = line.startsWith(begin) && line.endsWith(dashes);
        if (begins && !label.isEmpty())
            break;
        if (begins) {
            label = line.sliced(begin.size());
            opened = at;
            hasBlock = true;
        } else if (!label.isEmpty() && line.startsWith("-----END ")) {
            if (line.sliced(9) != label)
                break;
            label = {};
        } else if (!label.isEmpty() && !line.contains(':')) {
            const auto odd = std::ranges::find_if(line, [&](char c) { return !base64.contains(c); });
            if (odd != line.end())
                return flawAt(ContentFlaw::Kind::NotBase64, value, odd - value.begin());
        }
        at = lineEnd < 0 ? value.size() : lineEnd + 1;
    }
    if (!label.isEmpty())
        return flawAt(ContentFlaw::Kind::OpenPemBlock, value, opened);
    return hasBlock ? std::nullopt : std::optional(flawAt(ContentFlaw::Kind::NoPemBlock, value, 0));
}

/// "scheme://..."
bool isAddress(QByteArrayView value)
{
    const qsizetype colon = value.indexOf("://");
    const auto isOfScheme = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+'
            || c == '-' || c == '.' || c == ':'; // jdbc:postgresql
    };
    return colon > 0 && std::ranges::all_of(value.first(colon), isOfScheme);
}

/// An address, or name=value parts with ';' between them. A value in quotes may hold anything.
std::optional<ContentFlaw> connectionFlaw(QByteArrayView value)
{
    if (isAddress(value.trimmed()))
        return std::nullopt;
    for (qsizetype at = 0; at < value.size();) {
        qsizetype end = at;
        char quote = '\0';
        for (; end < value.size() && (quote || value[end] != ';'); ++end) {
            const char c = value[end];
            if (quote)
                quote = c == quote ? '\0' : quote;
            else if ((c == '"' || c == '\'') && end > at && value[end - 1] == '=')
                quote = c;
        }
        const QByteArrayView part = value.sliced(at, end - at);
        const QByteArrayView trimmed = part.trimmed();
        if (!trimmed.isEmpty() && trimmed.indexOf('=') < 1)
            return flawAt(ContentFlaw::Kind::NoNameAndValue, value, trimmed.begin() - value.begin());
        at = end + 1;
    }
    return std::nullopt;
}

} // namespace

std::optional<ContentKind> contentKindOf(QStringView contentType)
{
    const QString type = contentType.left(contentType.indexOf(u';')).trimmed().toString().toLower();
    if (type == "text/plain"_L1)
        return ContentKind::PlainText;
    if (type == "json"_L1 || type.endsWith("/json"_L1) || type.endsWith("+json"_L1))
        return ContentKind::Json;
    if (type == "connection-string"_L1)
        return ContentKind::ConnectionString;
    if (type == "application/x-pem-file"_L1 || type == "application/pem-certificate-chain"_L1)
        return ContentKind::Pem;
    return std::nullopt;
}

QString contentTypeOf(ContentKind kind)
{
    switch (kind) {
    case ContentKind::PlainText:
        return u"text/plain"_s;
    case ContentKind::Json:
        return u"application/json"_s;
    case ContentKind::ConnectionString:
        return u"connection-string"_s;
    case ContentKind::Pem:
        return u"application/x-pem-file"_s;
    }
    return {};
}

std::optional<ContentFlaw> flawIn(QByteArrayView value, ContentKind kind)
{
    switch (kind) {
    case ContentKind::PlainText:
        break;
    case ContentKind::Json:
        return jsonFlaw(value);
    case ContentKind::ConnectionString:
        return connectionFlaw(value);
    case ContentKind::Pem:
        return pemFlaw(value);
    }
    return std::nullopt;
}

} // namespace strongroom::vault
