// SPDX-License-Identifier: Apache-2.0
#include "model/net/request_head.h"

#include <QTest>

using namespace strongroom::net;
using namespace Qt::StringLiterals;

namespace {

const HttpLimits limits;

int statusOf(const QByteArray& head)
{
    const auto checked = checkRequestHead(head, limits);
    const auto* refusal = std::get_if<Refusal>(&checked);
    return refusal ? refusal->status : 0;
}

QByteArray withField(const QByteArray& field)
{
    return "POST /secrets/a HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\n\r\n";
}

/// Status of the scanner for bytes that come in steps of `step`; -1: wants more; 0: complete.
int scanInSteps(const QByteArray& bytes, qsizetype step)
{
    HeadScanner scanner(limits);
    for (qsizetype size = 0; size < bytes.size();) {
        size = qMin(size + step, bytes.size());
        const auto outcome = scanner.scan(QByteArrayView(bytes).first(size));
        if (const auto* refusal = std::get_if<Refusal>(&outcome))
            return refusal->status;
        if (const auto* head = std::get_if<qsizetype>(&outcome))
            return *head <= size ? 0 : -2;
    }
    return -1;
}

int addresseeStatus(const QByteArray& method, const QByteArray& fields)
{
    const QByteArray head = method + " / HTTP/1.1\r\n" + fields + "\r\n";
    const auto checked = checkRequestHead(head, limits);
    if (const auto* refusal = std::get_if<Refusal>(&checked))
        return refusal->status;
    const std::function<bool(QByteArrayView)> allows
        = [](QByteArrayView host) { return host == "v.vault.localhost"; };
    const auto refusal = checkAddressee(std::get<RequestHead>(checked), { 8443, allows });
    return refusal ? refusal->status : 0;
}

} // namespace

class TestRequestHead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsWhatClientsSend();
    void requestLines_data();
    void requestLines();
    void fields_data();
    void fields();
    void transferEncodingSpellings();
    void contentLengthSpellings();
    void hosts_data();
    void hosts();
    void everyControlCharacterIsRefused();
    void everyCutIsRefusedOrWaitsForMore();
    void scannerGivesUpEarly_data();
    void scannerGivesUpEarly();
    void addressees_data();
    void addressees();
};

void TestRequestHead::acceptsWhatClientsSend()
{
    const QByteArray head
        = "PUT /secrets/db?api%2Dversion=2025-07-01 HTTP/1.1\r\n"
          "Host: prod.vault.localhost:8443\r\nAuthorization: Bearer abc.def-_\r\n"
          "content-type: application/json\r\nUser-Agent: azsdk (\xc3\xa9)\r\n"
          "Expect: 100-continue\r\nX-Empty:\r\nContent-Length: 17\r\nConnection: keep-alive\r\n\r\n";
    const auto checked = checkRequestHead(head, limits);
    QVERIFY(std::holds_alternative<RequestHead>(checked));
    const auto& read = std::get<RequestHead>(checked);
    QCOMPARE(read.method, "PUT");
    QCOMPARE(read.target, "/secrets/db?api%2Dversion=2025-07-01");
    QCOMPARE(read.host, "prod.vault.localhost:8443");
    QCOMPARE(read.contentLength.value_or(0), 17U);
    QVERIFY(read.expectsContinue && read.keepsAlive && !read.isChunked && read.hasBody());
    QCOMPARE(read.field("authorization").value_or("none"), "Bearer abc.def-_");
    QCOMPARE(read.field("x-empty").value_or("none"), "");
    QVERIFY(!read.field("x-missing"));
}

