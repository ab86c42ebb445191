// SPDX-License-Identifier: Apache-2.0
#include "model/serve/authority.h"

#include "model/base/encodings.h"
#include "model/crypto/certificate.h"
#include "model/wire/json_writer.h"

#include <QDateTime>

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

constexpr base::UnixSeconds assertionSkewSeconds = 300;
constexpr auto assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"_L1;

/// A refusal of the token endpoint: OAuth's name, the number that people look for, and a sentence.
struct SignInRefusal
{
    int status = 400;
    QLatin1StringView error;
    int number = 0;
    QString message;
};

SignInRefusal unknownTenant(const QString& tenant)
{
    return { 400, "invalid_request"_L1, 90002, u"Tenant '%1' not found."_s.arg(tenant.left(64)) };
}

/// What may be a client id. Anybody can send one without a right to anything, and each is written into the
/// audit log: it must not fill that, nor steer the terminal that shows it.
QString plainClientId(const QString& given)
{
    constexpr qsizetype longest = 64;
    QString id = given.left(longest);
    for (QChar& c : id) {
        if (c <= u' ' || c > u'~')
            c = u'?';
    }
    return id;
}

SignInRefusal badScope(const QString& scope)
{
    return { 400, "invalid_scope"_L1, 70011,
             u"The provided value for the input parameter 'scope' is not valid. The scope %1 is not valid."_s
                 .arg(scope.left(256)) };
}

SignInRefusal unknownResource(const QString& resource)
{
    return { 400, "invalid_resource"_L1, 500011,
             u"The resource principal named %1 was not found in the tenant."_s.arg(resource.left(256)) };
}

SignInRefusal unknownApplication(const QString& clientId)
{
    return { 400, "unauthorized_client"_L1, 700016,
             u"Application with identifier '%1' was not found in the directory."_s.arg(clientId) };
}

SignInRefusal wrongSecret(const QString& clientId)
{
    return { 401, "invalid_client"_L1, 7000215,
             u"Invalid client secret provided for application '%1'."_s.arg(clientId) };
}

base::SecureBytes writeRefusal(const SignInRefusal& refusal, const vault::Caller& caller,
                               base::UnixSeconds now)
{
    const QString timestamp
        = QDateTime::fromSecsSinceEpoch(now, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss'Z'"_s);
    const QString correlation = caller.clientRequestId.isEmpty() ? caller.requestId : caller.clientRequestId;
    const QString description = u"AADSTS%1: %2 Trace ID: %3 Correlation ID: %4 Timestamp: %5"_s.arg(
        QString::number(refusal.number), refusal.message, caller.requestId, correlation, timestamp);
    wire::JsonWriter json;
    json.beginObject().member("error").text(QString(refusal.error));
    json.member("error_description").text(description);
    json.member("error_codes").beginArray().integer(refusal.number).endArray();
    json.member("timestamp").text(timestamp);
    json.member("trace_id").text(caller.requestId);
    json.member("correlation_id").text(correlation).endObject();
    return json.finish();
}

void refuse(const ExchangePtr& exchange, const SignInRefusal& refusal, const base::Clock& clock)
{
    exchange->sendDocument(refusal.status, writeRefusal(refusal, exchange->caller(), clock.now()),
                           "AADSTS"_L1 + QString::number(refusal.number));
}

/// Refuses, once the refusal stands in the audit log: there without what the request said where nothing
/// belongs, which could be a secret in the wrong field.
void refuseAudited(const ExchangePtr& exchange, SignInRefusal refusal, const EndpointParts& parts)
{
    const bool isAboutTheCaller
        = refusal.error == "invalid_client"_L1 || refusal.error == "unauthorized_client"_L1;
    const base::Error error = isAboutTheCaller
        ? base::Error{ base::ErrorCode::Unauthenticated, refusal.message, {} }
        : base::Error{ base::ErrorCode::BadParameter,
                       u"AADSTS%1: %2"_s.arg(QString::number(refusal.number), refusal.error),
                       {} };
    parts.refusals->write(
        exchange->caller(), { {}, error },
        [exchange, refusal = std::move(refusal), error, clock = &parts.clock](const base::Error& written) {
            if (written == error)
                refuse(exchange, refusal, *clock);
            else
                exchange->refuse(written);
        });
}

SignInRefusal assertionRefusal(const base::Error& error)
{
    return { 401, "invalid_client"_L1, 700027, error.message };
}

base::SecureBytes writeTokenAnswer(const IssuedToken& token)
{
    wire::JsonWriter json;
    json.beginObject().member("token_type").text(u"Bearer");
    json.member("expires_in").integer(token.lifetime - 1);
    json.member("ext_expires_in").integer(token.lifetime - 1);
    json.member("access_token").utf8(token.text.view()).endObject();
    return json.finish();
}

/// The same as the first version has it, where every number is a text.
base::SecureBytes writeResourceTokenAnswer(const IssuedToken& token, const QString& resource)
{
    const QString left = QString::number(token.lifetime - 1);
    wire::JsonWriter json;
    json.beginObject().member("token_type").text(u"Bearer");
    json.member("expires_in").text(left).member("ext_expires_in").text(left);
    json.member("expires_on").text(QString::number(token.expires));
    json.member("not_before").text(QString::number(token.expires - token.lifetime));
    json.member("resource").text(resource);
    json.member("access_token").utf8(token.text.view()).endObject();
    return json.finish();
}

base::Error badAssertion(const QString& message) { return { base::ErrorCode::Unauthenticated, message, {} }; }

} // namespace

