// SPDX-License-Identifier: Apache-2.0
#include "app/store_door_local.h"

#include "app/holder_client.h"
#include "model/ops/operations.h"
#include "support/fake_clock.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace strongroom;
using namespace Qt::StringLiterals;
using State = ops::StoreDoor::State;

/// A door as the window uses it: create, lock, unlock, slots, backup, and a second door beside it.
class TestStoreDoorLocal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void createsAnOpenStore();
    void nothingIsChosenThatIsNoStore();
    void unlocksWithPassphraseAndRecoveryKey();
    void wrongPassphraseLeavesItLocked();
    void valuesSurviveLocking();
    void answersComeBeforeTheStoreCloses();
    void lockWhileOpening();
    void slotsAreChangedWhileOpen();
    void aForgottenPassphraseIsReplaced();
    void sealsForTheOpenStoreOnly();
    void lockedDoorRefusesWork();
    void keychainWithoutABusIsUnavailable();
    void backupAndRestore();
    void olderCopyNeedsAWord();
    void secondDoorIsToldAndTakesOver();
    void whoAskedForTheStoreCanTakeItBack();
    void passesCommandsToTheHolder();
    void commandsHaveNoUpkeepAndListenToNobody();
    void commandsPurgeWhatIsDueBeforeAnythingElse();
    void missingAnchorIsToldOnce();
    void clockThatRanAheadIsTold();
    void wholeStoreIsChecked();

private:
    template <typename T> static T await(QFuture<T> future)
    {
        while (!future.isFinished())
            QTest::qWait(1);
        if constexpr (!std::is_void_v<T>)
            return future.takeResult();
    }
    std::unique_ptr<app::StoreDoorLocal> door(keep::HolderKind kind = keep::HolderKind::Window);
    std::unique_ptr<app::StoreDoorLocal> openDoor(keep::HolderKind kind = keep::HolderKind::Window);
    template <typename Op> auto run(app::StoreDoorLocal& door, Op op)
    {
        return await(door.operations()->run(vault::Caller::owner(), std::move(op)));
    }
    template <typename Op> auto run(app::StoreDoorLocal& door, const vault::VaultId& vault, Op op)
    {
        return await(door.operations()->run(vault::Caller::owner(), vault, std::move(op)));
    }
    vault::VaultId putSecret(app::StoreDoorLocal& door, const char* value);
    QByteArray readSecret(app::StoreDoorLocal& door, const vault::VaultId& vault);

    base::SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_outer;
    QString m_path;
    base::SecureBytes m_recoveryKey;
};

namespace {

base::SecureBytes bytes(QByteArrayView text) { return base::SecureBytes::copyOf(text); }
/// Says why, when it did not work.
#define VERIFY_DONE(call)                                                                                    \
    do {                                                                                                     \
        const auto done = (call);                                                                            \
        QVERIFY2(done, qPrintable(done ? QString() : done.error().message));                                 \
    } while (false)

base::SecureBytes right() { return bytes("right"); }

} // namespace

void TestStoreDoorLocal::initTestCase()
{
    // No keychain of the machine that runs the test.
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
}

void TestStoreDoorLocal::init()
{
    m_outer = std::make_unique<QTemporaryDir>();
    m_path = m_outer->filePath(u"a folder/store"_s);
}

std::unique_ptr<app::StoreDoorLocal> TestStoreDoorLocal::door(keep::HolderKind kind)
{
    return std::make_unique<app::StoreDoorLocal>(m_clock,
                                                 app::StoreDoorLocal::Options{ kind, keep::leastCost() });
}

std::unique_ptr<app::StoreDoorLocal> TestStoreDoorLocal::openDoor(keep::HolderKind kind)
{
    auto opened = door(kind);
    auto created = await(opened->create(m_path, right()));
    if (!created)
        qFatal("%s", qPrintable(created.error().message));
    m_recoveryKey = std::move(*created);
    return opened;
}

