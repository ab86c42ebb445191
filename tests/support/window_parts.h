// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fake_clock.h"
#include "model/crypto/symmetric.h"
#include "model/ops/endpoint_control.h"
#include "model/ops/store_door.h"
#include "working_store.h"

// Stand-ins for what app gives the window: a door that is always open and an endpoint that serves nothing.

namespace strongroom::support {

template <typename T> QFuture<T> ready(T value)
{
    QPromise<T> promise;
    promise.start();
    promise.addResult(std::move(value));
    promise.finish();
    return promise.future();
}

inline QFuture<void> readyVoid()
{
    QPromise<void> promise;
    promise.start();
    promise.finish();
    return promise.future();
}

inline base::Error wrongKey()
{
    return { base::ErrorCode::WrongPassphrase, QStringLiteral("Does not open it."), {} };
}

inline base::Error notHere()
{
    return { base::ErrorCode::NotSupported, QStringLiteral("Not in a test."), {} };
}

/// Open from the start; lock() closes it and any unlock opens it again. Seals as a store does, and plays the
/// keys to a store. Everything else is not supported.
class OpenDoor final : public ops::StoreDoor
{
public:
    using Done = base::Result<void>;
    using Bytes = base::Result<base::SecureBytes>;

    explicit OpenDoor(ops::Operations& operations)
        : m_store(operations)
        , m_operations(&operations)
    {
    }

    State state() const override
    {
        return m_operations ? State::Open
            : m_isOpening   ? State::Opening
            : isChosen      ? State::Locked
                            : State::None;
    }
    QString path() const override { return QStringLiteral("/home/me/store"); }
    ops::Operations* operations() const override { return m_operations; }
    Done choose(const QString&) override
    {
        if (refusal)
            return *refusal;
        isChosen = true;
        Q_EMIT stateChanged(state());
        return {};
    }
    QFuture<Bytes> create(const QString&, base::SecureBytes) override
    {
        if (!m_operations)
            for (const bool isOpening : { true, false }) {
                m_isOpening = isOpening;
                Q_EMIT stateChanged(state());
            }
        return ready(Bytes(notHere()));
    }
    QFuture<Done> unlock(base::SecureBytes) override { return open(ops::KeySlot::Kind::Passphrase); }
    QFuture<Done> unlockWithRecoveryKey(base::SecureBytes) override
    {
        return open(ops::KeySlot::Kind::RecoveryKey);
    }
    QFuture<Done> unlockWithKeychain() override { return open(ops::KeySlot::Kind::Keychain); }
    void acceptRollbackOnce() override { }
    QStringList openingNotes() const override { return m_operations ? notes : QStringList(); }
    QFuture<void> lock() override
    {
        m_operations = nullptr;
        m_openedWith.reset();
        Q_EMIT stateChanged(State::Locked);
        return readyVoid();
    }
    std::optional<base::Error> heldElsewhere() const override { return std::nullopt; }
    bool canAskHolder() const override { return false; }
    QFuture<Done> askHolderToHandOver() override { return ready(Done(notHere())); }
    QFuture<base::Result<std::vector<ops::KeySlot>>> slotsOfStore() override
    {
        using Slots = base::Result<std::vector<ops::KeySlot>>;
        return ready(keySlots.empty() ? Slots(notHere()) : Slots(keySlots));
    }
    QFuture<Done> changePassphrase(base::SecureBytes former, base::SecureBytes passphrase) override
    {
        if (former.view() != QByteArrayView(currentPassphrase))
            return ready(Done(wrongKey()));
        currentPassphrase = passphrase.view().toByteArray();
        return ready(Done());
    }
    QFuture<Done> replacePassphrase(base::SecureBytes passphrase) override
    {
        replacedPassphrase = passphrase.view().toByteArray();
        return ready(Done());
    }
    std::optional<ops::KeySlot::Kind> openedWith() const override { return m_openedWith; }
    QFuture<Done> addKeychainSlot() override
    {
        keySlots.push_back({ QStringLiteral("k"), ops::KeySlot::Kind::Keychain, {}, 0 });
        return ready(Done());
    }
    QFuture<Bytes> replaceRecoveryKey() override
    {
        recoveryKey = QByteArrayLiteral("NEW11-NEW22");
        return ready(Bytes(base::SecureBytes::copyOf(QByteArrayView(recoveryKey))));
    }
    QFuture<Done> verifyRecoveryKey(base::SecureBytes key) override
    {
        return ready(key.view() == QByteArrayView(recoveryKey) ? Done() : Done(wrongKey()));
    }
    QFuture<Done> removeSlot(const QString& id) override
    {
        std::erase_if(keySlots, [&id](const ops::KeySlot& slot) { return slot.id == id; });
        return ready(Done());
    }
    bool hasKeychainSlot() const override { return false; }
    bool isKeychainAvailable() const override { return isKeychainThere; }
    Done noKeychain() const
    {
        return base::Error{ base::ErrorCode::KeychainUnavailable, QStringLiteral("None in this test."), {} };
    }
    QFuture<Done> keepTokenPin(const QString& vaultId, base::SecureBytes pin) override
    {
        if (isKeychainThere)
            keptPins.insert(vaultId, pin.view().toByteArray());
        return ready(isKeychainThere ? Done() : noKeychain());
    }
    QFuture<Bytes> keptTokenPin(const QString& vaultId) override
    {
        if (!keptPins.contains(vaultId))
            return ready(Bytes(noKeychain().error()));
        return ready(Bytes(base::SecureBytes::copyOf(keptPins.value(vaultId))));
    }
    QFuture<Done> forgetTokenPin(const QString& vaultId) override
    {
        keptPins.remove(vaultId);
        return ready(Done());
    }
    QFuture<Done> backupTo(const QString&) override { return ready(Done(notHere())); }
    QFuture<Done> restoreFrom(const QString&, const QString&) override
    {
        return ready(refusal ? Done(*refusal) : Done());
    }
    QFuture<base::Result<ops::StoreCheck>> check() override
    {
        return ready(base::Result<ops::StoreCheck>(notHere()));
    }
    base::Result<QByteArray> seal(const QString& purpose, const base::SecureBytes& content) const override
    {
        if (!m_operations)
            return base::Error{ base::ErrorCode::Locked, QStringLiteral("Locked."), {} };
        return crypto::sealAesGcm(m_key, purpose.toUtf8(), content.view());
    }
    base::Result<base::SecureBytes> unseal(const QString& purpose, const QByteArray& sealed) const override
    {
        if (!m_operations)
            return base::Error{ base::ErrorCode::Locked, QStringLiteral("Locked."), {} };
        return crypto::openAesGcm(m_key, purpose.toUtf8(), sealed);
    }
    QString defaultPath() const override { return usualPath; }

