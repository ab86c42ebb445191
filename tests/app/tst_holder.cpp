// SPDX-License-Identifier: Apache-2.0
#include "app/holder.h"

#include "app/holder_client.h"
#include "model/base/lane.h"

#include <QElapsedTimer>
#include <QFile>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

/// Two processes of one user and one store: who holds it, hand it over, run this for me.
class TestHolder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void saysWhoItIs();
    void handOverIsPassedOn();
    void handOverIsTakenBack();
    void whoAskedAndEndedAsksNoMore();
    void aServerDoesNotHandOver();
    void commandIsRunAndAnswered();
    void largeInputAndOutputArrive();
    void wrongPassphraseRunsNothing();
    void commandsAreRefusedWithoutARunner();
    void droppedCommandIsAnError();
    void nobodyListening();
    void socketIsForThisUserOnly();
    void staleSocketIsReplaced();
    void nonsenseIsDropped_data();
    void nonsenseIsDropped();

private:
    template <typename F> auto elsewhere(F call)
    {
        auto future = m_lane->run(std::move(call));
        while (!future.isFinished())
            QTest::qWait(1);
        return future.takeResult();
    }
    app::HolderRequest request(const char* passphrase, const QStringList& arguments) const;
    void listen(app::Holder::Callbacks callbacks);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<base::Lane> m_lane;
    std::unique_ptr<app::Holder> m_holder;
    QString m_path;
    int m_runs = 0;
};

namespace {

base::SecureBytes bytes(const QByteArray& text) { return base::SecureBytes::copyOf(QByteArrayView(text)); }

QFuture<base::Result<void>> verdict(const base::SecureBytes& passphrase)
{
    QPromise<base::Result<void>> promise;
    promise.start();
    if (passphrase.view() == QByteArrayView("right"))
        promise.addResult(base::Result<void>());
    else
        promise.addResult(
            base::Result<void>(base::Error{ base::ErrorCode::WrongPassphrase, u"It is wrong."_s, {} }));
    promise.finish();
    return promise.future();
}

} // namespace

void TestHolder::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_lane = std::make_unique<base::Lane>("client");
    m_path = m_folder->filePath(u"holder.sock"_s);
    m_runs = 0;
    listen({ [](base::SecureBytes passphrase) { return verdict(passphrase); },
             [this](app::HolderCommand command, base::UniqueFunction<void(app::HolderReply)> answer) {
                 ++m_runs;
                 app::HolderReply reply;
                 reply.exitCode = 3;
                 reply.standardOutput
                     = bytes((command.workingFolder + u'|' + command.arguments.join(u',')).toUtf8() + '|'
                             + command.standardInput.view().toByteArray());
                 reply.standardError = bytes("warned");
                 answer(std::move(reply));
             } });
}

void TestHolder::cleanup()
{
    m_lane.reset();
    m_holder.reset();
}

void TestHolder::listen(app::Holder::Callbacks callbacks)
{
    m_holder = std::make_unique<app::Holder>(std::move(callbacks));
    QVERIFY(m_holder->listen(m_path));
}

app::HolderRequest TestHolder::request(const char* passphrase, const QStringList& arguments) const
{
    app::HolderRequest request;
    request.passphrase = bytes(passphrase);
    request.command.arguments = arguments;
    request.command.workingFolder = u"/home/ä"_s;
    request.command.standardInput = bytes("from stdin");
    return request;
}

void TestHolder::saysWhoItIs()
{
    const auto who = elsewhere([path = m_path] { return app::askWho(path); });
    QVERIFY(who);
    QCOMPARE(*who, u"strongroom %1"_s.arg(QCoreApplication::applicationPid()));
}

void TestHolder::handOverIsPassedOn()
{
    QSignalSpy asked(m_holder.get(), &app::Holder::handOverRequested);
    QVERIFY(elsewhere([path = m_path] { return app::requestHandOver(path, u"a window (process 12)"_s); }));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toString(), u"a window (process 12)"_s);
}

void TestHolder::handOverIsTakenBack()
{
    const QSignalSpy asked(m_holder.get(), &app::Holder::handOverRequested);
    const QSignalSpy withdrawn(m_holder.get(), &app::Holder::handOverWithdrawn);
    auto first = elsewhere([path = m_path] { return app::requestHandOver(path, u"window 12"_s); });
    auto second = elsewhere([path = m_path] { return app::requestHandOver(path, u"window 13"_s); });
    QVERIFY(first && second);
    QTest::qWait(50);
    QCOMPARE(asked.size(), 2);
    QCOMPARE(withdrawn.size(), 0); // they wait
    *first = base::FileDescriptor();
    QTRY_COMPARE(withdrawn.size(), 1);
    QCOMPARE(withdrawn[0][0].toString(), u"window 12"_s);
}

void TestHolder::whoAskedAndEndedAsksNoMore()
{
    const QSignalSpy asked(m_holder.get(), &app::Holder::handOverRequested);
    const QSignalSpy withdrawn(m_holder.get(), &app::Holder::handOverWithdrawn);
    const pid_t child = fork();
    if (child == 0) {
        const auto question = app::requestHandOver(m_path, u"window 14"_s);
        alarm(60);
        pause(); // until it is killed
        _exit(question ? 0 : 1);
    }
    QTRY_COMPARE(asked.size(), 1);
    QTest::qWait(50);
    QCOMPARE(withdrawn.size(), 0);
    QCOMPARE(kill(child, SIGKILL), 0);
    QTRY_COMPARE(withdrawn.size(), 1);
    QCOMPARE(withdrawn[0][0].toString(), u"window 14"_s);
    QCOMPARE(waitpid(child, nullptr, 0), child);
}

