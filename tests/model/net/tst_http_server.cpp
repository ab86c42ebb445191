// SPDX-License-Identifier: Apache-2.0
#include "model/net/http_server.h"

#include "model/base/lane.h"
#include "model/crypto/local_ca.h"
#include "tests/model/net/raw_client.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>

#include <atomic>
#include <sys/resource.h>

using namespace strongroom;
using namespace strongroom::net;
using namespace Qt::StringLiterals;
using test::RawClient;

namespace {

/// Answers each request with what it understood of it, and counts.
class Echo final
{
public:
    HttpHandler handler()
    {
        return [this](HttpRequest request, Respond respond) {
            ++m_requests;
            if (request.target.contains("smuggled"))
                ++m_smuggled;
            respond(answerTo(request));
        };
    }
    static HttpResponse answerTo(const HttpRequest& request)
    {
        HttpResponse response;
        response.headers.emplace_back("Content-Type", "text/plain");
        response.body = base::SecureBytes::copyOf(QByteArray("<" + request.method + " " + request.target + " "
                                                             + request.body.view().toByteArray() + ">"));
        return response;
    }
    int requests() const { return m_requests; }
    int smuggled() const { return m_smuggled; }

private:
    std::atomic<int> m_requests = 0;
    std::atomic<int> m_smuggled = 0;
};

QByteArray get(const QByteArray& target, const QByteArray& fields = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

int statusOf(const QByteArray& response)
{
    return response.startsWith("HTTP/1.1 ") ? response.sliced(9, 3).toInt() : 0;
}

QByteArray exchange(int port, const QByteArray& bytes)
{
    const RawClient client(port);
    client.send(bytes);
    client.endSending();
    return client.readToEnd();
}

ServerIdentity identity(const crypto::CertificateWithKey& ca)
{
    auto leaf = crypto::makeServerCertificate(ca, base::SystemClock().now());
    return { leaf->certificatePem + ca.certificatePem, leaf->keyPem.clone() };
}

/// Local addresses on which somebody listens at that port, as the kernel writes them.
QStringList listeningAddresses(int port)
{
    QStringList addresses;
    const QString end = u":%1"_s.arg(port, 4, 16, QLatin1Char('0')).toUpper();
    for (const auto& path : { u"/proc/net/tcp"_s, u"/proc/net/tcp6"_s }) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        for (const auto& line : QString::fromLatin1(file.readAll()).split(u'\n')) {
            const auto words = line.simplified().split(u' ');
            if (words.size() > 3 && words[1].endsWith(end) && words[3] == u"0A"_s)
                addresses += words[1].chopped(end.size());
        }
    }
    return addresses;
}

} // namespace

class TestHttpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void listensOnBothLoopbackAddressesOnly();
    void takenPortIsAnError();
    void keepsAlive();
    void pipelinedAnswersKeepTheOrder();
    void headHasNoBody();
    void bodies_data();
    void bodies();
    void confirmsExpectedBody();
    void closesWhenAsked();
    void droppedAnswerCloses();
    void answerAfterTheEndGoesNowhere();
    void stopsWithRequestsInWork();
    void requestsOutliveTheirConnection();
    void whoTalksOnMeanwhileCostsNothing();
    void needsDescriptors();
    void answersAtTheEndOfATurn();
    void headersCannotBeSplit();
    void fixedFieldsStandBeforeTheOthers();
    void hostileRequestsGetOneAnswer();
    void badChunks_data();
    void badChunks();
    void tooLarge_data();
    void tooLarge();
    void bodyThatNeverComes();
    void slowConnectionsDoNotStopOthers();
    void fullHouseStillServes();
    void slowReaderIsDropped();
    void browsersAndForeignHostsAreRefused();
    void tlsVersions();
    void oldTlsIsRefused();
    void tlsTakesOnlyHttp();
    void tlsIdentityIsReplaced();
    void badIdentityIsAnError();

private:
    std::optional<crypto::CertificateWithKey> m_ca;
};

void TestHttpServer::initTestCase()
{
    auto ca = crypto::makeLocalCa(base::SystemClock().now(), u"Test CA"_s);
    QVERIFY(ca);
    m_ca = std::move(*ca);
    rlimit descriptors{};
    getrlimit(RLIMIT_NOFILE, &descriptors);
    descriptors.rlim_cur = qMin<rlim_t>(descriptors.rlim_max, 8192);
    setrlimit(RLIMIT_NOFILE, &descriptors);
}

