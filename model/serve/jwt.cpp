// SPDX-License-Identifier: Apache-2.0
#include "model/serve/jwt.h"

#include "model/crypto/jws.h"
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
    auto jws = crypto::Jws::parse(text);
    if (!jws)
        return malformed();
    Jwt token;
    if (!readClaims(jws->payload, token))
        return malformed();
    token.algorithm = std::move(jws->algorithm);
    token.keyId = std::move(jws->keyId);
    token.thumbprintSha1 = std::move(jws->thumbprintSha1);
    token.thumbprintSha256 = std::move(jws->thumbprintSha256);
    token.signedPart = std::move(jws->signedPart);
    token.signature = std::move(jws->signature);
    return token;
}

bool isTimely(const Jwt& token, base::UnixSeconds now, base::UnixSeconds skewSeconds)
{
    return token.expires && token.notBefore && *token.notBefore <= now + skewSeconds
        && *token.expires > now - skewSeconds;
}

} // namespace strongroom::serve
