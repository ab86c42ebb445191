// SPDX-License-Identifier: Apache-2.0
#include "model/serve/authority.h"

#include "model/base/encodings.h"
#include "model/crypto/symmetric.h"
#include "model/serve/client_assertion.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>
#include <QUrl>

#include <memory>
#include <mutex>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

constexpr base::UnixSeconds tokenLifetime = 3600;
/// Of tokens whose signature is known to be good; more would be an attack or a very large site.
constexpr qsizetype mostVerified = 4096;

/// An error of the token endpoint (RFC 6749, 5.2, with Entra ID's members).
struct TokenError final
{
    int status = 400;
    QString error;
    int code = 0;
    QString text;
};

const TokenError wrongTenant{ 400, u"invalid_request"_s, 90002, u"The tenant does not exist here."_s };
const TokenError wrongGrant{ 400, u"unsupported_grant_type"_s, 70003,
                             u"Only client_credentials is granted here."_s };
const TokenError wrongScope{ 400, u"invalid_scope"_s, 70011,
                             u"The scope must be RESOURCE/.default of a vault or pool."_s };
const TokenError missingMember{ 400, u"invalid_request"_s, 900144,
                                u"client_id, scope and a credential must be given."_s };
const TokenError wrongSecret{ 401, u"invalid_client"_s, 7000215,
                              u"The client or its secret is not known."_s };

net::HttpResponse jsonResponse(int status, const QJsonObject& object)
{
    net::HttpResponse response;
    response.status = status;
    response.headers = { { "Content-Type", "application/json; charset=utf-8" },
                         { "Cache-Control", "no-store, no-cache" },
                         { "Pragma", "no-cache" },
                         { "X-Content-Type-Options", "nosniff" } };
    QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    response.body = base::SecureBytes::copyOf(text);
    base::wipe(text);
    return response;
}

net::HttpResponse errorResponse(const TokenError& error, const base::Clock& clock)
{
    const QString time
        = QDateTime::fromSecsSinceEpoch(clock.now(), QTimeZone::utc()).toString(u"yyyy-MM-dd HH:mm:ss'Z'"_s);
    return jsonResponse(error.status,
                        { { u"error"_s, error.error },
                          { u"error_description"_s, u"AADSTS%1: %2"_s.arg(error.code).arg(error.text) },
                          { u"error_codes"_s, QJsonArray{ error.code } },
                          { u"timestamp"_s, time },
                          { u"trace_id"_s, base::randomUuid() },
                          { u"correlation_id"_s, base::randomUuid() } });
}

int hexDigit(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/// application/x-www-form-urlencoded, decoded without leaving the guarded bytes.
base::SecureBytes formDecoded(std::span<const unsigned char> text)
{
    base::SecureBytes decoded(text.size());
    std::size_t size = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isEscape = text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0
            && hexDigit(text[i + 2]) >= 0;
        if (isEscape) {
            decoded.data()[size++]
                = static_cast<unsigned char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
            i += 2;
        } else {
            decoded.data()[size++] = text[i] == '+' ? ' ' : text[i];
        }
    }
    return base::SecureBytes::copyOf(decoded.span().first(size));
}

/// "https://vault.localhost/.default" to "https://vault.localhost"; empty for anything else. The public
/// cloud's name is granted too, because one SDK asks for it before it has seen a challenge.
QString resourceOf(const QString& scopeOrResource)
{
    QString resource = scopeOrResource.trimmed();
    if (resource.endsWith("/.default"_L1))
        resource.chop(9);
    while (resource.endsWith(u'/'))
        resource.chop(1);
    const QUrl url(resource);
    static const QStringList hosts = { u"vault.localhost"_s, u"managedhsm.localhost"_s, u"vault.azure.net"_s,
                                       u"managedhsm.azure.net"_s };
    return url.scheme() == "https"_L1 && url.path().isEmpty() && hosts.contains(url.host()) ? resource
                                                                                            : QString();
}

/// The audience is the resource itself or the resource with a port.
bool isAudience(const QString& audience, const QString& resource)
{
    if (audience == resource)
        return true;
    const QUrl url(audience);
    return url.port() > 0 && url.scheme() + u"://"_s + url.host() == resource;
}

