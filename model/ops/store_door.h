// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace strongroom::ops {

class Operations;

/// One way to open a store.
struct KeySlot final
{
    enum class Kind { Passphrase, RecoveryKey, Keychain };
    QString id;
    Kind kind = Kind::Passphrase;
    QString label; ///< "Passphrase", "Recovery key", "Keychain of this computer"
    qint64 created = 0;

    friend bool operator==(const KeySlot&, const KeySlot&) = default;
};

struct StoreCheck final
{
    bool isIntact = true;
    qint64 auditRows = 0;
    QStringList findings; ///< one sentence each, empty when intact
    QStringList notes; ///< no fault of the store, but nothing to keep silent about; one sentence each
};

/// How the window, the server and the command line come to an open store, and what they may do with
/// the file as a whole. Implemented in app over model/local; the window knows only this. Everything
/// slow runs on other threads; futures are continued on the caller's. One store at a time.
class StoreDoor : public QObject
{
    Q_OBJECT

public:
    enum class State {
        None, ///< no store chosen
        Locked, ///< a store is chosen and closed
        Opening,
        Open,
    };

    using QObject::QObject;

    virtual State state() const = 0;
    /// The folder of the chosen store, empty in State::None.
    virtual QString path() const = 0;
    /// Set while State::Open, else nullptr. Goes away with stateChanged.
    virtual Operations* operations() const = 0;

    /// Chooses the store at `path`, closed. Refused when it is not a store.
    virtual base::Result<void> choose(const QString& path) = 0;
    /// Makes a store in the new or empty folder `path` and opens it. The output is the recovery key in
    /// its printed form, to be shown once.
    virtual QFuture<base::Result<base::SecureBytes>> create(const QString& path, base::SecureBytes passphrase)
        = 0;
    virtual QFuture<base::Result<void>> unlock(base::SecureBytes passphrase) = 0;
    virtual QFuture<base::Result<void>> unlockWithRecoveryKey(base::SecureBytes printedKey) = 0;
    virtual QFuture<base::Result<void>> unlockWithKeychain() = 0;
    /// The next unlock also takes a copy that is older than the last one seen (StoreRolledBack) and
    /// records that in the audit log. Asked for by a person who was shown both.
    virtual void acceptRollbackOnce() = 0;
    /// What whoever opens the store is to be told, one sentence each; empty while it is closed.
    virtual QStringList openingNotes() const = 0;
    /// Wipes the keys; the state is Locked when the future is done.
    virtual QFuture<void> lock() = 0;
    /// StoreInUse, with a sentence that names it, while another process holds the chosen store. Costs a look
    /// at its lock.
    virtual std::optional<base::Error> heldElsewhere() const = 0;
    /// Somebody can be asked there: it is a window.
    virtual bool canAskHolder() const = 0;
    /// Asks the process that holds the store to lock it and let go; to cancel the future takes that back.
    virtual QFuture<base::Result<void>> askHolderToHandOver() = 0;

    virtual QFuture<base::Result<std::vector<KeySlot>>> slotsOfStore() = 0;
    virtual QFuture<base::Result<void>> changePassphrase(base::SecureBytes oldPassphrase,
                                                         base::SecureBytes newPassphrase)
        = 0;
    /// Instead of a forgotten one: Forbidden unless the store was opened with the recovery key.
    virtual QFuture<base::Result<void>> replacePassphrase(base::SecureBytes newPassphrase) = 0;
    /// What the store was opened with; nothing while it is closed.
    virtual std::optional<KeySlot::Kind> openedWith() const = 0;
    virtual QFuture<base::Result<void>> addKeychainSlot() = 0;
    virtual QFuture<base::Result<base::SecureBytes>> replaceRecoveryKey() = 0;
    virtual QFuture<base::Result<void>> verifyRecoveryKey(base::SecureBytes printedKey) = 0;
    /// The last slot that a person can use without the keychain cannot be removed.
    virtual QFuture<base::Result<void>> removeSlot(const QString& slotId) = 0;
    virtual bool hasKeychainSlot() const = 0;
    virtual bool isKeychainAvailable() const = 0;

    virtual QFuture<base::Result<void>> backupTo(const QString& file) = 0;
    virtual QFuture<base::Result<void>> restoreFrom(const QString& file, const QString& newPath) = 0;
    virtual QFuture<base::Result<StoreCheck>> check() = 0;

    /// Seals what is kept outside the store and belongs to it: drafts over a lock, saved views. Only the same
    /// store, open, gives it back for the same purpose; Locked while it is closed. Costs no time.
    virtual base::Result<QByteArray> seal(const QString& purpose, const base::SecureBytes& content) const = 0;
    virtual base::Result<base::SecureBytes> unseal(const QString& purpose,
                                                   const QByteArray& sealed) const = 0;

    /// The folder where a first store is made when the person does not say otherwise.
    virtual QString defaultPath() const = 0;

    /// The PIN of a vault's token in the desktop's keychain, for people who do not want it in the store.
    /// KeychainUnavailable where there is no open one: the person is asked.
    virtual QFuture<base::Result<void>> keepTokenPin(const QString& vaultId, base::SecureBytes pin) = 0;
    virtual QFuture<base::Result<base::SecureBytes>> keptTokenPin(const QString& vaultId) = 0;
    virtual QFuture<base::Result<void>> forgetTokenPin(const QString& vaultId) = 0;

Q_SIGNALS:
    void stateChanged(strongroom::ops::StoreDoor::State state);
    /// Another process asked for the store; answered by lock() or by ignoring it.
    void handOverRequested(const QString& who);
    /// It has taken that back, given up, or ended.
    void handOverWithdrawn(const QString& who);
    /// A background check found the store changed behind the program's back.
    void tamperingFound(const QString& finding);
};

} // namespace strongroom::ops
