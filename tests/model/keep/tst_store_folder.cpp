// SPDX-License-Identifier: Apache-2.0
#include "model/keep/store_folder.h"

#include "model/base/encodings.h"
#include "model/keep/anchor.h"
#include "model/local/local_store.h"
#include "support/working_store.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <functional>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using keep::StoreFolder;

/// A store as a folder: what opens it, what does not and why, what is put back, what is backed up
/// (T1, T4, T8, D6, D9).
class TestStoreFolder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void filesAreClosedToOthers();
    void foldersInTheWayAreNotUsed();
    void failuresHaveTheirOwnErrorAndChangeNothing_data();
    void failuresHaveTheirOwnErrorAndChangeNothing();
    void readOnlyDisk();
    void readOnlyFile();
    void fullDiskIsSurvived();
    void fullDiskStillReadsDeletesAndLocks();
    void olderDatabaseIsNoticed();
    void olderFolderIsNoticedByTheKeychain();
    void damagedAnchorHarmsNothing();
    void lostAnchorIsToldOnceAndRecorded();
    void killedSlotChangesLeaveAStoreThatOpens();
    void killedRestoresAreNoStoreOrAWholeOne();
    void killedCreationsAreNoStoreOrAWholeOne();
    void leftoversAreClearedOnlyWhereNothingIsLost();
    void storeThatIsBeingMadeIsLeftAlone();
    void everyChangeOfABackupIsFound();
    void truncatedBackupsAreFound();
    void folderThatWasThereOutlivesAFailure();
    void forgedBackupIsFoundWhenOpened();
    void backupsAreClosedToOthersAndNeverReplaceAFile();

private:
    keep::OpenOptions options() const;
    keep::Credential passphrase(const char* text = "right") const;
    keep::Credential keychainKey() const;
    base::Result<std::unique_ptr<keep::OpenStore>> open(const keep::Credential& credential) const;
    QString in(const char* name) const { return m_path + u'/' + QLatin1StringView(name); }
    QString outside(const char* name) const { return m_outer->filePath(QLatin1StringView(name)); }
    static void addRows(keep::OpenStore& store, int rows, int bytes = 100);
    static QByteArray content(const QString& path);
    static void put(const QString& path, const QByteArray& content);
    void removeBoth() const;
    using Change = std::function<void(TestStoreFolder&)>;
    static void addFailure(const char* name, const char* credential, ErrorCode code, const char* said,
                           const Change& change);
    static void addUnsafeFiles();
    /// All files but the lock, which says who opened last: name, size and digest.
    QStringList snapshot() const;
    static void copyFolder(const QString& from, const QString& to);

    base::SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_outer;
    QString m_path;
    // Not in the guarded arena, whose pages are wiped in the children that some tests fork.
    QByteArray m_keychainKey;
    QString m_keychainSlot;
    base::SecureBytes m_recoveryKey;
};

namespace {

base::SecureBytes bytes(QByteArrayView text) { return base::SecureBytes::copyOf(text); }

#define VERIFY_DONE(call)                                                                                    \
    do {                                                                                                     \
        const auto& done = (call);                                                                           \
        QVERIFY2(done, qPrintable(done ? QString() : done.error().message));                                 \
    } while (false)

} // namespace

void TestStoreFolder::init()
{
    m_outer = std::make_unique<QTemporaryDir>();
    m_path = outside("store");
    auto created = StoreFolder::create(m_path, bytes("right"), options(), m_clock);
    VERIFY_DONE(created);
    m_recoveryKey = std::move(created->printedRecoveryKey);
    const auto key = created->open->addKeychainKey();
    VERIFY_DONE(key);
    m_keychainKey = key->key.view().toByteArray();
    m_keychainSlot = key->slotId;
    addRows(*created->open, 5);
}

void TestStoreFolder::cleanup() { m_recoveryKey.clear(); }

keep::OpenOptions TestStoreFolder::options() const
{
    keep::OpenOptions options;
    options.self = { getpid(), keep::HolderKind::Command, {} };
    options.newSlotCost = keep::leastCost();
    return options;
}

keep::Credential TestStoreFolder::passphrase(const char* text) const
{
    return keep::PassphraseCredential{ bytes(QByteArrayView(text)) };
}

/// Opens without the cost of a passphrase.
keep::Credential TestStoreFolder::keychainKey() const
{
    return keep::KeychainCredential{ bytes(m_keychainKey) };
}

base::Result<std::unique_ptr<keep::OpenStore>> TestStoreFolder::open(const keep::Credential& credential) const
{
    return StoreFolder::open(m_path, credential, options(), m_clock);
}