void TestRequestHead::requestLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("status");
    const auto row = [](const char* line, int status) { QTest::newRow(line) << QByteArray(line) << status; };
    row("GET / HTTP/1.1", 0);
    row("GET / HTTP/1.0", 0);
    row("HEAD /a/b?c=d&e HTTP/1.1", 0);
    row("GET http://localhost/x HTTP/1.1", 0);
    row("GET HTTPS://LOCALHOST/x HTTP/1.1", 0);
    row("OPTIONS * HTTP/1.1", 0);
    row("GET /{a}|b HTTP/1.1", 0);
    row("get / HTTP/1.1", 0);
    row("GET http://other/x HTTP/1.1", 400);
    row("GET http://localhost:1/x HTTP/1.1", 400);
    row("GET http://localhost HTTP/1.1", 400);
    row("GET ftp://localhost/ HTTP/1.1", 400);
    row("GET * HTTP/1.1", 400);
    row("GET x HTTP/1.1", 400);
    row("GET //a b HTTP/1.1", 400);
    row("GET /a#b HTTP/1.1", 400);
    row("GET  / HTTP/1.1", 400);
    row("GET /  HTTP/1.1", 400);
    row("GET\t/ HTTP/1.1", 400);
    row(" GET / HTTP/1.1", 400);
    row("GET / HTTP/1.1 ", 400);
    row("GET /", 400);
    row("GET", 400);
    row("", 400);
    row("GET / http/1.1", 400);
    row("GET / HTTP/1.1x", 400);
    row("GET / HTTP/11", 400);
    row("GET / HTTP/01.1", 400);
    row("GET / HTTP/1.2", 505);
    row("GET / HTTP/2.0", 505);
    row("PRI * HTTP/2.0", 505);
    row("GET / HTTP/0.9", 505);
    row("CONNECT localhost:443 HTTP/1.1", 405);
    row("TRACE / HTTP/1.1", 405);
    row("G(T / HTTP/1.1", 400);
    row("\x16\x03\x01 / HTTP/1.1", 400);
    row("GET /\xc3\xa9 HTTP/1.1", 400);
    row("AVERYLONGMETHODNAMETHATNOBODYEVERUSES / HTTP/1.1", 400);
    QTest::newRow("8 KB target") << QByteArray("GET /" + QByteArray(8 * 1024 - 1, 'a') + " HTTP/1.1") << 0;
    QTest::newRow("longer target") << QByteArray("GET /" + QByteArray(8 * 1024, 'a') + " HTTP/1.1") << 414;
}

void TestRequestHead::requestLines()
{
    QFETCH(const QByteArray, line);
    QFETCH(const int, status);
    QCOMPARE(statusOf(line + "\r\nHost: localhost\r\n\r\n"), status);
}

void TestRequestHead::fields_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<int>("status");
    const auto row
        = [](const char* field, int status) { QTest::newRow(field) << QByteArray(field) << status; };
    row("X: y", 0);
    row("X:y", 0);
    row("X: \t y \t ", 0);
    row("Content-Length: 0", 0);
    row("Content-Length: 1048576", 0);
    row("Content-Length: 1048577", 413);
    row("Content-Length: 9663676416", 413);
    row("Content-Length: 99999999999999999999999999", 413);
    row("Content-Length: 5\r\nContent-Length: 5", 400);
    row("Content-Length: 5\r\ncontent-length: 6", 400);
    row("Content-Length: 5\r\nTransfer-Encoding: chunked", 400);
    row("Transfer-Encoding: chunked\r\nContent-Length: 5", 400);
    row("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", 400);
    row("Transfer-Encoding: chunked", 0);
    row("TE: trailers", 0);
    row("X : y", 400);
    row("X\t: y", 400);
    row(" X: y", 400);
    row("X: y\r\n folded", 400);
    row("X: y\r\n\tfolded", 400);
    row("Content-Length: 5\r\n 0", 400);
    row(": y", 400);
    row("X", 400);
    row("X y", 400);
    row("X\xc3\xa9: y", 400);
    row("X: a\nY: b", 400);
    row("X: a\rY: b", 400);
    row("X: a\r\r\nY: b", 400);
    row("Host: localhost", 400);
    row("HOST: other", 400);
    row("Upgrade: websocket", 400);
    row("Connection: Upgrade", 400);
    row("Connection: keep-alive, upgrade", 400);
    row("Connection: close", 0);
    row("Expect: 100-Continue", 0);
    row("Expect: 200-ok", 417);
    row("Content-Encoding: gzip", 400);
    row("Content-Encoding: identity", 0);
    row("Authorization: Bearer a\r\nAuthorization: Bearer b", 400);
    row("Content-Type: a/b\r\nContent-Type: c/d", 400);
    QTest::newRow("99 more") << QByteArray(QByteArray("X: y\r\n").repeated(98) + "X: y") << 0;
    QTest::newRow("100 more") << QByteArray(QByteArray("X: y\r\n").repeated(99) + "X: y") << 431;
}

void TestRequestHead::fields()
{
    QFETCH(const QByteArray, field);
    QFETCH(const int, status);
    QCOMPARE(statusOf(withField(field)), status);
}

