// SPDX-License-Identifier: Apache-2.0
#include "model/serve/token.h"

#include "model/base/encodings.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

/// Our tokens have about one kilobyte; a client assertion with a certificate chain a few.
constexpr qsizetype longestToken = 16 * 1024;

base::Error malformed()
{
    return { base::ErrorCode::Unauthenticated,
             u"AKV10031: The token is malformed or not signed by this authority."_s,
             {} };
}

QByteArray encoded(const QJsonObject& object)
{
    return base::toBase64Url(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

base::UnixSeconds seconds(const QJsonObject& object, QLatin1StringView name)
{
    return object.value(name).toInteger(0);
}

} // namespace

base::Result<QByteArray> makeToken(const TokenClaims& claims, const crypto::SigningKey& key)
{
    const QJsonObject header{ { u"alg"_s, u"RS256"_s }, { u"typ"_s, u"JWT"_s }, { u"kid"_s, key.keyId() } };
    const QJsonObject payload{
        { u"aud"_s, claims.audience },     { u"iss"_s, claims.issuer },    { u"tid"_s, claims.tenantId },
        { u"oid"_s, claims.objectId },     { u"sub"_s, claims.objectId },  { u"appid"_s, claims.clientId },
        { u"azp"_s, claims.clientId },     { u"appidacr"_s, u"1"_s },      { u"idtyp"_s, u"app"_s },
        { u"iat"_s, claims.notBefore },    { u"nbf"_s, claims.notBefore }, { u"exp"_s, claims.expires },
        { u"uti"_s, base::randomHexId() }, { u"ver"_s, u"1.0"_s },
    };
    const QByteArray text = encoded(header) + '.' + encoded(payload);
    const auto signature = key.sign(crypto::RsaScheme::Rs256, text);
    if (!signature)
        return signature.error();
    return QByteArray(text + '.' + base::toBase64Url(*signature));
}

std::optional<JwtParts> splitJwt(QByteArrayView token)
{
    if (token.size() > longestToken)
        return std::nullopt;
    const QList<QByteArray> parts = token.toByteArray().split('.');
    if (parts.size() != 3)
        return std::nullopt;
    const auto header = base::fromBase64Url(parts[0]);
    const auto payload = base::fromBase64Url(parts[1]);
    const auto signature = base::fromBase64Url(parts[2]);
    if (!header || !payload || !signature)
        return std::nullopt;
    return JwtParts{ *header, *payload, parts[0] + '.' + parts[1], *signature };
}

base::Result<TokenClaims> readToken(QByteArrayView token, const crypto::VerifyingKey& key,
                                    const QString& keyId)
{
    const auto parts = splitJwt(token);
    if (!parts)
        return malformed();
    const QJsonObject header = QJsonDocument::fromJson(parts->header).object();
    if (header.value("alg"_L1) != u"RS256"_s || header.value("kid"_L1) != keyId)
        return malformed();
    if (!key.verifies(crypto::RsaScheme::Rs256, parts->signedText, parts->signature))
        return malformed();
    const QJsonObject payload = QJsonDocument::fromJson(parts->payload).object();
    return TokenClaims{ payload.value("aud"_L1).toString(),
                        payload.value("iss"_L1).toString(),
                        payload.value("tid"_L1).toString(),
                        payload.value("oid"_L1).toString(),
                        payload.value("appid"_L1).toString(),
                        seconds(payload, "nbf"_L1),
                        seconds(payload, "exp"_L1) };
}

} // namespace strongroom::serve
