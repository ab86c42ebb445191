// SPDX-License-Identifier: Apache-2.0
#include "memory_canaries.h"
#include "model/crypto/software_key.h"
#include "model/keep/store_folder.h"
#include "tests/support/soft_hsm.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

/// Looks through the memory of another process as root can: what is left of a store after it was locked
/// (M1), what is there while it is open (M2), how the arena of keys lies (M3), and who else may look (M4).
class TestMemory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scannerFindsWhatIsThere();
    void nothingIsLeftAfterLocking();
    void keysLieInAGuardedArena();
    void noCoreFile();
    void othersOfThisUserMayNotLook();
};

namespace {

struct Needle
{
    QByteArray bytes;
    QByteArray what;
};

/// Finds many texts at once: by their first two bytes, then by comparison.
class Scanner final
{
public:
    void add(QByteArray bytes, QByteArray what)
    {
        const auto key = keyOf(reinterpret_cast<const unsigned char*>(bytes.constData()));
        m_byStart[key].push_back({ std::move(bytes), std::move(what) });
    }
    /// All the forms in which a text or key may lie about.
    void addForms(QByteArrayView text, const QByteArray& what)
    {
        const QByteArray bytes = text.toByteArray();
        add(bytes, what + " as it is");
        const QString wide = QString::fromLatin1(bytes);
        add(QByteArray(reinterpret_cast<const char*>(wide.constData()), wide.size() * 2),
            what + " as UTF-16");
        add(bytes.toHex(), what + " as hex");
        for (qsizetype skip = 0; skip < 3; ++skip)
            add(bytes.mid(skip).toBase64().first(24), what + " as base64");
    }

    /// A number of a private key: as a text may hold it, and each half as a file and as a computation has it.
    void addNumber(const base::SecureBytes& number, const QByteArray& what)
    {
        addForms(number.view(), what);
        const qsizetype half = static_cast<qsizetype>(number.size()) / 2;
        QByteArray turned = number.view().toByteArray();
        std::reverse(turned.begin(), turned.end());
        for (const bool isFirst : { true, false }) {
            const QByteArrayView part = isFirst ? number.view().first(half) : number.view().last(half);
            add(part.toByteArray(), what + " as it is");
            add(isFirst ? turned.first(half) : turned.last(half), what + " as words");
        }
    }

    QMap<QByteArray, int> scan(qint64 pid) const
    {
        QMap<QByteArray, int> found;
        QFile maps(u"/proc/%1/maps"_s.arg(pid));
        QFile memory(u"/proc/%1/mem"_s.arg(pid));
        if (!maps.open(QFile::ReadOnly) || !memory.open(QFile::ReadOnly | QFile::Unbuffered))
            return { { "the memory cannot be read", 1 } };
        for (const QByteArray& line : maps.readAll().split('\n')) {
            const QList<QByteArray> parts = line.simplified().split(' ');
            if (parts.size() < 5 || !parts[1].startsWith('r') || line.contains("[vvar")
                || line.contains("[vsyscall"))
                continue;
            const QList<QByteArray> range = parts[0].split('-');
            scanRange(memory, range[0].toULongLong(nullptr, 16), range[1].toULongLong(nullptr, 16), found);
        }
        return found;
    }

private:
    static unsigned keyOf(const unsigned char* at) { return static_cast<unsigned>(at[0]) << 8 | at[1]; }

    void scanRange(QFile& memory, quint64 begin, quint64 end, QMap<QByteArray, int>& found) const
    {
        constexpr quint64 pieceSize = 4 << 20;
        constexpr quint64 overlap = 256;
        QByteArray piece(pieceSize + overlap, Qt::Uninitialized);
        for (quint64 at = begin; at < end; at += pieceSize) {
            const auto wanted = static_cast<qint64>(std::min(pieceSize + overlap, end - at));
            if (!memory.seek(static_cast<qint64>(at)))
                return;
            const qint64 got = memory.read(piece.data(), wanted);
            const auto* const data = reinterpret_cast<const unsigned char*>(piece.constData());
            for (qint64 i = 0; i + 1 < std::min<qint64>(got, pieceSize + 1); ++i) {
                for (const Needle& needle : m_byStart[keyOf(data + i)]) {
                    if (needle.bytes.size() <= got - i
                        && std::memcmp(data + i, needle.bytes.constData(), std::size_t(needle.bytes.size()))
                            == 0)
                        ++found[needle.what];
                }
            }
        }
    }