struct Authority::TokenRequest
{
    QString clientId;
    Wanted wanted;
    base::SecureBytes secret;
    QByteArray assertion;
};

Authority::Authority(EndpointParts parts)
    : m_parts(std::move(parts))
{
}

Authority::Page Authority::pageOf(const std::vector<QString>& segments)
{
    struct Row
    {
        QLatin1StringView path; ///< behind the tenant
        Page page;
    };
    static constexpr std::array rows = {
        Row{ "v2.0/.well-known/openid-configuration"_L1, Page::Configuration },
        Row{ ".well-known/openid-configuration"_L1, Page::Configuration },
        Row{ "discovery/v2.0/keys"_L1, Page::Keys },
        Row{ "discovery/keys"_L1, Page::Keys },
        Row{ "oauth2/v2.0/token"_L1, Page::Token },
        Row{ "oauth2/token"_L1, Page::ResourceToken },
    };
    if (segments.size() < 3)
        return Page::None;
    const QString path = QStringList(segments.begin() + 1, segments.end()).join(u'/');
    for (const Row& row : rows) {
        if (path.compare(row.path, Qt::CaseInsensitive) == 0)
            return row.page;
    }
    return Page::None;
}

void Authority::handle(const ExchangePtr& exchange, net::HttpRequest request,
                       const wire::RequestTarget& target)
{
    const Page page = pageOf(target.segments);
    const QByteArray method = page == Page::Token || page == Page::ResourceToken ? "POST" : "GET";
    if (request.method != method) {
        refuseRequest(exchange,
                      { base::ErrorCode::MethodNotAllowed,
                        u"The authority takes only %1 here."_s.arg(QString::fromLatin1(method)),
                        {} });
        return;
    }
    const QString& tenant = target.segments.front();
    const bool isKnown = tenant.compare(m_parts.names.tenantId(), Qt::CaseInsensitive) == 0
        || tenant.compare("common"_L1, Qt::CaseInsensitive) == 0
        || tenant.compare("organizations"_L1, Qt::CaseInsensitive) == 0;
    if (!isKnown) {
        refuseAudited(exchange, unknownTenant(tenant), m_parts);
        return;
    }
    switch (page) {
    case Page::Configuration:
        sendConfiguration(exchange, request.host);
        return;
    case Page::Keys:
        sendKeys(exchange);
        return;
    case Page::Token:
    case Page::ResourceToken:
        handleToken(exchange, std::move(request), page);
        return;
    case Page::None:
        refuseRequest(exchange, { base::ErrorCode::NoSuchResource, u"There is no such page."_s, {} });
    }
}

void Authority::sendConfiguration(const ExchangePtr& exchange, QByteArrayView host) const
{
    // Clients insist that the issuer has the scheme, host and port by which they reached the authority.
    const QString base = m_parts.names.authorityOfHost(host) + u'/' + m_parts.names.tenantId();
    wire::JsonWriter json;
    json.beginObject().member("issuer").text(QString(base + "/v2.0"_L1));
    json.member("authorization_endpoint").text(QString(base + "/oauth2/v2.0/authorize"_L1));
    json.member("token_endpoint").text(QString(base + "/oauth2/v2.0/token"_L1));
    json.member("jwks_uri").text(QString(base + "/discovery/v2.0/keys"_L1));
    const auto list = [&json](QByteArrayView name, std::initializer_list<QStringView> values) {
        json.member(name).beginArray();
        for (const QStringView value : values)
            json.text(value);
        json.endArray();
    };
    list("token_endpoint_auth_methods_supported", { u"client_secret_post", u"private_key_jwt" });
    list("token_endpoint_auth_signing_alg_values_supported", { u"RS256", u"PS256" });
    list("grant_types_supported", { u"client_credentials" });
    list("response_types_supported", { u"code" });
    list("response_modes_supported", { u"query" });
    list("subject_types_supported", { u"pairwise" });
    list("id_token_signing_alg_values_supported", { u"RS256" });
    list("scopes_supported", { u"openid" });
    json.member("tenant_region_scope").null().endObject();
    exchange->sendDocument(200, json.finish());
}

