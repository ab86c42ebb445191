// SPDX-License-Identifier: Apache-2.0
#include "app/keychain.h"

#include "model/base/promise.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QTimer>

#include <qt6keychain/keychain.h>

#include <algorithm>
#include <array>
#include <memory>

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

QFuture<bool> Keychain::probe()
{
    // A bus that cannot be reached never answers a call.
    if (!QDBusConnection::sessionBus().isConnected()) {
        setAvailable(false);
        return base::readyFuture(false);
    }
    struct Probe // shared by the two answers of the bus
    {
        base::Promise<bool> promise;
        int answersAwaited = 2;
        bool isFound = false;
    };
    auto probe = std::make_shared<Probe>();
    // Running, or started by the bus when it is asked for.
    for (const QString& method : { u"ListNames"_s, u"ListActivatableNames"_s }) {
        const auto call = QDBusMessage::createMethodCall(
            u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s, u"org.freedesktop.DBus"_s, method);
        auto* const watcher = new QDBusPendingCallWatcher(
            QDBusConnection::sessionBus().asyncCall(call, busPatienceMilliseconds), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, probe] {
            watcher->deleteLater();
            probe->isFound = probe->isFound || namesAKeychain(*watcher);
            if (--probe->answersAwaited > 0)
                return;
            setAvailable(probe->isFound);
            probe->promise.fulfil(probe->isFound);
        });
    }
    return probe->promise.future();
}

void Keychain::setAvailable(bool isAvailable)
{
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