void TestStoreFolder::addRows(keep::OpenStore& store, int rows, int bytes)
{
    for (int i = 0; i < rows; ++i) {
        QVERIFY(store.store().begin());
        QVERIFY(store.store().mark());
        vault::AuditRecord record;
        record.operation = u"Test"_s;
        record.requestId = base::randomUuid();
        record.resultDescription = QString(bytes, u'x');
        QVERIFY(store.store().appendAudit(record));
        QVERIFY(store.store().keep());
        QVERIFY(store.store().commit());
    }
}

QByteArray TestStoreFolder::content(const QString& path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray("(cannot be read)");
}

void TestStoreFolder::put(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QFile::WriteOnly | QFile::Truncate));
    QCOMPARE(file.write(content), content.size());
    file.close();
    QCOMPARE(chmod(QFile::encodeName(path).constData(), 0600), 0);
}

QStringList TestStoreFolder::snapshot() const
{
    QStringList all;
    const auto names
        = QDir(m_path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QString& name : names) {
        const QByteArray bytes = content(m_path + u'/' + name);
        const QByteArray digest
            = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().first(12);
        // The database lays out an empty journal before it looks at anything.
        const bool isEmptyJournal = name == "store.db-wal"_L1 && bytes.isEmpty();
        if (name != "lock"_L1 && !isEmptyJournal)
            all << u"%1 %2 %3"_s.arg(name, QString::number(bytes.size()), QString::fromLatin1(digest));
    }
    return all;
}

void TestStoreFolder::copyFolder(const QString& from, const QString& to)
{
    QCOMPARE(mkdir(QFile::encodeName(to).constData(), 0700), 0);
    for (const QString& name : QDir(from).entryList(QDir::Files | QDir::Hidden)) {
        // The other disk has its own room, or none to spare.
        if (!name.endsWith("-reserve"_L1))
            put(to + u'/' + name, content(from + u'/' + name));
    }
}

void TestStoreFolder::filesAreClosedToOthers()
{
    const mode_t former = umask(0);
    const QString path = outside("wide open");
    auto created = StoreFolder::create(path, bytes("right"), options(), m_clock);
    umask(former);
    VERIFY_DONE(created);
    addRows(*created->open, 3);
    struct stat status = {};
    QCOMPARE(stat(QFile::encodeName(path).constData(), &status), 0);
    QCOMPARE(status.st_mode & 07777, 0700u);
    const auto names = QDir(path).entryList(QDir::Files | QDir::Hidden);
    QVERIFY(names.size() >= 4);
    for (const QString& name : names) {
        QCOMPARE(stat(QFile::encodeName(path + u'/' + name).constData(), &status), 0);
        QVERIFY2((status.st_mode & 07777) == 0600, qPrintable(name));
    }
}

void TestStoreFolder::foldersInTheWayAreNotUsed()
{
    QCOMPARE(StoreFolder::create(m_path, bytes("x"), options(), m_clock).error().code,
             ErrorCode::StoreExists);
    VERIFY_DONE(open(keychainKey()));
    put(outside("file"), "content");
    QCOMPARE(StoreFolder::create(outside("file"), bytes("x"), options(), m_clock).error().code,
             ErrorCode::StoreExists);
    QVERIFY(QFile::link(m_outer->path(), outside("link")));
    QVERIFY(!StoreFolder::create(outside("link"), bytes("x"), options(), m_clock));
    // An empty passphrase makes nothing.
    QCOMPARE(StoreFolder::create(outside("fresh"), {}, options(), m_clock).error().field, u"passphrase"_s);
    QVERIFY(!QFile::exists(outside("fresh")));
}

void TestStoreFolder::removeBoth() const
{
    QVERIFY(QFile::remove(in("store.db")));
    QVERIFY(QFile::remove(in("keyslots")));
}

void TestStoreFolder::addFailure(const char* name, const char* credential, ErrorCode code, const char* said,
                                 const Change& change)
{
    QTest::newRow(name) << change << QByteArray(credential) << code << QString::fromUtf8(said);
}

