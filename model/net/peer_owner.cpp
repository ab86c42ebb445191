// SPDX-License-Identifier: Apache-2.0
#include "model/net/peer_owner.h"

#include <QFile>
#include <QList>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace strongroom::net {

namespace {

/// One end of a connection, in the byte order of the network.
struct End
{
    std::array<quint32, 4> address{}; ///< IPv4: the first word
    quint16 port = 0;
};

struct Ends
{
    sa_family_t family = AF_UNSPEC;
    End peer;
    End own;
};

struct Question
{
    nlmsghdr header{};
    inet_diag_req_v2 request{};
};

/// What the kernel says of a connection; no user when it knows of none that somebody holds.
struct Answer
{
    std::optional<uid_t> user;
};

End endOf(const sockaddr_storage& storage)
{
    End end;
    if (storage.ss_family == AF_INET) {
        sockaddr_in address{};
        std::memcpy(&address, &storage, sizeof address);
        end.address[0] = address.sin_addr.s_addr;
        end.port = address.sin_port;
    } else {
        sockaddr_in6 address{};
        std::memcpy(&address, &storage, sizeof address);
        std::memcpy(end.address.data(), &address.sin6_addr, sizeof end.address);
        end.port = address.sin6_port;
    }
    return end;
}

std::optional<Ends> endsOf(int socket)
{
    sockaddr_storage peer{};
    sockaddr_storage own{};
    socklen_t peerSize = sizeof peer;
    socklen_t ownSize = sizeof own;
    if (getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &peerSize) != 0
        || getsockname(socket, reinterpret_cast<sockaddr*>(&own), &ownSize) != 0)
        return {};
    return Ends{ peer.ss_family, endOf(peer), endOf(own) };
}

Question questionAbout(const Ends& ends)
{
    Question question;
    question.header.nlmsg_len = sizeof question;
    question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    question.header.nlmsg_flags = NLM_F_REQUEST;
    question.request.sdiag_family = static_cast<quint8>(ends.family);
    question.request.sdiag_protocol = IPPROTO_TCP;
    question.request.idiag_states = ~0U;
    inet_diag_sockid& id = question.request.id;
    // Asked as the peer would say it: its own end is the source.
    id.idiag_sport = ends.peer.port;
    id.idiag_dport = ends.own.port;
    std::copy(ends.peer.address.begin(), ends.peer.address.end(), std::begin(id.idiag_src));
    std::copy(ends.own.address.begin(), ends.own.address.end(), std::begin(id.idiag_dst));
    id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    return question;
}

/// Whether somebody holds that socket. One that only lingers belongs to nobody, and its user reads as root.
bool isHeld(const inet_diag_msg& found, const Ends& ends)
{
    return found.idiag_inode != 0 && found.idiag_state != TCP_LISTEN && found.id.idiag_sport == ends.peer.port
        && found.id.idiag_dport == ends.own.port;
}

/// Nothing when the kernel cannot be asked. It answers while it is being asked, so nobody waits.
std::optional<Answer> askKernel(int diagnostics, const Ends& ends)
{
    const Question question = questionAbout(ends);
    if (send(diagnostics, &question, sizeof question, MSG_DONTWAIT) != ssize_t(sizeof question))
        return {};
    alignas(nlmsghdr) std::array<char, 4096> bytes{};
    const ssize_t size = recv(diagnostics, bytes.data(), bytes.size(), MSG_DONTWAIT);
    nlmsghdr header{};
    if (size < ssize_t(sizeof header))
        return {};
    std::memcpy(&header, bytes.data(), sizeof header);
    const char* const content = bytes.data() + NLMSG_HDRLEN;
    if (header.nlmsg_type == NLMSG_ERROR && size >= ssize_t(NLMSG_HDRLEN + sizeof(nlmsgerr))) {
        nlmsgerr error{};
        std::memcpy(&error, content, sizeof error);
        return error.error == -ENOENT ? std::optional(Answer()) : std::nullopt;
    }
    if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY || size < ssize_t(NLMSG_HDRLEN + sizeof(inet_diag_msg)))
        return {};
    inet_diag_msg found{};
    std::memcpy(&found, content, sizeof found);
    return isHeld(found, ends) ? Answer{ found.idiag_uid } : Answer();
}

/// As /proc/net/tcp writes it: the words of the address as they lie in memory, then the port.
QByteArray tableText(const End& end, std::size_t words)
{
    QByteArray text;
    for (std::size_t i = 0; i < words; ++i)
        text += QByteArray::number(end.address[i], 16).rightJustified(8, '0');
    return (text + ':' + QByteArray::number(ntohs(end.port), 16).rightJustified(4, '0')).toUpper();
}

} // namespace

PeerOwners::PeerOwners()
    : m_diagnostics(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG))
{
}

PeerOwners::~PeerOwners()
{
    if (m_diagnostics >= 0)
        close(m_diagnostics);
}

std::optional<uid_t> PeerOwners::ownerOf(int socket) const
{
    const auto ends = endsOf(socket);
    if (!ends)
        return {};
    if (m_diagnostics >= 0) {
        if (const auto answer = askKernel(m_diagnostics, *ends))
            return answer->user;
    }
    const bool isV6 = ends->family == AF_INET6;
    const std::size_t words = isV6 ? 4 : 1;
    return ownerInTable(isV6 ? u"/proc/net/tcp6"_s : u"/proc/net/tcp"_s, tableText(ends->peer, words),
                        tableText(ends->own, words));
}

std::optional<uid_t> ownerInTable(const QString& table, const QByteArray& local, const QByteArray& remote)
{
    QFile file(table);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    // Columns: number, local, remote, state, queues, timer, retransmissions, user, timeout, inode.
    constexpr qsizetype userColumn = 7;
    constexpr qsizetype inodeColumn = 9;
    for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine()) {
        const QList<QByteArray> columns = line.simplified().split(' ');
        if (columns.size() <= inodeColumn || columns[1] != local || columns[2] != remote)
            continue;
        if (columns[inodeColumn] == "0")
            return {};
        return columns[userColumn].toUInt();
    }
    return {};
}

} // namespace strongroom::net