vault::VaultId TestStoreDoorLocal::putSecret(app::StoreDoorLocal& door, const char* value)
{
    auto made = run(door, vault::CreateVault{ .vaultName = *vault::VaultName::create(u"prod"_s) });
    vault::VaultId id = made ? made->id : run(door, vault::ListVaults{}).value().front().id;
    const auto set
        = run(door, id, vault::SetSecret{ *vault::ObjectName::create(u"db"_s), bytes(value), {}, {}, {} });
    if (!set)
        qFatal("%s", qPrintable(set.error().message));
    return id;
}

QByteArray TestStoreDoorLocal::readSecret(app::StoreDoorLocal& door, const vault::VaultId& vault)
{
    auto got = run(door, vault, vault::GetSecret{ *vault::ObjectName::create(u"db"_s), {} });
    return got ? got->value.view().toByteArray() : QByteArray();
}

void TestStoreDoorLocal::createsAnOpenStore()
{
    auto made = door();
    QCOMPARE(made->state(), State::None);
    QSignalSpy states(made.get(), &ops::StoreDoor::stateChanged);
    const auto key = await(made->create(m_path, right()));
    QVERIFY2(key, qPrintable(key ? QString() : key.error().message));
    QCOMPARE(key->size(), std::size_t(77));
    QCOMPARE(made->state(), State::Open);
    QVERIFY(made->operations());
    QCOMPARE(made->path(), m_path);
    QCOMPARE(states.size(), 2);
    for (const char* const name : { "store.db", "keyslots", "lock", "anchor" })
        QVERIFY(QFile::exists(m_path + u'/' + QLatin1StringView(name)));
    await(made->lock());
    QCOMPARE(made->state(), State::Locked);
    QVERIFY(!made->operations());
    // Another one in the same place is refused and harms nothing.
    const auto again = await(made->create(m_path, right()));
    QCOMPARE(again.error().code, base::ErrorCode::StoreExists);
    VERIFY_DONE(await(made->unlock(right())));
}

void TestStoreDoorLocal::nothingIsChosenThatIsNoStore()
{
    auto chosen = door();
    QCOMPARE(chosen->choose(m_path).error().code, base::ErrorCode::StoreMissing);
    QVERIFY(QDir().mkpath(m_path));
    QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QCOMPARE(chosen->choose(m_path).error().code, base::ErrorCode::StoreMissing);
    QCOMPARE(chosen->state(), State::None);
}

void TestStoreDoorLocal::unlocksWithPassphraseAndRecoveryKey()
{
    await(openDoor()->lock());
    auto opened = door();
    QVERIFY(opened->choose(m_path));
    QCOMPARE(opened->state(), State::Locked);
    QVERIFY(!opened->hasKeychainSlot());
    VERIFY_DONE(await(opened->unlock(right())));
    QCOMPARE(opened->state(), State::Open);
    await(opened->lock());
    VERIFY_DONE(await(opened->unlockWithRecoveryKey(m_recoveryKey.clone())));
    await(opened->lock());
    auto mistyped = m_recoveryKey.clone();
    mistyped.data()[8] = mistyped.data()[8] == '7' ? '8' : '7';
    const auto refused = await(opened->unlockWithRecoveryKey(std::move(mistyped)));
    QCOMPARE(refused.error().code, base::ErrorCode::BadParameter);
    QVERIFY(refused.error().message.contains(u"group 2"_s));
    QCOMPARE(opened->state(), State::Locked);
}

void TestStoreDoorLocal::wrongPassphraseLeavesItLocked()
{
    auto opened = openDoor();
    await(opened->lock());
    const auto refused = await(opened->unlock(bytes("wrong")));
    QCOMPARE(refused.error().code, base::ErrorCode::WrongPassphrase);
    QCOMPARE(opened->state(), State::Locked);
    VERIFY_DONE(await(opened->unlock(right())));
    QCOMPARE(await(opened->unlock(right())).error().code, base::ErrorCode::Conflict);
}

