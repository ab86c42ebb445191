// SPDX-License-Identifier: Apache-2.0
#include "app/endpoint_host.h"

#include "app/store_door_local.h"
#include "model/ops/operations.h"
#include "tests/model/net/raw_client.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <QXmlStreamReader>

using namespace strongroom;
using namespace Qt::StringLiterals;

/// The endpoint over a real store and real sockets, as the window and the server run it.
class EndpointHostTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void servesTheOpenStore();
    void certificateIsKeptForPrograms();
    void tlsScannerFindsNothing();
    void takenPortIsAnError();
    void endsWhenTheStoreIsLocked();
    void needsAnOpenStore();
    void managedIdentity();
    void otherUsersGetNoToken();
    void tellsWhatWasServed();
    void programsAreToldUrls();

private:
    struct Answer
    {
        int status = 0;
        QByteArray head;
        QJsonObject body;
    };

    template <typename T> static T await(QFuture<T> future)
    {
        while (!future.isFinished())
            QTest::qWait(1);
        if constexpr (!std::is_void_v<T>)
            return future.takeResult();
    }
    static Answer exchange(QAbstractSocket& socket, const QByteArray& request);
    /// Over TLS, trusting only the certificate that is kept beside the store.
    Answer ask(const QString& host, const QByteArray& request);

    base::SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::StoreDoorLocal> m_door;
    std::unique_ptr<app::EndpointHost> m_host;
    vault::Application m_application;
};

void EndpointHostTest::initTestCase() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); }

void EndpointHostTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_door = std::make_unique<app::StoreDoorLocal>(
        m_clock, app::StoreDoorLocal::Options{ keep::HolderKind::Window, keep::leastCost() });
    m_host = std::make_unique<app::EndpointHost>(*m_door, m_clock, app::EndpointHost::Options{});
    m_door->setBeforeClose([this] { return m_host->release(); });
    QVERIFY(await(m_door->create(m_folder->filePath(u"store"_s),
                                 base::SecureBytes::copyOf(QByteArrayView("passphrase")))));
    const auto owner = vault::Caller::owner();
    ops::Operations& operations = *m_door->operations();
    QVERIFY(await(operations.run(owner, vault::CreateVault{ *vault::VaultName::create(u"Payments"_s) })));
    m_application = await(operations.run(owner, vault::RegisterApplication{ u"billing"_s }))->application;
}

void EndpointHostTest::cleanup()
{
    await(m_door->lock());
    m_host.reset();
    m_door.reset();
}

EndpointHostTest::Answer EndpointHostTest::exchange(QAbstractSocket& socket, const QByteArray& request)
{
    socket.write(request);
    QByteArray received;
    while (socket.state() == QAbstractSocket::ConnectedState || socket.bytesAvailable() > 0) {
        received += socket.readAll();
        if (!socket.waitForReadyRead(2000))
            break;
    }
    received += socket.readAll();
    const qsizetype end = received.indexOf("\r\n\r\n");
    return { received.mid(9, 3).toInt(), received.left(end),
             QJsonDocument::fromJson(received.mid(end + 4)).object() };
}

EndpointHostTest::Answer EndpointHostTest::ask(const QString& host, const QByteArray& request)
{
    QSslSocket socket;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromPath(m_host->caFile()));
    socket.setSslConfiguration(configuration);
    socket.setPeerVerifyName(host);
    socket.connectToHostEncrypted(u"127.0.0.1"_s, static_cast<quint16>(m_host->facts().port), host);
    if (!socket.waitForEncrypted(5000)) {
        qWarning("%s", qPrintable(socket.errorString()));
        return {};
    }
    const QByteArray hostWithPort = host.toLatin1() + ':' + QByteArray::number(m_host->facts().port);
    return exchange(socket, QByteArray(request).replace("HOST", hostWithPort));
}

