// SPDX-License-Identifier: Apache-2.0
#include "model/net/http_server.h"

#include "model/net/io_loop.h"
#include "model/net/loopback_listeners.h"
#include "model/net/peer_owner.h"

#include <algorithm>
#include <mutex>
#include <sys/resource.h>
#include <unistd.h>

namespace strongroom::net {

using namespace Qt::StringLiterals;

namespace {

/// Connections never take the descriptors that the store and its owner need.
constexpr rlim_t descriptorReserve = 128;

int connectionsOf(const HttpServerConfig& config)
{
    rlimit descriptors{};
    if (getrlimit(RLIMIT_NOFILE, &descriptors) != 0 || descriptors.rlim_cur == RLIM_INFINITY)
        return config.limits.connections;
    const rlim_t left = descriptors.rlim_cur > 2 * descriptorReserve
        ? descriptors.rlim_cur - descriptorReserve
        : descriptors.rlim_cur / 2;
    return static_cast<int>(std::min<rlim_t>(left, static_cast<rlim_t>(config.limits.connections)));
}

} // namespace

class HttpServer::Impl final
{
public:
    Impl(HttpServerConfig config, HttpHandler handler)
        : m_config(std::move(config))
        , m_handler(std::move(handler))
    {
    }
    ~Impl() { stop(); }

    base::Result<int> start();
    void stop();
    base::Result<void> replaceIdentity(ServerIdentity identity);

private:
    void makeLoops(int port);
    void onAccepted(int socket, const QString& peerAddress);
    bool admits(int socket, const QString& peerAddress) const;
    std::shared_ptr<TlsContext> tls();

    HttpServerConfig m_config;
    HttpHandler m_handler;
    std::mutex m_mutex;
    std::shared_ptr<TlsContext> m_tls; // guarded by m_mutex; connections keep the one they began with
    std::vector<std::unique_ptr<IoLoop>> m_loops;
    std::size_t m_nextLoop = 0; // touched on the first loop's thread only
    const PeerOwners m_peerOwners; // likewise
};

base::Result<int> HttpServer::Impl::start()
{
    if (!m_loops.empty())
        return base::Error{ base::ErrorCode::Conflict, u"the server is running"_s, {} };
    if (m_config.tls) {
        if (auto done = replaceIdentity(*std::exchange(m_config.tls, std::nullopt)); !done)
            return done.error();
    }
    const auto listeners = listenOnLoopback(m_config.port);
    if (!listeners)
        return listeners.error();
    makeLoops(listeners->port);
    m_loops.front()->listen(listeners->v4, [this](int socket) { onAccepted(socket, u"127.0.0.1"_s); });
    if (listeners->v6 >= 0)
        m_loops.front()->listen(listeners->v6, [this](int socket) { onAccepted(socket, u"::1"_s); });
    if (!std::all_of(m_loops.begin(), m_loops.end(), [](const auto& loop) { return loop->isRunning(); })) {
        m_loops.clear();
        return base::Error{ base::ErrorCode::Unavailable,
                            u"The program has too many files open to start a server."_s,
                            {} };
    }
    return listeners->port;
}

void HttpServer::Impl::stop()
{
    for (const auto& loop : m_loops)
        loop->stop();
    m_loops.clear();
}

base::Result<void> HttpServer::Impl::replaceIdentity(ServerIdentity identity)
{
    auto made = TlsContext::make(identity);
    if (!made)
        return made.error();
    const std::lock_guard guard(m_mutex);
    m_tls = std::move(*made);
    return {};
}

void HttpServer::Impl::makeLoops(int port)
{
    const int count = std::max(1, m_config.ioThreads);
    LoopSettings settings{ m_config.limits, port, m_config.allowsHost, m_handler, m_config.aroundTurn };
    settings.limits.connections = std::max(1, connectionsOf(m_config) / count);
    for (int i = 0; i < count; ++i)
        m_loops.push_back(std::make_unique<IoLoop>(settings));
}

void HttpServer::Impl::onAccepted(int socket, const QString& peerAddress)
{
    if (!admits(socket, peerAddress)) {
        close(socket);
        return;
    }
    m_nextLoop = (m_nextLoop + 1) % m_loops.size();
    m_loops[m_nextLoop]->adopt(socket, peerAddress, tls());
}

bool HttpServer::Impl::admits(int socket, const QString& peerAddress) const
{
    const std::optional<uid_t> owner = m_peerOwners.ownerOf(socket);
    if (owner == geteuid())
        return true;
    // Whoever has gone already is nobody to speak of.
    if (owner && m_config.turnedAway)
        m_config.turnedAway({ peerAddress, *owner });
    return false;
}

std::shared_ptr<TlsContext> HttpServer::Impl::tls()
{
    const std::lock_guard guard(m_mutex);
    return m_tls;
}

HttpServer::HttpServer(HttpServerConfig config, HttpHandler handler)
    : m_impl(std::make_unique<Impl>(std::move(config), std::move(handler)))
{
}

HttpServer::~HttpServer() = default;

base::Result<int> HttpServer::start() { return m_impl->start(); }

void HttpServer::stop() { m_impl->stop(); }

base::Result<void> HttpServer::replaceIdentity(ServerIdentity identity)
{
    return m_impl->replaceIdentity(std::move(identity));
}

} // namespace strongroom::net
