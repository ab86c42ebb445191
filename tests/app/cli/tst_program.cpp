// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"
#include "app/store_door_local.h"
#include "model/keep/key_slots.h"

#include <QDateTime>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace strongroom;
using namespace Qt::StringLiterals;

namespace {

struct Ended final
{
    int code = -1;
    QByteArray out;
    QByteArray error;
};

} // namespace

/// The real program as other processes meet it.
class TestProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void helpAndVersion();
    void commandIsRunByTheHolder();
    void valueTravelsThroughStandardInput();
    void holderOfAnotherSessionIsReached();
    void holderVerifiesThePassphrase();
    void passphraseIsChangedThroughTheHolder();
    void serveIsNotPassedOn();
    void unreadableOutputIsAnError();
    void emptyFolderIsRefused();
    void folderThatCannotBeNamedIsRefused();
    void commandsAtTheSameTime();
    void serveSaysWhenItIsReadyAndStopsOnSigterm();

private:
    Ended run(const QStringList& words, const QByteArray& input = {}) const;
    Ended runOnStore(const QStringList& words, const QByteArray& input = {}) const;
    void openHere();
    void letGo();

    base::SystemClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<app::StoreDoorLocal> m_door;
    std::unique_ptr<cli::CommandDesk> m_desk;
};

Ended TestProgram::run(const QStringList& words, const QByteArray& input) const
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    QEventLoop loop;
    connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    process.start(QStringLiteral(STRONGROOM_PROGRAM), words);
    process.write(input);
    process.closeWriteChannel();
    loop.exec();
    return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
             process.readAllStandardOutput(), process.readAllStandardError() };
}

Ended TestProgram::runOnStore(const QStringList& words, const QByteArray& input) const
{
    return run(words + QStringList{ u"--store=store"_s, u"--passphrase-file=pass"_s }, input);
}

void TestProgram::openHere()
{
    m_door = std::make_unique<app::StoreDoorLocal>(
        m_clock, app::StoreDoorLocal::Options{ keep::HolderKind::Window, keep::leastCost() });
    m_desk = std::make_unique<cli::CommandDesk>(*m_door);
    m_door->setCommandRunner(m_desk->runner());
    QVERIFY(m_door->choose(m_folder.filePath(u"store"_s)));
    QEventLoop loop;
    m_door->unlock(base::SecureBytes::copyOf(QByteArrayView("plum harbour 31 quince velvet")))
        .then(&loop, [&loop](base::Result<void>) { loop.quit(); });
    loop.exec();
    QCOMPARE(m_door->state(), ops::StoreDoor::State::Open);
}

void TestProgram::letGo()
{
    QEventLoop loop;
    m_door->lock().then(&loop, [&loop] { loop.quit(); });
    loop.exec();
    m_desk.reset();
    m_door.reset();
}

void TestProgram::initTestCase()
{
    QFile pass(m_folder.filePath(u"pass"_s));
    QVERIFY(pass.open(QIODevice::WriteOnly));
    pass.write("plum harbour 31 quince velvet\n");
    pass.close();
    const Ended made = runOnStore({ u"store"_s, u"create"_s, u"--json"_s });
    QCOMPARE(made.error, QByteArray());
    QCOMPARE(made.code, 0);
    QCOMPARE(runOnStore({ u"vault"_s, u"create"_s, u"team"_s }).code, 0);
    openHere();
}

void TestProgram::cleanupTestCase()
{
    if (m_door)
        letGo();
}

void TestProgram::helpAndVersion()
{
    const Ended help = run({ u"--help"_s });
    QCOMPARE(help.code, 0);
    QVERIFY(help.out.startsWith("Usage: strongroom"));
    QVERIFY(run({ u"--version"_s }).out.startsWith("strongroom "));
    QCOMPARE(run({ u"nonsense"_s }).code, 2);
}

void TestProgram::commandIsRunByTheHolder()
{
    const Ended listed = runOnStore({ u"vault"_s, u"list"_s, u"--json"_s });
    QCOMPARE(listed.code, 0);
    QCOMPARE(QJsonDocument::fromJson(listed.out).array().size(), 1);
    const Ended missing = runOnStore({ u"secret"_s, u"get"_s, u"nope"_s, u"--vault=team"_s, u"--json"_s });
    QCOMPARE(missing.code, 3);
    QVERIFY(missing.error.contains("SecretNotFound"));
    QVERIFY(missing.out.isEmpty());
}

