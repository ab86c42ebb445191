// SPDX-License-Identifier: Apache-2.0
#include "model/net/http_client.h"

#include "model/base/lane.h"
#include "model/crypto/local_ca.h"
#include "model/net/http_server.h"

#include <QTcpServer>
#include <QTest>

using namespace strongroom;
using namespace strongroom::net;
using namespace Qt::StringLiterals;
using base::ErrorCode;

namespace {

QUrl urlOf(int port, const QString& path = u"/"_s)
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(port).arg(path));
}

/// Says what it was sent; other paths answer in other ways.
void answer(const HttpRequest& request, Respond respond)
{
    HttpResponse response;
    if (request.target.startsWith("/away")) {
        response.status = 302;
        response.headers.emplace_back("Location", "/elsewhere");
    } else if (request.target.startsWith("/refused")) {
        response.status = 403;
        response.body = base::SecureBytes::copyOf(QByteArrayView("no"));
    } else if (request.target.startsWith("/large")) {
        response.body = base::SecureBytes::copyOf(QByteArray(100'000, 'x'));
    } else {
        response.headers.emplace_back("X-Seen", request.header("x-said").toByteArray());
        response.body = base::SecureBytes::copyOf(
            QByteArray(request.method + ' ' + request.target + ' ' + request.body.view().toByteArray()));
    }
    respond(std::move(response));
}

} // namespace

class HttpClientTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<HttpServer>(HttpServerConfig(), &answer);
        const auto port = m_server->start();
        QVERIFY(port);
        m_port = *port;
    }

    void sendsAndReceives()
    {
        const auto answered
            = fetch({ "PUT", urlOf(m_port, u"/a%2Fb?sig=x%2By%3D"_s), { { "X-Said", "hello" } }, "content" });
        QVERIFY(answered);
        QCOMPARE(answered->status, 200);
        QCOMPARE(answered->body, QByteArray("PUT /a%2Fb?sig=x%2By%3D content"));
        const bool isSeen
            = std::any_of(answered->headers.begin(), answered->headers.end(), [](const auto& header) {
                  return header.first == "x-seen" && header.second == "hello";
              });
        QVERIFY(isSeen);
    }
    void worksOnAnyThread()
    {
        base::Lane lane("client");
        auto answered = lane.run([this] { return fetch({ "GET", urlOf(m_port, u"/x"_s), {}, {} }); });
        QCOMPARE(answered.takeResult()->body, QByteArray("GET /x "));
    }
    void everyStatusIsAnAnswer()
    {
        const auto refused = fetch({ "GET", urlOf(m_port, u"/refused"_s), {}, {} });
        QVERIFY(refused);
        QCOMPARE(refused->status, 403);
        QCOMPARE(refused->body, QByteArray("no"));
        const auto away = fetch({ "GET", urlOf(m_port, u"/away"_s), {}, {} });
        QVERIFY(away);
        QCOMPARE(away->status, 302);
    }
    void limitsTheAnswer()
    {
        ClientLimits limits;
        limits.answerBytes = 100'000;
        QVERIFY(fetch({ "GET", urlOf(m_port, u"/large"_s), {}, {} }, limits));
        limits.answerBytes = 99'999;
        const auto answered = fetch({ "GET", urlOf(m_port, u"/large"_s), {}, {} }, limits);
        QVERIFY(!answered);
        QCOMPARE(answered.error().code, ErrorCode::BadParameter);
    }
    void refusesCertificatesNobodyTrusts()
    {
        const auto ca = crypto::makeLocalCa(base::SystemClock().now(), u"Test"_s);
        QVERIFY(ca);
        const auto leaf = crypto::makeServerCertificate(*ca, base::SystemClock().now());
        QVERIFY(leaf);
        HttpServerConfig config;
        config.tls = ServerIdentity{ leaf->certificatePem + ca->certificatePem, leaf->keyPem.clone() };
        HttpServer server(std::move(config), &answer);
        const auto port = server.start();
        QVERIFY(port);
        const auto answered
            = fetch({ "GET", QUrl(u"https://localhost:%1/secret-path?sig=secret"_s.arg(*port)), {}, {} });
        QVERIFY(!answered);
        QCOMPARE(answered.error().code, ErrorCode::Unavailable);
        QVERIFY(answered.error().message.contains(u"certificate"_s));
        QVERIFY(!answered.error().message.contains(u"secret"_s));
    }
    void waitsOnlySoLong()
    {
        QTcpServer silent; // takes connections and says nothing
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        ClientLimits limits;
        limits.seconds = 1;
        const auto answered = fetch({ "GET", urlOf(silent.serverPort()), {}, {} }, limits);
        QVERIFY(!answered);
        QCOMPARE(answered.error().code, ErrorCode::Unavailable);
    }
    void saysThatNobodyIsThere()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const int port = closed.serverPort();
        closed.close();
        QCOMPARE(fetch({ "GET", urlOf(port), {}, {} }).error().code, ErrorCode::Unavailable);
        QCOMPARE(fetch({ "GET", QUrl(u"file:///etc/hostname"_s), {}, {} }).error().code,
                 ErrorCode::BadParameter);
    }

private:
    std::unique_ptr<HttpServer> m_server;
    int m_port = 0;
};

QTEST_GUILESS_MAIN(HttpClientTest)
#include "tst_http_client.moc"
