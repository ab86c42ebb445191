// SPDX-License-Identifier: Apache-2.0
#include "model/serve/exchange.h"

#include "model/base/encodings.h"
#include "model/wire/error_body.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

constexpr qsizetype longestEcho = 256;
constexpr qsizetype longestUserAgent = 512;

constexpr QByteArrayView vaultFields = "Cache-Control: no-cache\r\n"
                                       "Pragma: no-cache\r\n"
                                       "Expires: -1\r\n"
                                       "Strict-Transport-Security: max-age=31536000;includeSubDomains\r\n"
                                       "X-Content-Type-Options: nosniff\r\n"
                                       "x-ms-keyvault-region: local\r\n"
                                       "x-ms-keyvault-service-version: 1.9.0.0\r\n";

/// Managed HSMs have a front of their own (Managed HSM REST, recorded answers).
constexpr QByteArrayView poolFields = "Cache-Control: no-cache\r\n"
                                      "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n"
                                      "X-Content-Type-Options: nosniff\r\n"
                                      "Content-Security-Policy: default-src 'self'\r\n"
                                      "X-Frame-Options: SAMEORIGIN\r\n";

QByteArray networkInfoOf(const QString& address)
{
    const bool isIpv6 = address.contains(u':');
    return QByteArray("conn_type=") + (isIpv6 ? "Ipv6" : "Ipv4") + ";addr=" + address.toLatin1()
        + ";act_addr_fam=" + (isIpv6 ? "InterNetworkV6" : "InterNetwork") + ';';
}

QByteArray networkInfo(const QString& address)
{
    // Nearly everybody comes from here.
    static const QString usual = u"127.0.0.1"_s;
    static const QByteArray usualInfo = networkInfoOf(usual);
    return address == usual ? usualInfo : networkInfoOf(address);
}

QByteArrayView shortened(QByteArrayView text, qsizetype size) { return text.first(qMin(size, text.size())); }

QString latin1(QByteArrayView text) { return QString::fromLatin1(text.data(), text.size()); }

bool isKnownParameter(QByteArrayView pair)
{
    // What nearly every request has, as most clients write it.
    if (pair.startsWith("api%2Dversion=") || pair.startsWith("api-version="))
        return true;
    static constexpr std::array known
        = { "api-version"_L1, "maxresults"_L1, "$skiptoken"_L1, "$filter"_L1,           "outcontenttype"_L1,
            "resource"_L1,    "client_id"_L1,  "object_id"_L1,  "client-request-id"_L1, "principal_id"_L1 };
    const qsizetype equals = pair.indexOf('=');
    const QByteArrayView written = equals < 0 ? pair : pair.first(equals);
    const QByteArray decoded
        = written.contains('%') ? QByteArray::fromPercentEncoding(written.toByteArray()) : QByteArray();
    const QByteArrayView name = decoded.isNull() ? written : decoded;
    return std::any_of(known.begin(), known.end(), [name](QLatin1StringView one) {
        return name.compare(QByteArrayView(one), Qt::CaseInsensitive) == 0;
    });
}

/// Appends what the audit log keeps of a target. Of parameters that mean nothing here only that there were
/// some: they may be a token or a secret, put into the address by mistake (requirement A5).
void logTarget(QString& logged, QByteArrayView target)
{
    const qsizetype question = target.indexOf('?');
    if (question < 0) {
        logged += QLatin1StringView(target);
        return;
    }
    logged += QLatin1StringView(target.first(question + 1));
    bool hasUnknown = false;
    for (QByteArrayView rest = target.sliced(question + 1); !rest.isNull();) {
        const qsizetype end = rest.indexOf('&');
        const QByteArrayView pair = end < 0 ? rest : rest.first(end);
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 1);
        if (!isKnownParameter(pair))
            hasUnknown = true;
        else
            logged += (logged.endsWith(u'?') ? ""_L1 : "&"_L1) + QLatin1StringView(pair);
    }
    if (hasUnknown)
        logged += logged.endsWith(u'?') ? "..."_L1 : "&..."_L1;
}

QString loggedUri(const net::HttpRequest& request)
{
    const QLatin1StringView scheme(request.isTls ? "https://" : "http://");
    QString logged;
    logged.reserve(scheme.size() + request.host.size() + request.target.size());
    logged += scheme;
    logged += QLatin1StringView(request.host);
    logTarget(logged, request.target);
    return logged;
}

} // namespace

