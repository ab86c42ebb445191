// SPDX-License-Identifier: Apache-2.0
#include "model/keep/store_folder.h"

#include "model/base/encodings.h"
#include "model/crypto/symmetric.h"
#include "model/keep/anchor.h"
#include "model/keep/recovery_key.h"
#include "model/keep/store_backup.h"
#include "model/local/local_store.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace strongroom::keep {

namespace {

constexpr std::size_t keySize = 32;

QString databasePath(const QString& folder) { return folder + u"/store.db"_s; }
QString slotsPath(const QString& folder) { return folder + u"/keyslots"_s; }
/// The proof of the backup a store was restored from, until it has been opened once.
QString proofPath(const QString& folder) { return folder + u"/restored"_s; }

/// The database's copy while a backup is made.
QString copyPath(const QString& folder) { return folder + u"/backup.new"_s; }

/// The mark of a folder in which a store is being made: until the key slots are written, what lies there
/// opens with nothing and is nobody's.
QString unfinishedPath(const QString& folder) { return folder + u"/unfinished"_s; }

/// What may lie beside the two files that must.
constexpr std::array companions
    = { "/store.db-wal"_L1, "/store.db-journal"_L1, "/store.db-reserve"_L1, "/lock"_L1,
        "/anchor"_L1,       "/restored"_L1,         "/unfinished"_L1 };

/// What a killed program leaves before it has set the mark, and after; the mark goes last.
constexpr std::array leftUnmarked = { "lock"_L1, "unfinished.new"_L1 };
constexpr std::array leftMarked
    = { "store.db"_L1,         "store.db-wal"_L1, "store.db-journal"_L1, "store.db-shm"_L1,
        "store.db-reserve"_L1, "keyslots.new"_L1, "anchor"_L1,           "anchor.new"_L1,
        "restored"_L1,         "restored.new"_L1, "unfinished"_L1 };

void removeFile(const QString& path) { unlink(QFile::encodeName(path).constData()); }

QString timeText(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC).toString(u"yyyy-MM-dd hh:mm:ss 'UTC'"_s);
}

base::Error missing(const QString& message) { return { base::ErrorCode::StoreMissing, message, {} }; }

QStringList everythingIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

/// Whether there is nothing in the folder but what is left of a store that did not come about. A database
/// without the mark of that may belong to a store that has lost its key slots.
bool isFree(const QString& folder)
{
    const QStringList found = everythingIn(folder);
    const bool isMarked = found.contains("unfinished"_L1);
    return std::ranges::all_of(found, [isMarked](const QString& name) {
        return std::ranges::find(leftUnmarked, name) != leftUnmarked.end()
            || (isMarked && std::ranges::find(leftMarked, name) != leftMarked.end());
    });
}

base::Error notFree(const QString& folder)
{
    return { base::ErrorCode::StoreExists,
             u"%1 is there already and is not an empty folder."_s.arg(folder),
             {} };
}

/// Whether a folder was there before a store was to be made in it.
enum class Origin { Found, Made };

/// A folder of ours that is free, made when it is not there.
base::Result<Origin> prepareFolder(const QString& folder)
{
    const QFileInfo info(folder);
    if (!QDir().mkpath(info.absolutePath()))
        return base::Error{ base::ErrorCode::StoreReadOnly,
                            u"The folder %1 cannot be made."_s.arg(info.absolutePath()),
                            {} };
    const QByteArray name = QFile::encodeName(folder);
    const Origin origin = mkdir(name.constData(), S_IRWXU) == 0 ? Origin::Made : Origin::Found;
    if (origin == Origin::Found) {
        if (errno != EEXIST)
            return errorOfSystem(errno, folder);
        if (info.isSymLink() || !info.isDir() || !isFree(folder))
            return notFree(folder);
    }
    // Of a free folder nothing is lost by closing it; also where the mask of the process was too wide.
    if (chmod(name.constData(), S_IRWXU) != 0)
        return errorOfSystem(errno, folder);
    if (auto checked = checkFolder(folder); !checked)
        return checked.error();
    return origin;
}