void TestStoreFolder::failuresHaveTheirOwnErrorAndChangeNothing_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("credential");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("said");
    const auto row = &TestStoreFolder::addFailure;
    const auto flip = [](const char* name, qsizetype at) {
        return [name, at](TestStoreFolder& test) {
            QByteArray changed = content(test.in(name));
            const qsizetype place = at < 0 ? changed.size() + at : at;
            changed[place] = static_cast<char>(changed[place] ^ 0x20);
            put(test.in(name), changed);
        };
    };
    const auto cut = [](const char* name, double part) {
        return [name, part](TestStoreFolder& test) {
            const QByteArray whole = content(test.in(name));
            put(test.in(name), whole.first(qsizetype(double(whole.size()) * part)));
        };
    };
    row("wrong passphrase", "passphrase", ErrorCode::WrongPassphrase, "does not open", [](auto&) {});
    row("wrong recovery key", "recovery", ErrorCode::WrongPassphrase, "does not open", [](auto&) {});
    row("wrong keychain key", "keychain", ErrorCode::WrongPassphrase, "does not open", [](auto&) {});
    row("slot wrap flipped", "right", ErrorCode::WrongPassphrase, "does not open", flip("keyslots", 130));
    row("slot file MAC flipped", "good", ErrorCode::StoreTampered, "key-slot file", flip("keyslots", -1));
    row("another slot flipped", "good", ErrorCode::StoreTampered, "key-slot file", flip("keyslots", 60));
    row("slot file head flipped", "good", ErrorCode::StoreTampered, "key-slot file", flip("keyslots", 0));
    row("slot file truncated", "good", ErrorCode::StoreTampered, "ends early", cut("keyslots", 0.7));
    row("slot file empty", "good", ErrorCode::StoreTampered, "key-slot file", cut("keyslots", 0));
    row("slot file from the future", "good", ErrorCode::StoreNewer, "newer version",
        [](TestStoreFolder& test) {
            QByteArray newer = content(test.in("keyslots"));
            newer[9] = 9;
            put(test.in("keyslots"), newer);
        });
    row("slot file missing", "good", ErrorCode::StoreMissing, "key-slot file",
        [](TestStoreFolder& test) { QVERIFY(QFile::remove(test.in("keyslots"))); });
    row("database missing", "good", ErrorCode::StoreMissing, "database",
        [](TestStoreFolder& test) { QVERIFY(QFile::remove(test.in("store.db"))); });
    row("both missing", "good", ErrorCode::StoreMissing, "no store in", &TestStoreFolder::removeBoth);
    row("no store in a folder open to others", "good", ErrorCode::StoreMissing, "no store in",
        [](TestStoreFolder& test) {
            test.removeBoth();
            QCOMPARE(chmod(QFile::encodeName(test.m_path).constData(), 0755), 0);
        });
    row("folder missing", "good", ErrorCode::StoreMissing, "no folder",
        [](TestStoreFolder& test) { QVERIFY(QDir(test.m_path).removeRecursively()); });
    row("database salt flipped", "good", ErrorCode::StoreTampered, "", flip("store.db", 3));
    row("database first page flipped", "good", ErrorCode::StoreTampered, "", flip("store.db", 1000));
    row("database empty", "good", ErrorCode::StoreTampered, "", cut("store.db", 0));
    row("database truncated", "good", ErrorCode::StoreTampered, "", cut("store.db", 0.5));
    row("database of another store", "good", ErrorCode::StoreTampered, "", [](TestStoreFolder& test) {
        const QString other = test.outside("other");
        auto created = StoreFolder::create(other, bytes("right"), test.options(), test.m_clock);
        VERIFY_DONE(created);
        created->open.reset();
        put(test.in("store.db"), content(other + u"/store.db"_s));
    });
    addUnsafeFiles();
}

void TestStoreFolder::addUnsafeFiles()
{
    const auto row = &TestStoreFolder::addFailure;
    row("database is a link", "good", ErrorCode::StoreUnsafe, "symbolic link", [](TestStoreFolder& test) {
        QVERIFY(QFile::rename(test.in("store.db"), test.outside("elsewhere")));
        QVERIFY(QFile::link(test.outside("elsewhere"), test.in("store.db")));
    });
    row("database has two names", "good", ErrorCode::StoreUnsafe, "hard link", [](TestStoreFolder& test) {
        QCOMPARE(link(QFile::encodeName(test.in("store.db")).constData(),
                      QFile::encodeName(test.outside("second")).constData()),
                 0);
    });
    row("slot file open to others", "good", ErrorCode::StoreUnsafe, "chmod 600", [](TestStoreFolder& test) {
        QCOMPARE(chmod(QFile::encodeName(test.in("keyslots")).constData(), 0644), 0);
    });
    row("journal is a link", "good", ErrorCode::StoreUnsafe, "symbolic link",
        [](TestStoreFolder& test) { QVERIFY(QFile::link(u"/etc/passwd"_s, test.in("store.db-wal"))); });
    row("lock is a link", "good", ErrorCode::StoreUnsafe, "symbolic link", [](TestStoreFolder& test) {
        QVERIFY(QFile::remove(test.in("lock")));
        QVERIFY(QFile::link(test.outside("anything"), test.in("lock")));
    });
    row("folder open to others", "good", ErrorCode::StoreUnsafe, "chmod 700",
        [](TestStoreFolder& test) { QCOMPARE(chmod(QFile::encodeName(test.m_path).constData(), 0750), 0); });
}

