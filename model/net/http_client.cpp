// SPDX-License-Identifier: Apache-2.0
#include "model/net/http_client.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace strongroom::net {

namespace {

using base::Error;
using base::ErrorCode;

constexpr int millisecondsPerSecond = 1000;

QNetworkRequest prepared(const ClientRequest& request, const ClientLimits& limits)
{
    QNetworkRequest prepared(request.url);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    prepared.setSslConfiguration(tls);
    prepared.setTransferTimeout(limits.seconds * millisecondsPerSecond);
    prepared.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    prepared.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    prepared.setRawHeader("User-Agent", "Strongroom");
    // Compressed content would be unpacked before its size could be limited.
    prepared.setRawHeader("Accept-Encoding", "identity");
    for (const auto& [name, value] : request.headers)
        prepared.setRawHeader(name, value);
    return prepared;
}

Error errorOf(const QNetworkReply& reply, const QUrl& url)
{
    const QString host = url.host();
    switch (reply.error()) {
    case QNetworkReply::HostNotFoundError:
        return { ErrorCode::Unavailable, u"There is no machine named %1."_s.arg(host), {} };
    case QNetworkReply::SslHandshakeFailedError:
        return { ErrorCode::Unavailable, u"%1 has no certificate that this machine trusts."_s.arg(host), {} };
    case QNetworkReply::ConnectionRefusedError:
        return { ErrorCode::Unavailable, u"%1 does not take connections."_s.arg(host), {} };
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        return { ErrorCode::Unavailable, u"%1 did not answer in time."_s.arg(host), {} };
    default:
        return { ErrorCode::Unavailable, u"%1 could not be reached."_s.arg(host), {} };
    }
}

ClientAnswer answerOf(const QNetworkReply& reply, QByteArray body)
{
    ClientAnswer answer{ reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                         {},
                         std::move(body) };
    for (const auto& [name, value] : reply.rawHeaderPairs())
        answer.headers.emplace_back(name.toLower(), value);
    return answer;
}

} // namespace

base::Result<ClientAnswer> fetch(const ClientRequest& request, const ClientLimits& limits)
{
    if (request.url.scheme() != "https"_L1 && request.url.scheme() != "http"_L1)
        return Error{ ErrorCode::BadParameter, u"This is not an address of the web."_s, {} };
    QNetworkAccessManager manager;
    const std::unique_ptr<QNetworkReply> reply(
        manager.sendCustomRequest(prepared(request, limits), request.method, request.body));
    QByteArray body;
    bool isTooLarge = false;
    QEventLoop loop; // of this call only: nothing else of ours is delivered on this thread
    QObject::connect(reply.get(), &QNetworkReply::readyRead, &loop, [&] {
        body += reply->readAll();
        if (body.size() > limits.answerBytes) {
            isTooLarge = true;
            reply->abort();
        }
    });
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    if (isTooLarge)
        return Error{ ErrorCode::BadParameter, u"%1 sent more than expected."_s.arg(request.url.host()), {} };
    const bool hasAnswer = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
    // A status that came before the connection broke is no answer; one that says "no" is.
    const bool isBroken
        = reply->error() != QNetworkReply::NoError && reply->error() < QNetworkReply::ContentAccessDenied;
    if (!hasAnswer || isBroken)
        return errorOf(*reply, request.url);
    return answerOf(*reply, std::move(body));
}

} // namespace strongroom::net