vault::Caller callerAt(const net::HttpRequest& request, vault::Caller caller)
{
    caller.address = request.peerAddress;
    caller.userAgent = QString::fromUtf8(request.header("user-agent"));
    caller.clientRequestId = QString::fromUtf8(request.header("client-request-id"));
    return caller;
}

base::Error refused(const QString& message) { return { base::ErrorCode::Unauthenticated, message, {} }; }

} // namespace

struct Authority::TokenForm final
{
    QString clientId;
    QString resource;
    QString grantType;
    QString assertionType;
    base::SecureBytes secret;
    base::SecureBytes assertion;

    explicit TokenForm(const base::SecureBytes& body)
    {
        std::span<const unsigned char> rest = body.span();
        while (!rest.empty()) {
            const auto end = std::find(rest.begin(), rest.end(), '&');
            const auto equals = std::find(rest.begin(), end, '=');
            const base::SecureBytes name = formDecoded({ rest.begin(), equals });
            take(QByteArrayView(name.view()),
                 formDecoded(equals == end ? std::span<const unsigned char>()
                                           : std::span<const unsigned char>(equals + 1, end)));
            rest = end == rest.end() ? std::span<const unsigned char>()
                                     : std::span<const unsigned char>(end + 1, rest.end());
        }
    }

private:
    void take(QByteArrayView name, base::SecureBytes value)
    {
        if (name == "client_secret")
            secret = std::move(value);
        else if (name == "client_assertion")
            assertion = std::move(value);
        else if (name == "client_id")
            clientId = QString::fromUtf8(value.view());
        else if (name == "grant_type")
            grantType = QString::fromUtf8(value.view());
        else if (name == "client_assertion_type")
            assertionType = QString::fromUtf8(value.view());
        else if (name == "scope" || name == "resource")
            resource = resourceOf(QString::fromUtf8(value.view()));
    }
};

Authority::Authority(ops::Operations& operations, const base::Clock& clock, AuthoritySettings settings)
    : m_operations(operations)
    , m_clock(clock)
    , m_settings(std::move(settings))
    , m_publicKey(m_settings.key.publicKey())
    , m_keyId(m_settings.key.keyId())
{
    // On the lane itself, before the change is answered: a deleted application's tokens are dead at once.
    connect(
        &m_operations, &ops::Operations::changed, this,
        [this](const vault::VaultChange& change) {
            if (change.what != vault::ChangeKind::DirectoryChanged)
                return;
            {
                const std::unique_lock guard(m_mutex);
                m_applications.remove(change.name);
            }
            learnApplications();
        },
        Qt::DirectConnection);
    learnApplications();
}

Authority::~Authority()
{
    disconnect(&m_operations, nullptr, this, nullptr);
    // Lookups under way refer to this object; whatever was submitted before this is answered before it.
    QPromise<void> settled;
    auto future = settled.future();
    m_operations.desk().between([settled = std::move(settled)]() mutable { settled.finish(); });
    future.waitForFinished();
}

void Authority::learnApplications()
{
    m_operations.submit<vault::ListApplications>(
        vault::Caller::system(u"authority"_s), {}, {},
        [this](ops::ResultOf<vault::ListApplications> applications) {
            if (!applications)
                return;
            const std::unique_lock guard(m_mutex);
            m_applications.clear();
            for (const vault::Application& application : *applications)
                m_applications.insert(application.clientId, application.name);
        });
}

bool Authority::isAuthorityPath(QByteArrayView path)
{
    const QByteArray lower = path.toByteArray().toLower();
    return lower.contains("/.well-known/openid-configuration") || lower.contains("/oauth2/")
        || lower.contains("/discovery/");
}

QString Authority::tokenEndpoint() const
{
    return m_settings.baseUrl + u'/' + m_settings.tenantId + "/oauth2/v2.0/token"_L1;
}

QString Authority::challenge(const QString& resource) const
{
    return u"Bearer authorization=\"%1/%2\", resource=\"%3\""_s.arg(m_settings.baseUrl, m_settings.tenantId,
                                                                    resource);
}