void TestStoreFolder::failuresHaveTheirOwnErrorAndChangeNothing()
{
    QFETCH(std::function<void(TestStoreFolder&)>, change);
    QFETCH(QByteArray, credential);
    QFETCH(ErrorCode, code);
    QFETCH(QString, said);
    change(*this);
    const auto before = snapshot();
    keep::Credential used = keychainKey();
    if (credential == "passphrase")
        used = passphrase("wrong");
    else if (credential == "right")
        used = passphrase();
    else if (credential == "keychain")
        used = keep::KeychainCredential{ bytes(QByteArray(32, 'k')) };
    else if (credential == "recovery")
        used = keep::RecoveryCredential{ bytes(
            "00000-00003-00002-00005-00004-00007-00006-00009-00008-0000B-0000A-0000D"
            "-0000C") };
    const auto opened = open(used);
    QVERIFY(!opened);
    QVERIFY2(opened.error().code == code || credential == "recovery", qPrintable(opened.error().message));
    QVERIFY2(credential == "recovery" || opened.error().message.contains(said),
             qPrintable(opened.error().message));
    QVERIFY(!opened.error().message.isEmpty());
    QCOMPARE(snapshot().join(u'\n'), before.join(u'\n'));
}

void TestStoreFolder::readOnlyDisk()
{
    if (geteuid() != 0)
        QSKIP("only root can mount a disk");
    const QByteArray disk = QFile::encodeName(outside("disk"));
    QCOMPARE(mkdir(disk.constData(), 0700), 0);
    if (mount("tmpfs", disk.constData(), "tmpfs", 0, "size=16m,mode=0700") != 0)
        QSKIP("this system does not let a disk be mounted");
    copyFolder(m_path, outside("disk/store"));
    const bool isReadOnly = mount("tmpfs", disk.constData(), "tmpfs", MS_REMOUNT | MS_RDONLY, "") == 0;
    m_path = outside("disk/store");
    const auto opened = open(keychainKey());
    const auto created = StoreFolder::create(outside("disk/new"), bytes("x"), options(), m_clock);
    QCOMPARE(umount(disk.constData()), 0);
    QVERIFY(isReadOnly);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::StoreReadOnly);
    QVERIFY(!created);
    QCOMPARE(created.error().code, ErrorCode::StoreReadOnly);
}

