// SPDX-License-Identifier: Apache-2.0
#include "app/store_door_local.h"

#include "app/holder_client.h"
#include "model/archive/open_place.h"
#include "model/base/promise.h"
#include "model/local/local_store.h"
#include "model/ops/operations.h"
#include "model/ops/upkeep.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace strongroom::app {

namespace {

constexpr auto anchorInterval = 1min;
constexpr auto verifyPause = 50ms;
constexpr int rowsPerSlice = 500;
constexpr auto handOverPause = 100ms;
constexpr int handOverAttempts = 600; // a minute for the person at the other window to answer

QFuture<void> readyNow()
{
    base::Promise<void> promise;
    auto future = promise.future();
    promise.fulfil();
    return future;
}

base::Error notOpen() { return { base::ErrorCode::Locked, u"The store is locked."_s, {} }; }

ops::KeySlot::Kind kindOf(keep::SlotKind kind)
{
    switch (kind) {
    case keep::SlotKind::Passphrase:
        return ops::KeySlot::Kind::Passphrase;
    case keep::SlotKind::RecoveryKey:
        return ops::KeySlot::Kind::RecoveryKey;
    case keep::SlotKind::Keychain:
        return ops::KeySlot::Kind::Keychain;
    }
    return ops::KeySlot::Kind::Passphrase;
}

ops::KeySlot slotOf(const keep::SlotFacts& facts)
{
    return { facts.id, kindOf(facts.kind), facts.label, facts.created };
}

QString keyName(const QString& storeId) { return u"key/"_s + storeId; }
QString anchorName(const QString& storeId) { return u"anchor/"_s + storeId; }
QString pinName(const QString& storeId, const QString& vaultId)
{
    return u"token-pin/"_s + storeId + u'/' + vaultId;
}

/// Beyond this, the clock was not merely set right.
constexpr base::UnixSeconds clockTolerance = 3600;

QString dateText(base::UnixSeconds time)
{
    return QDateTime::fromSecsSinceEpoch(time, Qt::UTC).toString(u"yyyy-MM-dd hh:mm 'UTC'"_s);
}

/// The store goes by the later time, so that nobody gains by setting the clock back.
QStringList noteAboutTime(const local::LocalStore& store, const base::Clock& clock)
{
    const base::UnixSeconds now = clock.now();
    const base::UnixSeconds seen = store.latestTimeSeen();
    if (seen <= now + clockTolerance)
        return {};
    return { u"This computer's clock says %1, but the store was used at %2 and goes by that until then: "
             "things expire and are purged as if it were %2. Set the clock if it is wrong; if it was wrong "
             "then, a backup from before does not know of it."_s.arg(dateText(now), dateText(seen)) };
}

QStringList notesAtOpening(keep::OpenStore& opened, const base::Clock& clock)
{
    QStringList notes;
    if (opened.isAgeUnknown())
        notes
            << u"The file \"anchor\" of the store is missing or damaged, so nothing here tells whether this "
               "is an older copy. It is written anew, and the audit log says so."_s;
    return notes + noteAboutTime(opened.store(), clock);
}

/// A key of the keychain that opens nothing is as good as no keychain: the passphrase is asked for.
base::Error asKeychainError(const base::Error& error)
{
    if (error.code != base::ErrorCode::WrongPassphrase)
        return error;
    return { base::ErrorCode::KeychainUnavailable,
             u"The key in the keychain does not open this store."_s,
             {} };
}

} // namespace

/// An open store and who works on it. Destroyed from below: first nobody submits, then nobody works, then
/// the store closes.
struct StoreDoorLocal::Session
{
    Session(std::unique_ptr<keep::OpenStore> opened, const base::Clock& clock)
        : store(std::move(opened))
        , lane(std::make_unique<base::Lane>("store"))
        , operations(std::make_unique<ops::Operations>(store->store(), clock, *lane))
    {
        store->store().giveWayWhen([this] { return operations->desk().isAnybodyWaiting(); });
    }

    std::unique_ptr<keep::OpenStore> store;
    std::unique_ptr<base::Lane> lane;
    std::unique_ptr<ops::Operations> operations;
};

