// SPDX-License-Identifier: Apache-2.0
#include "model/serve/jwt.h"

#include "model/base/encodings.h"
#include "model/wire/json_reader.h"

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

base::Error malformed() { return { base::ErrorCode::BadParameter, u"The token is not well-formed."_s, {} }; }

/// A text, or nothing for a value of another kind.
QString takeTextOnly(wire::JsonReader& reader)
{
    if (reader.peek() == wire::JsonReader::Kind::Text)
        return reader.takeText({});
    reader.skip();
    return {};
}

QByteArray takeThumbprint(wire::JsonReader& reader)
{
    const auto bytes = base::fromBase64Url(takeTextOnly(reader).toLatin1());
    return bytes ? *bytes : QByteArray();
}

base::Result<void> readHeader(QByteArrayView json, Jwt& token)
{
    wire::JsonReader reader(json);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "alg"_L1)
            token.algorithm = takeTextOnly(reader);
        else if (*name == "kid"_L1)
            token.keyId = takeTextOnly(reader);
        else if (*name == "x5t"_L1)
            token.thumbprintSha1 = takeThumbprint(reader);
        else if (*name == "x5t#S256"_L1)
            token.thumbprintSha256 = takeThumbprint(reader);
        else if (*name == "crit"_L1) // RFC 7515 section 4.1.11: not understood means not valid
            reader.fail(u"unknown extension"_s);
        else
            reader.skip();
    }
    return reader.finish();
}

base::Result<void> readClaims(QByteArrayView json, Jwt& token)
{
    wire::JsonReader reader(json);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "aud"_L1)
            token.audience = takeTextOnly(reader);
        else if (*name == "iss"_L1)
            token.issuer = takeTextOnly(reader);
        else if (*name == "sub"_L1)
            token.subject = takeTextOnly(reader);
        else if (*name == "tid"_L1)
            token.tenantId = takeTextOnly(reader);
        else if (*name == "oid"_L1)
            token.objectId = takeTextOnly(reader);
        else if (*name == "appid"_L1)
            token.applicationId = takeTextOnly(reader);
        else if (*name == "nbf"_L1)
            token.notBefore = reader.takeInteger(*name);
        else if (*name == "exp"_L1)
            token.expires = reader.takeInteger(*name);
        else
            reader.skip();
    }
    return reader.finish();
}

} // namespace

base::Result<Jwt> Jwt::parse(QByteArrayView text)
{
    const qsizetype first = text.indexOf('.');
    const qsizetype second = first < 0 ? -1 : text.indexOf('.', first + 1);
    if (second < 0 || text.indexOf('.', second + 1) >= 0)
        return malformed();
    const auto header = base::fromBase64Url(text.first(first));
    const auto claims = base::fromBase64Url(text.sliced(first + 1, second - first - 1));
    auto signature = base::fromBase64Url(text.sliced(second + 1));
    if (!header || !claims || !signature)
        return malformed();
    Jwt token;
    if (!readHeader(*header, token) || !readClaims(*claims, token))
        return malformed();
    token.signedPart = text.first(second).toByteArray();
    token.signature = std::move(*signature);
    return token;
}

bool isTimely(const Jwt& token, base::UnixSeconds now, base::UnixSeconds skewSeconds)
{
    return token.expires && token.notBefore && *token.notBefore <= now + skewSeconds
        && *token.expires > now - skewSeconds;
}

} // namespace strongroom::serve