/// The folder can be written, the database in it cannot.
void TestStoreFolder::readOnlyFile()
{
    const QByteArray file = QFile::encodeName(in("store.db"));
    const bool isRoot = geteuid() == 0; // whom modes do not stop
    if (isRoot && mount(file.constData(), file.constData(), nullptr, MS_BIND, nullptr) != 0)
        QSKIP("this system does not let a file be mounted");
    const bool isReadOnly = isRoot
        ? mount(nullptr, file.constData(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0
        : chmod(file.constData(), S_IRUSR) == 0;
    const auto opened = open(keychainKey());
    if (isRoot)
        QCOMPARE(umount(file.constData()), 0);
    QVERIFY(isReadOnly);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::StoreReadOnly);
    QVERIFY2(opened.error().message.contains(u"read-only"_s), qPrintable(opened.error().message));
}

void TestStoreFolder::fullDiskIsSurvived()
{
    if (geteuid() != 0)
        QSKIP("only root can mount a small disk");
    const QByteArray disk = QFile::encodeName(outside("disk"));
    QCOMPARE(mkdir(disk.constData(), 0700), 0);
    if (mount("tmpfs", disk.constData(), "tmpfs", 0, "size=1m,mode=0700") != 0)
        QSKIP("this system does not let a small disk be mounted");
    const auto unmount = qScopeGuard([&] { umount2(disk.constData(), MNT_DETACH); });
    const QString former = std::exchange(m_path, outside("disk/store"));
    copyFolder(former, m_path);
    auto opened = open(keychainKey());
    VERIFY_DONE(opened);
    qint64 rows = 0;
    std::optional<base::Error> failure;
    while (!failure && rows < 10'000) {
        auto& store = (*opened)->store();
        vault::AuditRecord record;
        record.operation = u"Fill"_s;
        record.requestId = base::randomUuid();
        record.resultDescription = QString(4000, u'x');
        const auto begun = store.begin();
        const auto marked = begun ? store.mark() : begun;
        const auto written = marked ? store.appendAudit(record) : marked;
        const auto kept = written ? store.keep() : written;
        const auto committed = kept ? store.commit() : kept;
        if (committed) {
            ++rows;
            continue;
        }
        failure = committed.error();
        store.abandon();
    }
    QVERIFY(failure);
    QVERIFY(rows > 0);
    QVERIFY2(failure->code == ErrorCode::DiskFull || failure->code == ErrorCode::StorageFailed,
             qPrintable(failure->message));
    opened->reset();
    // Slots cannot be changed now, and nothing is lost by trying.
    const auto before = content(in("keyslots"));
    // Space returns, and with it the store.
    QVERIFY(QFile::remove(in("anchor")));
    const QByteArray options = "size=4m,mode=0700";
    QCOMPARE(mount("tmpfs", disk.constData(), "tmpfs", MS_REMOUNT, options.constData()), 0);
    auto again = open(keychainKey());
    VERIFY_DONE(again);
    QCOMPARE(content(in("keyslots")), before);
    const auto checked = (*again)->check();
    VERIFY_DONE(checked);
    QVERIFY2(checked->findings.isEmpty(), qPrintable(checked->findings.join(u'\n')));
    QVERIFY(checked->auditRows >= rows + 5);
    addRows(**again, 3);
}

/// D6: what a person does about a full disk must not need room on it.
void TestStoreFolder::fullDiskStillReadsDeletesAndLocks()
{
    if (geteuid() != 0)
        QSKIP("only root can mount a small disk");
    const QByteArray disk = QFile::encodeName(outside("disk"));
    QCOMPARE(mkdir(disk.constData(), 0700), 0);
    if (mount("tmpfs", disk.constData(), "tmpfs", 0, "size=2m,mode=0700") != 0)
        QSKIP("this system does not let a small disk be mounted");
    const auto unmount = qScopeGuard([&] { umount2(disk.constData(), MNT_DETACH); });
    const QString former = std::exchange(m_path, outside("disk/store"));
    copyFolder(former, m_path);
    auto opened = open(keychainKey());
    VERIFY_DONE(opened);
    vault::VaultId vault;
    int secrets = 0;
    {
        support::WorkingStore work((*opened)->store());
        vault = work.run(support::createVault("full"))->id;
        const QByteArray value(3000, 'v');
        const auto put = [&] {
            return work.run(vault, support::setSecret(qPrintable(u"s%1"_s.arg(secrets)), value.constData()));
        };
        auto done = put();
        while (done && ++secrets < 1000)
            done = put();
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::DiskFull);
        QVERIFY(secrets > 40);
    }
    const auto readAndDelete = [&](int first) {
        support::WorkingStore work((*opened)->store());
        for (int i = first; i < first + 20; ++i) {
            const vault::ObjectName name = support::named(qPrintable(u"s%1"_s.arg(i)));
            VERIFY_DONE(work.run(vault, vault::GetSecret{ name, {} }));
            VERIFY_DONE(work.run(vault, vault::DeleteSecret{ name }));
            VERIFY_DONE(work.run(vault, vault::PurgeDeletedSecret{ name }));
        }
    };
    readAndDelete(0);
    opened->reset();
    opened = open(keychainKey());
    VERIFY_DONE(opened);
    readAndDelete(20);
    // What was deleted is room again, without a larger disk.
    support::WorkingStore work((*opened)->store());
    VERIFY_DONE(work.run(vault, support::setSecret("again", "v")));
    const auto checked = (*opened)->check();
    VERIFY_DONE(checked);
    QVERIFY2(checked->findings.isEmpty(), qPrintable(checked->findings.join(u'\n')));
}

void TestStoreFolder::olderDatabaseIsNoticed()
{
    const QByteArray old = content(in("store.db"));
    {
        auto opened = open(keychainKey());
        VERIFY_DONE(opened);
        addRows(**opened, 1);
    }
    put(in("store.db"), old);
    const auto before = snapshot();
    const auto refused = open(keychainKey());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::StoreRolledBack);
    for (const char* const fact : { "bytes", "UTC", "audit row" })
        QVERIFY2(refused.error().message.contains(QLatin1StringView(fact)),
                 qPrintable(refused.error().message));
    QCOMPARE(snapshot().join(u'\n'), before.join(u'\n'));

    auto accepting = options();
    accepting.rollback = keep::Rollback::Accept;
    {
        auto opened = StoreFolder::open(m_path, keychainKey(), accepting, m_clock);
        VERIFY_DONE(opened);
        const auto checked = (*opened)->check();
        VERIFY_DONE(checked);
        QVERIFY2(checked->findings.isEmpty(), qPrintable(checked->findings.join(u'\n')));
    }
    VERIFY_DONE(open(keychainKey()));
}

