// SPDX-License-Identifier: Apache-2.0
#include "app/keychain.h"

#include "model/base/promise.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QTimer>

#include <qt6keychain/keychain.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace strongroom::app {

namespace {

constexpr int patienceMilliseconds = 1900; // two seconds with what is around it
constexpr int busPatienceMilliseconds = 1000;
constexpr std::array keychainServices
    = { "org.freedesktop.secrets"_L1, "org.kde.kwalletd5"_L1, "org.kde.kwalletd6"_L1 };

base::Error unavailable(const QString& message)
{
    return { base::ErrorCode::KeychainUnavailable, message, {} };
}

base::Result<void> verdictOf(const QKeychain::Job& job)
{
    switch (job.error()) {
    case QKeychain::NoError:
        return {};
    case QKeychain::EntryNotFound:
        return unavailable(u"The keychain has no key for this store."_s);
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return unavailable(u"The keychain did not give access."_s);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return unavailable(u"This computer has no keychain that could be used."_s);
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
        break;
    }
    return unavailable(u"The keychain could not be used: %1"_s.arg(job.errorString()));
}

/// Starts `job` and answers once: by what `resultOf` makes of the finished job, or by the clock.
/// A job cannot be called off; when `keychain` is gone by then, nobody is answered.
template <typename T, typename J, typename F>
QFuture<base::Result<T>> start(Keychain* keychain, J* job, const QString& key, F resultOf)
{
    job->setKey(key);
    job->setInsecureFallback(false);
    job->setAutoDelete(true);
    // Shared by the job and the clock, whichever comes first.
    auto promise = std::make_shared<base::Promise<base::Result<T>>>();
    auto future = promise->future();
    auto* const clock = new QTimer(job);
    QObject::connect(keychain, &QObject::destroyed, clock, &QTimer::stop);
    QObject::connect(clock, &QTimer::timeout, job, [promise, clock] {
        clock->stop();
        promise->fulfil(base::Result<T>(unavailable(u"The keychain did not answer in time."_s)));
    });
    QObject::connect(job, &QKeychain::Job::finished, job, [promise, clock, job, resultOf] {
        if (!clock->isActive())
            return;
        clock->stop();
        promise->fulfil(resultOf(*job));
    });
    clock->start(patienceMilliseconds);
    job->start();
    return future;
}

bool namesAKeychain(const QDBusPendingReply<QStringList>& reply)
{
    const QStringList names = reply.isError() ? QStringList() : reply.value();
    return std::any_of(keychainServices.begin(), keychainServices.end(),
                       [&](QLatin1StringView name) { return names.contains(name); });
}

} // namespace

Keychain::Keychain(QObject* parent)
    : QObject(parent)
{
    probe();
}

Keychain::~Keychain() = default;

/// What the bus said so far; shared by its answers.
struct Keychain::Probe
{
    base::Promise<bool> promise;
    int answersAwaited = 0;
    bool isRunning = false;
    bool isStartable = false;
    std::optional<bool> isLocked; // nothing: no Secret Service runs
};

QFuture<bool> Keychain::probe()
{
    auto probe = std::make_shared<Probe>();
    auto future = probe->promise.future();
    // A bus that cannot be reached never answers a call.
    if (!QDBusConnection::sessionBus().isConnected()) {
        settle(*probe);
        probe->promise.fulfil(false);
        return future;
    }
    const QString bus = u"org.freedesktop.DBus"_s;
    ask(bus, u"/org/freedesktop/DBus"_s, bus, u"ListNames"_s, {}, probe);
    ask(bus, u"/org/freedesktop/DBus"_s, bus, u"ListActivatableNames"_s, {}, probe);
    ask(u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets/aliases/default"_s,
        u"org.freedesktop.DBus.Properties"_s, u"Get"_s,
        { u"org.freedesktop.Secret.Collection"_s, u"Locked"_s }, probe);
    return future;
}

void Keychain::ask(const QString& service, const QString& path, const QString& interface,
                   const QString& method, const QVariantList& arguments, std::shared_ptr<Probe> probe)
{
    auto call = QDBusMessage::createMethodCall(service, path, interface, method);
    call.setArguments(arguments);
    call.setAutoStartService(false);
    ++probe->answersAwaited;
    auto* const watcher = new QDBusPendingCallWatcher(
        QDBusConnection::sessionBus().asyncCall(call, busPatienceMilliseconds), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, method, probe] {
        watcher->deleteLater();
        if (method == "ListNames"_L1) {
            probe->isRunning = namesAKeychain(*watcher);
        } else if (method == "ListActivatableNames"_L1) {
            probe->isStartable = namesAKeychain(*watcher);
        } else {
            const QDBusPendingReply<QDBusVariant> locked = *watcher;
            if (!locked.isError())
                probe->isLocked = locked.value().variant().toBool();
        }
        if (--probe->answersAwaited > 0)
            return;
        settle(*probe);
        probe->promise.fulfil(m_isAvailable);
    });
}

void Keychain::settle(const Probe& probe)
{
    // Running, or started by the bus when it is asked for.
    const bool isAvailable = probe.isRunning || probe.isStartable;
    m_isOpen = probe.isRunning && !probe.isLocked.value_or(false);
    if (std::exchange(m_isAvailable, isAvailable) != isAvailable)
        Q_EMIT availabilityChanged();
}

QFuture<base::Result<base::SecureBytes>> Keychain::read(const QString& key)
{
    auto* const job = new QKeychain::ReadPasswordJob(u"strongroom"_s);
    return start<base::SecureBytes>(
        this, job, key, [](const QKeychain::ReadPasswordJob& finished) -> base::Result<base::SecureBytes> {
            if (auto verdict = verdictOf(finished); !verdict)
                return verdict.error();
            QByteArray content = finished.binaryData();
            auto copy = base::SecureBytes::copyOf(QByteArrayView(content));
            base::wipe(content);
            return copy;
        });
}

QFuture<base::Result<void>> Keychain::write(const QString& key, base::SecureBytes content)
{
    auto* const job = new QKeychain::WritePasswordJob(u"strongroom"_s);
    job->setBinaryData(content.view().toByteArray());
    return start<void>(this, job, key,
                       [](const QKeychain::WritePasswordJob& finished) { return verdictOf(finished); });
}

QFuture<base::Result<void>> Keychain::remove(const QString& key)
{
    auto* const job = new QKeychain::DeletePasswordJob(u"strongroom"_s);
    return start<void>(this, job, key,
                       [](const QKeychain::DeletePasswordJob& finished) { return verdictOf(finished); });
}

} // namespace strongroom::app
