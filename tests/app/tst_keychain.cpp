// SPDX-License-Identifier: Apache-2.0
#include "app/keychain.h"

#include "app/store_door_local.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace strongroom;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using State = ops::StoreDoor::State;

/// A store opened by the desktop's keychain, and the five ways in which that fails: each leads back to
/// the passphrase within two seconds. Runs under tests/support/with_keyring.sh.
class TestKeychain final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void keepsAndForgets();
    void storeOpensWithTheKeychain();
    void keepsThePinOfAToken();
    void keychainKnowsTheStoresAge();
    void removedSlotIsForgotten();
    void itemDeleted();
    void keyOfAnotherStore();
    void collectionLocked();
    void daemonStopped();
    void noBus();

private:
    template <typename T> static T await(QFuture<T> future)
    {
        while (!future.isFinished())
            QTest::qWait(1);
        if constexpr (!std::is_void_v<T>)
            return future.takeResult();
    }
    std::unique_ptr<app::StoreDoorLocal> lockedDoor(const char* folder = "store");
    void leadsToThePassphrase(app::StoreDoorLocal& door);
    static bool secretTool(const QStringList& arguments, const QByteArray& input = {});
    QString storeIdOf(const app::StoreDoorLocal& door) const;

    base::SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_outer;
};

namespace {

base::SecureBytes bytes(QByteArrayView text) { return base::SecureBytes::copyOf(text); }

#define VERIFY_DONE(call)                                                                                    \
    do {                                                                                                     \
        const auto done = (call);                                                                            \
        QVERIFY2(done, qPrintable(done ? QString() : done.error().message));                                 \
    } while (false)

/// The daemon of this test's own bus.
qint64 daemonPid()
{
    QProcess ask;
    ask.start(u"dbus-send"_s,
              { u"--session"_s, u"--print-reply=literal"_s, u"--dest=org.freedesktop.DBus"_s, u"/"_s,
                u"org.freedesktop.DBus.GetConnectionUnixProcessID"_s, u"string:org.freedesktop.secrets"_s });
    ask.waitForFinished();
    return ask.readAllStandardOutput().simplified().split(' ').last().toLongLong();
}

} // namespace

void TestKeychain::initTestCase()
{
    app::Keychain keychain;
    if (!await(keychain.probe()))
        QSKIP("there is no Secret Service here; run under tests/support/with_keyring.sh");
}

void TestKeychain::init() { m_outer = std::make_unique<QTemporaryDir>(); }

/// A new store with a keychain slot, locked.
std::unique_ptr<app::StoreDoorLocal> TestKeychain::lockedDoor(const char* folder)
{
    auto door = std::make_unique<app::StoreDoorLocal>(
        m_clock, app::StoreDoorLocal::Options{ keep::HolderKind::Window, keep::leastCost() });
    const auto created = await(door->create(m_outer->filePath(QLatin1StringView(folder)), bytes("right")));
    const auto added = created ? await(door->addKeychainSlot()) : base::Result<void>(created.error());
    if (!added)
        qFatal("%s", qPrintable(added.error().message));
    await(door->lock());
    return door;
}

/// The keychain fails in time, and the passphrase still opens the store.
void TestKeychain::leadsToThePassphrase(app::StoreDoorLocal& door)
{
    QElapsedTimer timer;
    timer.start();
    const auto refused = await(door.unlockWithKeychain());
    const qint64 waited = timer.elapsed();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::KeychainUnavailable);
    QVERIFY2(waited <= 3000, qPrintable(QString::number(waited)));
    QCOMPARE(door.state(), State::Locked);
    VERIFY_DONE(await(door.unlock(bytes("right"))));
}

bool TestKeychain::secretTool(const QStringList& arguments, const QByteArray& input)
{
    QProcess tool;
    tool.start(u"secret-tool"_s, arguments);
    if (!tool.waitForStarted())
        return false;
    tool.write(input);
    tool.closeWriteChannel();
    tool.waitForFinished();
    return tool.exitCode() == 0;
}

QString TestKeychain::storeIdOf(const app::StoreDoorLocal& door) const
{
    return keep::StoreFolder::readSlots(door.path())->storeId();
}

void TestKeychain::keepsAndForgets()
{
    app::Keychain keychain;
    const QByteArray content("\0 value \xff", 9);
    VERIFY_DONE(await(keychain.write(u"test/one"_s, bytes(content))));
    const auto read = await(keychain.read(u"test/one"_s));
    VERIFY_DONE(read.has_value() ? base::Result<void>() : base::Result<void>(read.error()));
    QCOMPARE(read->view().toByteArray(), content);
    QCOMPARE(await(keychain.read(u"test/two"_s)).error().code, ErrorCode::KeychainUnavailable);
    VERIFY_DONE(await(keychain.remove(u"test/one"_s)));
    QCOMPARE(await(keychain.read(u"test/one"_s)).error().code, ErrorCode::KeychainUnavailable);
}