/// The store was asked for: who waits, and the question itself, which ends with this.
struct StoreDoorLocal::HandOver
{
    base::Promise<base::Result<void>> answer;
    base::FileDescriptor question;
};

StoreDoorLocal::StoreDoorLocal(const base::Clock& clock, Options options, QObject* parent)
    : StoreDoor(parent)
    , m_clock(clock)
    , m_options(options)
    , m_lane("store-door")
{
    m_anchorTimer.setInterval(anchorInterval);
    m_verifyTimer.setInterval(verifyPause);
    m_verifyTimer.setSingleShot(true);
    connect(&m_anchorTimer, &QTimer::timeout, this, &StoreDoorLocal::writeKeychainAnchor);
    connect(&m_verifyTimer, &QTimer::timeout, this, &StoreDoorLocal::verifyMore);
}

StoreDoorLocal::~StoreDoorLocal() = default;

void StoreDoorLocal::setCommandRunner(Holder::RunCommand runner) { m_runCommand = std::move(runner); }

void StoreDoorLocal::setBeforeClose(std::function<QFuture<void>()> beforeClose)
{
    m_beforeClose = std::move(beforeClose);
}

ops::Operations* StoreDoorLocal::operations() const
{
    return m_session ? m_session->operations.get() : nullptr;
}

void StoreDoorLocal::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged(state);
}

base::Result<void> StoreDoorLocal::choose(const QString& path)
{
    if (m_state == State::Open || m_state == State::Opening)
        return base::Error{ base::ErrorCode::Conflict, u"Lock the open store first."_s, {} };
    const QString folder = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    if (auto looked = keep::StoreFolder::look(folder); !looked)
        return looked;
    const auto keySlots = keep::StoreFolder::readSlots(folder);
    if (!keySlots)
        return keySlots.error();
    m_path = folder;
    m_storeId = keySlots->storeId();
    rememberSlots(keySlots->facts());
    setState(State::Locked);
    return {};
}

void StoreDoorLocal::rememberSlots(const std::vector<keep::SlotFacts>& facts)
{
    m_slots.clear();
    for (const keep::SlotFacts& one : facts)
        m_slots.push_back(slotOf(one));
}

keep::OpenOptions StoreDoorLocal::openOptions(const QString& folder, QByteArray keychainAnchor) const
{
    keep::OpenOptions options;
    options.self = { QCoreApplication::applicationPid(), m_options.kind, {} };
    if (m_options.kind != keep::HolderKind::Command)
        options.self.socketPath = Holder::socketPathFor(folder);
    options.keychainAnchor = std::move(keychainAnchor);
    options.newSlotCost = m_options.newSlotCost;
    return options;
}

QFuture<base::Result<base::SecureBytes>> StoreDoorLocal::create(const QString& path,
                                                                base::SecureBytes passphrase)
{
    using Answer = base::Result<base::SecureBytes>;
    if (m_state == State::Open || m_state == State::Opening)
        return base::readyFuture<Answer>(
            base::Error{ base::ErrorCode::Conflict, u"Lock the open store first."_s, {} });
    const QString folder = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    const State before = m_state;
    setState(State::Opening);
    auto made
        = m_lane.run([folder, passphrase = std::move(passphrase), options = openOptions(folder, {}), this] {
              return keep::StoreFolder::create(folder, passphrase, options, m_clock);
          });
    return base::continued(
        made, this, [this, folder, before](base::Result<keep::StoreFolder::Created> created) -> Answer {
            if (!created) {
                failOpening(before);
                return created.error();
            }
            m_path = folder;
            adopt(std::move(created->open));
            return std::move(created->printedRecoveryKey);
        });
}

QFuture<base::Result<void>> StoreDoorLocal::unlock(base::SecureBytes passphrase)
{
    return openWith(keep::PassphraseCredential{ std::move(passphrase) });
}

QFuture<base::Result<void>> StoreDoorLocal::unlockWithRecoveryKey(base::SecureBytes printedKey)
{
    return openWith(keep::RecoveryCredential{ std::move(printedKey) });
}

