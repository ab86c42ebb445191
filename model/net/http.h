// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"
#include "model/base/unique_function.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <utility>
#include <vector>

namespace strongroom::net {

using HttpHeaders = std::vector<std::pair<QByteArray, QByteArray>>;

/// A request that has passed the framing, size and host checks of the server. Move-only, because the
/// body may hold secrets; it is wiped when the request goes.
struct HttpRequest final
{
    QByteArray method; ///< "GET"
    // What a server hands out points into `head` and lives as long.
    QByteArray target; ///< as sent: path and query, percent-encoded
    QByteArray host; ///< Host header, lower case, with the port if it was sent
    HttpHeaders headers; ///< names lower case
    QByteArray head; ///< as received, but for the case of names
    base::SecureBytes body;
    QString peerAddress; ///< "127.0.0.1" or "::1"
    bool isTls = false;
    QString tlsVersion; ///< "TLS1_3"

    /// First header of that lower-case name, or empty.
    QByteArrayView header(QByteArrayView name) const;
};

struct HttpResponse final
{
    int status = 200;
    HttpHeaders headers;
    /// Whole field lines, each with its CR LF, that stand before `headers`: a literal.
    QByteArrayView fixedFields = {};
    base::SecureBytes body;
};

/// Answers one request, once, from any thread. Dropping it closes the connection.
using Respond = base::UniqueFunction<void(HttpResponse)>;
/// Called on a server thread; must not block.
using HttpHandler = std::function<void(HttpRequest, Respond)>;

/// Limits of a connection (requirements L1-L3 of the reliability notes).
struct HttpLimits final
{
    std::size_t targetBytes = 8 * 1024; ///< 414 beyond
    std::size_t headerBytes = 32 * 1024; ///< 431 beyond
    std::size_t headerLines = 100; ///< 431 beyond
    std::size_t bodyBytes = 1024 * 1024; ///< 413 beyond
    int headerSeconds = 10; ///< a request head, or a TLS handshake, must be complete by then
    int bodySeconds = 10;
    int idleSeconds = 60; ///< between requests of a connection
    int connections = 2000;
};

} // namespace strongroom::net