void TestRequestHead::transferEncodingSpellings()
{
    // Only the plain word is taken; what a front or back end might take for it is not.
    const QByteArray spellings[] = { "Chunked",
                                     "CHUNKED",
                                     "chunked,",
                                     ",chunked",
                                     "chunked, chunked",
                                     "chunked;q=1",
                                     "identity",
                                     "identity, chunked",
                                     "chunked, identity",
                                     "gzip",
                                     "gzip, chunked",
                                     "x-chunked",
                                     "xchunked",
                                     "chunkedx",
                                     "\"chunked\"",
                                     "'chunked'",
                                     "chunk",
                                     "chunked\x0b",
                                     "\vchunked",
                                     "chun ked",
                                     "",
                                     "chunked\x0c",
                                     "cow",
                                     "chunked; foo",
                                     "deflate",
                                     "compress",
                                     "chunked/1",
                                     "trailers",
                                     "chunked\xa0",
                                     ("\xa0"
                                      "chunked"),
                                     "chunked\x85",
                                     "nochunked",
                                     "chunked\x7f",
                                     "[chunked]",
                                     "{chunked}",
                                     "chunked=1",
                                     "0",
                                     "true",
                                     "chunked:",
                                     ": chunked",
                                     "chunked\x01",
                                     ("\xef\xbb\xbf"
                                      "chunked"),
                                     "chunked-x",
                                     "chunked|",
                                     "%63hunked" };
    for (const QByteArray& spelling : spellings) {
        for (const QByteArray& name : { QByteArray("Transfer-Encoding"), QByteArray("transfer-encoding"),
                                        QByteArray("TRANSFER-ENCODING") })
            QCOMPARE(statusOf(withField(name + ": " + spelling)), 400);
    }
    for (const QByteArray& name : { QByteArray("Transfer_Encoding"), QByteArray("Transfer-Encoding-X"),
                                    QByteArray("XTransfer-Encoding") })
        QCOMPARE(statusOf(withField(name + ": chunked\r\nContent-Length: 3")), 0); // an unknown field
    QCOMPARE(statusOf("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

void TestRequestHead::contentLengthSpellings()
{
    const QByteArray spellings[]
        = { "",         "+5",           "-5",  "-0", "+0",  "0x5", "5x",   "5 5",   "5,5",
            "5, 5",     "5;5",          "05",  "00", "5.0", "5e0", "five", "\"5\"", "5\x0b",
            "\xd9\xa5", "\xef\xbc\x95", "5 ,", ",5", "0b1", "1_0", "NaN",  "5\x7f" };
    for (const QByteArray& spelling : spellings)
        QCOMPARE(statusOf(withField("Content-Length: " + spelling)), 400);
}

void TestRequestHead::hosts_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("status");
    const auto row = [](const char* host, int status) { QTest::newRow(host) << QByteArray(host) << status; };
    row("localhost", 0);
    row("localhost:8443", 0);
    row("[::1]", 0);
    row("[::1]:8443", 0);
    row("a.b-c.d", 0);
    row("", 400);
    row(":80", 400);
    row("localhost:", 400);
    row("localhost:x", 400);
    row("localhost:123456", 400);
    row("localhost:80:80", 400);
    row("user@localhost", 400);
    row("local host", 400);
    row("localhost/", 400);
    row("localhost?x", 400);
    row("localhost, localhost", 400);
    row("[::1", 400);
    row("[]", 400);
    row("[::1]x", 400);
    row("::1", 400);
    row("a\xc3\xa9.localhost", 400);
    QTest::newRow("long") << QByteArray(256, 'a') << 400;
}

void TestRequestHead::hosts()
{
    QFETCH(const QByteArray, host);
    QFETCH(const int, status);
    QCOMPARE(statusOf("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"), status);
    QCOMPARE(statusOf("GET / HTTP/1.1\r\nX: y\r\n\r\n"), 400);
}

void TestRequestHead::everyControlCharacterIsRefused()
{
    const QByteArray head = withField("X-Name: value");
    for (int code = 0; code < 256; ++code) {
        const char c = static_cast<char>(code);
        const bool isControl = (code < 0x20 && c != '\t') || code == 0x7F;
        const qsizetype inValue = head.indexOf("lue");
        const qsizetype inName = head.indexOf("Name");
        const qsizetype inTarget = head.indexOf("crets");
        QCOMPARE(statusOf(QByteArray(head).insert(inValue, c)) != 0, isControl);
        QCOMPARE(statusOf(QByteArray(head).insert(inTarget, c)) != 0,
                 isControl || code >= 0x7F || c == ' ' || c == '#' || c == '\t');
        if (isControl || c == ' ' || c == '\t' || code > 0x7F)
            QCOMPARE(statusOf(QByteArray(head).insert(inName, c)), 400);
    }
}

void TestRequestHead::everyCutIsRefusedOrWaitsForMore()
{
    const QByteArray head = withField("X-Name: value\r\nContent-Length: 5");
    for (qsizetype size = 0; size < head.size(); ++size) {
        QVERIFY(statusOf(head.first(size)) != 0);
        QCOMPARE(scanInSteps(head.first(size), 1), -1);
    }
    for (qsizetype step = 1; step <= head.size(); ++step)
        QCOMPARE(scanInSteps(head + "GET /next", step), 0);
    QVERIFY(statusOf(head + "x") != 0);
}

void TestRequestHead::scannerGivesUpEarly_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("target of 1 MB") << QByteArray("GET /" + QByteArray(1 << 20, 'a')) << 414;
    QTest::newRow("line of 1 MB") << QByteArray("GET / HTTP/1.1\r\nX: " + QByteArray(1 << 20, 'a')) << 431;
    QTest::newRow("10,000 lines") << QByteArray("GET / HTTP/1.1\r\n" + QByteArray("a:\r\n").repeated(10000))
                                  << 431;
    QTest::newRow("bare LF") << QByteArray("GET / HTTP/1.1\nHost: a\n\n") << 400;
    QTest::newRow("bare LF later") << QByteArray("GET / HTTP/1.1\r\nHost: a\n\n") << 400;
    QTest::newRow("LF CR") << QByteArray("GET / HTTP/1.1\n\rHost: a\n\r\n\r") << 400;
    QTest::newRow("empty line first") << QByteArray("\r\nGET / HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("HTTP/0.9") << QByteArray("GET /\r\n") << 400;
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n") << 505;
    QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02") << 400;
    QTest::newRow("NUL") << QByteArray("\0\0", 2) << 400;
}

void TestRequestHead::scannerGivesUpEarly()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, status);
    QCOMPARE(scanInSteps(bytes, 4096), status);
    QCOMPARE(scanInSteps(bytes, bytes.size()), status);
}