    std::array<std::vector<Needle>, 65536> m_byStart;
};

QByteArray listOf(const QMap<QByteArray, int>& found)
{
    QByteArray text;
    for (auto it = found.begin(); it != found.end(); ++it)
        text += it.key() + " x" + QByteArray::number(it.value()) + "; ";
    return text;
}

QByteArray lineOf(QProcess& probe)
{
    while (!probe.canReadLine()) {
        if (!probe.waitForReadyRead(240'000))
            return {};
    }
    return probe.readLine().trimmed();
}

void goOn(QProcess& probe) { probe.write("\n"); }

bool writeTo(const QString& path, const crypto::SoftwareKey& key)
{
    QFile file(path);
    const auto stored = key.toStored();
    return stored && file.open(QFile::WriteOnly)
        && file.write(stored->view().toByteArray()) == static_cast<qint64>(stored->size());
}

void addKeys(Scanner& scanner, const crypto::SoftwareKey& rsa, const crypto::SoftwareKey& ec)
{
    const auto parts = rsa.rsaParts();
    const auto scalar = ec.ecParts();
    if (!parts || !scalar)
        return;
    scanner.addNumber(parts->d, "RSA d");
    scanner.addNumber(parts->p, "RSA p");
    scanner.addNumber(parts->q, "RSA q");
    scanner.addNumber(parts->dp, "RSA dp");
    scanner.addNumber(parts->dq, "RSA dq");
    scanner.addNumber(parts->qi, "RSA qi");
    scanner.addNumber(scalar->d, "EC d");
}

} // namespace

void TestMemory::scannerFindsWhatIsThere()
{
    const auto scanner = std::make_unique<Scanner>();
    // In a child, because a scanner that scans itself finds what it looks for.
    scanner->addForms("f3b1c5d7e9a2b4c6d8e0f1a3b5c7d9e1f2a4b6c8", "planted");
    QProcess sleeper;
    sleeper.setProgram(u"/bin/sh"_s);
    sleeper.setArguments(
        { u"-c"_s, u"v=f3b1c5d7e9a2b4c6d8e0f1a3b5c7d9e1f2a4b6c8; echo ready; read line; echo $v"_s });
    sleeper.start();
    QCOMPARE(lineOf(sleeper), QByteArray("ready"));
    if (!QFile(u"/proc/%1/mem"_s.arg(sleeper.processId())).open(QFile::ReadOnly))
        QSKIP("this user may not read the memory of another process");
    QVERIFY(scanner->scan(sleeper.processId()).value("planted as it is") > 0);
    goOn(sleeper);
    QVERIFY(sleeper.waitForFinished());
}

void TestMemory::nothingIsLeftAfterLocking()
{
    if (geteuid() != 0)
        QSKIP("only root can look into the hardened process");
    QTemporaryDir outer;
    const QString folder = outer.filePath(u"store"_s);
    const QByteArray seed = QByteArray::number(QCoreApplication::applicationPid());
    const auto rsa = crypto::SoftwareKey::generateRsa(2048, 65537);
    const auto ec = crypto::SoftwareKey::generateEc(crypto::Curve::P256);
    QVERIFY(rsa && ec && writeTo(folder + u".rsa"_s, *rsa) && writeTo(folder + u".ec"_s, *ec));
    tests::SoftHsm token;
    const auto pin = canaries::make(seed, canaries::pinNumber);
    const bool hasToken = tests::SoftHsm::isInstalled() && token.make()
        && token.makeToken(QString::fromLatin1(canaries::tokenLabel), pin.view().toByteArray());
    QCOMPARE(QFile(folder + u".token"_s).open(QFile::WriteOnly), true);
    if (!hasToken)
        QFile::remove(folder + u".token"_s);
    QProcess probe;
    probe.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    probe.start(QString::fromUtf8(MEMORY_PROBE), { folder, QString::fromLatin1(seed) });
    QVERIFY(lineOf(probe).startsWith("started"));
    goOn(probe);

    const auto scanner = std::make_unique<Scanner>();
    for (int i = 0; i < canaries::count; ++i)
        scanner->addForms(canaries::make(seed, i).view(), "value");
    const auto passphrase = canaries::make(seed, canaries::passphraseNumber);
    scanner->addForms(passphrase.view(), "passphrase");

    // Each block by itself: that is what a cipher may keep.
    const auto plaintext = canaries::make(seed, canaries::plaintextNumber);
    for (const qsizetype at : { 0, 16 })
        scanner->add(plaintext.view().sliced(at, 16).toByteArray(), "plaintext as it is");

    QCOMPARE(lineOf(probe), QByteArray("unlocked"));
    // Nothing is shown just now, so nothing is in clear but what the arena may hold for a moment.
    const auto whileOpen = scanner->scan(probe.processId());
    QVERIFY2(whileOpen.isEmpty(), listOf(whileOpen).constData());

    // The root key itself, which only the slots give.
    const auto keySlots = keep::StoreFolder::readSlots(folder);
    QVERIFY(keySlots);
    const auto opened = keySlots->openWithPassphrase(passphrase);
    QVERIFY(opened);
    scanner->add(opened->root.view().toByteArray(), "root key as it is");
    // Private keys that were used stay decoded, and a token that is open needs its PIN again.
    addKeys(*scanner, *rsa, *ec);
    scanner->addForms(pin.view(), "PIN");
    const auto neededWhileOpen = scanner->scan(probe.processId());
    for (const char* const what :
         { "root key as it is", "RSA d as words", "RSA p as words", "EC d as words" })
        QVERIFY2(neededWhileOpen.contains(what), what);
    QCOMPARE(neededWhileOpen.contains("PIN as it is"), hasToken);

    // A key that was deleted or disabled cannot be used, and is not kept for it.
    goOn(probe);
    QCOMPARE(lineOf(probe), QByteArray("forgotten"));
    const auto keyScanner = std::make_unique<Scanner>();
    addKeys(*keyScanner, *rsa, *ec);
    const auto afterDelete = keyScanner->scan(probe.processId());
    QVERIFY2(afterDelete.isEmpty(), listOf(afterDelete).constData());

    goOn(probe);
    QCOMPARE(lineOf(probe), QByteArray("locked"));
    const auto afterLock = scanner->scan(probe.processId());
    QVERIFY2(afterLock.isEmpty(), listOf(afterLock).constData());

    goOn(probe);
    QCOMPARE(lineOf(probe), QByteArray("locked again"));
    scanner->addForms(canaries::make(seed, canaries::count).view(), "wrong passphrase");
    const auto afterSecondLock = scanner->scan(probe.processId());
    QVERIFY2(afterSecondLock.isEmpty(), listOf(afterSecondLock).constData());
    goOn(probe);
    QVERIFY(probe.waitForFinished());
    QCOMPARE(probe.exitCode(), 0);
}

void TestMemory::keysLieInAGuardedArena()
{
    QProcess probe;
    probe.start(QString::fromUtf8(MEMORY_PROBE), { u"soft"_s });
    const QByteArray started = lineOf(probe);
    const quint64 address = started.mid(8).toULongLong(nullptr, 16);
    QVERIFY(address != 0);
    QFile smaps(u"/proc/%1/smaps"_s.arg(probe.processId()));
    QVERIFY(smaps.open(QFile::ReadOnly));
    bool isInside = false;
    quint64 end = 0;
    QByteArray flags;
    QByteArray before;
    QByteArray access;
    QByteArray after;
    for (const QByteArray& line : smaps.readAll().split('\n')) {
        const QList<QByteArray> range = line.split(' ').first().split('-');
        if (range.size() == 2) {
            const quint64 begin = range[0].toULongLong(nullptr, 16);
            if (isInside && begin == end)
                after = line.split(' ')[1];
            end = range[1].toULongLong(nullptr, 16);
            isInside = begin <= address && address < end;
            if (isInside) {
                access = line.split(' ')[1];
                QVERIFY(end - begin <= 1024 * 1024);
            } else if (access.isEmpty()) {
                before = line.split(' ')[1];
            }
        } else if (isInside && line.startsWith("VmFlags:")) {
            flags = line;
        }
    }
    goOn(probe);
    probe.waitForFinished();
    QCOMPARE(access, QByteArray("rw-p"));
    QCOMPARE(before, QByteArray("---p"));
    QCOMPARE(after, QByteArray("---p"));
    for (const char* const flag : { " lo", " dd", " wf" })
        QVERIFY2(flags.contains(flag), flags.constData());
}

void TestMemory::noCoreFile()
{
    QTemporaryDir folder;
    QProcess probe;
    probe.setWorkingDirectory(folder.path());
    probe.start(QString::fromUtf8(MEMORY_PROBE), { u"idle"_s });
    QVERIFY(lineOf(probe).startsWith("started"));
    QFile limits(u"/proc/%1/limits"_s.arg(probe.processId()));
    QVERIFY(limits.open(QFile::ReadOnly));
    QVERIFY(limits.readAll().simplified().contains("Max core file size 0 0"));
    kill(static_cast<pid_t>(probe.processId()), SIGABRT);
    QVERIFY(probe.waitForFinished());
    QCOMPARE(probe.exitStatus(), QProcess::CrashExit);
    QVERIFY(QDir(folder.path()).isEmpty());
}

void TestMemory::othersOfThisUserMayNotLook()
{
    // Both the one who is looked at and the one who looks are the same plain user.
    constexpr uid_t plainUser = 12345;
    const auto look = [](const char* mode) {
        int ready[2] = {};
        int hold[2] = {};
        if (pipe(ready) != 0 || pipe(hold) != 0)
            return -1;
        const pid_t probe = fork();
        if (probe == 0) {
            if (geteuid() == 0 && (setgid(plainUser) != 0 || setuid(plainUser) != 0))
                _exit(1);
            dup2(hold[0], STDIN_FILENO);
            dup2(ready[1], STDOUT_FILENO);
            close(hold[1]);
            execl(MEMORY_PROBE, MEMORY_PROBE, mode, nullptr);
            _exit(1);
        }
        close(ready[1]);
        char word = 0;
        if (read(ready[0], &word, 1) != 1)
            return -1;
        const pid_t looker = fork();
        if (looker == 0) {
            if (geteuid() == 0 && (setgid(plainUser) != 0 || setuid(plainUser) != 0))
                _exit(3);
            const QByteArray path = "/proc/" + QByteArray::number(probe) + "/mem";
            const bool canRead = open(path.constData(), O_RDONLY) >= 0;
            const bool canTrace = ptrace(PTRACE_ATTACH, probe, nullptr, nullptr) == 0;
            _exit((canRead ? 1 : 0) | (canTrace ? 2 : 0));
        }
        int status = 0;
        waitpid(looker, &status, 0);
        kill(probe, SIGKILL);
        waitpid(probe, nullptr, 0);
        for (const int end : { ready[0], hold[0], hold[1] })
            close(end);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    };
    const int soft = look("soft");
    if (soft == -1)
        QSKIP("a plain user cannot run the program from here");
    QCOMPARE(look("idle"), 0);
    if (soft == 0)
        qInfo("this system lets nobody look anyway");
}

QTEST_GUILESS_MAIN(TestMemory)
#include "tst_memory.moc"