Exchange::Exchange(const net::HttpRequest& request, net::Respond respond, Observer observer,
                   const base::Clock& clock)
    : m_respond(std::move(respond))
    , m_observer(std::move(observer))
    , m_clientRequestId(shortened(request.header("x-ms-client-request-id"), longestEcho).toByteArray())
{
    m_timer.start();
    m_caller.address = request.peerAddress;
    m_caller.userAgent = latin1(shortened(request.header("user-agent"), longestUserAgent));
    m_caller.requestUri = loggedUri(request);
    m_caller.clientRequestId = latin1(m_clientRequestId);
    m_caller.requestId = base::randomUuid();
    if (!m_observer)
        return;
    const qsizetype question = request.target.indexOf('?');
    m_served.timeMilliseconds = clock.nowMilliseconds();
    m_served.method = latin1(request.method);
    m_served.path = latin1(question < 0 ? QByteArrayView(request.target)
                                        : QByteArrayView(request.target).first(question));
    m_served.address = request.peerAddress;
    m_served.requestId = m_caller.requestId;
}

void Exchange::setCaller(vault::Caller::Kind kind, const vault::Application& application,
                         const QString& tenantId)
{
    m_caller.kind = kind;
    m_caller.objectId = application.objectId;
    m_caller.clientId = application.clientId;
    m_caller.displayName = application.name;
    m_caller.tenantId = tenantId;
    m_served.caller = application.name;
}

void Exchange::setContainer(const ContainerHost& host)
{
    m_served.vault = host.name;
    m_container = host.container;
}

net::HttpResponse Exchange::containerResponse(int status, base::SecureBytes body,
                                              net::HttpHeaders headers) const
{
    const bool isPool = m_container == Container::Pool;
    net::HttpResponse response;
    response.status = status;
    response.fixedFields = isPool ? poolFields : vaultFields;
    response.headers = std::move(headers);
    response.headers.reserve(response.headers.size() + 5);
    if (status != 204)
        response.headers.emplace_back(QByteArrayLiteral("Content-Type"),
                                      QByteArrayLiteral("application/json; charset=utf-8"));
    response.headers.emplace_back(QByteArrayLiteral("x-ms-request-id"), m_caller.requestId.toLatin1());
    if (!m_clientRequestId.isEmpty())
        response.headers.emplace_back(QByteArrayLiteral("x-ms-client-request-id"), m_clientRequestId);
    if (isPool)
        response.headers.emplace_back(QByteArrayLiteral("x-ms-server-latency"),
                                      QByteArray::number(m_timer.elapsed()));
    else
        response.headers.emplace_back(QByteArrayLiteral("x-ms-keyvault-network-info"),
                                      networkInfo(m_caller.address));
    if (status == 401 && m_challenger)
        response.headers.emplace_back(QByteArrayLiteral("WWW-Authenticate"),
                                      m_challenger->challenge(m_container, m_caller.userAgent));
    // Clients repeat these only when they are told when (Azure core, retry policy).
    if (status == 429)
        response.headers.emplace_back(QByteArrayLiteral("Retry-After"), QByteArrayLiteral("1"));
    if (status == 503)
        response.headers.emplace_back(QByteArrayLiteral("Retry-After"), QByteArrayLiteral("5"));
    response.body = std::move(body);
    return response;
}

void Exchange::succeed(int status, base::SecureBytes body, net::HttpHeaders further)
{
    send(containerResponse(status, std::move(body), std::move(further)), {});
}

/// Errors of pools end with what to ask about (Managed HSM REST).
QString Exchange::withActivity(const QString& message) const
{
    return m_container == Container::Pool ? u"%1 (Activity ID: %2)"_s.arg(message, m_caller.requestId)
                                          : message;
}

void Exchange::refuse(const base::Error& error)
{
    const vault::ErrorStatus status = vault::errorStatusOf(error.code);
    send(containerResponse(status.httpStatus,
                           wire::writeError(status, withActivity(wire::toldMessage(error)))),
         status.innerCode.isEmpty() ? status.code : status.innerCode);
}

void Exchange::sendDocument(int status, base::SecureBytes body, const QString& errorCode)
{
    net::HttpResponse response;
    response.status = status;
    response.headers = {
        { "Content-Type", "application/json; charset=utf-8" },
        { "Cache-Control", "no-store" },
        { "Pragma", "no-cache" },
        { "X-Content-Type-Options", "nosniff" },
        { "x-ms-request-id", m_caller.requestId.toLatin1() },
    };
    if (!m_clientRequestId.isEmpty())
        response.headers.emplace_back(QByteArrayLiteral("x-ms-client-request-id"), m_clientRequestId);
    response.body = std::move(body);
    send(std::move(response), errorCode);
}

void Exchange::send(net::HttpResponse response, const QString& errorCode)
{
    m_served.status = response.status;
    m_respond(std::move(response));
    if (!m_observer)
        return;
    m_served.errorCode = errorCode;
    m_served.microseconds = m_timer.nsecsElapsed() / 1000;
    m_observer(m_served);
}

} // namespace strongroom::serve
