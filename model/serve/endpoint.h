// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/base/lane.h"
#include "model/serve/exchange.h"

#include <QFuture>

#include <memory>

namespace strongroom::ops {
class Operations;
}

namespace strongroom::serve {

struct EndpointConfig final
{
    int port = 0; ///< 0: any that is free
    QString managedIdentityClientId; ///< empty: no managed identity is served
    int ioThreads = 1;
};

/// The loopback endpoint of one open store: https://NAME.vault.localhost:PORT for its vaults,
/// https://login.vault.localhost:PORT for its authority, and, if wanted, a managed identity on a port of
/// its own. All functions may be called from any thread and return at once; what they ask for is done in
/// the order of the calls.
class Endpoint final
{
public:
    /// `operations` and `clock` must outlive the endpoint; `observer` is called on any thread.
    Endpoint(ops::Operations& operations, const base::Clock& clock, Observer observer);
    ~Endpoint(); ///< stops
    Endpoint(const Endpoint&) = delete;
    Endpoint& operator=(const Endpoint&) = delete;

    /// A taken port is Conflict; no other is tried.
    QFuture<base::Result<ops::EndpointFacts>> start(EndpointConfig config);
    QFuture<ops::EndpointFacts> stop();
    /// While running: which application the managed identity is; empty ends it.
    QFuture<base::Result<ops::EndpointFacts>> serveManagedIdentity(const QString& clientId);
    /// Shows a new server certificate to new connections when the old one nears its end. To be called
    /// about once a day.
    QFuture<base::Result<void>> renewCertificate();

private:
    class Running;

    base::Result<ops::EndpointFacts> startNow(const EndpointConfig& config);

    ops::Operations& m_operations;
    const base::Clock& m_clock;
    const Observer m_observer;
    std::unique_ptr<Running> m_running; // touched on m_lane only
    base::Lane m_lane;
};

} // namespace strongroom::serve