void TestStoreDoorLocal::valuesSurviveLocking()
{
    auto opened = openDoor();
    const auto vault = putSecret(*opened, "a value");
    QCOMPARE(readSecret(*opened, vault), QByteArray("a value"));
    await(opened->lock());
    VERIFY_DONE(await(opened->unlock(right())));
    QCOMPARE(readSecret(*opened, vault), QByteArray("a value"));
}

void TestStoreDoorLocal::answersComeBeforeTheStoreCloses()
{
    auto opened = openDoor();
    const auto vault = putSecret(*opened, "a value");
    int answers = 0;
    for (int i = 0; i < 300; ++i) {
        opened->operations()
            ->run(vault::Caller::owner(), vault,
                  vault::SetSecret{ *vault::ObjectName::create(u"s%1"_s.arg(i)), bytes("v"), {}, {}, {} })
            .then(this, [&](const base::Result<vault::SecretProperties>& set) { answers += set ? 1 : 0; });
    }
    bool isLocked = false;
    bool wasOpenBefore = false;
    opened->setBeforeClose([&] {
        wasOpenBefore = opened->operations() == nullptr;
        base::Promise<void> later;
        auto future = later.future();
        QTimer::singleShot(
            20, this, [later = std::make_shared<base::Promise<void>>(std::move(later))] { later->fulfil(); });
        return future;
    });
    opened->lock().then(this, [&] { isLocked = true; });
    QVERIFY(!opened->operations());
    QTRY_VERIFY(isLocked);
    QTRY_COMPARE(answers, 300);
    QVERIFY(wasOpenBefore);
}

void TestStoreDoorLocal::lockWhileOpening()
{
    auto opened = openDoor();
    await(opened->lock());
    auto opening = opened->unlock(right());
    QCOMPARE(opened->state(), State::Opening);
    await(opened->lock());
    QCOMPARE(opened->state(), State::Locked);
    VERIFY_DONE(await(std::move(opening)));
    // And unlocked while it is still closing.
    VERIFY_DONE(await(opened->unlock(right())));
    opened->setBeforeClose([&] {
        base::Promise<void> later;
        auto future = later.future();
        QTimer::singleShot(
            50, this, [later = std::make_shared<base::Promise<void>>(std::move(later))] { later->fulfil(); });
        return future;
    });
    opened->lock();
    QCOMPARE(opened->state(), State::Locked);
    VERIFY_DONE(await(opened->unlock(right())));
    QCOMPARE(opened->state(), State::Open);
    await(opened->lock());
    auto failing = opened->unlock(bytes("wrong"));
    await(opened->lock());
    QCOMPARE(await(std::move(failing)).error().code, base::ErrorCode::WrongPassphrase);
    VERIFY_DONE(await(opened->unlock(right())));
    QCOMPARE(opened->state(), State::Open);
}

void TestStoreDoorLocal::slotsAreChangedWhileOpen()
{
    auto opened = openDoor();
    auto slotsBefore = await(opened->slotsOfStore());
    QVERIFY(slotsBefore);
    QCOMPARE(slotsBefore->size(), std::size_t(2));
    QCOMPARE(slotsBefore->front().kind, ops::KeySlot::Kind::Passphrase);
    QCOMPARE(await(opened->changePassphrase(bytes("wrong"), bytes("new"))).error().code,
             base::ErrorCode::WrongPassphrase);
    VERIFY_DONE(await(opened->changePassphrase(right(), bytes("new"))));
    VERIFY_DONE(await(opened->verifyRecoveryKey(m_recoveryKey.clone())));
    auto fresh = await(opened->replaceRecoveryKey());
    QVERIFY(fresh);
    QCOMPARE(await(opened->verifyRecoveryKey(m_recoveryKey.clone())).error().code,
             base::ErrorCode::WrongPassphrase);
    VERIFY_DONE(await(opened->verifyRecoveryKey(fresh->clone())));
    auto slotsAfter = await(opened->slotsOfStore());
    QCOMPARE(slotsAfter->size(), std::size_t(2));
    VERIFY_DONE(await(opened->removeSlot(slotsAfter->front().id)));
    QCOMPARE(await(opened->removeSlot(slotsAfter->back().id)).error().code, base::ErrorCode::Conflict);
    await(opened->lock());
    QCOMPARE(await(opened->unlock(right())).error().code, base::ErrorCode::WrongPassphrase);
    QCOMPARE(await(opened->unlock(bytes("new"))).error().code, base::ErrorCode::WrongPassphrase);
    VERIFY_DONE(await(opened->unlockWithRecoveryKey(std::move(*fresh))));
}

