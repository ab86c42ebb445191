// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/net/connection.h"

#include <memory>

namespace strongroom::net {

struct LoopSettings final
{
    HttpLimits limits; ///< connections: of this loop
    int port = 0;
    std::function<bool(QByteArrayView host)> allowsHost;
    HttpHandler handler;
    std::function<void(const std::function<void()>& work)> aroundTurn; ///< may be empty
};

/// One thread, one set of descriptors it waits for, and the connections that belong to it. Functions may be
/// called from any thread; stop() not from the loop's own.
class IoLoop final
{
public:
    explicit IoLoop(LoopSettings settings);
    ~IoLoop(); ///< stops
    IoLoop(const IoLoop&) = delete;
    IoLoop& operator=(const IoLoop&) = delete;

    /// False when there were no descriptors left to work with.
    bool isRunning() const;
    void stop();
    /// Takes over a connected socket.
    void adopt(int socket, QString peerAddress, std::shared_ptr<TlsContext> tls);
    /// Takes over a listening socket; `accepted` is called on this thread for each connection.
    void listen(int socket, std::function<void(int socket)> accepted);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace strongroom::net
