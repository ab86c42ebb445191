// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/load_client.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace strongroom::benchmarks {

struct LoadClient::Connection final
{
    int socket = -1;
    SSL* ssl = nullptr;
    QByteArray received;
    qsizetype expected = -1; ///< size of the whole answer once its head is known
};

class LoadClient::Impl final
{
public:
    Impl(int port, int connections);
    ~Impl();

    bool open(Connection& connection, int port) const;
    bool send(Connection& connection, const QByteArray& request) const;
    /// True when a whole answer is there.
    bool receive(Connection& connection) const;

    SSL_CTX* m_tls = SSL_CTX_new(TLS_client_method());
    int m_epoll = epoll_create1(EPOLL_CLOEXEC);
    std::vector<Connection> m_connections;
    bool m_isConnected = true;
};

LoadClient::Impl::Impl(int port, int connections)
    : m_connections(static_cast<std::size_t>(connections))
{
    SSL_CTX_set_read_ahead(m_tls, 1);
    for (std::size_t i = 0; i < m_connections.size(); ++i) {
        m_isConnected = m_isConnected && open(m_connections[i], port);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_connections[i].socket, &event);
    }
}

LoadClient::Impl::~Impl()
{
    for (const Connection& connection : m_connections) {
        SSL_free(connection.ssl);
        close(connection.socket);
    }
    close(m_epoll);
    SSL_CTX_free(m_tls);
}

bool LoadClient::Impl::open(Connection& connection, int port) const
{
    connection.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<quint16>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(connection.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        return false;
    const int on = 1;
    setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connection.ssl = SSL_new(m_tls);
    SSL_set_fd(connection.ssl, connection.socket);
    const bool isOpen = SSL_connect(connection.ssl) == 1;
    fcntl(connection.socket, F_SETFL, fcntl(connection.socket, F_GETFL) | O_NONBLOCK);
    return isOpen;
}

bool LoadClient::Impl::send(Connection& connection, const QByteArray& request) const
{
    return SSL_write(connection.ssl, request.data(), static_cast<int>(request.size())) == request.size();
}

bool LoadClient::Impl::receive(Connection& connection) const
{
    std::array<char, 16384> bytes;
    for (;;) {
        const int size = SSL_read(connection.ssl, bytes.data(), bytes.size());
        if (size <= 0)
            return false;
        connection.received.append(bytes.data(), size);
        if (connection.expected < 0) {
            const qsizetype head = connection.received.indexOf("\r\n\r\n");
            if (head < 0)
                continue;
            const QByteArray lower = connection.received.first(head).toLower();
            const qsizetype length = lower.indexOf("content-length: ");
            const qsizetype end = lower.indexOf('\r', length);
            const auto digits
                = length < 0 ? QByteArray("0") : lower.mid(length + 16, end < 0 ? -1 : end - length - 16);
            connection.expected = head + 4 + digits.toLongLong();
        }
        if (connection.received.size() >= connection.expected)
            return true;
    }
}

LoadClient::LoadClient(int port, int connections)
    : m_impl(std::make_unique<Impl>(port, connections))
{
}

LoadClient::~LoadClient() = default;

bool LoadClient::isConnected() const { return m_impl->m_isConnected; }

int LoadClient::run(int count, const std::function<QByteArray(int)>& request)
{
    int sent = 0;
    int received = 0;
    int good = 0;
    for (Connection& connection : m_impl->m_connections) {
        if (sent < count && m_impl->send(connection, request(sent)))
            ++sent;
    }
    std::array<epoll_event, 128> events;
    while (received < sent) {
        const int ready = epoll_wait(m_impl->m_epoll, events.data(), events.size(), 30'000);
        if (ready <= 0)
            return good;
        for (int i = 0; i < ready; ++i) {
            Connection& connection = m_impl->m_connections[events[static_cast<std::size_t>(i)].data.u64];
            if (!m_impl->receive(connection))
                continue;
            ++received;
            good += connection.received.startsWith("HTTP/1.1 200") ? 1 : 0;
            connection.received.resize(0);
            connection.expected = -1;
            if (sent < count && m_impl->send(connection, request(sent)))
                ++sent;
        }
    }
    return good;
}

QByteArray LoadClient::ask(const QByteArray& request)
{
    Connection& connection = m_impl->m_connections.front();
    m_impl->send(connection, request);
    std::array<epoll_event, 1> events;
    while (!m_impl->receive(connection)) {
        if (epoll_wait(m_impl->m_epoll, events.data(), 1, 30'000) <= 0)
            return {};
    }
    const QByteArray answer = connection.received;
    connection.received.resize(0);
    connection.expected = -1;
    return answer.sliced(answer.indexOf("\r\n\r\n") + 4);
}

} // namespace strongroom::benchmarks