void EndpointHostTest::servesTheOpenStore()
{
    QSignalSpy changed(m_host.get(), &ops::EndpointControl::factsChanged);
    QVERIFY(await(m_host->start(0)));
    QVERIFY(m_host->facts().isRunning && m_host->facts().port > 0 && !changed.isEmpty());
    const Answer refused
        = ask(u"payments.vault.localhost"_s,
              "GET /secrets?api-version=7.4 HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
    QCOMPARE(refused.status, 401);
    const QByteArray challenge = "WWW-Authenticate: Bearer authorization=\""
        + m_host->facts().authority.toLatin1() + '/' + m_host->facts().tenantId.toLatin1()
        + "\", resource=\"https://vault.localhost\"";
    QVERIFY2(refused.head.contains(challenge), refused.head.constData());
    const QByteArray path
        = "/" + m_host->facts().tenantId.toLatin1() + "/v2.0/.well-known/openid-configuration";
    const Answer configuration = ask(u"login.vault.localhost"_s,
                                     "GET " + path + " HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
    QCOMPARE(configuration.status, 200);
    QVERIFY(configuration.body[u"issuer"].toString().startsWith(m_host->facts().authority));
    const Answer other = ask(u"payments.vault.localhost"_s,
                             "GET / HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n");
    QCOMPARE(other.status, 421);
    // Only the authority's own pages take its host: a vault may be called "login".
    const Answer login
        = ask(u"login.vault.localhost"_s,
              "GET /secrets?api-version=7.4 HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
    QCOMPARE(login.status, 404);
    QCOMPARE(login.body[u"error"][u"code"].toString(), u"VaultNotFound"_s);
    const Answer nonsense = ask(u"login.vault.localhost"_s,
                                "GET /nonsense HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
    QCOMPARE(nonsense.status, 404);
    QCOMPARE(nonsense.body[u"error"][u"message"].toString(), u"The token authority has no such page."_s);
    await(m_host->stop());
    QVERIFY(!m_host->facts().isRunning);
    auto first = m_host->start(0);
    auto stopped = m_host->stop(); // before it has started
    QVERIFY(await(m_host->start(0)));
    QVERIFY(!await(first));
    await(stopped);
    QVERIFY(m_host->facts().isRunning);
}

void EndpointHostTest::certificateIsKeptForPrograms()
{
    QVERIFY(await(m_host->start(0)));
    const QFileInfo file(m_host->caFile());
    QVERIFY(file.exists());
    QVERIFY(file.permissions() & QFileDevice::ReadOther);
    QVERIFY(!(file.permissions() & (QFileDevice::WriteGroup | QFileDevice::WriteOther)));
    const auto certificates = QSslCertificate::fromPath(file.filePath());
    QCOMPARE(certificates.size(), 1);
    const QString exported = m_folder->filePath(u"exported.pem"_s);
    QVERIFY(await(m_host->exportCa(exported)));
    QCOMPARE(QSslCertificate::fromPath(exported), certificates);
    QVERIFY(!await(m_host->exportCa(m_folder->filePath(u"no such folder/ca.pem"_s))));

    qputenv("HOME", m_folder->path().toLocal8Bit());
    qputenv("XDG_DATA_HOME", m_folder->filePath(u"data"_s).toLocal8Bit());
    const auto trusted = await(m_host->trustCaForUser());
    QVERIFY(trusted);
    QVERIFY(trusted->contains("update-ca-certificates"_L1));
    QVERIFY(QFile::exists(m_folder->filePath(u"data/ca-certificates/strongroom-local-ca.crt"_s)));
}

/// L7: what a scanner of TLS servers that others wrote finds wrong with ours.
void EndpointHostTest::tlsScannerFindsNothing()
{
    if (QStandardPaths::findExecutable(u"sslscan"_s).isEmpty())
        QSKIP("sslscan is not installed");
    QVERIFY(await(m_host->start(0)));
    QProcess scanner;
    scanner.start(u"sslscan"_s, { u"--xml=-"_s, u"payments.vault.localhost:%1"_s.arg(m_host->facts().port) });
    QTRY_COMPARE_WITH_TIMEOUT(scanner.state(), QProcess::NotRunning, 60'000);

    QStringList protocols;
    int ciphers = 0;
    int checksForHeartbleed = 0;
    QXmlStreamReader report(scanner.readAllStandardOutput());
    while (!report.atEnd()) {
        if (report.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto said = report.attributes();
        if (report.name() == "protocol"_L1 && said.value(u"enabled"_s) == "1"_L1) {
            protocols << said.value(u"type"_s) + u' ' + said.value(u"version"_s);
        } else if (report.name() == "cipher"_L1) {
            ++ciphers;
            QVERIFY2(said.value(u"strength"_s) == "strong"_L1 || said.value(u"strength"_s) == "acceptable"_L1,
                     qPrintable(said.value(u"cipher"_s).toString()));
        } else if (report.name() == "heartbleed"_L1) {
            ++checksForHeartbleed;
            QCOMPARE(said.value(u"vulnerable"_s), "0"_L1);
        } else if (report.name() == "renegotiation"_L1) {
            QVERIFY(said.value(u"supported"_s) == "0"_L1 || said.value(u"secure"_s) == "1"_L1);
        } else if (report.name() == "compression"_L1) {
            QCOMPARE(said.value(u"supported"_s), "0"_L1);
        } else if (report.name() == "self-signed"_L1 || report.name() == "expired"_L1) {
            QCOMPARE(report.readElementText(), u"false"_s);
        }
    }
    QVERIFY2(!report.hasError(), qPrintable(report.errorString()));
    QCOMPARE(protocols, QStringList({ u"tls 1.2"_s, u"tls 1.3"_s }));
    QVERIFY(ciphers > 0 && checksForHeartbleed > 0);
}

void EndpointHostTest::takenPortIsAnError()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const auto started = await(m_host->start(other.serverPort()));
    QVERIFY(!started);
    QCOMPARE(started.error().code, base::ErrorCode::Conflict);
    QVERIFY(!m_host->facts().isRunning && !m_host->facts().problem.isEmpty());
    other.close();
    QVERIFY(await(m_host->start(0)));
    QVERIFY(!await(m_host->start(m_host->facts().port + 1)));
    QVERIFY(await(m_host->start(m_host->facts().port)));
}

void EndpointHostTest::endsWhenTheStoreIsLocked()
{
    QVERIFY(await(m_host->start(0)));
    const int port = m_host->facts().port;
    await(m_door->lock());
    QVERIFY(!m_host->facts().isRunning);
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, static_cast<quint16>(port));
    QVERIFY(!socket.waitForConnected(2000));
    QVERIFY(await(m_door->unlock(base::SecureBytes::copyOf(QByteArrayView("passphrase")))));
    QVERIFY(await(m_host->start(port)));
}

void EndpointHostTest::needsAnOpenStore()
{
    await(m_door->lock());
    QCOMPARE(await(m_host->start(0)).error().code, base::ErrorCode::Locked);
    QCOMPARE(await(m_host->exportCa(m_folder->filePath(u"x"_s))).error().code, base::ErrorCode::Locked);
    await(m_host->stop());
}

void EndpointHostTest::managedIdentity()
{
    QVERIFY(await(m_host->serveManagedIdentity(m_application.clientId)));
    QVERIFY(await(m_host->start(0)));
    const ops::EndpointFacts facts = m_host->facts();
    QCOMPARE(facts.managedIdentityName, u"billing"_s);
    const QUrl url(facts.identityEndpoint);
    const auto askIdentity = [&](const QByteArray& header) {
        QTcpSocket socket;
        socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
        return socket.waitForConnected(2000)
            ? exchange(socket,
                       "GET " + url.path().toLatin1()
                           + "?api-version=2019-08-01&resource=https://vault.localhost HTTP/1.1\r\nHost: "
                           + url.authority().toLatin1() + "\r\nX-IDENTITY-HEADER: " + header
                           + "\r\nConnection: close\r\n\r\n")
            : Answer();
    };
    QCOMPARE(askIdentity("wrong").status, 401);
    const Answer given = askIdentity(facts.identityHeader.toLatin1());
    QCOMPARE(given.status, 200);
    const Answer listed = ask(
        u"payments.vault.localhost"_s,
        "GET /secrets?api-version=7.4 HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nAuthorization: Bearer "
            + given.body[u"access_token"].toString().toLatin1() + "\r\n\r\n");
    QCOMPARE(listed.status, 403); // known, but without a right
    QVERIFY(await(m_host->serveManagedIdentity({})));
    QVERIFY(m_host->facts().identityEndpoint.isEmpty());
    QCOMPARE(askIdentity(facts.identityHeader.toLatin1()).status, 0);
    QVERIFY(!await(m_host->serveManagedIdentity(u"nobody"_s)));
}

/// L8: on a machine of several people, the managed identity is not theirs.
void EndpointHostTest::otherUsersGetNoToken()
{
    if (geteuid() != 0)
        QSKIP("only root can become another user");
    QVERIFY(await(m_host->serveManagedIdentity(m_application.clientId)));
    QVERIFY(await(m_host->start(0)));
    const QByteArray imds = "GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://"
                            "vault.localhost HTTP/1.1\r\nHost: 127.0.0.1\r\nMetadata: true\r\n"
                            "Connection: close\r\n\r\n";
    const int port = QUrl(m_host->facts().identityEndpoint).port();
    QTcpSocket own;
    own.connectToHost(u"127.0.0.1"_s, static_cast<quint16>(port));
    QVERIFY(own.waitForConnected(2000));
    QVERIFY(!exchange(own, imds).body[u"access_token"].toString().isEmpty());
    QCOMPARE(net::test::bytesToldToStranger(port, imds), 0);
    vault::AuditQuery query;
    query.operation = u"Connection"_s;
    const auto rows
        = await(m_door->operations()->run(vault::Caller::owner(), vault::ListAudit{ query })).value();
    QCOMPARE(rows.size(), std::size_t(1));
    QCOMPARE(rows[0].httpStatus, 403);
    QCOMPARE(rows[0].address, u"127.0.0.1"_s);
    QVERIFY2(rows[0].resultDescription.contains(u"65534"_s), qPrintable(rows[0].resultDescription));
}

void EndpointHostTest::tellsWhatWasServed()
{
    QVERIFY(await(m_host->start(0)));
    QSignalSpy spy(m_host.get(), &ops::EndpointControl::served);
    ask(u"payments.vault.localhost"_s,
        "GET /secrets/a?api-version=7.4 HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
    QTRY_COMPARE(spy.size(), 1);
    const auto served = spy.first().first().value<ops::ServedRequest>();
    QCOMPARE(served.method, u"GET"_s);
    QCOMPARE(served.path, u"/secrets/a"_s);
    QCOMPARE(served.vault, u"payments"_s);
    QCOMPARE(served.status, 401);
    QCOMPARE(served.errorCode, u"Unauthorized"_s);
    QVERIFY(!served.requestId.isEmpty());
}

void EndpointHostTest::programsAreToldUrls()
{
    QCOMPARE(m_host->vaultUrl(u"Payments"_s), u"https://payments.vault.localhost"_s);
    QVERIFY(await(m_host->start(0)));
    QCOMPARE(m_host->vaultUrl(u"Payments"_s),
             u"https://payments.vault.localhost:%1"_s.arg(m_host->facts().port));
    // Whether it does depends on the machine; that it is answered does not.
    const bool resolves = await(m_host->resolves(u"payments.vault.localhost"_s));
    QVERIFY(resolves || !resolves);
}

QTEST_GUILESS_MAIN(EndpointHostTest)
#include "tst_endpoint_host.moc"