void TestProgram::valueTravelsThroughStandardInput()
{
    const Ended set
        = runOnStore({ u"secret"_s, u"set"_s, u"piped"_s, u"--vault=team"_s, u"--file=-"_s }, "a\nb\n");
    QCOMPARE(set.code, 0);
    const Ended both = run({ u"secret"_s, u"set"_s, u"both"_s, u"--vault=team"_s, u"--file=-"_s,
                             u"--store=store"_s, u"--passphrase-file=-"_s },
                           "plum harbour 31 quince velvet\nc\nd");
    QCOMPARE(both.code, 0);
    QCOMPARE(runOnStore({ u"secret"_s, u"get"_s, u"piped"_s, u"--vault=team"_s }).out, QByteArray("a\nb\n"));
    QCOMPARE(runOnStore({ u"secret"_s, u"get"_s, u"both"_s, u"--vault=team"_s }).out, QByteArray("c\nd"));
    QCOMPARE(runOnStore({ u"key"_s, u"create"_s, u"signing"_s, u"--vault=team"_s, u"--type=EC"_s }).code, 0);
    const Ended made = runOnStore(
        { u"key"_s, u"sign"_s, u"signing"_s, u"--vault=team"_s, u"--algorithm=ES256"_s, u"--file=-"_s },
        QByteArray(1'000'000, 'm'));
    QCOMPARE(made.code, 0);
    QCOMPARE(made.out.size(), 87); // 64 bytes in base64url, and the line's end
    // Paths are meant against the folder of the process that was typed, not of the holder.
    QCOMPARE(runOnStore({ u"secret"_s, u"get"_s, u"both"_s, u"--vault=team"_s, u"--output=out"_s }).code, 0);
    QFile out(m_folder.filePath(u"out"_s));
    QVERIFY(out.open(QIODevice::ReadOnly));
    QCOMPARE(out.readAll(), QByteArray("c\nd"));
}

/// A server that the system started has another folder for sockets, or none, and its commands come from a
/// shell.
void TestProgram::holderOfAnotherSessionIsReached()
{
    const QTemporaryDir runtimeFolder;
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_RUNTIME_DIR"_s, runtimeFolder.path());
    process.setProcessEnvironment(environment);
    QEventLoop loop;
    connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    process.start(QStringLiteral(STRONGROOM_PROGRAM),
                  { u"vault"_s, u"list"_s, u"--store=store"_s, u"--passphrase-file=pass"_s });
    loop.exec();
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    QVERIFY(process.readAllStandardOutput().contains("team"));
}

void TestProgram::holderVerifiesThePassphrase()
{
    const Ended refused
        = run({ u"vault"_s, u"list"_s, u"--store=store"_s, u"--passphrase-file=-"_s }, "incorrect horse\n");
    QCOMPARE(refused.code, 6);
    QVERIFY(refused.out.isEmpty());
    QVERIFY(!refused.error.contains("horse"));
}

void TestProgram::passphraseIsChangedThroughTheHolder()
{
    const QStringList change{ u"store"_s, u"passphrase"_s, u"--store=store"_s, u"--passphrase-file=-"_s,
                              u"--new-passphrase-file=-"_s };
    QCOMPARE(run(change, "plum harbour 31 quince velvet\nbattery staple\n").code, 0);
    QCOMPARE(runOnStore({ u"vault"_s, u"list"_s }).code, 6);
    QCOMPARE(run(change, "battery staple\nplum harbour 31 quince velvet\n").code, 0);
    QCOMPARE(runOnStore({ u"vault"_s, u"list"_s }).code, 0);
}

void TestProgram::serveIsNotPassedOn()
{
    const Ended refused = runOnStore({ u"serve"_s });
    QCOMPARE(refused.code, 7);
    QVERIFY2(refused.error.contains(QByteArray::number(QCoreApplication::applicationPid())),
             refused.error.constData());
}

/// Who writes a secret to a full disk must not believe that it is there; and who waits for the line of the
/// server must not wait for ever.
void TestProgram::unreadableOutputIsAnError()
{
    const auto runIntoFullDisk = [this](const QStringList& words) {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.setStandardOutputFile(u"/dev/full"_s);
        process.start(QStringLiteral(STRONGROOM_PROGRAM),
                      words + QStringList{ u"--store=store"_s, u"--passphrase-file=pass"_s, u"--json"_s });
        QEventLoop loop;
        connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
        loop.exec();
        return Ended{ process.exitCode(), {}, process.readAllStandardError() };
    };
    const QStringList get{ u"secret"_s, u"get"_s, u"piped"_s, u"--vault=team"_s };
    const Ended passedOn = runIntoFullDisk(get);
    QCOMPARE(passedOn.code, 9);
    QCOMPARE(QJsonDocument::fromJson(passedOn.error)[u"error"_s][u"code"_s].toString(), u"DiskFull"_s);
    letGo();
    QCOMPARE(runIntoFullDisk(get).code, 9);
    QCOMPARE(runIntoFullDisk({ u"serve"_s }).code, 9);
    openHere();
}

void TestProgram::emptyFolderIsRefused()
{
    const Ended refused = run({ u"vault"_s, u"list"_s, u"--store"_s, u""_s, u"--passphrase-file=pass"_s });
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.error.contains("--store"), refused.error.constData());
    const Ended unknown = run({ u"vaults"_s, u"--store=store"_s });
    QCOMPARE(unknown.code, 2);
    QVERIFY2(unknown.error.contains("\"vaults\";"), unknown.error.constData());
}

