// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/base/lane.h"
#include "model/base/promise.h"
#include "model/ops/endpoint_control.h"
#include "model/ops/store_door.h"

#include <QTimer>

#include <memory>
#include <vector>

namespace strongroom::serve {
class Endpoint;
}

namespace strongroom::app {

/// Runs the endpoint of the store that is open behind a door. Lives on the main thread, whose event loop
/// must run; sockets, files and look-ups are worked on elsewhere. When the store closes the endpoint ends.
class EndpointHost final : public ops::EndpointControl
{
    Q_OBJECT

public:
    struct Options
    {
        int port = 0; ///< taken by start(0); 0: any that is free
    };

    /// `door` and `clock` must outlive the host.
    EndpointHost(ops::StoreDoor& door, const base::Clock& clock, Options options, QObject* parent = nullptr);
    ~EndpointHost() override;

    /// Ends the endpoint and lets go of the store: to be awaited before the store closes.
    QFuture<void> release();

    ops::EndpointFacts facts() const override { return m_facts; }
    QFuture<base::Result<void>> start(int port) override;
    QFuture<void> stop() override;
    /// Before start() it is remembered and served from then on.
    QFuture<base::Result<void>> serveManagedIdentity(const QString& clientId) override;
    QString vaultUrl(const QString& vaultName) const override;
    QString poolUrl(const QString& poolName) const override;
    QFuture<base::Result<void>> exportCa(const QString& file) override;
    QFuture<base::Result<QString>> trustCaForUser() override;
    QString caFile() const override;
    QFuture<bool> resolves(const QString& host) override;

protected:
    void connectNotify(const QMetaMethod& signal) override;
    void disconnectNotify(const QMetaMethod& signal) override;

private:
    class Relay;

    void adopt(const ops::EndpointFacts& facts);
    QString urlOf(const QString& name, QLatin1StringView domain) const;
    void keepCertificate(const ops::EndpointFacts& facts, base::Promise<base::Result<void>> answer);
    /// Whether it is still the one that runs; another may have been started since.
    bool isCurrent(const std::weak_ptr<serve::Endpoint>& endpoint) const;
    base::Result<void> failed(const base::Error& error);
    /// Runs `work` with the CA's certificate (PEM) away from this thread.
    template <typename T>
    QFuture<base::Result<T>> withCertificate(base::UniqueFunction<base::Result<T>(QByteArray)> work);

    ops::StoreDoor& m_door;
    const base::Clock& m_clock;
    const Options m_options;
    ops::EndpointFacts m_facts;
    QString m_managedIdentityClientId;
    QTimer m_renewTimer;
    std::vector<base::Promise<void>> m_awaitingRelease;
    std::shared_ptr<Relay> m_relay;
    std::shared_ptr<serve::Endpoint> m_endpoint;
    base::Lane m_files; // last member: it runs jobs until it is joined
};

} // namespace strongroom::app