void TestKeychain::storeOpensWithTheKeychain()
{
    auto door = lockedDoor();
    QVERIFY(door->hasKeychainSlot());
    VERIFY_DONE(await(door->unlockWithKeychain()));
    QCOMPARE(door->state(), State::Open);
    await(door->lock());

    app::StoreDoorLocal another(m_clock, { keep::HolderKind::Window, keep::leastCost() });
    VERIFY_DONE(another.choose(door->path()));
    QVERIFY(another.hasKeychainSlot());
    QTRY_VERIFY(another.isKeychainAvailable());
    VERIFY_DONE(await(another.unlockWithKeychain()));
}

void TestKeychain::keepsThePinOfAToken()
{
    auto door = lockedDoor();
    QCOMPARE(await(door->keptTokenPin(u"vault-1"_s)).error().code, ErrorCode::Locked);
    VERIFY_DONE(await(door->unlock(bytes("right"))));
    VERIFY_DONE(await(door->keepTokenPin(u"vault-1"_s, bytes("1234"))));
    auto pin = await(door->keptTokenPin(u"vault-1"_s));
    QVERIFY(pin.has_value());
    QCOMPARE(pin->view(), QByteArrayView("1234"));
    QCOMPARE(await(door->keptTokenPin(u"vault-2"_s)).error().code, ErrorCode::KeychainUnavailable);
    VERIFY_DONE(await(door->forgetTokenPin(u"vault-1"_s)));
    QCOMPARE(await(door->keptTokenPin(u"vault-1"_s)).error().code, ErrorCode::KeychainUnavailable);
}

void TestKeychain::keychainKnowsTheStoresAge()
{
    auto door = lockedDoor();
    // The whole folder is put back to an older copy, its anchor with it.
    QCOMPARE(QProcess::execute(u"cp"_s, { u"-a"_s, door->path(), m_outer->filePath(u"old"_s) }), 0);
    VERIFY_DONE(await(door->unlockWithKeychain())); // writes an entry: the scheduled purge
    QTest::qWait(200);
    await(door->lock());
    QCOMPARE(QProcess::execute(u"rm"_s, { u"-r"_s, door->path() }), 0);
    QCOMPARE(QProcess::execute(u"cp"_s, { u"-a"_s, m_outer->filePath(u"old"_s), door->path() }), 0);
    QCOMPARE(await(door->unlockWithKeychain()).error().code, ErrorCode::StoreRolledBack);
    door->acceptRollbackOnce();
    VERIFY_DONE(await(door->unlock(bytes("right"))));
    await(door->lock());
    VERIFY_DONE(await(door->unlockWithKeychain()));
}

void TestKeychain::removedSlotIsForgotten()
{
    auto door = lockedDoor();
    VERIFY_DONE(await(door->unlockWithKeychain()));
    for (const ops::KeySlot& slot : *await(door->slotsOfStore())) {
        if (slot.kind == ops::KeySlot::Kind::Keychain)
            VERIFY_DONE(await(door->removeSlot(slot.id)));
    }
    QVERIFY(!door->hasKeychainSlot());
    await(door->lock());
    leadsToThePassphrase(*door);
}

void TestKeychain::itemDeleted()
{
    auto door = lockedDoor();
    app::Keychain keychain;
    VERIFY_DONE(await(keychain.remove(u"key/"_s + storeIdOf(*door))));
    leadsToThePassphrase(*door);
}

void TestKeychain::keyOfAnotherStore()
{
    // As when another user's keychain answers: there is a key, and it does not fit.
    auto door = lockedDoor();
    app::Keychain keychain;
    VERIFY_DONE(await(keychain.write(u"key/"_s + storeIdOf(*door), bytes(QByteArray(32, 'k')))));
    leadsToThePassphrase(*door);
}

void TestKeychain::collectionLocked()
{
    auto door = lockedDoor();
    // Nobody is there to answer the dialog that unlocking would need.
    QCOMPARE(QProcess::execute(u"dbus-send"_s,
                               { u"--session"_s, u"--print-reply"_s, u"--dest=org.freedesktop.secrets"_s,
                                 u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service.Lock"_s,
                                 u"array:objpath:/org/freedesktop/secrets/collection/login"_s }),
             0);
    leadsToThePassphrase(*door);
}

void TestKeychain::daemonStopped()
{
    // A daemon that hangs in the middle of a call, and then one that is gone.
    auto door = std::make_unique<app::StoreDoorLocal>(
        m_clock, app::StoreDoorLocal::Options{ keep::HolderKind::Window, keep::leastCost() });
    const auto created = await(door->create(m_outer->filePath(u"store"_s), bytes("right")));
    QVERIFY(created);
    await(door->lock());
    const qint64 daemon = daemonPid();
    QVERIFY(daemon > 1);
    kill(static_cast<pid_t>(daemon), SIGSTOP);
    leadsToThePassphrase(*door);
    await(door->lock());
    kill(static_cast<pid_t>(daemon), SIGKILL);
    leadsToThePassphrase(*door);
}

void TestKeychain::noBus()
{
    QProcess inner;
    inner.setProcessChannelMode(QProcess::ForwardedChannels);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent"_s);
    inner.setProcessEnvironment(environment);
    // The bus is chosen once a process: another one finds that there is none, and skips.
    inner.start(QCoreApplication::applicationFilePath(), { u"keepsAndForgets"_s });
    QVERIFY(inner.waitForFinished());
    QCOMPARE(inner.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
