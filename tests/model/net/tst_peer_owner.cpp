// SPDX-License-Identifier: Apache-2.0
#include "model/net/http_server.h"
#include "model/net/loopback_listeners.h"
#include "model/net/peer_owner.h"
#include "tests/model/net/raw_client.h"

#include <QTemporaryFile>
#include <QTest>

#include <mutex>

using namespace strongroom;
using namespace strongroom::net;
using namespace Qt::StringLiterals;
using test::RawClient;

namespace {

/// The first connection of a listening socket, waited for.
class Accepted final
{
public:
    explicit Accepted(int listener)
    {
        pollfd waiting{ listener, POLLIN, 0 };
        poll(&waiting, 1, 5000);
        m_socket = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    }
    ~Accepted() { close(m_socket); }
    Accepted(const Accepted&) = delete;
    Accepted& operator=(const Accepted&) = delete;
    int socket() const { return m_socket; }

private:
    int m_socket = -1;
};

void answerAll(HttpRequest, Respond respond) { respond({}); }

} // namespace

class TestPeerOwner final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsItsOwnUser();
    void knowsNobodyWhenThePeerHasGone();
    void readsTheTableOfTheKernel_data();
    void readsTheTableOfTheKernel();
    void otherUsersAreTurnedAway();
};

void TestPeerOwner::knowsItsOwnUser()
{
    const auto listeners = listenOnLoopback(0);
    QVERIFY(listeners);
    const PeerOwners owners;
    const RawClient v4(listeners->port, RawClient::Family::V4);
    QCOMPARE(owners.ownerOf(Accepted(listeners->v4).socket()), geteuid());
    if (listeners->v6 >= 0) {
        const RawClient v6(listeners->port, RawClient::Family::V6);
        QCOMPARE(owners.ownerOf(Accepted(listeners->v6).socket()), geteuid());
        close(listeners->v6);
    }
    close(listeners->v4);
}

void TestPeerOwner::knowsNobodyWhenThePeerHasGone()
{
    const auto listeners = listenOnLoopback(0);
    QVERIFY(listeners);
    std::optional<RawClient> client(std::in_place, listeners->port);
    const Accepted accepted(listeners->v4);
    client.reset();
    QCOMPARE(PeerOwners().ownerOf(accepted.socket()), std::nullopt);
    QCOMPARE(PeerOwners().ownerOf(-1), std::nullopt);
    close(listeners->v4);
    close(listeners->v6);
}

void TestPeerOwner::readsTheTableOfTheKernel_data()
{
    QTest::addColumn<QByteArray>("local");
    QTest::addColumn<QByteArray>("remote");
    QTest::addColumn<int>("user");
    const QByteArray server = "0100007F:20FB";
    QTest::newRow("established") << QByteArray("0100007F:C350") << server << 1000;
    QTest::newRow("of root") << QByteArray("0100007F:C351") << server << 0;
    QTest::newRow("lingers") << QByteArray("0100007F:C352") << server << -1;
    QTest::newRow("the server's end") << server << QByteArray("0100007F:C350") << 33;
    QTest::newRow("of another server") << QByteArray("0100007F:C350") << QByteArray("0100007F:20FC") << -1;
    QTest::newRow("none") << QByteArray("0100007F:1111") << server << -1;
}

void TestPeerOwner::readsTheTableOfTheKernel()
{
    QFETCH(QByteArray, local);
    QFETCH(QByteArray, remote);
    QFETCH(int, user);
    QTemporaryFile table;
    QVERIFY(table.open());
    table.write(
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
        "   0: 0100007F:20FB 00000000:0000 0A 00000000:00000000 00:00000000 00000000    33        0 7001 1 "
        "0\n"
        "   1: 0100007F:20FB 0100007F:C350 01 00000000:00000000 00:00000000 00000000    33        0 7002 1 "
        "0\n"
        "   2: 0100007F:C350 0100007F:20FB 01 00000000:00000000 00:00000000 00000000  1000        0 7003 1 "
        "0\n"
        "   3: 0100007F:C351 0100007F:20FB 08 00000000:00000000 00:00000000 00000000     0        0 7004 1 "
        "0\n"
        "   4: 0100007F:C352 0100007F:20FB 06 00000000:00000000 03:00001749 00000000     0        0 0 3 0\n");
    table.close();
    const auto owner = ownerInTable(table.fileName(), local, remote);
    QCOMPARE(owner ? int(*owner) : -1, user);
}

void TestPeerOwner::otherUsersAreTurnedAway()
{
    if (geteuid() != 0)
        QSKIP("only root can become another user");
    std::mutex mutex;
    std::vector<ForeignPeer> turnedAway;
    HttpServerConfig config;
    config.turnedAway = [&](const ForeignPeer& peer) {
        const std::lock_guard guard(mutex);
        turnedAway.push_back(peer);
    };
    HttpServer server(std::move(config), answerAll);
    const auto port = server.start();
    QVERIFY(port);
    const QByteArray request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    QCOMPARE(test::bytesToldToStranger(*port, request, RawClient::Family::V4), 0);
    QCOMPARE(test::bytesToldToStranger(*port, request, RawClient::Family::V6), 0);
    const RawClient own(*port);
    own.send(request);
    QVERIFY(own.readToEnd().startsWith("HTTP/1.1 200 "));
    server.stop();
    QCOMPARE(turnedAway.size(), std::size_t(2));
    QCOMPARE(turnedAway[0].userId, test::stranger);
    QCOMPARE(turnedAway[0].address, u"127.0.0.1"_s);
    QCOMPARE(turnedAway[1].address, u"::1"_s);
}

QTEST_GUILESS_MAIN(TestPeerOwner)
#include "tst_peer_owner.moc"
