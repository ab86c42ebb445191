// SPDX-License-Identifier: Apache-2.0
#include "model/archive/open_place.h"

#include "model/net/http_server.h"

#include <QMap>
#include <QTest>

#include <mutex>

using namespace strongroom;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using vault::BackupTarget;

namespace {

/// As much of a blob service as a backup needs: it keeps blobs and lets nobody write over one.
class BlobService final
{
public:
    net::HttpHandler handler()
    {
        return [this](const net::HttpRequest& request, net::Respond respond) {
            const std::lock_guard guard(m_mutex);
            net::HttpResponse response;
            const qsizetype question = request.target.indexOf('?');
            const QByteArray path = request.target.left(question);
            lastQuery = request.target.mid(question + 1);
            const bool isPut = request.method == "PUT";
            if (lastQuery != "sig=a%2Bb%3D&sp=rc")
                response.status = 403;
            else if (request.header("x-ms-version").isEmpty())
                response.status = 400;
            else if (!path.startsWith("/account/container/") || (!isPut && !blobs.contains(path)))
                response.status = 404;
            else if (isPut)
                response.status = put(request, path);
            else
                response.body = base::SecureBytes::copyOf(blobs.value(path));
            respond(std::move(response));
        };
    }
    QMap<QByteArray, QByteArray> blobs;
    QByteArray lastQuery;
    int refusesAfter = 100;

private:
    int put(const net::HttpRequest& request, const QByteArray& path)
    {
        if (request.header("x-ms-blob-type") != "BlockBlob" || request.header("if-none-match") != "*")
            return 400;
        if (blobs.contains(path))
            return 409;
        if (refusesAfter-- <= 0)
            return 500;
        blobs.insert(path, request.body.view().toByteArray());
        return 201;
    }
    std::mutex m_mutex;
};

} // namespace

class ContainerPlaceTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_service = std::make_unique<BlobService>();
        m_server = std::make_unique<net::HttpServer>(net::HttpServerConfig(), m_service->handler());
        const auto port = m_server->start();
        QVERIFY(port);
        m_url = u"http://127.0.0.1:%1/account/container"_s.arg(*port);
    }

    void writesAndReads_data()
    {
        QTest::addColumn<QString>("end");
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("plain") << QString() << QByteArray("sig=a%2Bb%3D&sp=rc");
        QTest::newRow("slash") << u"/"_s << QByteArray("sig=a%2Bb%3D&sp=rc");
        QTest::newRow("question mark and end of line") << QString() << QByteArray("?sig=a%2Bb%3D&sp=rc\n");
    }
    void writesAndReads()
    {
        QFETCH(QString, end);
        QFETCH(QByteArray, token);
        const auto place = open(m_url + end, token);
        QVERIFY(
            place->write(u"mhsm-a-1"_s, { { u"one"_s, "first" }, { u"two"_s, QByteArray(50'000, 'x') } }));
        QCOMPARE(m_service->blobs.keys(),
                 (QList<QByteArray>{ "/account/container/mhsm-a-1/one", "/account/container/mhsm-a-1/two" }));
        QCOMPARE(*place->read(u"mhsm-a-1"_s, u"one"_s, 100), QByteArray("first"));
        QCOMPARE(place->read(u"mhsm-a-1"_s, u"two"_s, 100).error().code, ErrorCode::BadParameter);
    }
    void neverWritesOver()
    {
        const auto place = open(m_url);
        QVERIFY(place->write(u"mhsm-a-1"_s, { { u"one"_s, "first" } }));
        QCOMPARE(place->write(u"mhsm-a-1"_s, { { u"one"_s, "other" } }).error().code, ErrorCode::Conflict);
        QCOMPARE(*place->read(u"mhsm-a-1"_s, u"one"_s, 100), QByteArray("first"));
    }
    void theLastFileIsWrittenLast()
    {
        m_service->refusesAfter = 1;
        QCOMPARE(open(m_url)->write(u"mhsm-a-1"_s, { { u"one"_s, "1" }, { u"two"_s, "2" } }).error().code,
                 ErrorCode::Unavailable);
        QCOMPARE(m_service->blobs.keys(), QList<QByteArray>{ "/account/container/mhsm-a-1/one" });
    }
    void saysWhatIsWrong()
    {
        QCOMPARE(open(m_url, "sig=other")->read(u"f"_s, u"one"_s, 9).error().code, ErrorCode::Forbidden);
        QVERIFY(!open(m_url, "sig=other")->read(u"f"_s, u"one"_s, 9).error().message.contains(u"sig"_s));
        QCOMPARE(open(m_url)->read(u"f"_s, u"one"_s, 9).error().code, ErrorCode::BadParameter);
        QCOMPARE(open(m_url.chopped(9) + u"other"_s)->write(u"f"_s, { { u"one"_s, "1" } }).error().code,
                 ErrorCode::BadParameter);
    }

    void targets_data()
    {
        QTest::addColumn<QString>("where");
        QTest::addColumn<bool>("isTaken");
        QTest::newRow("https") << u"https://account.blob.core.windows.net/backups"_s << true;
        QTest::newRow("https, port") << u"https://storage.example:10000/account/backups"_s << true;
        QTest::newRow("http, loopback") << u"http://127.0.0.1:10000/account/backups"_s << true;
        QTest::newRow("http, loopback 6") << u"http://[::1]:10000/account/backups"_s << true;
        QTest::newRow("http, localhost") << u"http://localhost:10000/account/backups"_s << true;
        QTest::newRow("http") << u"http://account.blob.core.windows.net/backups"_s << false;
        QTest::newRow("http, looks like loopback") << u"http://127.0.0.1.example/backups"_s << false;
        QTest::newRow("file") << u"file:///tmp/backups"_s << false;
        QTest::newRow("path") << u"/tmp/backups"_s << false;
        QTest::newRow("no container") << u"https://account.blob.core.windows.net/"_s << false;
        QTest::newRow("token inside") << u"https://account.blob.core.windows.net/b?sig=x"_s << false;
        QTest::newRow("password inside") << u"https://a:b@account.blob.core.windows.net/b"_s << false;
        QTest::newRow("nothing") << QString() << false;
    }
    void targets()
    {
        QFETCH(QString, where);
        QFETCH(bool, isTaken);
        QCOMPARE(archive::openPlace({ BackupTarget::Kind::Container, where, token() }).has_value(), isTaken);
        QVERIFY(!archive::openPlace({ BackupTarget::Kind::Container, where, {} }));
    }

private:
    static base::SecureBytes token(QByteArrayView text = "sig=a%2Bb%3D&sp=rc")
    {
        return base::SecureBytes::copyOf(text);
    }
    static std::unique_ptr<vault::BackupPlace> open(const QString& where,
                                                    QByteArrayView text = "sig=a%2Bb%3D&sp=rc")
    {
        return std::move(*archive::openPlace({ BackupTarget::Kind::Container, where, token(text) }));
    }

    std::unique_ptr<BlobService> m_service;
    std::unique_ptr<net::HttpServer> m_server;
    QString m_url;
};

QTEST_GUILESS_MAIN(ContainerPlaceTest)
#include "tst_container_place.moc"
