// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/promise.h"
#include "model/ops/store_door.h"

namespace strongroom::support {

/// A door with a store behind it that never opens: answers what the test wants and remembers what it was
/// asked.
class ClosedDoor final : public ops::StoreDoor
{
public:
    using Done = base::Result<void>;
    using Bytes = base::Result<base::SecureBytes>;

    State state() const override { return State::Locked; }
    QString path() const override { return QStringLiteral("/home/me/contoso"); }
    ops::Operations* operations() const override { return nullptr; }
    Done choose(const QString&) override { return {}; }
    QFuture<Bytes> create(const QString&, base::SecureBytes passphrase) override
    {
        lastPassphrase = passphrase.view().toByteArray();
        if (!answer)
            return base::readyFuture<Bytes>(answer.error());
        return base::readyFuture<Bytes>(base::SecureBytes::fromText(QStringLiteral("AAAAA-BBBBB-CCCCC")));
    }
    QFuture<Done> unlock(base::SecureBytes passphrase) override
    {
        lastPassphrase = passphrase.view().toByteArray();
        return attempt();
    }
    QFuture<Done> unlockWithRecoveryKey(base::SecureBytes key) override
    {
        lastRecoveryKey = key.view().toByteArray();
        return attempt();
    }
    QFuture<Done> unlockWithKeychain() override { return attempt(); }
    void acceptRollbackOnce() override { isRollbackAccepted = true; }
    QStringList openingNotes() const override { return {}; }
    QFuture<void> lock() override { return readyVoid(); }
    std::optional<base::Error> heldElsewhere() const override { return holder; }
    bool canAskHolder() const override { return isHolderAttended; }
    QFuture<Done> askHolderToHandOver() override
    {
        ++askedForHandOver;
        return isHolderSlow ? m_handOver.emplace().future() : base::readyFuture<Done>({});
    }
    /// The answer a slow holder owes.
    void handOver(Done done) { m_handOver->fulfil(std::move(done)); }
    bool isHandOverAwaited() { return m_handOver && !m_handOver->future().isCanceled(); }
    QFuture<base::Result<std::vector<ops::KeySlot>>> slotsOfStore() override
    {
        return base::readyFuture<base::Result<std::vector<ops::KeySlot>>>(std::vector<ops::KeySlot>{});
    }
    QFuture<Done> changePassphrase(base::SecureBytes, base::SecureBytes) override { return attempt(); }
    QFuture<Done> replacePassphrase(base::SecureBytes) override { return attempt(); }
    std::optional<ops::KeySlot::Kind> openedWith() const override { return {}; }
    QFuture<Done> addKeychainSlot() override { return attempt(); }
    QFuture<Bytes> replaceRecoveryKey() override { return create({}, {}); }
    QFuture<Done> verifyRecoveryKey(base::SecureBytes) override { return attempt(); }
    QFuture<Done> removeSlot(const QString&) override { return attempt(); }
    bool hasKeychainSlot() const override { return isKeychainThere; }
    bool isKeychainAvailable() const override { return isKeychainThere; }
    QFuture<Done> keepTokenPin(const QString&, base::SecureBytes) override { return attempt(); }
    QFuture<Bytes> keptTokenPin(const QString&) override
    {
        return base::readyFuture<Bytes>(
            base::Error{ base::ErrorCode::KeychainUnavailable, QStringLiteral("None in this test."), {} });
    }
    QFuture<Done> forgetTokenPin(const QString&) override { return attempt(); }
    QFuture<Done> backupTo(const QString&) override { return attempt(); }
    QFuture<Done> restoreFrom(const QString&, const QString&) override { return attempt(); }
    QFuture<base::Result<ops::StoreCheck>> check() override
    {
        return base::readyFuture<base::Result<ops::StoreCheck>>(ops::StoreCheck{});
    }
    base::Result<QByteArray> seal(const QString&, const base::SecureBytes&) const override
    {
        return locked();
    }
    base::Result<base::SecureBytes> unseal(const QString&, const QByteArray&) const override
    {
        return locked();
    }
    QString defaultPath() const override { return path(); }

    Done answer;
    int attempts = 0;
    int askedForHandOver = 0;
    std::optional<base::Error> holder;
    bool isHolderAttended = true;
    bool isHolderSlow = false;
    bool isRollbackAccepted = false;
    bool isKeychainThere = false;
    QByteArray lastPassphrase;
    QByteArray lastRecoveryKey;

private:
    std::optional<base::Promise<Done>> m_handOver;

    static base::Error locked() { return { base::ErrorCode::Locked, QStringLiteral("Locked."), {} }; }
    QFuture<Done> attempt()
    {
        ++attempts;
        return base::readyFuture<Done>(Done(answer));
    }
    static QFuture<void> readyVoid()
    {
        base::Promise<void> promise;
        auto future = promise.future();
        promise.fulfil();
        return future;
    }
};

} // namespace strongroom::support