void TestStoreDoorLocal::aForgottenPassphraseIsReplaced()
{
    auto opened = openDoor();
    QCOMPARE(opened->openedWith(), std::optional(ops::KeySlot::Kind::Passphrase));
    QCOMPARE(await(opened->replacePassphrase(bytes("new"))).error().code, base::ErrorCode::Forbidden);
    await(opened->lock());
    QCOMPARE(opened->openedWith(), std::nullopt);
    QCOMPARE(await(opened->replacePassphrase(bytes("new"))).error().code, base::ErrorCode::Locked);

    VERIFY_DONE(await(opened->unlockWithRecoveryKey(m_recoveryKey.clone())));
    QCOMPARE(opened->openedWith(), std::optional(ops::KeySlot::Kind::RecoveryKey));
    VERIFY_DONE(await(opened->replacePassphrase(bytes("new"))));
    QCOMPARE(await(opened->slotsOfStore())->size(), std::size_t(2));
    await(opened->lock());
    QCOMPARE(await(opened->unlock(right())).error().code, base::ErrorCode::WrongPassphrase);
    VERIFY_DONE(await(opened->unlock(bytes("new"))));
    VERIFY_DONE(await(opened->verifyRecoveryKey(m_recoveryKey.clone())));
}

void TestStoreDoorLocal::sealsForTheOpenStoreOnly()
{
    auto opened = openDoor();
    const auto sealed = opened->seal(u"draft"_s, bytes("what was typed"));
    QVERIFY(sealed);
    QVERIFY(!sealed->contains("typed"));
    QCOMPARE(opened->unseal(u"view"_s, *sealed).error().code, base::ErrorCode::StoreTampered);
    await(opened->lock());
    QCOMPARE(opened->seal(u"draft"_s, bytes("x")).error().code, base::ErrorCode::Locked);
    QCOMPARE(opened->unseal(u"draft"_s, *sealed).error().code, base::ErrorCode::Locked);
    VERIFY_DONE(await(opened->unlock(right())));
    const auto back = opened->unseal(u"draft"_s, *sealed);
    QVERIFY(back);
    QCOMPARE(back->view().toByteArray(), QByteArray("what was typed"));
}

void TestStoreDoorLocal::lockedDoorRefusesWork()
{
    auto opened = openDoor();
    await(opened->lock());
    QCOMPARE(await(opened->changePassphrase(right(), right())).error().code, base::ErrorCode::Locked);
    QCOMPARE(await(opened->backupTo(m_outer->filePath(u"b"_s))).error().code, base::ErrorCode::Locked);
    QCOMPARE(await(opened->check()).error().code, base::ErrorCode::Locked);
    QCOMPARE(await(opened->addKeychainSlot()).error().code, base::ErrorCode::Locked);
    VERIFY_DONE(await(opened->verifyPassphrase(right())));
    QCOMPARE(await(opened->verifyPassphrase(bytes("x"))).error().code, base::ErrorCode::WrongPassphrase);
}

