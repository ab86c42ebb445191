// SPDX-License-Identifier: Apache-2.0
#include "model/keep/guarded_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

namespace {

/// What this program asks of the disk, in this order: "sync PATH: CONTENT", "rename FROM TO".
QStringList* recorded = nullptr;

QString pathOf(int descriptor) { return QFile::symLinkTarget(u"/proc/self/fd/%1"_s.arg(descriptor)); }

QString contentOf(const QString& path)
{
    QFile file(path);
    return QFileInfo(path).isFile() && file.open(QFile::ReadOnly) ? QString::fromLatin1(file.readAll())
                                                                  : QString();
}

} // namespace

// In the place of those of the C library.
extern "C" int fsync(int descriptor)
{
    if (recorded)
        *recorded << u"sync %1: %2"_s.arg(pathOf(descriptor), contentOf(pathOf(descriptor)));
    return static_cast<int>(syscall(SYS_fsync, descriptor));
}

extern "C" int rename(const char* from, const char* to) noexcept
{
    if (recorded)
        *recorded << u"rename %1 %2"_s.arg(QFile::decodeName(from), QFile::decodeName(to));
    return static_cast<int>(syscall(SYS_rename, from, to));
}

/// The rules for files and folders (T8), and writing that survives a kill (D9) and a power loss (D2).
class TestGuardedFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void madeFilesAreClosedToOthers_data();
    void madeFilesAreClosedToOthers();
    void filesThatAreNotSafe_data();
    void filesThatAreNotSafe();
    void foldersThatAreNotSafe_data();
    void foldersThatAreNotSafe();
    void linksAreNotFollowedWhenMaking();
    void largeFilesAreNotRead();
    void replacingKeepsTheOldFileWhenItFails();
    void killedReplacementsLeaveOldOrNew();
    void powerLossLeavesOldOrNew();
    void fullDiskHasItsOwnError();

private:
    QString inFolder(const char* name) const { return m_folder + u'/' + QLatin1StringView(name); }
    void make(const QString& path, mode_t mode = 0600) const;

    std::unique_ptr<QTemporaryDir> m_outer;
    QString m_folder;
};

void TestGuardedFile::init()
{
    m_outer = std::make_unique<QTemporaryDir>();
    m_folder = m_outer->filePath(u"store"_s);
    QCOMPARE(mkdir(QFile::encodeName(m_folder).constData(), 0700), 0);
}

void TestGuardedFile::make(const QString& path, mode_t mode) const
{
    QFile file(path);
    QVERIFY(file.open(QFile::WriteOnly));
    QCOMPARE(file.write("content"), 7);
    file.close();
    QCOMPARE(chmod(QFile::encodeName(path).constData(), mode), 0);
}

void TestGuardedFile::madeFilesAreClosedToOthers_data()
{
    QTest::addColumn<uint>("mask");
    QTest::newRow("usual mask") << 0022u;
    QTest::newRow("no mask") << 0000u;
    QTest::newRow("strict mask") << 0077u;
    QTest::newRow("mask that takes the owner's rights") << 0377u;
}

void TestGuardedFile::madeFilesAreClosedToOthers()
{
    QFETCH(uint, mask);
    const mode_t former = umask(static_cast<mode_t>(mask));
    const auto replaced = keep::replaceFile(inFolder("keyslots"), "one");
    const auto made = keep::openFile(inFolder("backup"), keep::Access::CreateNew);
    umask(former);
    QVERIFY(replaced);
    QVERIFY(made);
    for (const char* const name : { "keyslots", "backup" }) {
        struct stat status = {};
        QCOMPARE(stat(QFile::encodeName(inFolder(name)).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777, 0600u);
    }
}

void TestGuardedFile::filesThatAreNotSafe_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("said");
    QTest::newRow("symbolic link") << u"link"_s << u"symbolic link"_s;
    QTest::newRow("dangling link") << u"dangling"_s << u"symbolic link"_s;
    QTest::newRow("hard link") << u"hard"_s << u"second name"_s;
    QTest::newRow("readable by the group") << u"0640"_s << u"chmod 600"_s;
    QTest::newRow("readable by all") << u"0604"_s << u"chmod 600"_s;
    QTest::newRow("writable by all") << u"0602"_s << u"chmod 600"_s;
    QTest::newRow("folder") << u"folder"_s << u"not a regular file"_s;
    QTest::newRow("pipe") << u"pipe"_s << u"not a regular file"_s;
    QTest::newRow("foreign") << u"foreign"_s << u"another user"_s;
}