void Authority::sendKeys(const ExchangePtr& exchange) const
{
    const crypto::RsaPublicMembers& key = m_parts.tokens->publicMembers();
    wire::JsonWriter json;
    json.beginObject().member("keys").beginArray().beginObject();
    json.member("kty").text(u"RSA").member("use").text(u"sig").member("alg").text(u"RS256");
    json.member("kid").text(m_parts.tokens->keyId());
    json.member("n").utf8(base::toBase64Url(key.n)).member("e").utf8(base::toBase64Url(key.e));
    json.endObject().endArray().endObject();
    exchange->sendDocument(200, json.finish());
}

void Authority::handleToken(const ExchangePtr& exchange, net::HttpRequest request, Page page)
{
    auto form = wire::parseForm(request.body.view());
    const auto field = [&form](QStringView name) {
        return form ? wire::parameter(*form, name).value_or(QString()) : QString();
    };
    TokenRequest asked;
    asked.clientId = plainClientId(field(u"client_id"));
    exchange->setClientId(asked.clientId);
    const QString grantType = field(u"grant_type");
    const bool isByResource = page == Page::ResourceToken;
    const QString parameter = isByResource ? u"resource"_s : u"scope"_s;
    const QString named = field(parameter);
    const auto resource
        = isByResource ? m_parts.names.resourceNamed(named) : m_parts.names.resourceOfScope(named);
    const auto missing = [&](const QString& name) {
        refuseAudited(exchange,
                      { 400, "invalid_request"_L1, 900144,
                        u"The request body must contain the following parameter: '%1'."_s.arg(name) },
                      m_parts);
    };
    if (grantType.isEmpty())
        return missing(u"grant_type"_s);
    if (grantType != "client_credentials"_L1)
        return refuseAudited(
            exchange,
            { 400, "unsupported_grant_type"_L1, 70003,
              u"The app requested an unsupported grant type '%1'."_s.arg(grantType.left(64)) },
            m_parts);
    if (asked.clientId.isEmpty())
        return missing(u"client_id"_s);
    if (named.isEmpty())
        return missing(parameter);
    if (!resource)
        return refuseAudited(exchange, isByResource ? unknownResource(named) : badScope(named), m_parts);
    asked.wanted = { *resource, page };
    asked.assertion = field(u"client_assertion").toLatin1();
    if (!asked.assertion.isEmpty() && field(u"client_assertion_type") == assertionType)
        return signInWithAssertion(exchange, std::move(asked));
    for (auto& [name, value] : *form) {
        if (name.compare("client_secret"_L1, Qt::CaseInsensitive) != 0)
            continue;
        asked.secret = base::SecureBytes::fromText(value);
        base::wipe(value);
    }
    if (asked.secret.isEmpty())
        return refuseAudited(
            exchange,
            { 401, "invalid_client"_L1, 7000218,
              u"The request body must contain the following parameter: 'client_assertion' or 'client_secret'."_s },
            m_parts);
    signInWithSecret(exchange, std::move(asked));
}

void Authority::refuseRequest(const ExchangePtr& exchange, const base::Error& error) const
{
    m_parts.refusals->write(exchange->caller(), { {}, error, unknownOperation },
                            [exchange](const base::Error& written) { exchange->refuse(written); });
}

void Authority::signInWithSecret(const ExchangePtr& exchange, TokenRequest request)
{
    // A client id that nobody has costs nothing to send: the log has only so much room for those.
    const QString clientId = request.clientId.toLower();
    m_parts.directory->findApplication(
        clientId,
        [self = shared_from_this(), exchange,
         request = std::move(request)](base::Result<const vault::Application*> known) mutable {
            if (!known)
                return exchange->refuse(known.error());
            if (!*known)
                return refuseAudited(exchange, unknownApplication(request.clientId), self->m_parts);
            self->checkSecret(exchange, std::move(request));
        });
}

void Authority::checkSecret(const ExchangePtr& exchange, TokenRequest request)
{
    const QString clientId = request.clientId;
    m_parts.operations.submit<vault::AuthenticateApplication>(
        exchange->caller(), {}, { clientId, std::move(request.secret) },
        [self = shared_from_this(), exchange, clientId,
         wanted = request.wanted](ops::ResultOf<vault::AuthenticateApplication> application) {
            if (application)
                return self->grant(exchange, *application, wanted, SignInMethod::Secret);
            if (application.error().code != base::ErrorCode::Unauthenticated)
                return exchange->refuse(application.error());
            refuse(exchange, wrongSecret(clientId), self->m_parts.clock);
        });
}

