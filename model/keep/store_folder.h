// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/base/secure_bytes.h"
#include "model/crypto/argon2id.h"
#include "model/keep/key_slots.h"
#include "model/keep/store_lock.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace strongroom::local {
class LocalStore;
}

namespace strongroom::keep {

/// What opens a store.
struct PassphraseCredential final
{
    base::SecureBytes passphrase;
};
struct RecoveryCredential final
{
    base::SecureBytes printedKey;
};
struct KeychainCredential final
{
    base::SecureBytes key; ///< as the keychain gave it back
};
using Credential = std::variant<PassphraseCredential, RecoveryCredential, KeychainCredential>;

enum class Rollback {
    Refuse, ///< StoreRolledBack when the store is older than the newest anchor
    Accept, ///< open it, and say so in the audit log
};

/// How a store is opened or made.
struct OpenOptions final
{
    StoreHolder self; ///< who this process is, for the lock
    QByteArray keychainAnchor; ///< OpenStore::anchorRecord() as the keychain kept it; may be empty
    Rollback rollback = Rollback::Refuse;
    /// Of passphrase slots that are made; measured with calibratedCost() when it is not given.
    std::optional<crypto::Argon2Settings> newSlotCost;
};

/// A key that was made for the keychain: the slot is in the store, the key is for the keychain.
struct KeychainKey final
{
    QString slotId;
    base::SecureBytes key;
};

struct StoreFindings final
{
    qint64 auditRows = 0;
    QStringList findings; ///< one sentence each; empty when the store is whole
};

/// A store that this process has opened: the folder's lock, the root key, the key slots, the anchors and
/// the database. May be made and destroyed on any thread. What concerns slots is called from one thread
/// at a time and may be slow; store(), backupTo() and check() belong to the store's lane, and both sides
/// may work at once. Destruction closes the database, wipes the keys and then lets go of the lock.
class OpenStore final
{
public:
    ~OpenStore();
    OpenStore(const OpenStore&) = delete;
    OpenStore& operator=(const OpenStore&) = delete;

    local::LocalStore& store();
    const QString& folder() const;
    const QString& storeId() const;

    std::vector<SlotFacts> slotFacts() const;
    /// The kind of slot this process opened the store with.
    SlotKind openedWith() const;
    /// Whether there was no anchor of a store that has been used: nobody can tell whether it is an older
    /// copy. Stands in the audit log; there is an anchor again.
    bool isAgeUnknown() const;
    /// WrongPassphrase when the old one does not open the store.
    base::Result<void> changePassphrase(const base::SecureBytes& oldPassphrase,
                                        const base::SecureBytes& newPassphrase);
    /// Instead of every passphrase there is, when the old one is forgotten: Forbidden unless the store was
    /// opened with the recovery key.
    base::Result<void> replacePassphrase(const base::SecureBytes& passphrase);
    base::Result<KeychainKey> addKeychainKey();
    /// The printed form of a new recovery key; the former one opens nothing any more.
    base::Result<base::SecureBytes> replaceRecoveryKey();
    base::Result<void> verifyRecoveryKey(const base::SecureBytes& printedKey) const;
    base::Result<void> removeSlot(const QString& slotId);

    /// Where the store stands, sealed, for a keychain. From any thread.
    QByteArray anchorRecord() const;
    /// What is kept outside the store and belongs to it, under a key of the root. Opens only for the same
    /// purpose, and when this store is open. From any thread.
    base::Result<QByteArray> seal(const QString& purpose, const base::SecureBytes& content) const;
    base::Result<base::SecureBytes> unseal(const QString& purpose, const QByteArray& sealed) const;

    /// A consistent copy of the whole store in one new file, while it is open. StoreExists when the file
    /// is there already.
    base::Result<void> backupTo(const QString& file);
    /// Reads everything: pages, rows, audit chain, key slots.
    base::Result<StoreFindings> check();

private:
    friend class StoreFolder;
    struct Parts;
    explicit OpenStore(std::unique_ptr<Parts> parts);
    base::Result<void> replaceSlots(KeySlots slots);

    std::unique_ptr<Parts> m_parts;
};

/// A store on disk: a folder of mode 0700 with the database "store.db", the key slots "keyslots", the
/// lock "lock" and the anchor "anchor". Everything here may take long and runs off the window's thread.
/// A store that cannot be opened is not changed.
class StoreFolder final
{
public:
    struct Created
    {
        std::unique_ptr<OpenStore> open;
        base::SecureBytes printedRecoveryKey; ///< to be shown once
    };

    /// Whether there is a store to open at `folder`, by its names and permissions only.
    static base::Result<void> look(const QString& folder);
    /// The store's id and slots, without opening it.
    static base::Result<KeySlots> readSlots(const QString& folder);
    /// Makes a store in a folder that is new, empty, or holds what was left when a program was killed while
    /// it made one there, and opens it. A folder with anything else in it is never touched: StoreExists.
    static base::Result<Created> create(const QString& folder, const base::SecureBytes& passphrase,
                                        const OpenOptions& options, const base::Clock& clock);
    /// Checks, lock, slots, freshness, database; each failure has its own code and sentence.
    static base::Result<std::unique_ptr<OpenStore>> open(const QString& folder, const Credential& credential,
                                                         const OpenOptions& options,
                                                         const base::Clock& clock);
    /// Unpacks a backup into a folder as create() takes it. Its passphrases and recovery key are those of
    /// the time of the backup. Whether the backup is authentic is known when the store is first opened: its
    /// key is needed for that.
    static base::Result<void> restore(const QString& file, const QString& folder);

private:
    struct Site;
    static base::Result<Created> createAt(Site& site, const base::SecureBytes& passphrase,
                                          const OpenOptions& options, const base::Clock& clock);
    static base::Result<void> restoreInto(const QString& file, const QString& folder);
};

} // namespace strongroom::keep
