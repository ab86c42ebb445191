// SPDX-License-Identifier: Apache-2.0
#include "model/net/loopback_listeners.h"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace strongroom::net {

using namespace Qt::StringLiterals;

namespace {

constexpr int backlog = 512;
constexpr int attemptsForFreePort = 64;

int reportFailure(int socket)
{
    const int error = errno;
    close(socket);
    return -error;
}

/// A listening socket, or the negative error number.
int listenOn(const sockaddr* address, socklen_t size)
{
    const int socket = ::socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
    if (socket < 0)
        return -errno;
    // On Linux this admits a port whose old connections linger, not one that somebody listens on.
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); // accepted sockets inherit it
    if (address->sa_family == AF_INET6)
        setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (bind(socket, address, size) != 0 || listen(socket, backlog) != 0)
        return reportFailure(socket);
    return socket;
}

int listenOnV4(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return listenOn(reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

int listenOnV6(quint16 port)
{
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(port);
    address.sin6_addr = in6addr_loopback;
    return listenOn(reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

quint16 portOf(int socket)
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

base::Error failure(int error, quint16 port)
{
    if (error == EADDRINUSE)
        return { base::ErrorCode::Conflict, u"Port %1 is taken by another program."_s.arg(port), u"port"_s };
    if (error == EACCES)
        return { base::ErrorCode::Unavailable,
                 u"This user may not listen on port %1; ports from 1024 on are for everybody."_s.arg(port),
                 u"port"_s };
    return { base::ErrorCode::Unavailable,
             u"The program cannot listen on port %1: %2."_s.arg(port).arg(qt_error_string(error)),
             u"port"_s };
}

bool lacksV6(int error) { return error == EAFNOSUPPORT || error == EADDRNOTAVAIL; }

} // namespace

base::Result<LoopbackListeners> listenOnLoopback(quint16 port)
{
    for (int attempt = 0; attempt < attemptsForFreePort; ++attempt) {
        LoopbackListeners listeners;
        listeners.v4 = listenOnV4(port);
        if (listeners.v4 < 0)
            return failure(-listeners.v4, port);
        const quint16 bound = portOf(listeners.v4);
        listeners.port = bound;
        listeners.v6 = listenOnV6(bound);
        if (listeners.v6 >= 0)
            return listeners;
        if (lacksV6(-listeners.v6)) {
            listeners.v6 = -1;
            return listeners;
        }
        close(listeners.v4);
        if (port != 0 || listeners.v6 != -EADDRINUSE)
            return failure(-listeners.v6, bound);
    }
    return failure(EADDRINUSE, port);
}

} // namespace strongroom::net
