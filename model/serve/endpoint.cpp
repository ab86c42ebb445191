// SPDX-License-Identifier: Apache-2.0
#include "model/serve/endpoint.h"

#include "model/base/encodings.h"
#include "model/crypto/symmetric.h"
#include "model/net/http_server.h"
#include "model/serve/managed_identity.h"
#include "model/serve/vault_service.h"

#include <atomic>

using namespace Qt::StringLiterals;

namespace strongroom::serve {

namespace {

using vault::Caller;

constexpr base::UnixSeconds renewBeforeSeconds = 30 * 86400;

base::Result<vault::ObtainEndpointIdentity::Output> obtainIdentity(ops::Operations& operations)
{
    return operations.run(Caller::system(u"endpoint"_s), vault::ObtainEndpointIdentity{}).takeResult();
}

net::ServerIdentity serverIdentity(const vault::ObtainEndpointIdentity::Output& identity)
{
    return { identity.serverChainPem, identity.serverKeyPem.clone() };
}

std::function<void(const net::ForeignPeer&)> writeTurnedAway(std::shared_ptr<RefusalBook> refusals)
{
    return [refusals = std::move(refusals)](const net::ForeignPeer& peer) {
        vault::Caller caller;
        caller.address = peer.address;
        caller.requestId = base::randomUuid();
        const base::Error error{
            base::ErrorCode::Forbidden,
            u"A connection of another user of this machine (user id %1) was closed."_s.arg(peer.userId),
            {}
        };
        refusals->write(caller, { {}, error, "Connection" });
    };
}

/// Receives the requests of the server. The server must listen before the port, and with it every name, is
/// known, so what answers is put in after that; the few requests before it are dropped.
class Front final
{
public:
    Front(const EndpointParts& parts, Observer observer)
        : m_clock(parts.clock)
        , m_observer(std::move(observer))
        , m_authority(std::make_shared<Authority>(parts))
        , m_vaults(std::make_shared<VaultService>(parts))
    {
    }

    void handle(net::HttpRequest request, net::Respond respond) const
    {
        const auto exchange = std::make_shared<Exchange>(request, std::move(respond), m_observer, m_clock);
        auto target = wire::RequestTarget::parse(request.target);
        // Hosts of no vault are the authority's; its pages exist nowhere else but on its own host.
        const auto host = EndpointNames::containerOfHost(request.host);
        const bool mayBeAuthority = !host || *host == authorityHost();
        if (mayBeAuthority && target && Authority::pageOf(target->segments) != Authority::Page::None)
            m_authority->handle(exchange, std::move(request), *target);
        else
            m_vaults->handle(exchange, std::move(request), host.value_or(ContainerHost()), std::move(target));
    }

private:
    const base::Clock& m_clock;
    const Observer m_observer;
    const std::shared_ptr<Authority> m_authority;
    const std::shared_ptr<VaultService> m_vaults;
};

/// Holds the Front from the moment there is one. Set once.
class FrontDesk final
{
public:
    void open(std::unique_ptr<const Front> front)
    {
        m_front = std::move(front);
        m_isOpen.store(true, std::memory_order_release);
    }
    void handle(net::HttpRequest request, net::Respond respond) const
    {
        if (m_isOpen.load(std::memory_order_acquire))
            m_front->handle(std::move(request), std::move(respond));
    }

private:
    std::unique_ptr<const Front> m_front;
    std::atomic<bool> m_isOpen = false;
};

base::Error notRunning() { return { base::ErrorCode::Unavailable, u"The endpoint does not run."_s, {} }; }

} // namespace

/// What exists while the endpoint runs.
class Endpoint::Running final
{
public:
    Running(EndpointParts parts, Observer observer, std::unique_ptr<net::HttpServer> server)
        : m_parts(std::move(parts))
        , m_observer(std::move(observer))
        , m_server(std::move(server))
    {
        m_facts.isRunning = true;
        m_facts.port = m_parts.names.port();
        m_facts.authority = m_parts.names.authority();
        m_facts.tenantId = m_parts.names.tenantId();
    }

    const ops::EndpointFacts& facts() const { return m_facts; }
    net::HttpServer& server() { return *m_server; }

    base::Result<void> startIdentity(const QString& clientId)
    {
        const auto application
            = m_parts.operations
                  .run(Caller::system(u"managed identity"_s), vault::FindApplication{ clientId })
                  .takeResult();
        if (!application)
            return application.error();
        const QByteArray header = base::toHex(crypto::randomBytes(32).view());
        const auto identity = std::make_shared<ManagedIdentity>(
            m_parts, *application, base::SecureBytes::copyOf(QByteArrayView(header)));
        net::HttpServerConfig config;
        config.turnedAway = writeTurnedAway(m_parts.refusals);
        auto server = std::make_unique<net::HttpServer>(
            std::move(config),
            [identity, observer = m_observer, clock = &m_parts.clock](net::HttpRequest request,
                                                                      net::Respond respond) {
                const auto exchange
                    = std::make_shared<Exchange>(request, std::move(respond), observer, *clock);
                identity->handle(exchange, request);
            });
        const auto port = server->start();
        if (!port)
            return port.error();
        m_identityServer = std::move(server);
        m_facts.identityEndpoint
            = "http://127.0.0.1:"_L1 + QString::number(*port) + ManagedIdentity::appServicePath;
        m_facts.identityHeader = QString::fromLatin1(header);
        m_facts.managedIdentityName = application->name;
        return {};
    }