QFuture<base::Result<void>> StoreDoorLocal::unlockWithKeychain()
{
    using Answer = base::Result<void>;
    if (m_state != State::Locked)
        return base::readyFuture<Answer>(
            base::Error{ base::ErrorCode::Conflict, u"There is no locked store to open."_s, {} });
    base::Promise<Answer> answer;
    auto future = answer.future();
    m_keychain.read(keyName(m_storeId))
        .then(this,
              [this, answer = std::move(answer)](QFuture<base::Result<base::SecureBytes>> found) mutable {
                  auto key = found.takeResult();
                  if (!key) {
                      answer.fulfil(key.error());
                      return;
                  }
                  openWith(keep::KeychainCredential{ std::move(*key) })
                      .then(this, [answer = std::move(answer)](Answer opened) mutable {
                          answer.fulfil(opened ? opened : asKeychainError(opened.error()));
                      });
              });
    return future;
}

QFuture<QByteArray> StoreDoorLocal::readKeychainAnchor()
{
    base::Promise<QByteArray> answer;
    auto future = answer.future();
    m_keychain.probe().then(this, [this, answer = std::move(answer)](bool) mutable {
        // A keychain that would ask the person first is not worth that here.
        if (!m_keychain.isOpen()) {
            answer.fulfil(QByteArray());
            return;
        }
        m_keychain.read(anchorName(m_storeId))
            .then(this, [answer = std::move(answer)](QFuture<base::Result<base::SecureBytes>> found) mutable {
                const auto record = found.takeResult();
                answer.fulfil(record ? record->view().toByteArray() : QByteArray());
            });
    });
    return future;
}

void StoreDoorLocal::writeKeychainAnchor()
{
    m_keychain.probe().then(this, [this](bool) {
        if (m_session && m_keychain.isOpen())
            m_keychain.write(anchorName(m_storeId),
                             base::SecureBytes::copyOf(QByteArrayView(m_session->store->anchorRecord())));
    });
}

QFuture<base::Result<void>> StoreDoorLocal::openWith(keep::Credential credential)
{
    using Answer = base::Result<void>;
    if (m_state != State::Locked)
        return base::readyFuture<Answer>(
            base::Error{ base::ErrorCode::Conflict, u"There is no locked store to open."_s, {} });
    // Told at once, before the keychain or the passphrase cost time.
    if (auto held = heldElsewhere())
        return base::readyFuture<Answer>(std::move(*held));
    setState(State::Opening);
    base::Promise<Answer> answer;
    auto future = answer.future();
    base::UniqueFunction<void()> begin([this, credential = std::move(credential),
                                        answer = std::move(answer)]() mutable {
        readKeychainAnchor().then(this,
                                  [this, credential = std::move(credential),
                                   answer = std::move(answer)](QByteArray anchor) mutable {
                                      openWith(std::move(credential), std::move(anchor), std::move(answer));
                                  });
    });
    if (m_isClosing)
        m_afterClosing.push_back(std::move(begin));
    else
        begin();
    return future;
}

void StoreDoorLocal::openWith(keep::Credential credential, QByteArray keychainAnchor,
                              base::Promise<base::Result<void>> answer)
{
    keep::OpenOptions options = openOptions(m_path, std::move(keychainAnchor));
    const bool isWanted = std::exchange(m_acceptsRollback, false) || m_restoredHere.contains(m_path);
    options.rollback = isWanted ? keep::Rollback::Accept : keep::Rollback::Refuse;
    m_lane
        .run([this, folder = m_path, credential = std::move(credential), options = std::move(options)] {
            return keep::StoreFolder::open(folder, credential, options, m_clock);
        })
        .then(this,
              [this, answer = std::move(answer)](
                  QFuture<base::Result<std::unique_ptr<keep::OpenStore>>> tried) mutable {
                  auto opened = tried.takeResult();
                  if (!opened) {
                      failOpening(State::Locked);
                      answer.fulfil(opened.error());
                      return;
                  }
                  m_restoredHere.removeAll(m_path);
                  adopt(std::move(*opened));
                  if (m_options.kind != keep::HolderKind::Command) {
                      answer.fulfil({});
                      return;
                  }
                  purgeWhatIsDue().then(this, [answer = std::move(answer)]() mutable { answer.fulfil({}); });
              });
}

