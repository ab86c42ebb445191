// SPDX-License-Identifier: Apache-2.0
#include "model/serve/vault_service.h"

#include "model/wire/key_operation_bodies.h"

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

base::Error noToken()
{
    return { base::ErrorCode::Unauthenticated, u"AKV10000: Request is missing a Bearer or PoP token."_s, {} };
}

base::Error applicationGone()
{
    return { base::ErrorCode::Unauthenticated,
             u"AKV10001: The application of the token no longer exists."_s,
             {} };
}

base::Error notJson()
{
    return { base::ErrorCode::BadParameter, u"The request body must be sent as application/json."_s,
             u"Content-Type"_s };
}

/// Nobody has the host's name. Where the authority is, a vault was meant only by a path that vaults have.
base::Error nobodyAt(const ContainerHost& host, const base::Result<wire::RequestTarget>& target)
{
    const bool mayMeanAuthority = host == ContainerHost() || host == authorityHost();
    const RouteMatch match = target ? matchRoute(host.container, "GET", target->segments) : RouteMatch();
    if (mayMeanAuthority && !match.route && !match.isPathKnown)
        return { base::ErrorCode::NoSuchResource, u"The token authority has no such page."_s, {} };
    return { base::ErrorCode::VaultNotFound,
             host.container == Container::Pool ? u"There is no pool of this name."_s
                                               : u"There is no vault of this name."_s,
             {} };
}

base::Error noRoute(const RouteMatch& match)
{
    if (match.isPathKnown)
        return { base::ErrorCode::MethodNotAllowed, u"The method is not allowed on this resource."_s, {} };
    return { base::ErrorCode::NoSuchResource, u"There is no such resource."_s, {} };
}

/// The route's own and, from vaults, the role assignment that allowed it; those with access policies are
/// decided by no assignment. Taken from `answer`.
net::HttpHeaders headersOf(RouteAnswer& answer, Container container)
{
    net::HttpHeaders headers = std::move(answer.headers);
    headers.reserve(headers.size() + 6);
    if (container == Container::Vault && !answer.decidedBy.isEmpty() && answer.decidedBy != "policy"_L1)
        headers.emplace_back(QByteArrayLiteral("x-ms-keyvault-rbac-assignment-id"),
                             answer.decidedBy.toLatin1());
    return headers;
}

/// The token of "Bearer TOKEN", empty for any other header.
QByteArrayView bearerToken(const net::HttpRequest& request)
{
    static constexpr QByteArrayView scheme("bearer ");
    const QByteArrayView header = request.header("authorization");
    if (header.size() <= scheme.size()
        || header.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) != 0)
        return {};
    return header.sliced(scheme.size()).trimmed();
}

/// The verb that a POST carries for networks that let only POST through (Key Vault REST, HTTP verbs).
QByteArray methodOf(const net::HttpRequest& request)
{
    if (request.method != "POST")
        return request.method;
    for (const QByteArrayView name : { "x-http-method", "x-http-request" }) {
        if (const QByteArrayView tunnelled = request.header(name); !tunnelled.isEmpty())
            return tunnelled.trimmed().toByteArray().toUpper();
    }
    return request.method;
}

/// What pages of a browser can send anywhere without being asked, forms and plain text, is not taken
/// (requirement L5). Clients that name no type are programs.
bool isSentAsJson(const net::HttpRequest& request)
{
    const QByteArrayView header = request.header("content-type");
    const qsizetype parameters = header.indexOf(';');
    const QByteArrayView type = parameters < 0 ? header : header.first(parameters);
    return request.body.isEmpty() || header.isEmpty()
        || type.trimmed().compare(QByteArrayView("application/json"), Qt::CaseInsensitive) == 0;
}

bool isPoolHost(const ContainerHost& host) { return host.container == Container::Pool; }

} // namespace

VaultService::VaultService(EndpointParts parts)
    : m_parts(std::move(parts))
{
}

