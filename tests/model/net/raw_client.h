// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDeadlineTimer>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace strongroom::net::test {

/// A TCP connection to a loopback port that sends exactly what it is told to. Move-only.
class RawClient final
{
public:
    enum class Family { V4, V6 };

    explicit RawClient(int port, Family family = Family::V4)
        : m_socket(socket(family == Family::V4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        if (family == Family::V4) {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_port = htons(static_cast<quint16>(port));
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            m_isConnected = connect(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        } else {
            sockaddr_in6 address{};
            address.sin6_family = AF_INET6;
            address.sin6_port = htons(static_cast<quint16>(port));
            address.sin6_addr = in6addr_loopback;
            m_isConnected = connect(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        }
    }
    ~RawClient()
    {
        if (m_socket >= 0)
            close(m_socket);
    }
    RawClient(RawClient&& other) noexcept
        : m_socket(std::exchange(other.m_socket, -1))
        , m_isConnected(other.m_isConnected)
    {
    }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool isConnected() const { return m_isConnected; }
    /// False when the server has gone away.
    bool send(QByteArrayView bytes) const
    {
        while (!bytes.isEmpty()) {
            const ssize_t sent
                = ::send(m_socket, bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            bytes = bytes.sliced(sent);
        }
        return true;
    }
    void endSending() const { shutdown(m_socket, SHUT_WR); }

    /// Everything until the server closes.
    QByteArray readToEnd(int milliseconds = 15'000) const
    {
        return readWhile(milliseconds, [](const QByteArray&) { return true; });
    }
    /// Everything until `end` has been seen.
    QByteArray readUntil(QByteArrayView end, int milliseconds = 15'000) const
    {
        return readWhile(milliseconds, [end](const QByteArray& got) { return !got.contains(end); });
    }
    /// The server has closed, or does within that time.
    bool isClosedWithin(int milliseconds) const
    {
        const QDeadlineTimer deadline(milliseconds);
        char byte = 0;
        while (waitReadable(deadline)) {
            if (recv(m_socket, &byte, 1, 0) <= 0)
                return true;
        }
        return false;
    }

private:
    bool waitReadable(const QDeadlineTimer& deadline) const
    {
        pollfd ready{ m_socket, POLLIN, 0 };
        return poll(&ready, 1, static_cast<int>(deadline.remainingTime())) > 0;
    }
    template <typename Condition> QByteArray readWhile(int milliseconds, Condition isWanted) const
    {
        const QDeadlineTimer deadline(milliseconds);
        QByteArray got;
        char bytes[4096];
        while (isWanted(got) && waitReadable(deadline)) {
            const ssize_t size = recv(m_socket, bytes, sizeof bytes, 0);
            if (size <= 0)
                break;
            got.append(bytes, size);
        }
        return got;
    }

    int m_socket;
    bool m_isConnected = false;
};

/// A user who is not the one that tests run as.
inline constexpr uid_t stranger = 65534;

/// Sends `request` as another user, which only root can become. Says how many bytes of an answer came, as far
/// as 200; -1: none could be asked for.
inline int bytesToldToStranger(int port, const QByteArray& request,
                               RawClient::Family family = RawClient::Family::V4)
{
    const pid_t child = fork();
    if (child == 0) {
        if (setuid(stranger) != 0)
            _exit(255);
        const RawClient client(port, family);
        if (!client.isConnected())
            _exit(255);
        client.send(request);
        _exit(static_cast<int>(qMin(client.readToEnd().size(), qsizetype(200))));
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) != 255 ? WEXITSTATUS(status) : -1;
}

} // namespace strongroom::net::test