/// Names are text here; a store in a folder of another name would be worse than none.
void TestProgram::folderThatCannotBeNamedIsRefused()
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    QEventLoop loop;
    connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    process.start(u"/bin/sh"_s,
                  { u"-c"_s,
                    u"exec \"$0\" store create --store \"$(printf 'caf\\351')\" --passphrase-file pass"_s,
                    QStringLiteral(STRONGROOM_PROGRAM) });
    loop.exec();
    QCOMPARE(process.exitCode(), 2);
    QCOMPARE(QDir(m_folder.path()).entryList({ u"caf*"_s }), QStringList());
}

void TestProgram::commandsAtTheSameTime()
{
    letGo();
    constexpr int count = 4;
    std::array<QProcess, count> processes;
    for (int i = 0; i < count; ++i) {
        QProcess& process = processes[static_cast<std::size_t>(i)];
        process.setWorkingDirectory(m_folder.path());
        // A file, because a pipe is written only while this process is the one that is waited for.
        process.setStandardInputFile(m_folder.filePath(u"pass"_s));
        process.start(QStringLiteral(STRONGROOM_PROGRAM),
                      { u"secret"_s, u"set"_s, u"same-time-%1"_s.arg(i), u"--vault=team"_s, u"--file=-"_s,
                        u"--store=store"_s, u"--passphrase-file=pass"_s });
    }
    for (QProcess& process : processes) {
        QVERIFY(process.waitForFinished(60'000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    }
    const Ended listed = runOnStore({ u"secret"_s, u"list"_s, u"--vault=team"_s });
    for (int i = 0; i < count; ++i)
        QVERIFY(listed.out.contains(QByteArray("same-time-" + QByteArray::number(i))));
}

void TestProgram::serveSaysWhenItIsReadyAndStopsOnSigterm()
{
    if (m_door)
        letGo();
    QCOMPARE(runOnStore({ u"app"_s, u"create"_s, u"web"_s }).code, 0);
    const QString soon = QDateTime::currentDateTimeUtc().addDays(10).toString(Qt::ISODate);
    QCOMPARE(runOnStore({ u"key"_s, u"create"_s, u"ending"_s, u"--vault=team"_s, u"--type=EC"_s,
                          u"--expires"_s, soon })
                 .code,
             0);
    QProcess server;
    server.setWorkingDirectory(m_folder.path());
    server.start(
        QStringLiteral(STRONGROOM_PROGRAM),
        { u"serve"_s, u"--managed-identity=web"_s, u"--store=store"_s, u"--passphrase-file=pass"_s });
    QVERIFY(server.waitForReadyRead(60'000));
    QByteArray line;
    while (!line.endsWith('\n') && (server.bytesAvailable() > 0 || server.waitForReadyRead(10'000)))
        line += server.readAllStandardOutput();
    const QJsonObject ready = QJsonDocument::fromJson(line).object();
    const QString port = QString::number(ready.value(u"port"_s).toInt());
    QCOMPARE(ready.value(u"ready"_s).toBool(), true);
    QCOMPARE(ready.value(u"authority"_s).toString(), u"https://login.vault.localhost:"_s + port);
    QCOMPARE(ready.value(u"vaults"_s)[u"team"_s].toString(), u"https://team.vault.localhost:"_s + port);
    QCOMPARE(ready.value(u"tenantId"_s).toString().size(), 36);
    QVERIFY(QFile::exists(ready.value(u"caFile"_s).toString()));
    QVERIFY(!ready.value(u"managedIdentity"_s)[u"IDENTITY_ENDPOINT"_s].toString().isEmpty());
    QVERIFY(!ready.value(u"managedIdentity"_s)[u"IDENTITY_HEADER"_s].toString().isEmpty());
    // Other commands go on, through the server.
    QCOMPARE(
        runOnStore({ u"secret"_s, u"set"_s, u"while-served"_s, u"--vault=team"_s, u"--file=-"_s }, "x").code,
        0);
    // The server looks after keys by itself: this one ends within a month.
    const auto notices = [this] {
        const Ended rows = runOnStore({ u"audit"_s, u"list"_s, u"--json"_s, u"--object=ending"_s,
                                        u"--operation=KeyNearExpiryEventGridNotification"_s });
        return QJsonDocument::fromJson(rows.out).array().size();
    };
    QTRY_COMPARE_WITH_TIMEOUT(notices(), 1, 20'000);
    server.terminate();
    QVERIFY(server.waitForFinished(30'000));
    QCOMPARE(server.exitStatus(), QProcess::NormalExit);
    QCOMPARE(server.exitCode(), 0);
    QCOMPARE(server.readAllStandardOutput(), QByteArray());
    QCOMPARE(runOnStore({ u"secret"_s, u"get"_s, u"while-served"_s, u"--vault=team"_s }).out,
             QByteArray("x"));
}

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