void VaultService::handle(const ExchangePtr& exchange, net::HttpRequest request, const ContainerHost& host,
                          base::Result<wire::RequestTarget> target)
{
    exchange->setContainer(host);
    exchange->setChallenger(m_parts.names);
    m_parts.directory->findVault(
        host.name,
        [self = shared_from_this(), exchange,
         request
         = Request{ std::move(request), std::move(target), host, {} }](ops::NamedVault found) mutable {
            // A pool has no address among the vaults, nor a vault among the pools.
            const bool isHere = !found.id.isEmpty() && vault::isPool(found.sku) == isPoolHost(request.host);
            if (!isHere)
                return self->refuse(exchange,
                                    { {}, nobodyAt(request.host, request.target), unknownOperation });
            request.vaultId = std::move(found.id);
            self->authenticate(exchange, std::move(request));
        });
}

void VaultService::authenticate(const ExchangePtr& exchange, Request request)
{
    const QByteArrayView text = bearerToken(request.http);
    if (text.isEmpty())
        return refuse(exchange, { request.vaultId, noToken() });
    auto identity = m_parts.tokens->verify(text, request.host.container, m_parts.clock.now());
    if (!identity)
        return refuse(exchange, { request.vaultId, identity.error() });
    m_parts.directory->findApplication(
        identity->clientId,
        [self = shared_from_this(), exchange, request = std::move(request),
         identity = *identity](base::Result<const vault::Application*> application) mutable {
            if (!application)
                return exchange->refuse(application.error());
            if (!*application || (*application)->objectId != identity.objectId)
                return self->refuse(exchange, { request.vaultId, applicationGone() });
            exchange->setCaller(vault::Caller::Kind::Application, **application, identity.tenantId);
            self->route(exchange, std::move(request));
        });
}

void VaultService::refuse(const ExchangePtr& exchange, vault::RecordRefusal refusal)
{
    m_parts.refusals->write(exchange->caller(), std::move(refusal),
                            [exchange](const base::Error& error) { exchange->refuse(error); });
}

void VaultService::refuseAsked(const ExchangePtr& exchange, const vault::VaultId& vaultId,
                               const RouteMatch& match, const base::Error& error, const QString& algorithm)
{
    vault::Target target = targetOf(match);
    target.algorithm = algorithm;
    m_parts.operations.submit<ops::RefusedRequest>(
        exchange->caller(), vaultId,
        { match.route->operation, match.route->permission, std::move(target), error },
        [exchange](const ops::ResultOf<ops::RefusedRequest>& result) { exchange->refuse(result.error()); });
}

void VaultService::route(const ExchangePtr& exchange, Request request)
{
    if (!request.target)
        return refuse(exchange, { request.vaultId, request.target.error(), unknownOperation });
    wire::RequestTarget& target = *request.target;
    const RouteMatch match = matchRoute(request.host.container, methodOf(request.http), target.segments);
    if (!match.route)
        return refuse(exchange, { request.vaultId, noRoute(match), unknownOperation });
    auto version = wire::ApiVersion::fromQuery(target.query);
    if (!version)
        return refuseAsked(exchange, request.vaultId, match, version.error());
    exchange->setApiVersion(version->text());
    if (!isSentAsJson(request.http))
        return refuseAsked(exchange, request.vaultId, match, notJson());
    RouteCall call{ match.name,
                    match.version,
                    std::move(target.query),
                    std::move(request.http.body),
                    { m_parts.names.urlOf(request.host), std::move(*version) },
                    match.id };
    const auto asked = match.route->perform(
        m_parts.operations, exchange->caller(), request.vaultId, call,
        [exchange, container = request.host.container](base::Result<RouteAnswer> answered) {
            if (answered)
                exchange->succeed(answered->status, std::move(answered->body),
                                  headersOf(*answered, container));
            else
                exchange->refuse(answered.error());
        });
    if (!asked)
        refuseAsked(exchange, request.vaultId, match, asked.error(), wire::algorithmOf(call.body.view()));
}

} // namespace strongroom::serve