void TestStoreDoorLocal::keychainWithoutABusIsUnavailable()
{
    auto opened = openDoor();
    QVERIFY(!opened->isKeychainAvailable());
    QCOMPARE(await(opened->addKeychainSlot()).error().code, base::ErrorCode::KeychainUnavailable);
    QTRY_VERIFY(!opened->hasKeychainSlot());
    await(opened->lock());
    QCOMPARE(await(opened->unlockWithKeychain()).error().code, base::ErrorCode::KeychainUnavailable);
    QCOMPARE(opened->state(), State::Locked);
    VERIFY_DONE(await(opened->unlock(right())));
}

void TestStoreDoorLocal::backupAndRestore()
{
    auto opened = openDoor();
    const auto vault = putSecret(*opened, "one");
    const QString file = m_outer->filePath(u"store.backup"_s);
    VERIFY_DONE(await(opened->backupTo(file)));
    QCOMPARE(await(opened->backupTo(file)).error().code, base::ErrorCode::StoreExists);
    putSecret(*opened, "two");
    await(opened->lock());
    const QString copy = m_outer->filePath(u"copy"_s);
    VERIFY_DONE(await(opened->restoreFrom(file, copy)));
    QCOMPARE(await(opened->restoreFrom(file, copy)).error().code, base::ErrorCode::StoreExists);
    QVERIFY(opened->choose(copy));
    const auto unlocked = await(opened->unlock(right()));
    QVERIFY2(unlocked, qPrintable(unlocked ? QString() : unlocked.error().message));
    QCOMPARE(readSecret(*opened, vault), QByteArray("one"));
}

void TestStoreDoorLocal::olderCopyNeedsAWord()
{
    auto opened = openDoor();
    const auto vault = putSecret(*opened, "one");
    await(opened->lock());
    QVERIFY(QFile::copy(m_path + u"/store.db"_s, m_outer->filePath(u"old.db"_s)));
    VERIFY_DONE(await(opened->unlock(right())));
    putSecret(*opened, "two");
    await(opened->lock());
    QVERIFY(QFile::remove(m_path + u"/store.db"_s));
    QVERIFY(QFile::copy(m_outer->filePath(u"old.db"_s), m_path + u"/store.db"_s));
    const auto refused = await(opened->unlock(right()));
    QCOMPARE(refused.error().code, base::ErrorCode::StoreRolledBack);
    QVERIFY2(refused.error().message.contains(u"bytes"_s), qPrintable(refused.error().message));
    opened->acceptRollbackOnce();
    VERIFY_DONE(await(opened->unlock(right())));
    QCOMPARE(readSecret(*opened, vault), QByteArray("one"));
    await(opened->lock());
    // Recorded, and from now on this is the store's age.
    VERIFY_DONE(await(opened->unlock(right())));
}

void TestStoreDoorLocal::secondDoorIsToldAndTakesOver()
{
    auto first = openDoor();
    auto second = door();
    QVERIFY(second->choose(m_path));
    QVERIFY(!first->heldElsewhere());
    const auto held = second->heldElsewhere();
    QVERIFY(held);
    const auto refused = await(second->unlock(right()));
    QCOMPARE(refused.error().code, base::ErrorCode::StoreInUse);
    QCOMPARE(held->message, refused.error().message);
    QVERIFY(refused.error().message.contains(QString::number(QCoreApplication::applicationPid())));
    QSignalSpy asked(first.get(), &ops::StoreDoor::handOverRequested);
    connect(first.get(), &ops::StoreDoor::handOverRequested, first.get(), [&] { first->lock(); });
    VERIFY_DONE(await(second->askHolderToHandOver()));
    QCOMPARE(asked.size(), 1);
    QVERIFY(!second->heldElsewhere());
    VERIFY_DONE(await(second->unlock(right())));
}