void TestHttpServer::listensOnBothLoopbackAddressesOnly()
{
    Echo echo;
    HttpServer server({}, echo.handler());
    const auto port = server.start();
    QVERIFY(port);
    QCOMPARE(listeningAddresses(*port),
             (QStringList{ u"0100007F"_s, u"00000000000000000000000001000000"_s }));
    for (const auto family : { RawClient::Family::V4, RawClient::Family::V6 }) {
        const RawClient client(*port, family);
        QVERIFY(client.isConnected());
        client.send(get("/a", "Connection: close\r\n"));
        QVERIFY(client.readToEnd().endsWith("<GET /a >"));
    }
    server.stop();
    QVERIFY(listeningAddresses(*port).isEmpty());
}

void TestHttpServer::takenPortIsAnError()
{
    Echo echo;
    HttpServer first({}, echo.handler());
    const auto port = first.start();
    QVERIFY(port);
    HttpServerConfig config;
    config.port = static_cast<quint16>(*port);
    HttpServer second(std::move(config), echo.handler());
    const auto refused = second.start();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, base::ErrorCode::Conflict);
    first.stop();

    // Somebody who holds only one of the two addresses is enough.
    const int squatter = socket(AF_INET6, SOCK_STREAM, 0);
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(static_cast<quint16>(*port));
    address.sin6_addr = in6addr_loopback;
    const int on = 1;
    setsockopt(squatter, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    QCOMPARE(bind(squatter, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    QCOMPARE(listen(squatter, 1), 0);
    QVERIFY(!second.start());
    QCOMPARE(listeningAddresses(*port).size(), 1);
    close(squatter);
    QVERIFY(second.start());
}

void TestHttpServer::keepsAlive()
{
    Echo echo;
    HttpServer server({}, echo.handler());
    const RawClient client(*server.start());
    for (int i = 0; i < 50; ++i) {
        const QByteArray target = "/" + QByteArray::number(i);
        QVERIFY(client.send(get(target)));
        const QByteArray response = client.readUntil(">");
        QCOMPARE(statusOf(response), 200);
        QVERIFY(response.contains("\r\nDate: ") && response.contains(" GMT\r\n"));
        QVERIFY(response.endsWith(QByteArray("<GET " + target + " >")));
        QVERIFY(!response.toLower().contains("access-control"));
    }
}

void TestHttpServer::pipelinedAnswersKeepTheOrder()
{
    base::Lane lanes[2] = { base::Lane("a"), base::Lane("b") };
    std::atomic<unsigned> turn = 0;
    HttpServer server({}, [&](HttpRequest request, Respond respond) {
        lanes[turn++ % 2].post([request = std::move(request), respond = std::move(respond)]() mutable {
            respond(Echo::answerTo(request));
        });
    });
    const RawClient client(*server.start());
    QByteArray requests;
    QByteArray expected;
    for (int i = 0; i < 200; ++i) {
        requests += "POST /" + QByteArray::number(i)
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc";
        expected += "<POST /" + QByteArray::number(i) + " abc>";
    }
    client.send(requests);
    client.endSending();
    QByteArray bodies;
    const QByteArray responses = client.readUntil("<POST /199 abc>");
    for (qsizetype at = responses.indexOf('<'); at >= 0; at = responses.indexOf('<', at + 1))
        bodies += responses.sliced(at, responses.indexOf('>', at) - at + 1);
    QCOMPARE(bodies, expected);
    server.stop();
}

void TestHttpServer::headHasNoBody()
{
    Echo echo;
    HttpServer server({}, echo.handler());
    const QByteArray response
        = exchange(*server.start(), "HEAD /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    QCOMPARE(statusOf(response), 200);
    QVERIFY(response.contains("Content-Length: 10\r\n"));
    QVERIFY(response.endsWith("\r\n\r\n"));
}

void TestHttpServer::bodies_data()
{
    QTest::addColumn<QByteArray>("framing");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("none") << QByteArray() << QByteArray();
    QTest::newRow("length") << QByteArray("Content-Length: 5\r\n\r\nhello") << QByteArray("hello");
    QTest::newRow("chunks") << QByteArray(
        "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n003\r\nllo\r\n0\r\n\r\n")
                            << QByteArray("hello");
    QTest::newRow("no chunks") << QByteArray("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n") << QByteArray();
    const QByteArray large(1024 * 1024, 'x');
    QTest::newRow("largest") << QByteArray("Content-Length: 1048576\r\n\r\n" + large) << large;
    QTest::newRow("largest chunk") << QByteArray("Transfer-Encoding: chunked\r\n\r\n100000\r\n" + large
                                                 + "\r\n0\r\n\r\n")
                                   << large;
}

void TestHttpServer::bodies()
{
    QFETCH(const QByteArray, framing);
    QFETCH(const QByteArray, body);
    Echo echo;
    HttpServer server({}, echo.handler());
    const QByteArray request
        = "POST /a HTTP/1.1\r\nHost: localhost\r\n" + (framing.isEmpty() ? "\r\n" : framing);
    const int port = *server.start();
    QVERIFY(exchange(port, request).endsWith(QByteArray("<POST /a " + body + ">")));
    if (body.size() > 100)
        return;
    const RawClient slow(port);
    for (const char c : request)
        slow.send(QByteArrayView(&c, 1));
    QVERIFY(slow.readUntil(">").endsWith(QByteArray("<POST /a " + body + ">")));
}

void TestHttpServer::confirmsExpectedBody()
{
    Echo echo;
    HttpServer server({}, echo.handler());
    const RawClient client(*server.start());
    client.send("PUT /a HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    QCOMPARE(client.readUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("ok");
    QVERIFY(client.readUntil(">").endsWith("<PUT /a ok>"));
}

void TestHttpServer::closesWhenAsked()
{
    Echo echo;
    HttpServer server({}, echo.handler());
    const int port = *server.start();
    for (const QByteArray& request :
         { get("/a", "Connection: close\r\n"), QByteArray("GET /a HTTP/1.0\r\nHost: localhost\r\n\r\n") }) {
        const RawClient client(port);
        client.send(QByteArray(request + get("/never")));
        const QByteArray response = client.readToEnd();
        QVERIFY(response.contains("Connection: close\r\n"));
        QVERIFY(response.endsWith("<GET /a >"));
    }
    QCOMPARE(echo.requests(), 2);
}

void TestHttpServer::droppedAnswerCloses()
{
    HttpServer server({}, [](HttpRequest, Respond) {});
    QCOMPARE(exchange(*server.start(), get("/a")), QByteArray());
}

void TestHttpServer::answerAfterTheEndGoesNowhere()
{
    std::promise<Respond> kept;
    HttpServer server({}, [&](HttpRequest, Respond respond) { kept.set_value(std::move(respond)); });
    const RawClient client(*server.start());
    client.send(get("/a"));
    Respond respond = kept.get_future().get();
    server.stop();
    respond({});
    QCOMPARE(client.readToEnd(), QByteArray());
}

/// What a request says stays readable wherever it was moved to, after its connection has gone.
void TestHttpServer::requestsOutliveTheirConnection()
{
    std::promise<std::pair<HttpRequest, Respond>> given;
    std::vector<std::pair<HttpRequest, Respond>> kept;
    HttpServer server({}, [&](HttpRequest request, Respond respond) {
        given.set_value({ std::move(request), std::move(respond) });
    });
    const int port = *server.start();
    {
        const RawClient client(port);
        client.send(QByteArray("PUT /a?b=c HTTP/1.1\r\nHOST: LocalHost\r\nX-Long: " + QByteArray(3000, 'l')
                               + "\r\nx-Empty:\r\nContent-LENGTH: 5\r\n\r\nhello"));
        kept.push_back(given.get_future().get());
    }
    server.stop();
    const HttpRequest request = std::move(kept.front().first);
    kept.clear();
    QCOMPARE(request.method, QByteArray("PUT"));
    QCOMPARE(request.target, QByteArray("/a?b=c"));
    QCOMPARE(request.host, QByteArray("localhost"));
    QCOMPARE(request.header("host").toByteArray(), QByteArray("LocalHost"));
    QCOMPARE(request.header("x-long").toByteArray(), QByteArray(3000, 'l'));
    QVERIFY(request.header("x-empty").isEmpty());
    QCOMPARE(request.header("content-length").toByteArray(), QByteArray("5"));
    QCOMPARE(request.body.view().toByteArray(), QByteArray("hello"));
}

/// CPU of this process.
std::chrono::microseconds spentTime()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto of = [](const timeval& time) {
        return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

// A loop that looked at such a connection again and again would keep a processor busy.
void TestHttpServer::whoTalksOnMeanwhileCostsNothing()
{
    std::promise<Respond> kept;
    std::atomic<int> requests = 0;
    HttpServer server({}, [&](HttpRequest request, Respond respond) {
        if (requests++ == 0)
            kept.set_value(std::move(respond));
        else
            respond(Echo::answerTo(request));
    });
    const RawClient client(*server.start());
    client.send(get("/a"));
    Respond respond = kept.get_future().get();
    client.send(get("/b"));
    client.endSending();
    const auto before = spentTime();
    QTest::qSleep(600);
    QVERIFY(spentTime() - before < std::chrono::milliseconds(300));
    QCOMPARE(requests.load(), 1);
    respond({});
    QVERIFY(client.readUntil("<GET /b >").endsWith("<GET /b >"));
}

void TestHttpServer::needsDescriptors()
{
    Echo echo;
    HttpServer server({}, echo.handler());
    rlimit usual{};
    getrlimit(RLIMIT_NOFILE, &usual);
    const int next = dup(STDIN_FILENO);
    close(next);
    rlimit few = usual;
    few.rlim_cur = static_cast<rlim_t>(next) + 2; // for the sockets that listen
    setrlimit(RLIMIT_NOFILE, &few);
    const auto port = server.start();
    setrlimit(RLIMIT_NOFILE, &usual);
    QVERIFY(!port);
    QCOMPARE(port.error().code, base::ErrorCode::Unavailable);
    QVERIFY(server.start());
}

void TestHttpServer::stopsWithRequestsInWork()
{
    base::Lane lane("slow");
    HttpServer server({}, [&](HttpRequest request, Respond respond) {
        lane.post([request = std::move(request), respond = std::move(respond)]() mutable {
            respond(Echo::answerTo(request));
        });
    });
    const int port = *server.start();
    std::vector<RawClient> clients;
    for (int i = 0; i < 50; ++i) {
        clients.emplace_back(port);
        clients.back().send(get("/a").repeated(20));
    }
    QVERIFY(clients.back().readUntil(">").contains("<GET /a >"));
    server.stop();
    for (const RawClient& client : clients)
        QVERIFY(client.isClosedWithin(5000));
}

/// What the handler puts off until the end of a turn is answered without another event.
void TestHttpServer::answersAtTheEndOfATurn()
{
    std::vector<std::pair<HttpRequest, Respond>> putOff; // touched on the server's only thread
    HttpServerConfig config;
    config.aroundTurn = [&putOff](const std::function<void()>& work) {
        work();
        for (auto& [request, respond] : std::exchange(putOff, {}))
            respond(Echo::answerTo(request));
    };
    HttpServer server(std::move(config), [&putOff](HttpRequest request, Respond respond) {
        putOff.emplace_back(std::move(request), std::move(respond));
    });
    const RawClient client(*server.start());
    client.send(
        QByteArray(get("/a") + get("/b") + get("/c"))); // pipelined: each waits for the answer before it
    QVERIFY(client.readUntil("<GET /c >").contains("<GET /a >"));
}

void TestHttpServer::headersCannotBeSplit()
{
    HttpServer server({}, [](HttpRequest, Respond respond) {
        HttpResponse response;
        response.headers.emplace_back("X-Echo", "a\r\nSet-Cookie: b");
        response.headers.emplace_back("X-Good", "a");
        respond(std::move(response));
    });
    const QByteArray response = exchange(*server.start(), get("/"));
    QVERIFY(response.contains("X-Good: a\r\n"));
    QVERIFY(!response.contains("Set-Cookie"));
}

void TestHttpServer::fixedFieldsStandBeforeTheOthers()
{
    HttpServer server({}, [](HttpRequest, Respond respond) {
        HttpResponse response;
        response.fixedFields = "X-One: 1\r\nX-Two: 2\r\n";
        response.headers.emplace_back("X-Three", "3");
        response.body = base::SecureBytes::copyOf(QByteArrayView("body"));
        respond(std::move(response));
    });
    const QByteArray response = exchange(*server.start(), get("/"));
    QVERIFY(response.contains("\r\nX-One: 1\r\nX-Two: 2\r\nX-Three: 3\r\n"));
    QVERIFY(response.endsWith("\r\n\r\nbody"));
}

/// L1: whatever is wrong with the framing, a request hidden in it never reaches the handler, and the
/// sender gets one answer or none.
void TestHttpServer::hostileRequestsGetOneAnswer()
{
    Echo echo;
    HttpServer server({}, echo.handler());
    const int port = *server.start();
    const QByteArray hidden = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const QByteArray defects[] = {
        "Content-Length: %1\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: %1",
        "Content-Length: %1\r\nContent-Length: 0",
        "Content-Length: 0\r\nContent-Length: %1",
        "Content-Length: %1, %1",
        "Content-Length: +%1",
        "Content-Length: -%1",
        "Content-Length: 0x%1",
        "Content-Length: %1 0",
        "Content-Length: 0%1",
        "Content-Length : %1",
        "Content-Length:\x0b%1",
        "Content-Length: %1\x0c",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: Chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding:\vchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding:\r\n chunked",
        "X: y\r\n Content-Length: %1",
        " Transfer-Encoding: chunked",
        "X: y\nTransfer-Encoding: chunked",
        "X: y\rContent-Length: %1",
        "X\0: y",
        "Host: other",
        "Host: localhost",
        "Upgrade: h2c\r\nConnection: Upgrade",
        "X: a\x01b",
        "Expect: nothing",
        "Content-Encoding: gzip",
        "nocolon",
        "\xff\xfe: x",
        ":",
        "Content-Length",
        "Transfer-Encoding: chunked;a=b",
    };
    const QByteArray lines[] = { "POST / HTTP/1.1",
                                 "GET /a HTTP/1.1",
                                 "PUT /secrets/a?b HTTP/1.1",
                                 "POST / HTTP/1.0",
                                 "GET  / HTTP/1.1",
                                 "GET / HTTP/1.1 ",
                                 "GET / HTTP/3.0",
                                 "CONNECT a:1 HTTP/1.1",
                                 "TRACE / HTTP/1.1",
                                 "GET http://other/ HTTP/1.1" };
    const QByteArray good[]
        = { "", "Accept: */*\r\n", "User-Agent: x\r\nX-Long: " + QByteArray(500, 'q') + "\r\n" };
    const QByteArray bodies[]
        = { "", "0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n", "ffffffffffffffff\r\n", "-1\r\n" };
    QRandomGenerator random(20261123);
    const auto pick
        = [&](const auto& list) { return list[random.bounded(static_cast<quint32>(std::size(list)))]; };
    for (int i = 0; i < 10'000; ++i) {
        const QByteArray body = pick(bodies);
        QByteArray field = pick(defects);
        field.replace("%1", QByteArray::number(body.size()));
        const QByteArray request = pick(lines) + "\r\nHost: localhost\r\n" + pick(good) + field + "\r\n"
            + pick(good) + "\r\n" + body + hidden;
        const QByteArray response = exchange(port, request);
        QVERIFY2(response.count("HTTP/1.1 ") <= 1, request.constData());
        QVERIFY2(response.isEmpty() || statusOf(response) >= 400, request.constData());
    }
    QCOMPARE(echo.smuggled(), 0);
    QCOMPARE(echo.requests(), 0);
}

void TestHttpServer::badChunks_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char* body) { QTest::newRow(body) << QByteArray(body); };
    row("g\r\nx\r\n0\r\n\r\n");
    row("-1\r\nx\r\n0\r\n\r\n");
    row("+1\r\nx\r\n0\r\n\r\n");
    row("0x1\r\nx\r\n0\r\n\r\n");
    row(" 1\r\nx\r\n0\r\n\r\n");
    row("1 \r\nx\r\n0\r\n\r\n");
    row("1;a=b\r\nx\r\n0\r\n\r\n");
    row("1;\r\nx\r\n0\r\n\r\n");
    row("1\nx\n0\n\n");
    row("1\r\nxy\r\n0\r\n\r\n");
    row("1\r\nx0\r\n\r\n");
    row("1\r\nx\r\n0\r\nTrailer: a\r\n\r\n");
    row("1\r\nx\r\n0;a\r\n\r\n");
    row("\r\n1\r\nx\r\n0\r\n\r\n");
    row("1\r\rx\r\n0\r\n\r\n");
    row("100001\r\n");
    row("10000000000000001\r\nx\r\n0\r\n\r\n");
    row("ffffffffffffffff\r\nx\r\n0\r\n\r\n");
    row("fffffffffffffffffffffffff\r\nx\r\n0\r\n\r\n");
}

void TestHttpServer::badChunks()
{
    QFETCH(const QByteArray, body);
    Echo echo;
    HttpServer server({}, echo.handler());
    const QByteArray response = exchange(
        *server.start(), "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    const bool waitedForMore = response.isEmpty(); // and found the end of the connection
    QVERIFY2(statusOf(response) == 400 || statusOf(response) == 413 || waitedForMore, response.constData());
    QVERIFY(response.count("HTTP/1.1 ") <= 1);
    QCOMPARE(echo.requests(), 0);
}

void TestHttpServer::tooLarge_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QByteArray>("repeated");
    QTest::addColumn<int>("times");
    QTest::addColumn<int>("status");
    const QByteArray post = "POST / HTTP/1.1\r\nHost: localhost\r\n";
    QTest::newRow("URI of 1 MB") << QByteArray("GET /") << QByteArray(1024, 'a') << 1024 << 414;
    QTest::newRow("header of 200 MB") << QByteArray(post + "X: ") << QByteArray(1 << 20, 'a') << 200 << 431;
    QTest::newRow("a million headers") << post << QByteArray("a: b\r\n").repeated(10'000) << 100 << 431;
    QTest::newRow("9 GB announced") << QByteArray(post + "Content-Length: 9663676416\r\n\r\n")
                                    << QByteArray(1 << 20, 'a') << 8 << 413;
    QTest::newRow("one-byte chunks") << QByteArray(post + "Transfer-Encoding: chunked\r\n\r\n")
                                     << QByteArray("1\r\na\r\n").repeated(16'384) << 80 << 413;
}

/// L2: refused with a status, without the memory the sender would like us to use.
void TestHttpServer::tooLarge()
{
    QFETCH(const QByteArray, begin);
    QFETCH(const QByteArray, repeated);
    QFETCH(const int, times);
    QFETCH(const int, status);
    Echo echo;
    HttpServer server({}, echo.handler());
    const RawClient client(*server.start());
    bool goesOn = client.send(begin);
    for (int i = 0; goesOn && i < times; ++i)
        goesOn = client.send(repeated);
    QCOMPARE(statusOf(client.readToEnd()), status);
    QCOMPARE(echo.requests(), 0);
}

void TestHttpServer::bodyThatNeverComes()
{
    HttpServerConfig config;
    config.limits.bodySeconds = 1;
    Echo echo;
    HttpServer server(std::move(config), echo.handler());
    const RawClient client(*server.start());
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
    QVERIFY(client.isClosedWithin(8000));
    QCOMPARE(echo.requests(), 0);
}

/// L3: 600 connections that send a head byte by byte, or nothing at all.
void TestHttpServer::slowConnectionsDoNotStopOthers()
{
    QVERIFY(HttpLimits().headerSeconds <= 10 && HttpLimits().bodySeconds <= 10);
    HttpServerConfig config;
    config.limits.headerSeconds = 4;
    Echo echo;
    HttpServer server(std::move(config), echo.handler());
    const int port = *server.start();
    std::vector<RawClient> slow;
    for (int i = 0; i < 600; ++i) {
        slow.emplace_back(port);
        QVERIFY(slow.back().isConnected());
        if (i % 3 != 0)
            slow.back().send("GET / HTTP/1.1\r\nHost: loc");
    }
    for (int i = 0; i < 100; ++i) {
        const RawClient honest(port);
        honest.send(get("/a", "Connection: close\r\n"));
        QVERIFY(honest.readToEnd().endsWith("<GET /a >"));
        const RawClient& one = slow[static_cast<std::size_t>(i * 3 + 1)];
        one.send("a");
    }
    for (const RawClient& client : slow)
        QVERIFY(client.isClosedWithin(20'000));
    QCOMPARE(echo.requests(), 100);
}

void TestHttpServer::fullHouseStillServes()
{
    HttpServerConfig config;
    config.limits.connections = 40;
    Echo echo;
    HttpServer server(std::move(config), echo.handler());
    const int port = *server.start();
    const RawClient early(port); // has been served: keeps its place before those that never ask
    early.send(get("/early"));
    QVERIFY(early.readUntil(">").contains("/early"));
    std::vector<RawClient> crowd;
    for (int i = 0; i < 200; ++i)
        crowd.emplace_back(port);
    const RawClient honest(port);
    honest.send(get("/a"));
    QVERIFY(honest.readUntil(">").endsWith("<GET /a >"));
    early.send(get("/again"));
    QVERIFY(early.readUntil(">").contains("/again"));
}

void TestHttpServer::slowReaderIsDropped()
{
    HttpServerConfig config;
    config.limits.bodySeconds = 1;
    std::atomic<int> answered = 0;
    HttpServer server(std::move(config), [&](HttpRequest, Respond respond) {
        HttpResponse response;
        response.body = base::SecureBytes(32 * 1024 * 1024);
        respond(std::move(response));
        ++answered;
    });
    const RawClient client(*server.start());
    client.send(get("/a"));
    QTRY_COMPARE_WITH_TIMEOUT(answered.load(), 1, 10'000);
    QTest::qWait(2500);
    QVERIFY(client.readToEnd().size() < 32 * 1024 * 1024);
}

void TestHttpServer::browsersAndForeignHostsAreRefused()
{
    HttpServerConfig config;
    config.allowsHost = [](QByteArrayView host) { return host == "v.vault.localhost"; };
    Echo echo;
    HttpServer server(std::move(config), echo.handler());
    const int port = *server.start();
    const auto ask = [&](const QByteArray& method, const QByteArray& fields) {
        return exchange(port, method + " / HTTP/1.1\r\n" + fields + "\r\n");
    };
    const QByteArray ours = ":" + QByteArray::number(port);
    QCOMPARE(statusOf(ask("GET", "Host: v.vault.localhost" + ours + "\r\n")), 200);
    QCOMPARE(statusOf(ask("GET", "Host: localhost\r\n")), 200); // as the C++ SDK asks for tokens
    QCOMPARE(echo.requests(), 2);
    const QByteArray rebound = ask("GET", "Host: attacker.example" + ours + "\r\n");
    QCOMPARE(statusOf(rebound), 421);
    QVERIFY(rebound.endsWith(
        "{\"error\":{\"code\":\"BadParameter\",\"message\":\"This server does not answer for that "
        "host.\"}}"));
    QCOMPARE(statusOf(ask("GET", "Host: localhost:1\r\n")), 421);
    const QByteArray page = ask("GET", "Host: localhost\r\nOrigin: https://attacker.example\r\n");
    QCOMPARE(statusOf(page), 403);
    QVERIFY(!page.toLower().contains("access-control"));
    for (const char* const field :
         { "Pragma: no-cache", "X-Content-Type-Options: nosniff", "x-ms-request-id: " })
        QVERIFY2(page.contains(QByteArray("\r\n").append(field)), field);
    const QByteArray preflight = ask("OPTIONS",
                                     "Host: localhost\r\nOrigin: https://a.example\r\n"
                                     "Access-Control-Request-Method: PUT\r\n"
                                     "Access-Control-Request-Private-Network: true\r\n");
    QCOMPARE(statusOf(preflight), 405);
    QVERIFY(preflight.contains("Content-Length: 0\r\n") && preflight.endsWith("\r\n\r\n"));
    QVERIFY(!preflight.toLower().contains("access-control"));
    QCOMPARE(echo.requests(), 2);
}

namespace {

struct TlsOutcome final
{
    QString failure;
    QByteArray response;
    QList<QSslCertificate> chain;
};

TlsOutcome askOverTls(int port, const QByteArray& caPem, QSsl::SslProtocol protocol,
                      const QList<QByteArray>& protocols = {})
{
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromData(caPem));
    configuration.setProtocol(protocol);
    configuration.setAllowedNextProtocols(protocols);
    QSslSocket socket;
    socket.setSslConfiguration(configuration);
    socket.connectToHostEncrypted(u"127.0.0.1"_s, static_cast<quint16>(port), u"localhost"_s);
    if (!socket.waitForEncrypted(10'000))
        return { socket.errorString(), {}, {} };
    socket.write(get("/tls", "Connection: close\r\n"));
    while (socket.waitForReadyRead(10'000)) { }
    return { {}, socket.readAll(), socket.peerCertificateChain() };
}

} // namespace

void TestHttpServer::tlsVersions()
{
    HttpServerConfig config;
    config.tls = identity(*m_ca);
    QString version;
    HttpServer server(std::move(config), [&](HttpRequest request, Respond respond) {
        version = request.tlsVersion;
        respond(Echo::answerTo(request));
    });
    const int port = *server.start();
    const auto newest = askOverTls(port, m_ca->certificatePem, QSsl::TlsV1_3);
    QCOMPARE(newest.failure, QString());
    QVERIFY(newest.response.endsWith("<GET /tls >"));
    QCOMPARE(newest.chain.size(), 2);
    QCOMPARE(version, u"TLS1_3"_s);
    QVERIFY(askOverTls(port, m_ca->certificatePem, QSsl::TlsV1_2).response.endsWith("<GET /tls >"));
    QCOMPARE(version, u"TLS1_2"_s);
    QVERIFY(!askOverTls(port, {}, QSsl::TlsV1_3).failure.isEmpty());
}

/// A ClientHello that offers nothing newer than TLS 1.1 is answered with an alert.
void TestHttpServer::oldTlsIsRefused()
{
    HttpServerConfig config;
    config.tls = identity(*m_ca);
    HttpServer server(std::move(config), Echo().handler());
    for (const char minor : { '\0', '\1', '\2' }) {
        const QByteArray hello = QByteArray("\x03") + minor + QByteArray(32, 'r') + QByteArray(1, '\0')
            + QByteArray::fromHex("0004c009c013") + QByteArray::fromHex("0100");
        const auto size = static_cast<char>(hello.size());
        const QByteArray handshake = QByteArray::fromHex("010000") + size + hello;
        const QByteArray record = QByteArray::fromHex("16030100") + static_cast<char>(size + 4) + handshake;
        const int port = *server.start();
        const QByteArray answer = exchange(port, record);
        QCOMPARE(answer.first(1), QByteArray::fromHex("15"));
        QVERIFY(!answer.contains(QByteArray::fromHex("160303"))); // no ServerHello
        server.stop();
    }
}

void TestHttpServer::tlsTakesOnlyHttp()
{
    HttpServerConfig config;
    config.tls = identity(*m_ca);
    Echo echo;
    HttpServer server(std::move(config), echo.handler());
    const int port = *server.start();
    QVERIFY(!askOverTls(port, m_ca->certificatePem, QSsl::SecureProtocols, { "h2" }).failure.isEmpty());
    QVERIFY(askOverTls(port, m_ca->certificatePem, QSsl::SecureProtocols, { "h2", "http/1.1" })
                .response.endsWith("<GET /tls >"));
    QVERIFY(!exchange(port, get("/plain")).contains("200 OK"));
    QCOMPARE(echo.requests(), 1);
}

void TestHttpServer::tlsIdentityIsReplaced()
{
    HttpServerConfig config;
    config.tls = identity(*m_ca);
    Echo echo;
    HttpServer server(std::move(config), echo.handler());
    const int port = *server.start();
    const auto before = askOverTls(port, m_ca->certificatePem, QSsl::SecureProtocols);
    QVERIFY(server.replaceIdentity(identity(*m_ca)));
    const auto after = askOverTls(port, m_ca->certificatePem, QSsl::SecureProtocols);
    QVERIFY(before.response.endsWith("<GET /tls >") && after.response.endsWith("<GET /tls >"));
    QVERIFY(before.chain.first() != after.chain.first());
}

void TestHttpServer::badIdentityIsAnError()
{
    auto other = crypto::makeLocalCa(base::SystemClock().now(), u"Other"_s);
    QVERIFY(other);
    HttpServerConfig config;
    config.tls = ServerIdentity{ identity(*m_ca).chainPem, other->keyPem.clone() };
    HttpServer server(std::move(config), Echo().handler());
    QVERIFY(!server.start());
    HttpServerConfig empty;
    empty.tls = ServerIdentity{};
    HttpServer nameless(std::move(empty), Echo().handler());
    QVERIFY(!nameless.start());
}

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_http_server.moc"
