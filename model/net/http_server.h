// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/net/http.h"

#include <memory>
#include <optional>

namespace strongroom::net {

/// The certificate a server shows: PEM of the leaf and of every issuer up to the root, and the key.
struct ServerIdentity final
{
    QByteArray chainPem;
    base::SecureBytes keyPem;
};

/// A connection of another user, which was closed without a word (requirement L8).
struct ForeignPeer final
{
    QString address;
    uint userId = 0;
};

struct HttpServerConfig final
{
    quint16 port = 0; ///< 0: any that is free on both loopback addresses
    std::optional<ServerIdentity> tls; ///< without it plain HTTP is spoken
    HttpLimits limits;
    /// Whether this server answers for `host` (lower case, without port). `localhost`, `127.0.0.1` and
    /// `[::1]` are always answered for. Called on server threads.
    std::function<bool(QByteArrayView host)> allowsHost;
    int ioThreads = 1;
    /// Called by each thread with the work of one turn: handling all that has arrived. What the handler
    /// does when that has returned is answered at once.
    std::function<void(const std::function<void()>& work)> aroundTurn;
    /// Told of connections of other users, on a server thread; may be empty.
    std::function<void(const ForeignPeer&)> turnedAway;
};

/// An HTTP/1.1 server on 127.0.0.1 and ::1, never on another address, for programs of the user it runs as
/// and for no others. The handler sees only requests whose
/// framing, size, Host and origin are beyond doubt; the others are answered here with the error body of
/// the service. A connection has one request in work at a time, so answers keep the order of requests.
/// Thread-compatible; the handler is called on server threads.
class HttpServer final
{
public:
    HttpServer(HttpServerConfig config, HttpHandler handler);
    ~HttpServer(); ///< stops
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Listens and answers the port. A taken port is an error (Conflict); no other is tried.
    base::Result<int> start();
    /// Closes every connection and ends the threads. Answers that come later go nowhere.
    void stop();
    /// Shows `identity` to connections accepted from now on.
    base::Result<void> replaceIdentity(ServerIdentity identity);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace strongroom::net