void TestStoreFolder::olderFolderIsNoticedByTheKeychain()
{
    copyFolder(m_path, outside("old"));
    QByteArray record;
    {
        auto opened = open(keychainKey());
        VERIFY_DONE(opened);
        addRows(**opened, 1);
        record = (*opened)->anchorRecord();
    }
    QVERIFY(QDir(m_path).removeRecursively());
    copyFolder(outside("old"), m_path);
    auto remembering = options();
    remembering.keychainAnchor = record;
    QCOMPARE(StoreFolder::open(m_path, keychainKey(), remembering, m_clock).error().code,
             ErrorCode::StoreRolledBack);
    // A record that somebody else made says nothing.
    remembering.keychainAnchor[20] = static_cast<char>(remembering.keychainAnchor[20] ^ 1);
    VERIFY_DONE(StoreFolder::open(m_path, keychainKey(), remembering, m_clock));
    remembering.keychainAnchor = record.first(10);
    VERIFY_DONE(StoreFolder::open(m_path, keychainKey(), remembering, m_clock));
}

void TestStoreFolder::damagedAnchorHarmsNothing()
{
    for (const QByteArray& damage :
         { QByteArray(), QByteArray(512, 'x'), QByteArray(4000, '\0'), content(in("anchor")).first(100) }) {
        put(in("anchor"), damage);
        VERIFY_DONE(open(keychainKey()));
    }
    QVERIFY(QFile::remove(in("anchor")));
    VERIFY_DONE(open(keychainKey()));
}

void TestStoreFolder::lostAnchorIsToldOnceAndRecorded()
{
    const auto rowsNow = [this] {
        const auto opened = open(keychainKey());
        return opened ? (*opened)->store().head().sequence : -1;
    };
    const qint64 rows = rowsNow();
    QByteArray record;
    for (const bool isThere : { false, true }) {
        isThere ? put(in("anchor"), QByteArray(512, 'x')) : void(QFile::remove(in("anchor")));
        const auto opened = open(keychainKey());
        VERIFY_DONE(opened);
        QVERIFY((*opened)->isAgeUnknown());
        record = (*opened)->anchorRecord();
    }
    {
        const auto opened = open(keychainKey());
        VERIFY_DONE(opened);
        QVERIFY(!(*opened)->isAgeUnknown());
    }
    QCOMPARE(rowsNow(), rows + 2);
    // The keychain's says as much.
    QVERIFY(QFile::remove(in("anchor")));
    auto remembering = options();
    remembering.keychainAnchor = record;
    {
        const auto opened = StoreFolder::open(m_path, keychainKey(), remembering, m_clock);
        VERIFY_DONE(opened);
        QVERIFY(!(*opened)->isAgeUnknown());
    }
    QCOMPARE(rowsNow(), rows + 2);
    // A store that nobody has used yet has no older copies.
    const QString fresh = outside("fresh");
    VERIFY_DONE(StoreFolder::create(fresh, bytes("right"), options(), m_clock));
    QVERIFY(QFile::remove(fresh + "/anchor"_L1));
    const auto opened = StoreFolder::open(fresh, passphrase(), options(), m_clock);
    VERIFY_DONE(opened);
    QVERIFY(!(*opened)->isAgeUnknown());
}

void TestStoreFolder::killedSlotChangesLeaveAStoreThatOpens()
{
    for (int round = 0; round < 200; ++round) {
        const pid_t child = fork();
        if (child == 0) {
            auto opened = open(keychainKey());
            // What earlier rounds were killed in the middle of.
            for (const keep::SlotFacts& facts :
                 opened ? (*opened)->slotFacts() : std::vector<keep::SlotFacts>{}) {
                if (facts.kind == keep::SlotKind::Keychain && facts.id != m_keychainSlot)
                    std::ignore = (*opened)->removeSlot(facts.id);
            }
            while (opened) {
                if (const auto key = (*opened)->addKeychainKey())
                    std::ignore = (*opened)->removeSlot(key->slotId);
                std::ignore = (*opened)->replaceRecoveryKey();
            }
            _exit(1);
        }
        QTest::qSleep(3 + round % 18);
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        const auto slotFile = StoreFolder::readSlots(m_path);
        VERIFY_DONE(slotFile);
        VERIFY_DONE(slotFile->openWithKeychainKey(bytes(m_keychainKey)));
        // The passphrase, one recovery key, the keychain's, and the one that the killed child has added but
        // not yet removed.
        const auto count = slotFile->facts().size();
        QVERIFY2(count == 3 || count == 4, qPrintable(QString::number(count)));
    }
    VERIFY_DONE(open(passphrase()));
}