    bool isChosen = true; ///< false: as before the first store, while it is closed
    std::optional<base::Error> refusal = notHere(); ///< of what is chosen or restored
    std::optional<base::Error> keyRefusal; ///< of what should open it
    QByteArray replacedPassphrase;
    QHash<QString, QByteArray> keptPins; ///< by vault, in the place of a keychain
    QByteArray currentPassphrase = QByteArrayLiteral("the old one");
    QByteArray recoveryKey = QByteArrayLiteral("OLD11-OLD22");
    std::vector<ops::KeySlot> keySlots; ///< none: cannot be listed
    bool isKeychainThere = false;
    QStringList notes; ///< at the next opening
    QString usualPath = QStringLiteral("/home/me/store");

private:
    QFuture<Done> open(ops::KeySlot::Kind kind)
    {
        m_isOpening = true;
        Q_EMIT stateChanged(state());
        m_isOpening = false;
        if (!keyRefusal) {
            m_operations = &m_store;
            m_openedWith = kind;
        }
        Q_EMIT stateChanged(state());
        return ready(keyRefusal ? Done(*keyRefusal) : Done());
    }

    ops::Operations& m_store;
    ops::Operations* m_operations;
    bool m_isOpening = false;
    std::optional<ops::KeySlot::Kind> m_openedWith = ops::KeySlot::Kind::Passphrase;
    const base::SecureBytes m_key = crypto::randomBytes(crypto::aesKeySize);
};

/// Says what the test tells it to say, and remembers what it was asked.
class PaperEndpoint final : public ops::EndpointControl
{
public:
    ops::EndpointFacts facts() const override { return now; }
    QFuture<base::Result<void>> start(int port) override
    {
        if (refusal)
            return ready(base::Result<void>(*refusal));
        now.isRunning = true;
        now.port = port == 0 ? 8443 : port;
        now.problem.clear();
        Q_EMIT factsChanged();
        return ready(base::Result<void>());
    }
    QFuture<void> stop() override
    {
        now.isRunning = false;
        Q_EMIT factsChanged();
        return readyVoid();
    }
    QFuture<base::Result<void>> serveManagedIdentity(const QString& clientId) override
    {
        managedIdentity = clientId;
        now.managedIdentityName = clientId;
        now.identityEndpoint
            = clientId.isEmpty() ? QString() : QStringLiteral("http://127.0.0.1:8444/msi/token");
        now.identityHeader = clientId.isEmpty() ? QString() : QStringLiteral("0123456789abcdef");
        Q_EMIT factsChanged();
        return ready(base::Result<void>());
    }
    QString vaultUrl(const QString& name) const override
    {
        return QStringLiteral("https://%1.vault.localhost:%2").arg(name.toLower()).arg(now.port);
    }
    QString poolUrl(const QString& name) const override
    {
        return QStringLiteral("https://%1.managedhsm.localhost:%2").arg(name.toLower()).arg(now.port);
    }
    QFuture<base::Result<void>> exportCa(const QString& file) override
    {
        exportedTo = file;
        return ready(base::Result<void>());
    }
    QFuture<base::Result<QString>> trustCaForUser() override
    {
        return ready(base::Result<QString>(QStringLiteral("Added to the certificates of this user.")));
    }
    QString caFile() const override { return QStringLiteral("/home/me/store/ca.pem"); }
    QFuture<bool> resolves(const QString&) override { return ready(bool(namesResolve)); }

    ops::EndpointFacts now{ true,
                            8443,
                            QStringLiteral("https://login.vault.localhost:8443"),
                            QStringLiteral("11111111-2222-4333-8444-555555555555"),
                            {},
                            {},
                            {},
                            {} };
    std::optional<base::Error> refusal; ///< why it does not start
    bool namesResolve = true;
    QString managedIdentity;
    QString exportedTo;
};

} // namespace strongroom::support