void TestGuardedFile::filesThatAreNotSafe()
{
    QFETCH(QString, kind);
    QFETCH(QString, said);
    const QString path = inFolder("store.db");
    const QByteArray name = QFile::encodeName(path);
    const QByteArray other = QFile::encodeName(inFolder("other"));
    make(inFolder("other"));
    if (kind == "link"_L1)
        QCOMPARE(symlink(other.constData(), name.constData()), 0);
    else if (kind == "dangling"_L1)
        QCOMPARE(symlink("nowhere", name.constData()), 0);
    else if (kind == "hard"_L1)
        QCOMPARE(link(other.constData(), name.constData()), 0);
    else if (kind == "folder"_L1)
        QCOMPARE(mkdir(name.constData(), 0700), 0);
    else if (kind == "pipe"_L1)
        QCOMPARE(mkfifo(name.constData(), 0600), 0);
    else
        make(path);
    if (kind.startsWith(u'0'))
        QCOMPARE(chmod(name.constData(), static_cast<mode_t>(kind.toUInt(nullptr, 8))), 0);
    if (kind == "foreign"_L1) {
        if (geteuid() != 0)
            QSKIP("only root can give a file away");
        QCOMPARE(chown(name.constData(), 12345, gid_t(-1)), 0);
    }
    const auto checked = keep::checkFile(path);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, base::ErrorCode::StoreUnsafe);
    QVERIFY2(checked.error().message.contains(said), qPrintable(checked.error().message));
    const auto opened = keep::openFile(path, keep::Access::Read);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, base::ErrorCode::StoreUnsafe);
}

void TestGuardedFile::foldersThatAreNotSafe_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<base::ErrorCode>("code");
    QTest::addColumn<QString>("said");
    QTest::newRow("good") << u"good"_s << base::ErrorCode::Internal << QString();
    QTest::newRow("parent open but sticky") << u"sticky"_s << base::ErrorCode::Internal << QString();
    QTest::newRow("missing") << u"missing"_s << base::ErrorCode::StoreMissing << u"does not exist"_s;
    QTest::newRow("file") << u"file"_s << base::ErrorCode::StoreUnsafe << u"not a folder"_s;
    QTest::newRow("link") << u"link"_s << base::ErrorCode::StoreUnsafe << u"symbolic link"_s;
    QTest::newRow("open to others") << u"open"_s << base::ErrorCode::StoreUnsafe << u"chmod 700"_s;
    QTest::newRow("foreign") << u"foreign"_s << base::ErrorCode::StoreUnsafe << u"another user"_s;
    QTest::newRow("parent open") << u"parent"_s << base::ErrorCode::StoreUnsafe << u"could exchange"_s;
}

void TestGuardedFile::foldersThatAreNotSafe()
{
    QFETCH(QString, kind);
    QFETCH(base::ErrorCode, code);
    QFETCH(QString, said);
    const QByteArray name = QFile::encodeName(m_folder);
    const QByteArray parent = QFile::encodeName(m_outer->path());
    if (kind == "missing"_L1 || kind == "file"_L1 || kind == "link"_L1)
        QCOMPARE(rmdir(name.constData()), 0);
    if (kind == "file"_L1)
        make(m_folder);
    if (kind == "link"_L1)
        QCOMPARE(symlink("/tmp", name.constData()), 0);
    if (kind == "open"_L1)
        QCOMPARE(chmod(name.constData(), 0755), 0);
    if (kind == "parent"_L1)
        QCOMPARE(chmod(parent.constData(), 0777), 0);
    if (kind == "sticky"_L1)
        QCOMPARE(chmod(parent.constData(), 01777), 0);
    if (kind == "foreign"_L1) {
        if (geteuid() != 0)
            QSKIP("only root can give a folder away");
        QCOMPARE(chown(name.constData(), 12345, gid_t(-1)), 0);
    }
    const auto checked = keep::checkFolder(m_folder);
    QCOMPARE(checked.has_value(), said.isEmpty());
    if (!checked) {
        QCOMPARE(checked.error().code, code);
        QVERIFY2(checked.error().message.contains(said), qPrintable(checked.error().message));
    }
}