void TestStoreFolder::killedRestoresAreNoStoreOrAWholeOne()
{
    const QString file = outside("backup");
    {
        auto opened = open(keychainKey());
        VERIFY_DONE(opened);
        VERIFY_DONE((*opened)->backupTo(file));
    }
    QElapsedTimer timer;
    timer.start();
    VERIFY_DONE(StoreFolder::restore(file, outside("measured")));
    const qint64 usual = timer.nsecsElapsed() / 1000;
    int whole = 0;
    int none = 0;
    // Later and later, until at least one is done in time, however busy the machine is by now.
    for (int round = 0; round < 200 || (whole == 0 && round < 2000); ++round) {
        const QString folder = outside("restored") + QString::number(round);
        const pid_t child = fork();
        if (child == 0) {
            std::ignore = StoreFolder::restore(file, folder);
            _exit(0);
        }
        usleep(static_cast<useconds_t>(usual * round / 100));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        if (!StoreFolder::look(folder)) {
            ++none;
            VERIFY_DONE(StoreFolder::restore(file, folder));
        } else {
            ++whole;
            QCOMPARE(StoreFolder::restore(file, folder).error().code, ErrorCode::StoreExists);
        }
        VERIFY_DONE(StoreFolder::open(folder, keychainKey(), options(), m_clock));
        QVERIFY(!QFile::exists(folder + "/unfinished"_L1));
    }
    QVERIFY(whole + none >= 200);
    QVERIFY(whole > 0);
}

void TestStoreFolder::killedCreationsAreNoStoreOrAWholeOne()
{
    QElapsedTimer timer;
    timer.start();
    VERIFY_DONE(StoreFolder::create(outside("measured"), bytes("right"), options(), m_clock));
    const qint64 usual = timer.nsecsElapsed() / 1000;
    constexpr int rounds = 50;
    int again = 0;
    for (int round = 0; round < rounds; ++round) {
        const QString folder = outside("killed") + QString::number(round);
        const pid_t child = fork();
        if (child == 0) {
            std::ignore = StoreFolder::create(folder, bytes("right"), options(), m_clock);
            _exit(0);
        }
        usleep(static_cast<useconds_t>(usual * round / (rounds * 2 / 3)));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        const bool isWhole = StoreFolder::look(folder).has_value();
        auto created = StoreFolder::create(folder, bytes("right"), options(), m_clock);
        if (isWhole) {
            QCOMPARE(created.error().code, ErrorCode::StoreExists);
        } else {
            VERIFY_DONE(created);
            ++again;
            created->open.reset();
        }
        VERIFY_DONE(StoreFolder::open(folder, passphrase(), options(), m_clock));
        QVERIFY(!QFile::exists(folder + "/unfinished"_L1));
    }
    QVERIFY(again > 0);
}

void TestStoreFolder::leftoversAreClearedOnlyWhereNothingIsLost()
{
    const auto folderWith = [this](const char* name, std::initializer_list<const char*> files) {
        QString folder = outside(name);
        [&] { QVERIFY(QDir().mkdir(folder)); }();
        for (const char* const file : files)
            put(folder + u'/' + QLatin1StringView(file), "left");
        return folder;
    };
    const auto create = [this](const QString& folder) {
        return StoreFolder::create(folder, bytes("right"), options(), m_clock);
    };
    VERIFY_DONE(create(folderWith("only lock", { "lock" })));
    VERIFY_DONE(create(folderWith("marked", { "lock", "unfinished", "store.db", "store.db-wal", "anchor" })));
    // A database without its key slots may be somebody's; so may be what is not ours at all.
    for (const QString& folder :
         { folderWith("no slots", { "lock", "store.db" }), folderWith("no database", { "lock", "keyslots" }),
           folderWith("whole", { "unfinished", "store.db", "keyslots" }),
           folderWith("foreign", { "lock", "unfinished", "letter.txt" }) }) {
        const QStringList before = QDir(folder).entryList(QDir::Files);
        QCOMPARE(create(folder).error().code, ErrorCode::StoreExists);
        QCOMPARE(QDir(folder).entryList(QDir::Files), before);
        for (const QString& name : before)
            QCOMPARE(content(folder + u'/' + name), QByteArray("left"));
    }
}

void TestStoreFolder::storeThatIsBeingMadeIsLeftAlone()
{
    const QString folder = outside("in work");
    QVERIFY(QDir().mkdir(folder));
    QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    put(folder + "/unfinished"_L1, "");
    const auto held = keep::StoreLock::take(folder, { getpid(), keep::HolderKind::Command, {} });
    VERIFY_DONE(held);
    QCOMPARE(StoreFolder::create(folder, bytes("right"), options(), m_clock).error().code,
             ErrorCode::StoreInUse);
    QVERIFY(QFile::exists(folder + "/unfinished"_L1));
}

