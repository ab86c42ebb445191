// SPDX-License-Identifier: Apache-2.0
#include "model/serve/managed_identity.h"

#include "model/wire/json_writer.h"

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

/// The error of IMDS, which every client of the forms here understands.
struct Refusal
{
    int status = 400;
    QString error;
    QString description;
};

void refuse(const ExchangePtr& exchange, const Refusal& refusal)
{
    wire::JsonWriter json;
    json.beginObject().member("error").text(refusal.error);
    json.member("error_description").text(refusal.description).endObject();
    exchange->sendDocument(refusal.status, json.finish(), refusal.error);
}

base::ErrorCode codeOf(int status)
{
    switch (status) {
    case 401:
        return base::ErrorCode::Unauthenticated;
    case 404:
        return base::ErrorCode::NoSuchResource;
    case 405:
        return base::ErrorCode::MethodNotAllowed;
    default:
        return base::ErrorCode::BadParameter;
    }
}

QString joined(const std::vector<QString>& segments)
{
    return u'/' + QStringList(segments.begin(), segments.end()).join(u'/').toLower();
}

} // namespace

ManagedIdentity::ManagedIdentity(EndpointParts parts, vault::Application application,
                                 base::SecureBytes header)
    : m_parts(std::move(parts))
    , m_application(std::move(application))
    , m_header(std::move(header))
{
}

ManagedIdentity::Form ManagedIdentity::formOf(const std::vector<QString>& segments)
{
    const QString path = joined(segments);
    if (path == appServicePath)
        return Form::AppService;
    return path == virtualMachinePath ? Form::VirtualMachine : Form::None;
}

bool ManagedIdentity::isAllowed(Form form, const net::HttpRequest& request) const
{
    // Each form has a header that no page in a browser and no naive redirect can send.
    if (form == Form::VirtualMachine)
        return request.header("metadata").compare("true", Qt::CaseInsensitive) == 0;
    const QByteArrayView header = request.header("x-identity-header");
    return base::equalInConstantTime(m_header.span(),
                                     std::span(reinterpret_cast<const unsigned char*>(header.data()),
                                               static_cast<std::size_t>(header.size())));
}

void ManagedIdentity::handle(const ExchangePtr& exchange, const net::HttpRequest& request)
{
    const auto refuseAudited = [&](Refusal refusal) {
        const base::Error error{ codeOf(refusal.status), refusal.description, {} };
        m_parts.refusals->write(exchange->caller(), { {}, error },
                                [exchange, refusal = std::move(refusal), error](const base::Error& written) {
                                    if (written == error)
                                        refuse(exchange, refusal);
                                    else
                                        exchange->refuse(written);
                                });
    };
    const auto target = wire::RequestTarget::parse(request.target);
    const Form form = target ? formOf(target->segments) : Form::None;
    if (form == Form::None)
        return refuseAudited({ 404, u"not_found"_s, u"There is no such page."_s });
    if (request.method != "GET")
        return refuseAudited({ 405, u"bad_request"_s, u"Only GET is taken here."_s });
    if (!isAllowed(form, request))
        return refuseAudited(
            form == Form::VirtualMachine
                ? Refusal{ 400, u"invalid_request"_s, u"Required metadata header not specified"_s }
                : Refusal{ 401, u"unauthorized"_s, u"The header X-IDENTITY-HEADER is missing or wrong."_s });
    if (!wire::parameter(target->query, u"api-version"))
        return refuseAudited({ 400, u"invalid_request"_s, u"The parameter api-version is missing."_s });
    QString resource = wire::parameter(target->query, u"resource").value_or(QString());
    if (!m_parts.names.isKnownResource(resource))
        return refuseAudited(
            { 400, u"invalid_resource"_s,
              u"Tokens are issued for https://vault.localhost and https://managedhsm.localhost only."_s });
    const auto clientId = wire::parameter(target->query, u"client_id");
    if (clientId && clientId->compare(m_application.clientId, Qt::CaseInsensitive) != 0)
        return refuseAudited({ 400, u"invalid_request"_s, u"Identity not found"_s });
    while (resource.endsWith(u'/'))
        resource.chop(1);
    grant(exchange, resource);
}

void ManagedIdentity::grant(const ExchangePtr& exchange, const QString& resource)
{
    vault::Caller caller = exchange->caller();
    caller.kind = vault::Caller::Kind::System; // nobody signs in: the program vouches for what runs here
    caller.displayName = u"managed identity"_s;
    // Asked each time, so that the issue of each token stands in the audit log and ends with the application.
    m_parts.operations.submit<vault::FindApplication>(
        std::move(caller), {}, { m_application.clientId },
        [self = shared_from_this(), exchange, resource](ops::ResultOf<vault::FindApplication> application) {
            if (!application && application.error().code == base::ErrorCode::PrincipalNotFound)
                return refuse(exchange, { 400, u"invalid_request"_s, u"Identity not found"_s });
            if (!application)
                return exchange->refuse(application.error());
            exchange->setCaller(vault::Caller::Kind::Application, *application,
                                self->m_parts.names.tenantId());
            const auto token = self->m_parts.tokens->issue(
                *application, resource, SignInMethod::ManagedIdentity, self->m_parts.clock.now());
            if (!token)
                return exchange->refuse(token.error());
            wire::JsonWriter json;
            json.beginObject().member("access_token").utf8(token->text.view());
            json.member("expires_on").text(QString::number(token->expires));
            json.member("expires_in").text(QString::number(token->lifetime - 1));
            json.member("resource").text(resource).member("token_type").text(u"Bearer");
            json.member("client_id").text(application->clientId).endObject();
            exchange->sendDocument(200, json.finish());
        });
}

} // namespace strongroom::serve