void TestStoreDoorLocal::whoAskedForTheStoreCanTakeItBack()
{
    auto first = openDoor();
    auto second = door();
    QVERIFY(second->choose(m_path));
    const QSignalSpy asked(first.get(), &ops::StoreDoor::handOverRequested);
    const QSignalSpy withdrawn(first.get(), &ops::StoreDoor::handOverWithdrawn);
    auto waiting = second->askHolderToHandOver();
    QTRY_COMPARE(asked.size(), 1);
    QTest::qWait(300);
    QCOMPARE(withdrawn.size(), 0);
    waiting.cancel();
    QTRY_COMPARE(withdrawn.size(), 1);
    QCOMPARE(withdrawn[0][0], asked[0][0]);
    // It can be asked for again, and is given then.
    connect(first.get(), &ops::StoreDoor::handOverRequested, first.get(), [&] { first->lock(); });
    VERIFY_DONE(await(second->askHolderToHandOver()));
    QCOMPARE(asked.size(), 2);
}

void TestStoreDoorLocal::passesCommandsToTheHolder()
{
    auto holder = door(keep::HolderKind::Server);
    QStringList ran;
    holder->setCommandRunner(
        [&](app::HolderCommand command, base::UniqueFunction<void(app::HolderReply)> answer) {
            ran = command.arguments;
            answer({ 0, bytes("done"), {} });
        });
    VERIFY_DONE(await(holder->create(m_path, right())));
    const auto found = keep::StoreLock::holderOf(m_path);
    QVERIFY(found);
    QCOMPARE(found->kind, keep::HolderKind::Server);
    base::Lane client("client");
    const auto pass = [&](const char* passphrase) {
        return await(client.run([path = found->socketPath, passphrase] {
            app::HolderRequest request;
            request.passphrase = bytes(passphrase);
            request.command.arguments = { u"vault"_s, u"list"_s };
            return app::passToHolder(path, request);
        }));
    };
    QCOMPARE(pass("wrong").error().code, base::ErrorCode::WrongPassphrase);
    QVERIFY(ran.isEmpty());
    const auto reply = pass("right");
    QVERIFY2(reply, qPrintable(reply ? QString() : reply.error().message));
    QCOMPARE(reply->standardOutput.view().toByteArray(), QByteArray("done"));
    QCOMPARE(ran, QStringList({ u"vault"_s, u"list"_s }));
}

void TestStoreDoorLocal::commandsHaveNoUpkeepAndListenToNobody()
{
    auto command = openDoor(keep::HolderKind::Command);
    const auto found = keep::StoreLock::holderOf(m_path);
    QVERIFY(found);
    QVERIFY(found->socketPath.isEmpty());
    const auto rows = run(*command, vault::ListAudit{});
    QVERIFY(rows);
    for (const auto& row : *rows)
        QVERIFY(row.operation != "ScheduledPurge"_L1);
}

void TestStoreDoorLocal::commandsPurgeWhatIsDueBeforeAnythingElse()
{
    constexpr base::UnixSeconds day = 86400;
    support::FakeClock clock;
    app::StoreDoorLocal command(clock, { keep::HolderKind::Command, keep::leastCost() });
    VERIFY_DONE(await(command.create(m_path, right())));
    const auto vault = putSecret(command, "value");
    const auto name = *vault::ObjectName::create(u"db"_s);
    VERIFY_DONE(run(command, vault, vault::DeleteSecret{ name }));
    const auto gone = run(command, vault::CreateVault{ .vaultName = *vault::VaultName::create(u"gone"_s) });
    QVERIFY(gone);
    VERIFY_DONE(run(command, vault::DeleteVault{ gone->id }));
    const auto openAgain = [&] {
        await(command.lock());
        return await(command.unlock(right()));
    };
    const auto purges = [&] {
        QStringList rows;
        for (const vault::AuditRecord& row : run(command, vault::ListAudit{}).value()) {
            if (row.operation.endsWith("Purge"_L1))
                rows.prepend(row.operation + u" by "_s + row.callerName);
        }
        return rows;
    };
    clock.advance(89 * day);
    VERIFY_DONE(openAgain());
    QCOMPARE(run(command, vault, vault::ListDeletedSecrets{})->items.size(), std::size_t(1));
    QCOMPARE(purges(), QStringList());
    clock.advance(2 * day);
    VERIFY_DONE(openAgain());
    QCOMPARE(run(command, vault, vault::ListDeletedSecrets{})->items.size(), std::size_t(0));
    QCOMPARE(run(command, vault, vault::RecoverDeletedSecret{ name }).error().code,
             base::ErrorCode::DeletedSecretNotFound);
    QVERIFY(run(command, vault::ListDeletedVaults{})->empty());
    const QStringList expected{ u"ScheduledPurge by scheduled purge"_s, u"VaultPurge by scheduled purge"_s,
                                u"SecretPurge by scheduled purge"_s };
    QCOMPARE(purges(), expected);
    // Nothing more is due: nothing more is done.
    VERIFY_DONE(openAgain());
    QCOMPARE(purges(), expected);
}