/// A command has no upkeep, but what is to be gone by now must not be shown or recovered. What keeps it from
/// being purged keeps nobody from the store.
QFuture<void> StoreDoorLocal::purgeWhatIsDue()
{
    base::Promise<void> done;
    auto future = done.future();
    betweenOperations<bool>([&clock = m_clock](local::LocalStore& store) {
        return store.isPurgeDue(std::max(clock.now(), store.latestTimeSeen()));
    }).then(this, [this, done = std::move(done)](const base::Result<bool>& isDue) mutable {
        if (!isDue || !*isDue || !m_session) {
            done.fulfil();
            return;
        }
        ops::Upkeep::purgeOnce(*m_session->operations).then(this, [done = std::move(done)]() mutable {
            done.fulfil();
        });
    });
    return future;
}

void StoreDoorLocal::failOpening(State state)
{
    setState(state);
    for (auto& waiting : std::exchange(m_lockWanted, {}))
        waiting.fulfil();
}

void StoreDoorLocal::adopt(std::unique_ptr<keep::OpenStore> store)
{
    m_storeId = store->storeId();
    rememberSlots(store->slotFacts());
    store->store().setBackupPlaces(archive::openPlace);
    m_openingNotes = notesAtOpening(*store, m_clock);
    m_session = std::make_unique<Session>(std::move(store), m_clock);
    setState(State::Open);
    if (!m_lockWanted.empty()) {
        lock().then(this, [waiting = std::exchange(m_lockWanted, {})]() mutable {
            for (auto& one : waiting)
                one.fulfil();
        });
        return;
    }
    if (m_options.kind == keep::HolderKind::Command)
        return;
    listenForOthers();
    m_upkeep = std::make_unique<ops::Upkeep>(*m_session->operations, m_clock, ops::Upkeep::Pace());
    m_upkeep->start();
    m_anchorTimer.start();
    m_verifyTimer.start();
}

void StoreDoorLocal::listenForOthers()
{
    const QString socketPath = Holder::socketPathFor(m_path);
    if (socketPath.isEmpty())
        return;
    m_holder = std::make_unique<Holder>(Holder::Callbacks{
        [this](base::SecureBytes passphrase) { return verifyPassphrase(std::move(passphrase)); },
        m_runCommand, m_options.kind == keep::HolderKind::Window });
    connect(m_holder.get(), &Holder::handOverRequested, this, &StoreDoor::handOverRequested);
    connect(m_holder.get(), &Holder::handOverWithdrawn, this, &StoreDoor::handOverWithdrawn);
    // Without it others are told that nobody answers; the store works all the same.
    if (auto listening = m_holder->listen(socketPath); !listening)
        qWarning("%s", qUtf8Printable(listening.error().message));
}

QFuture<void> StoreDoorLocal::lock()
{
    if (m_state == State::Opening)
        return m_lockWanted.emplace_back().future();
    if (!m_session)
        return readyNow();
    m_upkeep.reset();
    m_anchorTimer.stop();
    m_verifyTimer.stop();
    if (m_holder) {
        // Not destroyed at once: it may be what asked for this.
        m_holder->close();
        m_holder.release()->deleteLater();
    }
    std::unique_ptr<Session> session = std::move(m_session);
    m_isClosing = true;
    setState(State::Locked);
    base::Promise<void> answer;
    auto future = answer.future();
    (m_beforeClose ? m_beforeClose() : readyNow())
        .then(this, [this, session = std::move(session), answer = std::move(answer)]() mutable {
            close(std::move(session)).then(this, [answer = std::move(answer)]() mutable { answer.fulfil(); });
        });
    return future;
}