void TestGuardedFile::linksAreNotFollowedWhenMaking()
{
    const QString outside = m_outer->filePath(u"outside"_s);
    for (const char* const name : { "lock", "keyslots.new" })
        QCOMPARE(
            symlink(QFile::encodeName(outside).constData(), QFile::encodeName(inFolder(name)).constData()),
            0);
    QVERIFY(!keep::openFile(inFolder("lock"), keep::Access::ReadWriteCreate));
    QVERIFY(!keep::openFile(inFolder("lock"), keep::Access::CreateNew));
    // A link in the place of the new file is taken away, not written through.
    QVERIFY(keep::replaceFile(inFolder("keyslots"), "content"));
    QVERIFY(!QFile::exists(outside));
    QCOMPARE(*keep::readFile(inFolder("keyslots"), 100), QByteArray("content"));
}

void TestGuardedFile::largeFilesAreNotRead()
{
    make(inFolder("keyslots"));
    QVERIFY(keep::readFile(inFolder("keyslots"), 7));
    QCOMPARE(keep::readFile(inFolder("keyslots"), 6).error().code, base::ErrorCode::StoreTampered);
}

void TestGuardedFile::replacingKeepsTheOldFileWhenItFails()
{
    QVERIFY(keep::replaceFile(inFolder("keyslots"), "old"));
    // A folder where the new file should be cannot be unlinked.
    QCOMPARE(mkdir(QFile::encodeName(inFolder("keyslots.new")).constData(), 0700), 0);
    QVERIFY(!keep::replaceFile(inFolder("keyslots"), "new"));
    QCOMPARE(*keep::readFile(inFolder("keyslots"), 100), QByteArray("old"));
}

void TestGuardedFile::killedReplacementsLeaveOldOrNew()
{
    const QByteArray even(9000, 'e');
    const QByteArray odd(7000, 'o');
    QVERIFY(keep::replaceFile(inFolder("keyslots"), even));
    int seenEven = 0;
    int seenOdd = 0;
    for (int round = 0; round < 200; ++round) {
        const pid_t child = fork();
        if (child == 0) {
            for (int i = 0;; ++i)
                std::ignore = keep::replaceFile(inFolder("keyslots"), i % 2 ? even : odd);
        }
        QTest::qSleep(1 + round % 7);
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        const auto found = keep::readFile(inFolder("keyslots"), 10'000);
        QVERIFY(found);
        QVERIFY(*found == even || *found == odd);
        ++(*found == even ? seenEven : seenOdd);
    }
    QVERIFY(seenEven > 0);
    QVERIFY(seenOdd > 0);
}

void TestGuardedFile::powerLossLeavesOldOrNew()
{
    QVERIFY(keep::replaceFile(inFolder("keyslots"), "old"));
    QStringList asked;
    recorded = &asked;
    const auto replaced = keep::replaceFile(inFolder("keyslots"), "new");
    recorded = nullptr;
    QVERIFY(replaced);
    // The whole content is on the disk before the name is its own; and the name before it is acknowledged.
    const QString fresh = inFolder("keyslots.new");
    QCOMPARE(asked,
             (QStringList{ u"sync %1: new"_s.arg(fresh), u"rename %1 %2"_s.arg(fresh, inFolder("keyslots")),
                           u"sync %1: "_s.arg(m_folder) }));
}

void TestGuardedFile::fullDiskHasItsOwnError()
{
    if (geteuid() != 0)
        QSKIP("only root can mount a small disk");
    const QString disk = m_outer->filePath(u"disk"_s);
    const QByteArray name = QFile::encodeName(disk);
    QCOMPARE(mkdir(name.constData(), 0700), 0);
    if (mount("tmpfs", name.constData(), "tmpfs", 0, "size=64k,mode=0700") != 0)
        QSKIP("this system does not let a small disk be mounted");
    const QString path = disk + u"/keyslots"_s;
    const auto small = keep::replaceFile(path, QByteArray(1000, 's'));
    const auto large = keep::replaceFile(path, QByteArray(200'000, 'l'));
    const auto kept = keep::readFile(path, 10'000);
    const bool isClean = QDir(disk).entryList(QDir::Files) == QStringList{ u"keyslots"_s };
    QCOMPARE(umount(name.constData()), 0);
    QVERIFY(small);
    QVERIFY(!large);
    QCOMPARE(large.error().code, base::ErrorCode::DiskFull);
    QVERIFY(kept);
    QCOMPARE(*kept, QByteArray(1000, 's'));
    QVERIFY(isClean);
}

QTEST_GUILESS_MAIN(TestGuardedFile)
#include "tst_guarded_file.moc"