void TestStoreDoorLocal::missingAnchorIsToldOnce()
{
    auto opened = openDoor();
    putSecret(*opened, "value");
    QCOMPARE(opened->openingNotes(), QStringList());
    await(opened->lock());
    QVERIFY(QFile::remove(m_path + u"/anchor"_s));
    VERIFY_DONE(await(opened->unlock(right())));
    QCOMPARE(opened->openingNotes().size(), 1);
    QVERIFY2(opened->openingNotes().front().contains("older copy"_L1),
             qPrintable(opened->openingNotes().front()));
    const auto rows = run(*opened, vault::ListAudit{}).value();
    QCOMPARE(std::ranges::count(rows, u"StoreAgeUnknown"_s, &vault::AuditRecord::operation), 1);
    await(opened->lock());
    QCOMPARE(opened->openingNotes(), QStringList());
    VERIFY_DONE(await(opened->unlock(right())));
    QCOMPARE(opened->openingNotes(), QStringList());
}

void TestStoreDoorLocal::clockThatRanAheadIsTold()
{
    support::FakeClock clock;
    app::StoreDoorLocal door(clock, { keep::HolderKind::Window, keep::leastCost() });
    VERIFY_DONE(await(door.create(m_path, right())));
    clock.advance(400 * 86400);
    putSecret(door, "value");
    QCOMPARE(await(door.check())->notes, QStringList());
    clock.advance(-400 * 86400);
    const auto checked = await(door.check());
    QVERIFY(checked);
    QVERIFY(checked->isIntact);
    QCOMPARE(checked->notes.size(), 1);
    QVERIFY2(checked->notes.front().contains("2027-01-15"_L1)
                 && checked->notes.front().contains("2028-02-19"_L1),
             qPrintable(checked->notes.front()));
    await(door.lock());
    VERIFY_DONE(await(door.unlock(right())));
    QCOMPARE(door.openingNotes(), checked->notes);
}

void TestStoreDoorLocal::wholeStoreIsChecked()
{
    auto opened = openDoor();
    QSignalSpy tampering(opened.get(), &ops::StoreDoor::tamperingFound);
    putSecret(*opened, "value");
    const auto checked = await(opened->check());
    QVERIFY(checked);
    QVERIFY2(checked->isIntact, qPrintable(checked->findings.join(u'\n')));
    QVERIFY(checked->auditRows > 0);
    QFile keySlots(m_path + u"/keyslots"_s);
    QVERIFY(keySlots.open(QFile::ReadWrite));
    QVERIFY(keySlots.seek(30));
    char changed = 0;
    QVERIFY(keySlots.getChar(&changed));
    QVERIFY(keySlots.seek(30));
    QVERIFY(keySlots.putChar(static_cast<char>(changed ^ 1)));
    keySlots.close();
    const auto after = await(opened->check());
    QVERIFY(after);
    QVERIFY(!after->isIntact);
    QTest::qWait(200);
    QCOMPARE(tampering.size(), 0);
}

QTEST_GUILESS_MAIN(TestStoreDoorLocal)
#include "tst_store_door_local.moc"