void TestRequestHead::addressees_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    const auto row = [](const char* method, const QByteArray& fields, int status) {
        QTest::newRow(qPrintable(QString::fromUtf8(method + fields)))
            << QByteArray(method) << fields << status;
    };
    for (const QByteArray& host : { QByteArray("localhost"), QByteArray("127.0.0.1"), QByteArray("[::1]"),
                                    QByteArray("v.vault.localhost") }) {
        row("GET", "Host: " + host + "\r\n", 0);
        row("GET", "Host: " + host.toUpper() + ":8443\r\n", 0);
        row("GET", "Host: " + host + ":8444\r\n", 421);
        row("GET", "Host: " + host + ".\r\n", host.startsWith('[') ? 400 : 421);
        row("GET", "Host: evil." + host + "\r\n", host.startsWith('[') ? 400 : 421);
    }
    row("GET", "Host: rebound.example\r\n", 421);
    row("GET", "Host: 127.0.0.2\r\n", 421);
    row("GET", "Host: [::2]\r\n", 421);
    row("GET", "Host: 0x7f.1\r\n", 421);
    row("GET", "Host: vault.localhost\r\n", 421);
    row("OPTIONS", "Host: localhost\r\nOrigin: https://a\r\n", 405);
    row("GET", "Host: localhost\r\nOrigin: https://a\r\n", 403);
    row("GET", "Host: localhost\r\norigin: null\r\n", 403);
    row("GET", "Host: localhost\r\nOrigin:\r\n", 403);
    row("POST", "Host: localhost\r\nSec-Fetch-Site: cross-site\r\n", 403);
    row("POST", "Host: localhost\r\nSec-Fetch-Site: same-site\r\n", 403);
    row("POST", "Host: localhost\r\nSec-Fetch-Site: same-origin\r\n", 0);
    row("POST", "Host: localhost\r\nSec-Fetch-Site: none\r\n", 0);
}

void TestRequestHead::addressees()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, fields);
    QFETCH(const int, status);
    QCOMPARE(addresseeStatus(method, fields), status);
}

QTEST_GUILESS_MAIN(TestRequestHead)
#include "tst_request_head.moc"
