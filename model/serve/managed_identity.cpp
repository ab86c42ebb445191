// SPDX-License-Identifier: Apache-2.0
#include "model/serve/managed_identity.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

net::HttpResponse jsonResponse(int status, const QJsonObject& object)
{
    net::HttpResponse response;
    response.status = status;
    response.headers
        = { { "Content-Type", "application/json; charset=utf-8" }, { "Cache-Control", "no-store" } };
    QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    response.body = base::SecureBytes::copyOf(text);
    base::wipe(text);
    return response;
}

net::HttpResponse refused(int status, const QString& error, const QString& description)
{
    return jsonResponse(
        status,
        { { u"error"_s, error }, { u"error_description"_s, description }, { u"message"_s, description } });
}

/// IMDS is asked with a trailing slash by some clients.
QString pathOf(const net::HttpRequest& request)
{
    QString path = QUrl::fromEncoded(request.target).path();
    while (path.size() > 1 && path.endsWith(u'/'))
        path.chop(1);
    return path;
}

std::span<const unsigned char> spanOf(QByteArrayView bytes)
{
    return { reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<std::size_t>(bytes.size()) };
}

} // namespace

ManagedIdentity::ManagedIdentity(Authority& authority, base::SecureBytes header)
    : m_authority(authority)
    , m_header(std::move(header))
{
}

void ManagedIdentity::serveFor(const QString& clientId)
{
    const std::lock_guard guard(m_mutex);
    m_clientId = clientId;
}

void ManagedIdentity::handle(net::HttpRequest request, net::Respond respond)
{
    const QString path = pathOf(request);
    const bool isAppService = path == tokenPath();
    const bool isImds = path == u"/metadata/identity/oauth2/token"_s;
    if (!isAppService && !isImds)
        return respond(refused(404, u"not_found"_s, u"There is no identity at this address."_s));
    if (request.method != "GET")
        return respond(refused(405, u"invalid_request"_s, u"Tokens are asked for with GET."_s));
    // A page in a browser cannot send either header to another origin: this is the guard against it.
    if (isAppService
        && !base::equalInConstantTime(spanOf(request.header("x-identity-header")), m_header.span()))
        return respond(refused(401, u"unauthorized"_s, u"X-IDENTITY-HEADER does not fit."_s));
    if (isImds && request.header("metadata").compare("true", Qt::CaseInsensitive) != 0)
        return respond(refused(400, u"invalid_request"_s, u"Required metadata header not specified"_s));
    answerToken(request, std::move(respond));
}

void ManagedIdentity::answerToken(const net::HttpRequest& request, net::Respond respond)
{
    const QUrlQuery query(QUrl::fromEncoded(request.target));
    const QString resource = query.queryItemValue(u"resource"_s, QUrl::FullyDecoded);
    const QString wanted = query.queryItemValue(u"client_id"_s, QUrl::FullyDecoded);
    if (!query.hasQueryItem(u"api-version"_s) || resource.isEmpty())
        return respond(refused(400, u"invalid_request"_s, u"api-version and resource must be given."_s));
    QString clientId;
    {
        const std::lock_guard guard(m_mutex);
        clientId = m_clientId;
    }
    if (clientId.isEmpty() || (!wanted.isEmpty() && wanted.compare(clientId, Qt::CaseInsensitive) != 0))
        return respond(refused(400, u"invalid_request"_s, u"Identity not found"_s));

    vault::Caller caller = vault::Caller::system(u"managed identity"_s);
    caller.address = request.peerAddress;
    caller.userAgent = QString::fromUtf8(request.header("user-agent"));
    m_authority.operations().submit<vault::FindApplication>(
        std::move(caller), {}, { clientId },
        [this, resource, respond = std::move(respond)](base::Result<vault::Application> application) mutable {
            if (!application)
                return respond(refused(400, u"invalid_request"_s, u"Identity not found"_s));
            const QString id = application->clientId;
            m_authority.issue(
                *application, resource,
                [id, resource, respond = std::move(respond)](base::Result<IssuedToken> issued) mutable {
                    if (!issued)
                        return respond(refused(400, u"invalid_resource"_s, issued.error().message));
                    respond(jsonResponse(200,
                                         { { u"access_token"_s, QString::fromLatin1(issued->token.view()) },
                                           { u"expires_on"_s, QString::number(issued->expires) },
                                           { u"resource"_s, resource },
                                           { u"token_type"_s, u"Bearer"_s },
                                           { u"client_id"_s, id } }));
                });
        });
}

} // namespace strongroom::serve