QFuture<void> StoreDoorLocal::close(std::unique_ptr<Session> session)
{
    // The store's lane may have work to finish, which this thread does not wait for.
    session->operations->moveToThread(nullptr);
    base::Promise<void> answer;
    auto future = answer.future();
    const QString record = anchorName(session->store->storeId());
    m_lane
        .run([session = std::move(session)]() mutable {
            session->operations.reset();
            session->lane.reset();
            QByteArray anchor = session->store->anchorRecord();
            session.reset();
            return anchor;
        })
        .then(this, [this, record, answer = std::move(answer)](QByteArray anchor) mutable {
            m_isClosing = false;
            for (auto& next : std::exchange(m_afterClosing, {}))
                next();
            if (!m_keychain.isOpen()) {
                answer.fulfil();
                return;
            }
            m_keychain.write(record, base::SecureBytes::copyOf(QByteArrayView(anchor)))
                .then(this, [answer = std::move(answer)](base::Result<void>) mutable { answer.fulfil(); });
        });
    return future;
}

void StoreDoorLocal::verifyMore()
{
    if (!m_session)
        return;
    betweenOperations<bool>([](local::LocalStore& store) {
        return store.verifyNextRows(rowsPerSlice);
    }).then(this, [this](const base::Result<bool>& verified) {
        if (!verified && verified.error().code == base::ErrorCode::StoreTampered)
            Q_EMIT tamperingFound(verified.error().message);
        else if (verified && *verified && m_session)
            m_verifyTimer.start();
    });
}

/// Work on the open store's slots, on the door's lane.
template <typename T, typename F> QFuture<base::Result<T>> StoreDoorLocal::onOpenStore(F work)
{
    if (!m_session)
        return base::readyFuture<base::Result<T>>(notOpen());
    // Closing is queued on the same lane, so the store outlives this.
    keep::OpenStore* const store = m_session->store.get();
    using Both = std::pair<base::Result<T>, std::vector<keep::SlotFacts>>;
    auto done = m_lane.run([store, work = std::move(work)]() mutable -> Both {
        auto result = work(*store);
        return { std::move(result), store->slotFacts() };
    });
    return base::continued(done, this, [this](Both both) {
        rememberSlots(both.second);
        return std::move(both.first);
    });
}

/// Work on the open store's database, on its lane.
template <typename T, typename F> QFuture<base::Result<T>> StoreDoorLocal::betweenOperations(F work)
{
    if (!m_session)
        return base::readyFuture<base::Result<T>>(notOpen());
    base::Promise<base::Result<T>> answer;
    auto future = answer.future();
    // Closing waits for what the desk was given before.
    local::LocalStore& store = m_session->store->store();
    m_session->operations->desk().between(
        [&store, work = std::move(work), answer = std::move(answer)]() mutable {
            answer.fulfil(work(store));
        });
    return future;
}

QFuture<base::Result<std::vector<ops::KeySlot>>> StoreDoorLocal::slotsOfStore()
{
    using Answer = base::Result<std::vector<ops::KeySlot>>;
    if (m_state == State::None)
        return base::readyFuture<Answer>(
            base::Error{ base::ErrorCode::StoreMissing, u"No store is chosen."_s, {} });
    return base::readyFuture<Answer>(m_slots);
}

QFuture<base::Result<void>> StoreDoorLocal::changePassphrase(base::SecureBytes oldPassphrase,
                                                             base::SecureBytes newPassphrase)
{
    return onOpenStore<void>([former = std::move(oldPassphrase), wanted = std::move(newPassphrase)](
                                 keep::OpenStore& store) { return store.changePassphrase(former, wanted); });
}

QFuture<base::Result<void>> StoreDoorLocal::replacePassphrase(base::SecureBytes newPassphrase)
{
    return onOpenStore<void>([wanted = std::move(newPassphrase)](keep::OpenStore& store) {
        return store.replacePassphrase(wanted);
    });
}

std::optional<ops::KeySlot::Kind> StoreDoorLocal::openedWith() const
{
    return m_session ? std::optional(kindOf(m_session->store->openedWith())) : std::nullopt;
}