/// A folder that somebody else made stays.
void removeFolder(const QString& folder, Origin origin)
{
    if (origin == Origin::Made)
        rmdir(QFile::encodeName(folder).constData());
}

/// Undoes what was made in a folder that was free before.
void clearFolder(const QString& folder, Origin origin)
{
    for (const QString& path : { databasePath(folder), slotsPath(folder) })
        removeFile(path);
    removeFile(databasePath(folder) + u"-shm"_s);
    for (const QLatin1StringView companion : companions)
        removeFile(folder + companion);
    removeFolder(folder, origin);
}

/// A folder that is held for a store.
struct TakenFolder final
{
    StoreLock lock;
    Origin origin;
};

/// Holds a free folder for a store that is about to be made in it, cleared of what was left there and marked.
base::Result<TakenFolder> takeFolder(const QString& folder, const StoreHolder& self)
{
    const auto origin = prepareFolder(folder);
    if (!origin)
        return origin.error();
    auto lock = StoreLock::take(folder, self);
    if (!lock) {
        removeFolder(folder, *origin);
        return lock.error();
    }
    // Somebody else may have made a store there before the lock was taken.
    if (!isFree(folder))
        return notFree(folder);
    for (const QLatin1StringView name : leftMarked)
        removeFile(folder + u'/' + name);
    if (auto marked = replaceFile(unfinishedPath(folder), {}); !marked) {
        clearFolder(folder, *origin);
        return marked.error();
    }
    return TakenFolder{ std::move(*lock), *origin };
}

base::Result<UnwrappedRoot> unwrap(const KeySlots& keySlots, const Credential& credential)
{
    if (const auto* const passphrase = std::get_if<PassphraseCredential>(&credential))
        return keySlots.openWithPassphrase(passphrase->passphrase);
    if (const auto* const keychain = std::get_if<KeychainCredential>(&credential))
        return keySlots.openWithKeychainKey(keychain->key);
    const auto key = readRecoveryKey(std::get<RecoveryCredential>(credential).printedKey);
    if (!key)
        return key.error();
    return keySlots.openWithRecoveryKey(*key);
}

/// Leaves `kept` as the only slot of its kind.
base::Result<void> removeOthers(KeySlots& keySlots, SlotKind kind, const QString& kept)
{
    for (const SlotFacts& facts : keySlots.facts()) {
        if (facts.kind != kind || facts.id == kept)
            continue;
        if (auto removed = keySlots.remove(facts.id); !removed)
            return removed;
    }
    return {};
}

/// What kind of slot a credential opens.
SlotKind kindOf(const Credential& credential)
{
    if (std::holds_alternative<PassphraseCredential>(credential))
        return SlotKind::Passphrase;
    return std::holds_alternative<KeychainCredential>(credential) ? SlotKind::Keychain
                                                                  : SlotKind::RecoveryKey;
}

qint64 sizeOfDatabase(const QString& folder) { return QFileInfo(databasePath(folder)).size(); }

base::Error rolledBack(const QString& folder, const Anchor& anchor)
{
    const QFileInfo found(databasePath(folder));
    return { base::ErrorCode::StoreRolledBack,
             u"The store is older than when it was last seen. Found: %1 bytes, last changed %2. Last seen: "
             "%3 bytes at %4, audit row %5."_s.arg(
                 QString::number(found.size()), timeText(found.lastModified().toMSecsSinceEpoch()),
                 QString::number(anchor.storeBytes), timeText(anchor.timeMilliseconds),
                 QString::number(anchor.sequence)),
             {} };
}

/// The newest of what this computer knows about the store.
std::optional<Anchor> newestAnchor(const QString& folder, const AnchorSeal& seal, const OpenOptions& options)
{
    auto newest = AnchorFile::newestIn(folder, seal);
    const auto inKeychain = seal.open(options.keychainAnchor);
    if (inKeychain && (!newest || inKeychain->sequence > newest->sequence))
        newest = inKeychain;
    return newest;
}

