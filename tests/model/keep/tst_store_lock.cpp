// SPDX-License-Identifier: Apache-2.0
#include "model/keep/store_lock.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <csignal>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace strongroom;
using namespace Qt::StringLiterals;

/// One process holds a store, and the second is told who (D8).
class TestStoreLock final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void secondIsToldWhoHolds_data();
    void secondIsToldWhoHolds();
    void lockOfAKilledProcessIsFree();
    void freedOnDestruction();
    void neverTwoHolders();
    void lookingDoesNotDisturb();
    void damagedRecordStillLocks();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

/// What processes of the test share.
struct Shared
{
    std::atomic<int> inside = 0;
    std::atomic<int> overlaps = 0;
    std::atomic<int> attempts = 0;
    std::atomic<int> taken = 0;
    std::atomic<bool> isReady = false;
};

Shared* makeShared()
{
    void* const room
        = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return room == MAP_FAILED ? nullptr : new (room) Shared;
}

} // namespace

void TestStoreLock::secondIsToldWhoHolds_data()
{
    QTest::addColumn<keep::HolderKind>("kind");
    QTest::addColumn<QString>("said");
    QTest::newRow("window") << keep::HolderKind::Window << u"window (process 4711)"_s;
    QTest::newRow("server") << keep::HolderKind::Server << u"strongroom serve” (process 4711)"_s;
    QTest::newRow("command") << keep::HolderKind::Command
                             << u"command is working on the store (process 4711)"_s;
}

void TestStoreLock::secondIsToldWhoHolds()
{
    QFETCH(keep::HolderKind, kind);
    QFETCH(QString, said);
    const keep::StoreHolder self{ 4711, kind, u"/run/user/1/a socket"_s };
    const auto first = keep::StoreLock::take(m_folder->path(), self);
    QVERIFY(first);
    // The best of some: a busy machine is not what is measured.
    qint64 waited = 1000;
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer timer;
        timer.start();
        const auto second = keep::StoreLock::take(m_folder->path(), { 1, keep::HolderKind::Window, {} });
        waited = std::min(waited, timer.elapsed());
        QVERIFY(!second);
        QCOMPARE(second.error().code, base::ErrorCode::StoreInUse);
        QVERIFY2(second.error().message.contains(said), qPrintable(second.error().message));
    }
    QVERIFY2(waited <= 100, qPrintable(QString::number(waited)));
    QCOMPARE(keep::StoreLock::holderOf(m_folder->path()), std::optional(self));
}

void TestStoreLock::lockOfAKilledProcessIsFree()
{
    Shared* const shared = makeShared();
    QVERIFY(shared);
    const pid_t child = fork();
    if (child == 0) {
        const auto lock = keep::StoreLock::take(m_folder->path(), { getpid(), keep::HolderKind::Window, {} });
        shared->isReady = lock.has_value();
        while (true)
            pause();
    }
    QTRY_VERIFY(shared->isReady);
    QCOMPARE(keep::StoreLock::holderOf(m_folder->path())->pid, qint64(child));
    QVERIFY(!keep::StoreLock::take(m_folder->path(), { 1, keep::HolderKind::Window, {} }));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    QVERIFY(!keep::StoreLock::holderOf(m_folder->path()));
    QVERIFY(keep::StoreLock::take(m_folder->path(), { 1, keep::HolderKind::Window, {} }));
}

void TestStoreLock::freedOnDestruction()
{
    for (int i = 0; i < 3; ++i)
        QVERIFY(keep::StoreLock::take(m_folder->path(), { i, keep::HolderKind::Window, {} }));
}

void TestStoreLock::neverTwoHolders()
{
    Shared* const shared = makeShared();
    QVERIFY(shared);
    constexpr int races = 1000;
    const auto race = [&] {
        while (shared->attempts.fetch_add(1) < races) {
            const auto lock
                = keep::StoreLock::take(m_folder->path(), { getpid(), keep::HolderKind::Command, {} });
            if (!lock)
                continue;
            if (shared->inside.fetch_add(1) != 0)
                shared->overlaps.fetch_add(1);
            shared->taken.fetch_add(1);
            usleep(50);
            shared->inside.fetch_sub(1);
        }
    };
    std::vector<pid_t> children;
    for (int i = 0; i < 2; ++i) {
        const pid_t child = fork();
        if (child == 0) {
            race();
            _exit(0);
        }
        children.push_back(child);
    }
    for (const pid_t child : children)
        waitpid(child, nullptr, 0);
    QVERIFY(shared->attempts >= races);
    QVERIFY(shared->taken > 0);
    QCOMPARE(shared->overlaps.load(), 0);
}

void TestStoreLock::lookingDoesNotDisturb()
{
    QVERIFY(!keep::StoreLock::holderOf(m_folder->path()));
    QVERIFY(!QFile::exists(m_folder->filePath(u"lock"_s)));
    const auto lock = keep::StoreLock::take(m_folder->path(), { 7, keep::HolderKind::Window, {} });
    QVERIFY(lock);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(keep::StoreLock::holderOf(m_folder->path())->pid, 7);
}

void TestStoreLock::damagedRecordStillLocks()
{
    const auto lock = keep::StoreLock::take(m_folder->path(), { 7, keep::HolderKind::Window, {} });
    QVERIFY(lock);
    QFile file(m_folder->filePath(u"lock"_s));
    QVERIFY(file.open(QFile::WriteOnly | QFile::Truncate));
    file.write("nonsense");
    file.close();
    const auto second = keep::StoreLock::take(m_folder->path(), { 8, keep::HolderKind::Window, {} });
    QVERIFY(!second);
    QCOMPARE(second.error().code, base::ErrorCode::StoreInUse);
}

QTEST_GUILESS_MAIN(TestStoreLock)
#include "tst_store_lock.moc"
