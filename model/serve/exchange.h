// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/net/http.h"
#include "model/ops/endpoint_control.h"
#include "model/serve/endpoint_names.h"
#include "model/vault/error_status.h"
#include "model/vault/principal.h"

#include <QElapsedTimer>

#include <memory>

namespace strongroom::serve {

/// Told of every request once it is answered, on any thread.
using Observer = std::function<void(const ops::ServedRequest&)>;

/// One request on its way through the endpoint, to be answered once. Shared by the continuations that work
/// on it; they run one after the other, so nothing is locked.
class Exchange final
{
public:
    /// Takes from `request` what is needed after it has been used up; `observer` may be empty.
    Exchange(const net::HttpRequest& request, net::Respond respond, Observer observer,
             const base::Clock& clock);

    /// The caller of this request, with nobody known yet.
    const vault::Caller& caller() const { return m_caller; }
    void setCaller(vault::Caller::Kind kind, const vault::Application& application, const QString& tenantId);
    void setClientId(const QString& clientId) { m_caller.clientId = clientId; }
    void setApiVersion(const QString& version) { m_caller.apiVersion = version; }
    void setContainer(const ContainerHost& host);
    /// Whose challenge a 401 carries.
    void setChallenger(const EndpointNames& names) { m_challenger = names; }

    /// With the headers of every answer of a vault or a pool and `further` ones.
    void succeed(int status, base::SecureBytes body, net::HttpHeaders further = {});
    /// In the service's error shape; with the challenge on 401, Retry-After on 429 and 503.
    void refuse(const base::Error& error);
    /// A document of the authority or the managed identity: JSON that must not be kept.
    void sendDocument(int status, base::SecureBytes body, const QString& errorCode = {});

private:
    net::HttpResponse containerResponse(int status, base::SecureBytes body,
                                        net::HttpHeaders headers = {}) const;
    QString withActivity(const QString& message) const;
    void send(net::HttpResponse response, const QString& errorCode);

    net::Respond m_respond;
    Observer m_observer;
    vault::Caller m_caller;
    QByteArray m_clientRequestId;
    std::optional<EndpointNames> m_challenger;
    Container m_container = Container::Vault;
    ops::ServedRequest m_served;
    QElapsedTimer m_timer;
};
using ExchangePtr = std::shared_ptr<Exchange>;

} // namespace strongroom::serve