/// The clear beginning of the file is derived from the root key too; the database does not look at it.
base::Result<void> checkBeginning(const QString& folder, const base::SecureBytes& expected)
{
    const auto file = openFile(databasePath(folder), Access::Read);
    if (!file)
        return file.error();
    base::SecureBytes found(expected.size());
    const ssize_t got = pread(file->get(), found.data(), found.size(), 0);
    if (got != static_cast<ssize_t>(found.size()) || !(found == expected))
        return base::Error{ base::ErrorCode::StoreTampered,
                            u"The database of the store is damaged at its beginning."_s,
                            {} };
    return {};
}

base::Result<void> checkProof(const QString& folder, const base::SecureBytes& root)
{
    if (!QFileInfo::exists(proofPath(folder)))
        return {};
    const auto content = readFile(proofPath(folder), 64);
    if (!content)
        return content.error();
    if (!isAuthentic({ content->first(std::min<qsizetype>(32, content->size())), content->mid(32) }, root))
        return base::Error{ base::ErrorCode::StoreTampered,
                            u"The backup that this store was restored from was changed by somebody else."_s,
                            {} };
    return {};
}

} // namespace

struct OpenStore::Parts
{
    Parts(QString openedFolder, StoreLock takenLock, base::SecureBytes rootKey, KeySlots keySlots,
          const OpenOptions& options, const base::Clock& time)
        : lock(std::move(takenLock))
        , folder(std::move(openedFolder))
        , root(std::move(rootKey))
        , slotFile(std::move(keySlots))
        , newSlotCost(options.newSlotCost)
        , clock(time)
        , seal(root, slotFile.storeId())
        , outsideKey(crypto::hkdfSha256(root, slotFile.storeId().toUtf8(), "strongroom kept outside",
                                        crypto::aesKeySize))
    {
    }

    /// Opens the anchor for writing and follows the store's commits.
    base::Result<void> follow()
    {
        auto file = AnchorFile::open(folder);
        if (!file)
            return file.error();
        anchorFile.emplace(std::move(*file));
        note(store->head());
        store->onCommitted([this](const local::FreshnessMark& mark) { note(mark); });
        return {};
    }

    void note(const local::FreshnessMark& mark)
    {
        const Anchor anchor{ mark.sequence, mark.hash, clock.nowMilliseconds(), sizeOfDatabase(folder) };
        anchorFile->write(seal, anchor);
        const std::lock_guard guard(mutex);
        latest = anchor;
    }

    crypto::Argon2Settings costOfNewSlot() const { return newSlotCost ? *newSlotCost : calibratedCost(); }
    SlotOrigin origin(const QString& label) const { return { label, clock.now() }; }

    // Destroyed from below: the database closes first, the lock goes last.
    StoreLock lock;
    const QString folder;
    const base::SecureBytes root;
    KeySlots slotFile;
    const std::optional<crypto::Argon2Settings> newSlotCost;
    const base::Clock& clock;
    const AnchorSeal seal;
    const base::SecureBytes outsideKey;
    SlotKind openedWith = SlotKind::Passphrase;
    bool isAgeUnknown = false;
    std::optional<AnchorFile> anchorFile;
    std::mutex mutex;
    Anchor latest; // guarded by mutex
    std::unique_ptr<local::LocalStore> store;
};

