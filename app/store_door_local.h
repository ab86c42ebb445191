// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/holder.h"
#include "app/keychain.h"
#include "model/base/clock.h"
#include "model/base/lane.h"
#include "model/base/promise.h"
#include "model/base/unique_function.h"
#include "model/crypto/argon2id.h"
#include "model/keep/store_folder.h"
#include "model/ops/store_door.h"

#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace strongroom::ops {
class Upkeep;
}

namespace strongroom::app {

/// The door to stores on this machine: a folder of model/keep, opened by model/local, worked on through
/// model/ops. Lives on the main thread, whose event loop must run for its futures to be answered. Key
/// derivation and files are worked on by a lane of the door, the database by a lane of the open store.
///
/// While a store is open it also has its upkeep done (ops::Upkeep), verifies its rows piece by piece, keeps
/// the anchor in the keychain no older than a minute, and answers other processes. A HolderKind::Command
/// does none of these but write the anchor when it locks, and purge what is due before it is unlocked.
class StoreDoorLocal final : public ops::StoreDoor
{
    Q_OBJECT

public:
    struct Options
    {
        keep::HolderKind kind = keep::HolderKind::Window;
        /// Cost of new passphrase slots; measured on this machine when it is not given.
        std::optional<crypto::Argon2Settings> newSlotCost;
    };

    /// `clock` must outlive the door.
    StoreDoorLocal(const base::Clock& clock, Options options, QObject* parent = nullptr);
    ~StoreDoorLocal() override;

    /// Runs the command lines that other processes pass on while this one holds the store.
    void setCommandRunner(Holder::RunCommand runner);
    /// Called when the store is about to close, after stateChanged; the store stays until the future is
    /// done. For whoever works on it from other threads.
    void setBeforeClose(std::function<QFuture<void>()> beforeClose);

    State state() const override { return m_state; }
    QString path() const override { return m_path; }
    ops::Operations* operations() const override;

    base::Result<void> choose(const QString& path) override;
    QFuture<base::Result<base::SecureBytes>> create(const QString& path,
                                                    base::SecureBytes passphrase) override;
    QFuture<base::Result<void>> unlock(base::SecureBytes passphrase) override;
    QFuture<base::Result<void>> unlockWithRecoveryKey(base::SecureBytes printedKey) override;
    QFuture<base::Result<void>> unlockWithKeychain() override;
    void acceptRollbackOnce() override { m_acceptsRollback = true; }
    QStringList openingNotes() const override { return m_session ? m_openingNotes : QStringList(); }
    QFuture<void> lock() override;
    std::optional<base::Error> heldElsewhere() const override;
    bool canAskHolder() const override;
    QFuture<base::Result<void>> askHolderToHandOver() override;

    QFuture<base::Result<std::vector<ops::KeySlot>>> slotsOfStore() override;
    QFuture<base::Result<void>> changePassphrase(base::SecureBytes oldPassphrase,
                                                 base::SecureBytes newPassphrase) override;
    QFuture<base::Result<void>> replacePassphrase(base::SecureBytes newPassphrase) override;
    std::optional<ops::KeySlot::Kind> openedWith() const override;
    QFuture<base::Result<void>> addKeychainSlot() override;
    QFuture<base::Result<base::SecureBytes>> replaceRecoveryKey() override;
    QFuture<base::Result<void>> verifyRecoveryKey(base::SecureBytes printedKey) override;
    QFuture<base::Result<void>> removeSlot(const QString& slotId) override;
    bool hasKeychainSlot() const override;
    bool isKeychainAvailable() const override { return m_keychain.isAvailable(); }
    QFuture<base::Result<void>> keepTokenPin(const QString& vaultId, base::SecureBytes pin) override;
    QFuture<base::Result<base::SecureBytes>> keptTokenPin(const QString& vaultId) override;
    QFuture<base::Result<void>> forgetTokenPin(const QString& vaultId) override;

    QFuture<base::Result<void>> backupTo(const QString& file) override;
    QFuture<base::Result<void>> restoreFrom(const QString& file, const QString& newPath) override;
    QFuture<base::Result<ops::StoreCheck>> check() override;

    base::Result<QByteArray> seal(const QString& purpose, const base::SecureBytes& content) const override;
    base::Result<base::SecureBytes> unseal(const QString& purpose, const QByteArray& sealed) const override;

    QString defaultPath() const override;

    /// Whether `passphrase` opens the chosen store; for commands that come from other processes.
    QFuture<base::Result<void>> verifyPassphrase(base::SecureBytes passphrase);

private:
    struct Session;

    void setState(State state);
    keep::OpenOptions openOptions(const QString& folder, QByteArray keychainAnchor) const;
    QFuture<QByteArray> readKeychainAnchor();
    void writeKeychainAnchor();
    QFuture<base::Result<void>> openWith(keep::Credential credential);
    void openWith(keep::Credential credential, QByteArray keychainAnchor,
                  base::Promise<base::Result<void>> answer);
    void adopt(std::unique_ptr<keep::OpenStore> store);
    QFuture<void> purgeWhatIsDue();
    void failOpening(State state);
    QFuture<void> close(std::unique_ptr<Session> session);
    void verifyMore();
    void listenForOthers();
    void rememberSlots(const std::vector<keep::SlotFacts>& facts);
    template <typename T, typename F> QFuture<base::Result<T>> onOpenStore(F work);
    template <typename T, typename F> QFuture<base::Result<T>> betweenOperations(F work);
    struct HandOver;
    void awaitRelease(const std::shared_ptr<HandOver>& asked, int attemptsLeft);

    const base::Clock& m_clock;
    const Options m_options;
    Keychain m_keychain;
    State m_state = State::None;
    QString m_path;
    QString m_storeId;
    std::vector<ops::KeySlot> m_slots; // as last seen
    bool m_acceptsRollback = false;
    QStringList m_openingNotes;
    std::vector<base::Promise<void>> m_lockWanted; // asked for while opening
    bool m_isClosing = false; // the store is locked for the person, and still being closed
    std::vector<base::UniqueFunction<void()>> m_afterClosing;
    QStringList m_restoredHere; // folders this door restored: an older copy is what was wanted
    Holder::RunCommand m_runCommand;
    std::function<QFuture<void>()> m_beforeClose;
    QTimer m_verifyTimer;
    QTimer m_anchorTimer;
    std::unique_ptr<Holder> m_holder;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ops::Upkeep> m_upkeep; // of the session
    base::Lane m_lane; // last member: it runs jobs that refer to the others until it is joined
};

} // namespace strongroom::app