    void stopIdentity()
    {
        m_identityServer.reset();
        m_facts.identityEndpoint.clear();
        m_facts.identityHeader.clear();
        m_facts.managedIdentityName.clear();
    }

    base::UnixSeconds certificateExpires = 0;

private:
    const EndpointParts m_parts;
    const Observer m_observer;
    ops::EndpointFacts m_facts;
    std::unique_ptr<net::HttpServer> m_server;
    std::unique_ptr<net::HttpServer> m_identityServer;
};

Endpoint::Endpoint(ops::Operations& operations, const base::Clock& clock, Observer observer)
    : m_operations(operations)
    , m_clock(clock)
    , m_observer(std::move(observer))
    , m_lane("endpoint")
{
}

Endpoint::~Endpoint()
{
    m_lane.post([this] { m_running.reset(); });
}

base::Result<ops::EndpointFacts> Endpoint::startNow(const EndpointConfig& config)
{
    if (m_running)
        return base::Error{ base::ErrorCode::Conflict, u"The endpoint runs already."_s, {} };
    auto identity = obtainIdentity(m_operations);
    if (!identity)
        return identity.error();
    auto tokenKey = crypto::SigningKey::fromPem(identity->tokenKeyPem);
    if (!tokenKey)
        return tokenKey.error();

    const auto desk = std::make_shared<FrontDesk>();
    const auto refusals = std::make_shared<RefusalBook>(m_operations, m_clock);
    net::HttpServerConfig server;
    server.turnedAway = writeTurnedAway(refusals);
    server.port = static_cast<quint16>(config.port);
    server.tls = serverIdentity(*identity);
    server.allowsHost = &EndpointNames::isHost;
    server.ioThreads = config.ioThreads;
    server.aroundTurn = [&store = m_operations.desk()](const auto& work) { store.gather(work); };
    auto https = std::make_unique<net::HttpServer>(std::move(server),
                                                   [desk](net::HttpRequest request, net::Respond respond) {
                                                       desk->handle(std::move(request), std::move(respond));
                                                   });
    const auto port = https->start();
    if (!port)
        return port.error();

    const EndpointNames names(*port, identity->tenantId);
    const auto tokens = std::make_shared<AccessTokens>(
        std::move(*tokenKey),
        AccessTokens::Terms{ names.issuer(), names.tenantId(), names.audiences(Container::Vault),
                             names.audiences(Container::Pool) });
    auto directory = Directory::create(m_operations, [tokens] { tokens->forget(); });
    const EndpointParts parts{ m_operations, m_clock, names, std::move(directory), tokens, refusals };
    desk->open(std::make_unique<const Front>(parts, m_observer));
    m_running = std::make_unique<Running>(parts, m_observer, std::move(https));
    m_running->certificateExpires = identity->serverCertificateExpires;
    if (!config.managedIdentityClientId.isEmpty()) {
        if (auto served = m_running->startIdentity(config.managedIdentityClientId); !served) {
            m_running.reset();
            return served.error();
        }
    }
    return m_running->facts();
}

QFuture<base::Result<ops::EndpointFacts>> Endpoint::start(EndpointConfig config)
{
    return m_lane.run([this, config = std::move(config)] { return startNow(config); });
}

QFuture<ops::EndpointFacts> Endpoint::stop()
{
    return m_lane.run([this] {
        m_running.reset();
        return ops::EndpointFacts();
    });
}

QFuture<base::Result<ops::EndpointFacts>> Endpoint::serveManagedIdentity(const QString& clientId)
{
    return m_lane.run([this, clientId]() -> base::Result<ops::EndpointFacts> {
        if (!m_running)
            return notRunning();
        m_running->stopIdentity();
        if (clientId.isEmpty())
            return m_running->facts();
        if (auto served = m_running->startIdentity(clientId); !served)
            return served.error();
        return m_running->facts();
    });
}

QFuture<base::Result<void>> Endpoint::renewCertificate()
{
    return m_lane.run([this]() -> base::Result<void> {
        if (!m_running)
            return notRunning();
        if (m_running->certificateExpires > m_clock.now() + renewBeforeSeconds)
            return {};
        const auto identity = obtainIdentity(m_operations);
        if (!identity)
            return identity.error();
        m_running->certificateExpires = identity->serverCertificateExpires;
        return m_running->server().replaceIdentity(serverIdentity(*identity));
    });
}

} // namespace strongroom::serve