QFuture<base::Result<void>> StoreDoorLocal::addKeychainSlot()
{
    using Answer = base::Result<void>;
    base::Promise<Answer> answer;
    auto future = answer.future();
    onOpenStore<keep::KeychainKey>([](keep::OpenStore& store) {
        return store.addKeychainKey();
    }).then(this, [this, answer = std::move(answer)](QFuture<base::Result<keep::KeychainKey>> done) mutable {
        auto made = done.takeResult();
        if (!made) {
            answer.fulfil(made.error());
            return;
        }
        m_keychain.write(keyName(m_storeId), std::move(made->key))
            .then(this, [this, slotId = made->slotId, answer = std::move(answer)](Answer written) mutable {
                // A slot whose key nobody has would only mislead.
                if (!written)
                    onOpenStore<void>([slotId](keep::OpenStore& store) { return store.removeSlot(slotId); });
                answer.fulfil(std::move(written));
            });
    });
    return future;
}

QFuture<base::Result<base::SecureBytes>> StoreDoorLocal::replaceRecoveryKey()
{
    return onOpenStore<base::SecureBytes>([](keep::OpenStore& store) { return store.replaceRecoveryKey(); });
}

QFuture<base::Result<void>> StoreDoorLocal::verifyRecoveryKey(base::SecureBytes printedKey)
{
    return onOpenStore<void>([printed = std::move(printedKey)](keep::OpenStore& store) {
        return store.verifyRecoveryKey(printed);
    });
}

QFuture<base::Result<void>> StoreDoorLocal::removeSlot(const QString& slotId)
{
    auto done = onOpenStore<void>([slotId](keep::OpenStore& store) { return store.removeSlot(slotId); });
    return base::continued(done, this, [this](base::Result<void> removed) {
        if (removed && !hasKeychainSlot())
            m_keychain.remove(keyName(m_storeId));
        return removed;
    });
}

QFuture<base::Result<void>> StoreDoorLocal::keepTokenPin(const QString& vaultId, base::SecureBytes pin)
{
    if (!m_session)
        return base::readyFuture<base::Result<void>>(notOpen());
    return m_keychain.write(pinName(m_storeId, vaultId), std::move(pin));
}

QFuture<base::Result<base::SecureBytes>> StoreDoorLocal::keptTokenPin(const QString& vaultId)
{
    using Pin = base::Result<base::SecureBytes>;
    if (!m_session)
        return base::readyFuture<Pin>(notOpen());
    base::Promise<Pin> answer;
    auto future = answer.future();
    m_keychain.probe().then(this, [this, vaultId, answer = std::move(answer)](bool) mutable {
        // A keychain that would ask for its own password first is not worth that here.
        if (!m_keychain.isOpen()) {
            answer.fulfil(base::Error{ base::ErrorCode::KeychainUnavailable, u"No keychain is open."_s, {} });
            return;
        }
        m_keychain.read(pinName(m_storeId, vaultId))
            .then(this, [answer = std::move(answer)](QFuture<Pin> found) mutable {
                answer.fulfil(found.takeResult());
            });
    });
    return future;
}

QFuture<base::Result<void>> StoreDoorLocal::forgetTokenPin(const QString& vaultId)
{
    if (!m_session)
        return base::readyFuture<base::Result<void>>(notOpen());
    return m_keychain.remove(pinName(m_storeId, vaultId));
}

bool StoreDoorLocal::hasKeychainSlot() const
{
    return std::any_of(m_slots.begin(), m_slots.end(),
                       [](const ops::KeySlot& slot) { return slot.kind == ops::KeySlot::Kind::Keychain; });
}

QFuture<base::Result<void>> StoreDoorLocal::verifyPassphrase(base::SecureBytes passphrase)
{
    return m_lane.run([folder = m_path, passphrase = std::move(passphrase)]() -> base::Result<void> {
        const auto keySlots = keep::StoreFolder::readSlots(folder);
        if (!keySlots)
            return keySlots.error();
        const auto opened = keySlots->openWithPassphrase(passphrase);
        if (!opened)
            return opened.error();
        return {};
    });
}