void TestStoreFolder::everyChangeOfABackupIsFound()
{
    const QString file = outside("backup");
    {
        auto opened = open(keychainKey());
        VERIFY_DONE(opened);
        VERIFY_DONE((*opened)->backupTo(file));
    }
    const QByteArray whole = content(file);
    const qsizetype last = whole.size() - 1;
    for (qsizetype at = 0; at <= last; at += at < 1000 || at > last - 100 ? 1 : 997) {
        QByteArray changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
        put(outside("changed"), changed);
        const QString folder = outside("copy");
        const auto restored = StoreFolder::restore(outside("changed"), folder);
        if (restored) {
            // Only the MAC itself is not covered by the digest: its key is known when the store opens.
            QVERIFY(at > last - 32);
            QCOMPARE(StoreFolder::open(folder, keychainKey(), options(), m_clock).error().code,
                     ErrorCode::StoreTampered);
            QVERIFY(QDir(folder).removeRecursively());
            continue;
        }
        QVERIFY(!restored.error().message.isEmpty());
        QVERIFY2(!QFile::exists(folder), "something was left behind");
    }
    VERIFY_DONE(StoreFolder::restore(file, outside("copy")));
}

void TestStoreFolder::truncatedBackupsAreFound()
{
    const QString file = outside("backup");
    {
        auto opened = open(keychainKey());
        VERIFY_DONE(opened);
        VERIFY_DONE((*opened)->backupTo(file));
    }
    const QByteArray whole = content(file);
    for (qsizetype size = 0; size < whole.size(); size += size < 600 ? 7 : 4999) {
        put(outside("cut"), whole.first(size));
        const auto restored = StoreFolder::restore(outside("cut"), outside("copy"));
        QVERIFY(!restored);
        QVERIFY(restored.error().code == ErrorCode::StoreTampered
                || restored.error().code == ErrorCode::BadParameter);
        QVERIFY(!QFile::exists(outside("copy")));
    }
    put(outside("long"), whole + "x");
    QVERIFY(!StoreFolder::restore(outside("long"), outside("copy")));
    QCOMPARE(StoreFolder::restore(outside("nothing"), outside("copy")).error().code, ErrorCode::StoreMissing);
}

void TestStoreFolder::folderThatWasThereOutlivesAFailure()
{
    put(outside("none"), "not a backup");
    const QString folder = outside("mine");
    QVERIFY(QDir().mkdir(folder));
    QCOMPARE(StoreFolder::restore(outside("none"), folder).error().code, ErrorCode::BadParameter);
    QVERIFY(!StoreFolder::create(folder, {}, options(), m_clock)); // a passphrase is missing
    QVERIFY(QDir(folder).exists());
    QVERIFY(QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    // One that was made for it goes again.
    QVERIFY(!StoreFolder::restore(outside("none"), outside("new")));
    QVERIFY(!QFile::exists(outside("new")));
}

void TestStoreFolder::forgedBackupIsFoundWhenOpened()
{
    const QString file = outside("backup");
    {
        auto opened = open(keychainKey());
        VERIFY_DONE(opened);
        VERIFY_DONE((*opened)->backupTo(file));
    }
    // Somebody without the key changes the time of the backup and makes the digest fit again.
    QByteArray forged = content(file);
    forged[8 + 2 + 4 + 16 + 7] = static_cast<char>(forged[8 + 2 + 4 + 16 + 7] ^ 1);
    const QByteArray digest = QCryptographicHash::hash(forged.chopped(64), QCryptographicHash::Sha256);
    forged.replace(forged.size() - 64, 32, digest);
    put(outside("forged"), forged);
    VERIFY_DONE(StoreFolder::restore(outside("forged"), outside("copy")));
    const auto opened = StoreFolder::open(outside("copy"), keychainKey(), options(), m_clock);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::StoreTampered);
    QVERIFY2(opened.error().message.contains(u"backup"_s), qPrintable(opened.error().message));
}

void TestStoreFolder::backupsAreClosedToOthersAndNeverReplaceAFile()
{
    auto opened = open(keychainKey());
    VERIFY_DONE(opened);
    VERIFY_DONE((*opened)->backupTo(outside("backup")));
    struct stat status = {};
    QCOMPARE(stat(QFile::encodeName(outside("backup")).constData(), &status), 0);
    QCOMPARE(status.st_mode & 07777, 0600u);
    put(outside("precious"), "content");
    QCOMPARE((*opened)->backupTo(outside("precious")).error().code, ErrorCode::StoreExists);
    QCOMPARE(content(outside("precious")), QByteArray("content"));
    QCOMPARE((*opened)->backupTo(outside("no folder/backup")).error().code, ErrorCode::StoreMissing);
    QVERIFY(!QFile::exists(in("backup.new")));
}

QTEST_GUILESS_MAIN(TestStoreFolder)
#include "tst_store_folder.moc"
