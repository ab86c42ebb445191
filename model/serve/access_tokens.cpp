// SPDX-License-Identifier: Apache-2.0
#include "model/serve/access_tokens.h"

#include "model/base/encodings.h"
#include "model/crypto/symmetric.h"
#include "model/wire/json_writer.h"

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

constexpr base::UnixSeconds lifetimeSeconds = 3600;
/// Enough for every program on one machine; beyond it the oldest knowledge is dropped.
constexpr qsizetype rememberedTokens = 4096;

base::Error refused(const QString& message) { return { base::ErrorCode::Unauthenticated, message, {} }; }

bool isSame(const QString& a, const QString& b)
{
    const QByteArray left = a.toUtf8();
    const QByteArray right = b.toUtf8();
    const auto bytes = [](const QByteArray& text) {
        return std::span(reinterpret_cast<const unsigned char*>(text.constData()),
                         static_cast<std::size_t>(text.size()));
    };
    return base::equalInConstantTime(bytes(left), bytes(right));
}

} // namespace

AccessTokens::AccessTokens(crypto::SigningKey key, Terms terms)
    : m_key(std::move(key))
    , m_verifyingKey(m_key.publicKey())
    , m_publicMembers(m_key.members())
    , m_keyId(m_key.keyId())
    , m_terms(std::move(terms))
{
}

base::Result<IssuedToken> AccessTokens::issue(const vault::Application& application, const QString& audience,
                                              SignInMethod method, base::UnixSeconds now) const
{
    wire::JsonWriter header;
    header.beginObject().member("typ").text(u"JWT").member("alg").text(u"RS256").member("kid").text(m_keyId);
    header.endObject();
    const base::UnixSeconds expires = now + lifetimeSeconds;
    wire::JsonWriter claims;
    claims.beginObject().member("aud").text(audience).member("iss").text(m_terms.issuer);
    claims.member("iat").integer(now).member("nbf").integer(now).member("exp").integer(expires);
    claims.member("appid").text(application.clientId);
    claims.member("appidacr").text(QString::number(static_cast<int>(method)));
    claims.member("idtyp").text(u"app");
    claims.member("oid").text(application.objectId).member("sub").text(application.objectId);
    claims.member("tid").text(m_terms.tenantId).member("uti").text(base::randomHexId());
    claims.member("ver").text(u"1.0").endObject();
    QByteArray text
        = base::toBase64Url(header.finish().view()) + '.' + base::toBase64Url(claims.finish().view());
    const auto signature = m_key.sign(crypto::RsaScheme::Rs256, text);
    if (!signature)
        return signature.error();
    text += '.' + base::toBase64Url(*signature);
    IssuedToken issued{ base::SecureBytes::copyOf(QByteArrayView(text)), expires, lifetimeSeconds };
    base::wipe(text);
    return issued;
}

base::Result<void> AccessTokens::checkAudience(const QString& audience, Container container) const
{
    const QStringList& taken = container == Container::Pool ? m_terms.poolAudiences : m_terms.vaultAudiences;
    if (taken.contains(audience))
        return {};
    return refused(
        u"AKV10022: Invalid audience. Expected %1, found: %2."_s.arg(taken.first(), audience.left(256)));
}

base::Result<void> AccessTokens::checkClaims(const Jwt& token, base::UnixSeconds now) const
{
    if (token.issuer != m_terms.issuer || token.tenantId != m_terms.tenantId)
        return refused(u"AKV10032: Invalid issuer. Expected one of %1, found %2."_s.arg(
            m_terms.issuer, token.issuer.left(256)));
    if (!isTimely(token, now, 0)) // issuer and verifier have the same clock
        return refused(u"AKV10001: The token is expired or not yet valid."_s);
    if (token.objectId.isEmpty() || token.applicationId.isEmpty())
        return refused(u"AKV10001: The token names no application."_s);
    return {};
}

base::Result<AccessTokens::Remembered> AccessTokens::verifyAnew(QByteArrayView text,
                                                                base::UnixSeconds now) const
{
    const auto token = Jwt::parse(text);
    if (!token)
        return refused(u"AKV10001: The token is not well-formed."_s);
    // The algorithm is ours to choose, never the token's: otherwise "none" or a key used as an HMAC secret
    // would do (RFC 8725 section 3.1).
    if (token->algorithm != "RS256"_L1 || !isSame(token->keyId, m_keyId)
        || !m_verifyingKey.verifies(crypto::RsaScheme::Rs256, token->signedPart, token->signature))
        return refused(u"AKV10001: The signature of the token is not valid."_s);
    if (auto checked = checkClaims(*token, now); !checked)
        return checked.error();
    return Remembered{ { token->applicationId, token->objectId, token->tenantId },
                       token->audience,
                       *token->notBefore,
                       *token->expires };
}

base::Result<TokenIdentity> AccessTokens::verify(QByteArrayView text, Container container,
                                                 base::UnixSeconds now)
{
    // A digest is looked up instead of the token, so that the time of a look-up tells nothing of a token.
    const QByteArray digest = crypto::sha256(text);
    std::optional<Remembered> token = remembered(digest, now);
    if (!token) {
        auto verified = verifyAnew(text, now);
        if (!verified)
            return verified.error();
        remember(digest, *verified, now);
        token = std::move(*verified);
    }
    if (auto checked = checkAudience(token->audience, container); !checked)
        return checked.error();
    return token->identity;
}

std::optional<AccessTokens::Remembered> AccessTokens::remembered(const QByteArray& digest,
                                                                 base::UnixSeconds now)
{
    const std::lock_guard guard(m_mutex);
    const auto found = m_verified.constFind(digest);
    if (found == m_verified.cend() || found->notBefore > now || now >= found->expires)
        return std::nullopt;
    return *found;
}

void AccessTokens::remember(const QByteArray& digest, const Remembered& token, base::UnixSeconds now)
{
    const std::lock_guard guard(m_mutex);
    if (m_verified.size() >= rememberedTokens)
        m_verified.removeIf([now](auto entry) { return entry->expires <= now; });
    if (m_verified.size() >= rememberedTokens)
        m_verified.clear();
    m_verified.insert(digest, token);
}

void AccessTokens::forget()
{
    const std::lock_guard guard(m_mutex);
    m_verified.clear();
}

} // namespace strongroom::serve
