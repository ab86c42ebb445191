// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QStringView>

#include <optional>

namespace strongroom::vault {

/// What the value of a secret is meant to be.
enum class ContentKind { PlainText, Json, ConnectionString, Pem };

/// What a content type says of it; nothing for types that may be anything.
std::optional<ContentKind> contentKindOf(QStringView contentType);
/// How content types usually say it.
QString contentTypeOf(ContentKind kind);

/// Where a value is not what it is meant to be. Lines and columns begin with 1, columns count characters.
struct ContentFlaw final
{
    enum class Kind {
        NotJson,
        NoPemBlock,
        OpenPemBlock, ///< it begins here and has no end of its own
        NotBase64,
        NoNameAndValue, ///< a part of a connection string
    };

    Kind kind = Kind::NotJson;
    int line = 1;
    int column = 1;

    friend bool operator==(const ContentFlaw&, const ContentFlaw&) = default;
};

/// The first flaw of `value`, which is UTF-8. A vault takes any text: this is for telling a person of a slip.
std::optional<ContentFlaw> flawIn(QByteArrayView value, ContentKind kind);

} // namespace strongroom::vault