void TestHolder::aServerDoesNotHandOver()
{
    listen({ {}, {}, false });
    QSignalSpy asked(m_holder.get(), &app::Holder::handOverRequested);
    const auto answer
        = elsewhere([path = m_path] { return app::requestHandOver(path, u"a window (process 12)"_s); });
    QCOMPARE(answer.error().code, base::ErrorCode::NotSupported);
    QVERIFY(answer.error().message.contains(u"Stop it"_s));
    QCOMPARE(asked.size(), 0);
}

void TestHolder::commandIsRunAndAnswered()
{
    const auto reply = elsewhere([this] {
        return app::passToHolder(m_path, request("right", { u"secret"_s, u"get"_s, u""_s, u"näme"_s }));
    });
    QVERIFY(reply);
    QCOMPARE(reply->exitCode, 3);
    QCOMPARE(reply->standardOutput.view().toByteArray(), QByteArray("/home/ä|secret,get,,näme|from stdin"));
    QCOMPARE(reply->standardError.view().toByteArray(), QByteArray("warned"));
}

void TestHolder::largeInputAndOutputArrive()
{
    const QByteArray large(5'000'000, 'x');
    auto big = request("right", { u"import"_s });
    big.command.standardInput = bytes(large);
    const auto reply = elsewhere([this, &big] { return app::passToHolder(m_path, big); });
    QVERIFY(reply);
    QCOMPARE(reply->standardOutput.size(), std::size_t(large.size() + 16));
}

void TestHolder::wrongPassphraseRunsNothing()
{
    const auto reply = elsewhere([this] {
        return app::passToHolder(m_path, request("wrong", { u"secret"_s, u"list"_s }));
    });
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, base::ErrorCode::WrongPassphrase);
    QCOMPARE(reply.error().message, u"It is wrong."_s);
    QCOMPARE(m_runs, 0);
}

void TestHolder::commandsAreRefusedWithoutARunner()
{
    listen({ [](base::SecureBytes passphrase) { return verdict(passphrase); }, {} });
    const auto reply = elsewhere([this] { return app::passToHolder(m_path, request("right", {})); });
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, base::ErrorCode::NotSupported);
}

void TestHolder::droppedCommandIsAnError()
{
    listen({ [](base::SecureBytes passphrase) { return verdict(passphrase); },
             [](app::HolderCommand, base::UniqueFunction<void(app::HolderReply)>) {} });
    const auto reply = elsewhere([this] { return app::passToHolder(m_path, request("right", {})); });
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, base::ErrorCode::Unavailable);
}

void TestHolder::nobodyListening()
{
    m_holder.reset();
    const auto reply = elsewhere([this] { return app::passToHolder(m_path, request("right", {})); });
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, base::ErrorCode::Unavailable);
    QCOMPARE(app::askWho({}).error().code, base::ErrorCode::Unavailable);
    QCOMPARE(app::askWho(QString(200, u'x')).error().code, base::ErrorCode::Unavailable);
}

void TestHolder::socketIsForThisUserOnly()
{
    struct stat status = {};
    QCOMPARE(stat(QFile::encodeName(m_path).constData(), &status), 0);
    QCOMPARE(status.st_mode & 0077, 0u);

    if (geteuid() != 0)
        QSKIP("only root can act as another user");
    // Even with an open socket a foreign process gets no answer.
    QCOMPARE(chmod(QFile::encodeName(m_path).constData(), 0666), 0);
    QCOMPARE(chmod(QFile::encodeName(m_folder->path()).constData(), 0755), 0);
    const pid_t child = fork();
    if (child == 0) {
        if (setgid(12345) != 0 || setuid(12345) != 0)
            _exit(2);
        _exit(app::askWho(m_path) ? 1 : 0);
    }
    int ended = -1;
    pid_t waited = 0;
    QTRY_VERIFY((waited = waited ? waited : waitpid(child, &ended, WNOHANG)) == child);
    QVERIFY(WIFEXITED(ended));
    QCOMPARE(WEXITSTATUS(ended), 0);
}

void TestHolder::staleSocketIsReplaced()
{
    // As a killed holder leaves it: a socket file with nobody behind it.
    m_holder.reset();
    {
        QFile file(m_path);
        QVERIFY(file.open(QFile::WriteOnly));
    }
    listen({ {}, {} });
    QVERIFY(elsewhere([path = m_path] { return app::askWho(path); }));
}

void TestHolder::nonsenseIsDropped_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("text") << QByteArray("GET / HTTP/1.1\r\n\r\n");
    QTest::newRow("endless frame") << QByteArray("\xff\xff\xff\xff", 4);
    QTest::newRow("empty frame") << QByteArray("\0\0\0\0", 4);
    QTest::newRow("unknown kind") << QByteArray("\0\0\0\1\x09", 5);
    QTest::newRow("part beyond the end") << QByteArray("\0\0\0\5\3\0\0\xff\xff", 9);
    QTest::newRow("half a length") << QByteArray("\0\0\0\3\3\0\0", 7);
    QTest::newRow("an answer") << QByteArray("\0\0\0\1\4", 5);
    QTest::newRow("command without parts") << QByteArray("\0\0\0\1\3", 5);
}

void TestHolder::nonsenseIsDropped()
{
    QFETCH(QByteArray, sent);
    QLocalSocket socket;
    socket.connectToServer(m_path);
    QVERIFY(socket.waitForConnected(1000));
    socket.write(sent);
    QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
    QCOMPARE(m_runs, 0);
    QVERIFY(elsewhere([path = m_path] { return app::askWho(path); }));
}

QTEST_GUILESS_MAIN(TestHolder)
#include "tst_holder.moc"