void Authority::handle(net::HttpRequest request, net::Respond respond)
{
    const QString path = QUrl::fromEncoded(request.target).path().toLower();
    const QStringList segments = path.split(u'/', Qt::SkipEmptyParts);
    const QString tenant = segments.value(0);
    const bool isOurs = tenant == m_settings.tenantId || tenant == u"common"_s || tenant == u"organizations"_s
        || segments.value(0) == u".well-known"_s || segments.value(0) == u"discovery"_s;
    if (!isOurs)
        return respond(errorResponse(wrongTenant, m_clock));
    if (path.contains("/.well-known/openid-configuration"_L1) && request.method == "GET")
        return respond(discovery());
    if (path.contains("/discovery/"_L1) && path.contains("/keys"_L1) && request.method == "GET")
        return respond(keys());
    if (path.contains("/oauth2/"_L1) && segments.last() == u"token"_s && request.method == "POST")
        return answerToken(std::move(request), std::move(respond));
    respond(errorResponse(
        { 404, u"invalid_request"_s, 900561, u"There is nothing at this address of the authority."_s },
        m_clock));
}

net::HttpResponse Authority::discovery() const
{
    const QString root = m_settings.baseUrl + u'/' + m_settings.tenantId;
    return jsonResponse(200,
                        QJsonObject{
                            { u"issuer"_s, QString(root + "/v2.0"_L1) },
                            { u"authorization_endpoint"_s, QString(root + "/oauth2/v2.0/authorize"_L1) },
                            { u"token_endpoint"_s, tokenEndpoint() },
                            { u"jwks_uri"_s, QString(root + "/discovery/v2.0/keys"_L1) },
                            { u"response_types_supported"_s, QJsonArray{ u"token"_s } },
                            { u"subject_types_supported"_s, QJsonArray{ u"pairwise"_s } },
                            { u"id_token_signing_alg_values_supported"_s, QJsonArray{ u"RS256"_s } },
                            { u"grant_types_supported"_s, QJsonArray{ u"client_credentials"_s } },
                            { u"token_endpoint_auth_methods_supported"_s,
                              QJsonArray{ u"client_secret_post"_s, u"private_key_jwt"_s } },
                        });
}

net::HttpResponse Authority::keys() const
{
    const crypto::RsaPublicMembers members = m_publicKey.members();
    const QJsonObject key{ { u"kty"_s, u"RSA"_s },
                           { u"use"_s, u"sig"_s },
                           { u"alg"_s, u"RS256"_s },
                           { u"kid"_s, m_keyId },
                           { u"n"_s, QString::fromLatin1(base::toBase64Url(members.n)) },
                           { u"e"_s, QString::fromLatin1(base::toBase64Url(members.e)) } };
    return jsonResponse(200, QJsonObject{ { u"keys"_s, QJsonArray{ key } } });
}

void Authority::answerToken(net::HttpRequest request, net::Respond respond)
{
    TokenForm form(request.body);
    if (form.clientId.isEmpty() && !form.assertion.isEmpty())
        form.clientId = claimedClientId(form.assertion.view());
    if (form.grantType != u"client_credentials"_s)
        return respond(errorResponse(wrongGrant, m_clock));
    if (form.resource.isEmpty())
        return respond(errorResponse(wrongScope, m_clock));
    if (form.clientId.isEmpty() || (form.secret.isEmpty() && form.assertion.isEmpty()))
        return respond(errorResponse(missingMember, m_clock));
    if (!form.assertion.isEmpty())
        return answerAssertion(std::move(form),
                               callerAt(request, vault::Caller::system(u"client assertion"_s)),
                               std::move(respond));
    answerSecret(std::move(form), callerAt(request, {}), std::move(respond));
}

void Authority::answerSecret(TokenForm form, vault::Caller caller, net::Respond respond)
{
    const QString resource = form.resource;
    m_operations.submit<vault::AuthenticateApplication>(
        std::move(caller), {}, { form.clientId, std::move(form.secret) },
        [this, resource, respond = std::move(respond)](base::Result<vault::Application> application) mutable {
            answerIssued(application, resource, std::move(respond));
        });
}

void Authority::answerAssertion(TokenForm form, vault::Caller caller, net::Respond respond)
{
    const QString clientId = form.clientId;
    m_operations.submit<vault::FindApplication>(
        std::move(caller), {}, { clientId },
        [this, form = std::move(form),
         respond = std::move(respond)](base::Result<vault::Application> application) mutable {
            if (application) {
                const auto checked = checkClientAssertion(form.assertion.view(), *application,
                                                          tokenEndpoint(), m_clock.now());
                if (!checked)
                    application = checked.error();
            }
            answerIssued(application, form.resource, std::move(respond));
        });
}