void Authority::signInWithAssertion(const ExchangePtr& exchange, TokenRequest request)
{
    vault::Caller caller = exchange->caller();
    caller.kind = vault::Caller::Kind::System; // the authority itself looks the application up
    caller.displayName = u"token endpoint"_s;
    const QString clientId = request.clientId;
    m_parts.operations.submit<vault::FindApplication>(
        std::move(caller), {}, { clientId },
        [self = shared_from_this(), exchange,
         request = std::move(request)](ops::ResultOf<vault::FindApplication> application) {
            if (!application && application.error().code != base::ErrorCode::PrincipalNotFound)
                return exchange->refuse(application.error());
            if (!application)
                return refuseAudited(exchange, unknownApplication(request.clientId), self->m_parts);
            const EndpointNames& names = self->m_parts.names;
            QStringList endpoints;
            for (const QByteArrayView host : { "login.vault.localhost", "localhost", "127.0.0.1", "[::1]" }) {
                for (const QString& tenant : { names.tenantId(), u"common"_s, u"organizations"_s })
                    endpoints += names.authorityOfHost(host) + u'/' + tenant;
            }
            const auto checked
                = checkAssertion(request.assertion, *application, endpoints, self->m_parts.clock.now());
            if (!checked)
                return refuseAudited(exchange, assertionRefusal(checked.error()), self->m_parts);
            self->grant(exchange, *application, request.wanted, SignInMethod::Certificate);
        });
}

void Authority::grant(const ExchangePtr& exchange, const vault::Application& application,
                      const Wanted& wanted, SignInMethod method) const
{
    exchange->setCaller(vault::Caller::Kind::Application, application, m_parts.names.tenantId());
    const auto token = m_parts.tokens->issue(application, wanted.resource, method, m_parts.clock.now());
    if (!token)
        return exchange->refuse(token.error());
    exchange->sendDocument(200,
                           wanted.page == Page::ResourceToken
                               ? writeResourceTokenAnswer(*token, wanted.resource)
                               : writeTokenAnswer(*token));
}

base::Result<void> checkAssertion(QByteArrayView assertion, const vault::Application& application,
                                  const QStringList& tokenEndpoints, base::UnixSeconds now)
{
    const auto token = Jwt::parse(assertion);
    if (!token)
        return badAssertion(u"The client assertion is not well-formed."_s);
    const auto scheme = token->algorithm == "PS256"_L1 ? std::optional(crypto::RsaScheme::Ps256)
        : token->algorithm == "RS256"_L1               ? std::optional(crypto::RsaScheme::Rs256)
                                                       : std::nullopt;
    if (!scheme)
        return badAssertion(u"The client assertion must be signed with PS256 or RS256."_s);
    const bool isForUs = std::any_of(tokenEndpoints.begin(), tokenEndpoints.end(), [&](const QString& base) {
        const QString audience
            = token->audience.endsWith(u'/') ? token->audience.chopped(1) : token->audience;
        return audience == base + "/oauth2/v2.0/token"_L1 || audience == base + "/oauth2/token"_L1
            || audience == base + "/v2.0"_L1;
    });
    if (!isForUs)
        return badAssertion(u"The audience of the client assertion is not this token endpoint."_s);
    if (token->issuer.compare(application.clientId, Qt::CaseInsensitive) != 0
        || token->subject.compare(application.clientId, Qt::CaseInsensitive) != 0)
        return badAssertion(u"Issuer and subject of the client assertion must be the client id."_s);
    // Some clients leave "nbf" out; "exp" must be there.
    if (!token->expires || *token->expires <= now - assertionSkewSeconds
        || token->notBefore.value_or(0) > now + assertionSkewSeconds)
        return badAssertion(u"The client assertion is expired or not yet valid."_s);
    for (const vault::ApplicationCredential& credential : application.credentials) {
        if (credential.kind != vault::ApplicationCredential::Kind::Certificate
            || (credential.expires != 0 && credential.expires <= now))
            continue;
        const auto certificate = crypto::parseCertificate(credential.certificateDer);
        if (!certificate || certificate->notAfter <= now || certificate->notBefore > now)
            continue;
        const bool isNamed = token->thumbprintSha256.isEmpty()
            ? token->thumbprintSha1 == certificate->sha1Thumbprint
            : token->thumbprintSha256 == certificate->sha256Thumbprint;
        if (!isNamed)
            continue;
        const auto key = crypto::VerifyingKey::fromPem(certificate->publicKeyPem);
        if (key && key->verifies(*scheme, token->signedPart, token->signature))
            return {};
    }
    return badAssertion(
        u"The client assertion is not signed with a registered certificate of the application."_s);
}

} // namespace strongroom::serve