QFuture<base::Result<void>> StoreDoorLocal::backupTo(const QString& file)
{
    if (!m_session)
        return base::readyFuture<base::Result<void>>(notOpen());
    keep::OpenStore* const store = m_session->store.get();
    return betweenOperations<void>([store, file](local::LocalStore&) { return store->backupTo(file); });
}

QFuture<base::Result<void>> StoreDoorLocal::restoreFrom(const QString& file, const QString& newPath)
{
    const QString folder = QDir::cleanPath(QFileInfo(newPath).absoluteFilePath());
    auto done = m_lane.run([file, folder] { return keep::StoreFolder::restore(file, folder); });
    return base::continued(done, this, [this, folder](base::Result<void> restored) {
        if (restored)
            m_restoredHere << folder;
        return restored;
    });
}

QFuture<base::Result<ops::StoreCheck>> StoreDoorLocal::check()
{
    using Answer = base::Result<ops::StoreCheck>;
    if (!m_session)
        return base::readyFuture<Answer>(notOpen());
    keep::OpenStore* const store = m_session->store.get();
    return betweenOperations<ops::StoreCheck>([store, clock = &m_clock](local::LocalStore&) -> Answer {
        auto found = store->check();
        if (!found)
            return found.error();
        return ops::StoreCheck{ found->findings.isEmpty(), found->auditRows, found->findings,
                                noteAboutTime(store->store(), *clock) };
    });
}

base::Result<QByteArray> StoreDoorLocal::seal(const QString& purpose, const base::SecureBytes& content) const
{
    if (!m_session)
        return notOpen();
    return m_session->store->seal(purpose, content);
}

base::Result<base::SecureBytes> StoreDoorLocal::unseal(const QString& purpose, const QByteArray& sealed) const
{
    if (!m_session)
        return notOpen();
    return m_session->store->unseal(purpose, sealed);
}

QString StoreDoorLocal::defaultPath() const
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/strongroom/store"_s;
}

std::optional<base::Error> StoreDoorLocal::heldElsewhere() const
{
    if (m_state != State::Locked || m_isClosing)
        return std::nullopt;
    const auto holder = keep::StoreLock::holderOf(m_path);
    return holder ? std::optional(keep::storeInUse(holder)) : std::nullopt;
}

bool StoreDoorLocal::canAskHolder() const
{
    const auto holder = keep::StoreLock::holderOf(m_path);
    return holder && holder->kind == keep::HolderKind::Window && !holder->socketPath.isEmpty();
}

QFuture<base::Result<void>> StoreDoorLocal::askHolderToHandOver()
{
    using Answer = base::Result<void>;
    const auto holder = keep::StoreLock::holderOf(m_path);
    if (!holder)
        return base::readyFuture<Answer>({});
    auto asked = std::make_shared<HandOver>(); // handed from one look at the lock to the next
    auto future = asked->answer.future();
    const QString who = u"%1 (process %2)"_s.arg(QCoreApplication::applicationName())
                            .arg(QCoreApplication::applicationPid());
    m_lane.run([path = holder->socketPath, who] { return requestHandOver(path, who); })
        .then(this, [this, asked](base::Result<base::FileDescriptor> question) {
            if (!question) {
                asked->answer.fulfil(question.error());
                return;
            }
            asked->question = std::move(*question);
            awaitRelease(asked, handOverAttempts);
        });
    return future;
}

void StoreDoorLocal::awaitRelease(const std::shared_ptr<HandOver>& asked, int attemptsLeft)
{
    if (asked->answer.future().isCanceled())
        return;
    if (!keep::StoreLock::holderOf(m_path)) {
        asked->answer.fulfil({});
        return;
    }
    if (attemptsLeft == 0) {
        asked->answer.fulfil(base::Error{
            base::ErrorCode::StoreInUse, u"The program that holds the store did not let it go."_s, {} });
        return;
    }
    QTimer::singleShot(handOverPause, this,
                       [this, asked, attemptsLeft] { awaitRelease(asked, attemptsLeft - 1); });
}

} // namespace strongroom::app