void Authority::answerIssued(const base::Result<vault::Application>& application, const QString& resource,
                             net::Respond respond)
{
    if (!application) {
        const bool isUnavailable = application.error().code == base::ErrorCode::Locked;
        const TokenError unavailable{ 503, u"temporarily_unavailable"_s, 90033, u"The store is locked."_s };
        return respond(errorResponse(isUnavailable ? unavailable : wrongSecret, m_clock));
    }
    issue(*application, resource,
          [this, respond = std::move(respond)](base::Result<IssuedToken> issued) mutable {
              if (!issued)
                  return respond(errorResponse(wrongScope, m_clock));
              const qint64 lifetime = issued->expires - m_clock.now();
              respond(jsonResponse(200,
                                   { { u"token_type"_s, u"Bearer"_s },
                                     { u"expires_in"_s, lifetime },
                                     { u"ext_expires_in"_s, lifetime },
                                     { u"access_token"_s, QString::fromLatin1(issued->token.view()) } }));
          });
}

void Authority::issue(const vault::Application& application, const QString& resource,
                      base::UniqueFunction<void(base::Result<IssuedToken>)> answer)
{
    const QString audience = resourceOf(resource);
    if (audience.isEmpty())
        return answer(base::Error{ base::ErrorCode::BadParameter,
                                   u"The resource must be a vault's or a pool's."_s, u"resource"_s });
    {
        const std::unique_lock guard(m_mutex);
        m_applications.insert(application.clientId, application.name);
    }
    const TokenClaims claims{ audience,
                              m_settings.baseUrl + u'/' + m_settings.tenantId + "/v2.0"_L1,
                              m_settings.tenantId,
                              application.objectId,
                              application.clientId,
                              m_clock.now(),
                              m_clock.now() + tokenLifetime };
    // Signing takes half a millisecond: neither the store's lane nor a connection waits for it.
    const auto waiting = std::make_shared<decltype(answer)>(std::move(answer));
    m_signers.start([this, claims, waiting] {
        const auto token = makeToken(claims, m_settings.key);
        if (!token)
            return (*waiting)(token.error());
        (*waiting)(IssuedToken{ base::SecureBytes::copyOf(*token), claims.expires });
    });
}

base::Result<TokenClaims> Authority::verifiedClaims(QByteArrayView token)
{
    // A verified signature stays good: only its hash is kept, so that a hot token costs one digest.
    const QByteArray digest = crypto::sha256(token);
    {
        const std::shared_lock guard(m_mutex);
        if (const auto known = m_verified.constFind(digest); known != m_verified.constEnd())
            return *known;
    }
    auto claims = readToken(token, m_publicKey, m_keyId);
    if (!claims)
        return claims;
    const std::unique_lock guard(m_mutex);
    if (m_verified.size() >= mostVerified)
        m_verified.clear();
    m_verified.insert(digest, *claims);
    return claims;
}

base::Result<SignedInCaller> Authority::verify(QByteArrayView token, const QString& resource)
{
    const auto claims = verifiedClaims(token);
    if (!claims)
        return claims.error();
    if (claims->tenantId != m_settings.tenantId || !claims->issuer.startsWith(m_settings.baseUrl + u'/'))
        return refused(u"AKV10032: Invalid issuer. Expected %1/%2/v2.0, found %3."_s.arg(
            m_settings.baseUrl, m_settings.tenantId, claims->issuer));
    if (!isAudience(claims->audience, resource))
        return refused(
            u"AKV10022: Invalid audience. Expected %1, found: %2."_s.arg(resource, claims->audience));
    const base::UnixSeconds now = m_clock.now();
    if (claims->expires <= now)
        return refused(u"AKV10046: The token has expired."_s);
    if (claims->notBefore > now)
        return refused(u"AKV10046: The token is not valid yet."_s);
    const std::shared_lock guard(m_mutex);
    const auto application = m_applications.constFind(claims->clientId);
    if (application == m_applications.constEnd())
        return refused(u"AKV10047: The application is not registered here any more."_s);
    return SignedInCaller{ claims->objectId, claims->clientId, claims->tenantId, *application };
}

} // namespace strongroom::serve