OpenStore::OpenStore(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

OpenStore::~OpenStore() = default;

local::LocalStore& OpenStore::store() { return *m_parts->store; }

const QString& OpenStore::folder() const { return m_parts->folder; }

const QString& OpenStore::storeId() const { return m_parts->slotFile.storeId(); }

bool OpenStore::isAgeUnknown() const { return m_parts->isAgeUnknown; }

std::vector<SlotFacts> OpenStore::slotFacts() const { return m_parts->slotFile.facts(); }

SlotKind OpenStore::openedWith() const { return m_parts->openedWith; }

base::Result<void> OpenStore::replaceSlots(KeySlots keySlots)
{
    const QByteArray file = keySlots.sealed(m_parts->root);
    auto replaced = replaceFile(slotsPath(m_parts->folder), file);
    // After an error the file is the old one or the new one; it is what counts.
    auto now = replaced ? KeySlots::parse(file) : StoreFolder::readSlots(m_parts->folder);
    if (now)
        m_parts->slotFile = std::move(*now);
    return replaced;
}

base::Result<void> OpenStore::changePassphrase(const base::SecureBytes& oldPassphrase,
                                               const base::SecureBytes& newPassphrase)
{
    const auto opened = m_parts->slotFile.openWithPassphrase(oldPassphrase);
    if (!opened)
        return opened.error();
    KeySlots changed = m_parts->slotFile;
    if (auto done = changed.changePassphrase(*opened, newPassphrase, m_parts->costOfNewSlot()); !done)
        return done;
    return replaceSlots(std::move(changed));
}

base::Result<void> OpenStore::replacePassphrase(const base::SecureBytes& passphrase)
{
    if (m_parts->openedWith != SlotKind::RecoveryKey)
        return base::Error{ base::ErrorCode::Forbidden,
                            u"A passphrase is replaced without the old one only after the store was opened "
                            "with the recovery key."_s,
                            {} };
    KeySlots changed = m_parts->slotFile;
    const auto added = changed.addPassphrase(m_parts->root, passphrase, m_parts->costOfNewSlot(),
                                             m_parts->origin(u"Passphrase"_s));
    if (!added)
        return added.error();
    if (auto removed = removeOthers(changed, SlotKind::Passphrase, *added); !removed)
        return removed;
    return replaceSlots(std::move(changed));
}

base::Result<KeychainKey> OpenStore::addKeychainKey()
{
    base::SecureBytes key = crypto::randomBytes(keySize);
    KeySlots changed = m_parts->slotFile;
    const auto added
        = changed.addKeychainKey(m_parts->root, key, m_parts->origin(u"Keychain of this computer"_s));
    if (!added)
        return added.error();
    if (auto written = replaceSlots(std::move(changed)); !written)
        return written.error();
    return KeychainKey{ *added, std::move(key) };
}

base::Result<base::SecureBytes> OpenStore::replaceRecoveryKey()
{
    const base::SecureBytes key = crypto::randomBytes(keySize);
    KeySlots changed = m_parts->slotFile;
    const auto added = changed.addRecoveryKey(m_parts->root, key, m_parts->origin(u"Recovery key"_s));
    if (!added)
        return added.error();
    if (auto removed = removeOthers(changed, SlotKind::RecoveryKey, *added); !removed)
        return removed.error();
    if (auto written = replaceSlots(std::move(changed)); !written)
        return written.error();
    return printRecoveryKey(key);
}

base::Result<void> OpenStore::verifyRecoveryKey(const base::SecureBytes& printedKey) const
{
    const auto key = readRecoveryKey(printedKey);
    if (!key)
        return key.error();
    const auto opened = m_parts->slotFile.openWithRecoveryKey(*key);
    if (!opened)
        return opened.error();
    return {};
}

base::Result<void> OpenStore::removeSlot(const QString& slotId)
{
    KeySlots changed = m_parts->slotFile;
    if (auto removed = changed.remove(slotId); !removed)
        return removed;
    return replaceSlots(std::move(changed));
}

QByteArray OpenStore::anchorRecord() const
{
    const std::lock_guard guard(m_parts->mutex);
    return m_parts->seal.seal(m_parts->latest);
}

base::Result<QByteArray> OpenStore::seal(const QString& purpose, const base::SecureBytes& content) const
{
    return crypto::sealAesGcm(m_parts->outsideKey, purpose.toUtf8(), content.view());
}

base::Result<base::SecureBytes> OpenStore::unseal(const QString& purpose, const QByteArray& sealed) const
{
    return crypto::openAesGcm(m_parts->outsideKey, purpose.toUtf8(), sealed);
}

base::Result<void> OpenStore::backupTo(const QString& file)
{
    const QString copy = copyPath(m_parts->folder);
    removeFile(copy);
    // The files as they are on disk: what a slot change is doing meanwhile is in or out as a whole.
    const auto slotFile = readFile(slotsPath(m_parts->folder), slot_limits::mostFileBytes);
    if (!slotFile)
        return slotFile.error();
    auto copied = m_parts->store->backupTo(copy);
    if (copied)
        copied = writeBackup(file, { storeId(), m_parts->clock.nowMilliseconds(), *slotFile, anchorRecord() },
                             copy, m_parts->root);
    removeFile(copy);
    return copied;
}

base::Result<StoreFindings> OpenStore::check()
{
    auto report = m_parts->store->check();
    if (!report)
        return report.error();
    StoreFindings all{ report->auditRows, report->findings };
    if (auto safe = StoreFolder::look(m_parts->folder); !safe)
        all.findings << safe.error().message;
    const auto slotFile = StoreFolder::readSlots(m_parts->folder);
    if (!slotFile)
        all.findings << slotFile.error().message;
    else if (auto verified = slotFile->verify(m_parts->root); !verified)
        all.findings << verified.error().message;
    return all;
}

base::Result<void> StoreFolder::look(const QString& folder)
{
    auto checked = checkFolder(folder);
    if (!checked && checked.error().code == base::ErrorCode::StoreMissing)
        return missing(u"There is no folder %1."_s.arg(folder));
    const QFileInfo info(folder);
    const bool hasDatabase = QFileInfo::exists(databasePath(folder));
    const bool hasSlots = QFileInfo::exists(slotsPath(folder));
    // Before the safety of a folder that nobody is to open; in one that cannot be entered nothing is seen.
    if (!hasDatabase && !hasSlots && info.isDir() && info.isExecutable())
        return missing(u"There is no store in %1."_s.arg(folder));
    if (!checked)
        return checked;
    if (!hasSlots)
        return missing(
            u"The key-slot file of the store in %1 is missing: without it nothing opens the store. "
            "Put it back from a backup."_s.arg(folder));
    if (!hasDatabase)
        return missing(
            u"The database of the store in %1 is missing. Put it back from a backup."_s.arg(folder));
    for (const QString& path : { databasePath(folder), slotsPath(folder) }) {
        if (auto file = checkFile(path); !file)
            return file;
    }
    for (const QLatin1StringView companion : companions) {
        auto file = checkFile(folder + companion);
        if (!file && file.error().code != base::ErrorCode::StoreMissing)
            return file;
    }
    return {};
}

base::Result<KeySlots> StoreFolder::readSlots(const QString& folder)
{
    const auto content = readFile(slotsPath(folder), slot_limits::mostFileBytes);
    if (!content)
        return content.error();
    return KeySlots::parse(*content);
}

/// A folder that this process holds while it makes a store there.
struct StoreFolder::Site
{
    QString folder;
    StoreLock lock;
};

base::Result<StoreFolder::Created> StoreFolder::create(const QString& folder,
                                                       const base::SecureBytes& passphrase,
                                                       const OpenOptions& options, const base::Clock& clock)
{
    auto taken = takeFolder(folder, options.self);
    if (!taken)
        return taken.error();
    Site site{ folder, std::move(taken->lock) };
    auto created = createAt(site, passphrase, options, clock);
    if (!created)
        clearFolder(folder, taken->origin);
    return created;
}

base::Result<StoreFolder::Created> StoreFolder::createAt(Site& site, const base::SecureBytes& passphrase,
                                                         const OpenOptions& options, const base::Clock& clock)
{
    const QString& folder = site.folder;
    KeySlots keySlots(base::randomUuid());
    base::SecureBytes root = crypto::randomBytes(keySize);
    const base::SecureBytes recoveryKey = crypto::randomBytes(keySize);
    auto added = keySlots.addPassphrase(root, passphrase,
                                        options.newSlotCost ? *options.newSlotCost : calibratedCost(),
                                        { u"Passphrase"_s, clock.now() });
    if (added)
        added = keySlots.addRecoveryKey(root, recoveryKey, { u"Recovery key"_s, clock.now() });
    if (!added)
        return added.error();
    const QString storeId = keySlots.storeId();
    auto store = local::LocalStore::create(databasePath(folder), storeId,
                                           local::StoreKeys::derive(root, storeId.toUtf8()));
    if (!store)
        return store.error();
    // Last, so that a folder with key slots is a whole store.
    if (auto written = replaceFile(slotsPath(folder), keySlots.sealed(root)); !written)
        return written.error();
    removeFile(unfinishedPath(folder));
    auto parts = std::make_unique<OpenStore::Parts>(folder, std::move(site.lock), std::move(root),
                                                    std::move(keySlots), options, clock);
    parts->store = std::move(*store);
    if (auto followed = parts->follow(); !followed)
        return followed.error();
    return Created{ std::unique_ptr<OpenStore>(new OpenStore(std::move(parts))),
                    printRecoveryKey(recoveryKey) };
}

base::Result<std::unique_ptr<OpenStore>> StoreFolder::open(const QString& folder,
                                                           const Credential& credential,
                                                           const OpenOptions& options,
                                                           const base::Clock& clock)
{
    if (auto looked = look(folder); !looked)
        return looked.error();
    auto lock = StoreLock::take(folder, options.self);
    if (!lock)
        return lock.error();
    auto keySlots = readSlots(folder);
    if (!keySlots)
        return keySlots.error();
    auto opened = unwrap(*keySlots, credential);
    if (!opened)
        return opened.error();
    if (auto proven = checkProof(folder, opened->root); !proven)
        return proven.error();

    const QString storeId = keySlots->storeId();
    auto parts = std::make_unique<OpenStore::Parts>(folder, std::move(*lock), std::move(opened->root),
                                                    std::move(*keySlots), options, clock);
    parts->openedWith = kindOf(credential);
    const auto anchor = newestAnchor(folder, parts->seal, options);
    local::FreshnessExpectation expectation;
    expectation.nowMilliseconds = clock.nowMilliseconds();
    if (anchor)
        expectation.mark = { anchor->sequence, anchor->hash };
    expectation.isMarkLost = !anchor;
    if (options.rollback == Rollback::Accept)
        expectation.onOlder = local::FreshnessExpectation::OnOlder::AcceptAndRecord;
    auto keys = local::StoreKeys::derive(parts->root, storeId.toUtf8());
    if (auto checked = checkBeginning(folder, keys.pageSalt); !checked)
        return checked.error();
    auto store = local::LocalStore::open(databasePath(folder), storeId, std::move(keys), expectation);
    if (!store) {
        const bool isOlder = store.error().code == base::ErrorCode::StoreRolledBack && anchor;
        return isOlder ? rolledBack(folder, *anchor) : store.error();
    }
    parts->store = std::move(*store);
    parts->isAgeUnknown = !anchor && parts->store->head().sequence > 0;
    if (options.rollback == Rollback::Accept)
        AnchorFile::forget(folder);
    if (auto followed = parts->follow(); !followed)
        return followed.error();
    // The proof has served; the others are what a killed process left behind.
    removeFile(proofPath(folder));
    removeFile(unfinishedPath(folder));
    removeFile(copyPath(folder));
    removeFile(slotsPath(folder) + u".new"_s);
    return std::unique_ptr<OpenStore>(new OpenStore(std::move(parts)));
}

base::Result<void> StoreFolder::restore(const QString& file, const QString& folder)
{
    const auto taken = takeFolder(folder, { getpid(), HolderKind::Command, {} });
    if (!taken)
        return taken.error();
    auto restored = restoreInto(file, folder);
    if (!restored)
        clearFolder(folder, taken->origin);
    return restored;
}

base::Result<void> StoreFolder::restoreInto(const QString& file, const QString& folder)
{
    auto unpacked = readBackup(file, databasePath(folder));
    if (!unpacked)
        return unpacked.error();
    const auto keySlots = KeySlots::parse(unpacked->contents.slotFile);
    if (!keySlots)
        return keySlots.error();
    if (keySlots->storeId() != unpacked->contents.storeId)
        return base::Error{ base::ErrorCode::StoreTampered,
                            u"The parts of the backup do not belong together."_s,
                            {} };
    if (auto written = replaceFile(folder + u"/anchor"_s, unpacked->contents.anchor); !written)
        return written;
    const QByteArray proof = unpacked->proof.digest + unpacked->proof.mac;
    if (auto written = replaceFile(proofPath(folder), proof); !written)
        return written;
    // Last, so that a folder with key slots is a whole store.
    if (auto written = replaceFile(slotsPath(folder), unpacked->contents.slotFile); !written)
        return written;
    removeFile(unfinishedPath(folder));
    return {};
}

} // namespace strongroom::keep
