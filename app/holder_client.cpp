// SPDX-License-Identifier: Apache-2.0
#include "app/holder_client.h"

#include "app/holder_protocol.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace strongroom::app {

namespace protocol = holder_protocol;

namespace {

constexpr int shortPatience = 1000; // milliseconds
constexpr int endlessPatience = -1; // a command takes as long as it takes

base::Error unreachable()
{
    return { base::ErrorCode::Unavailable, u"The program that holds the store does not answer."_s, {} };
}

/// Only ever to a process of this user: the passphrase goes through it.
bool isOfThisUser(int descriptor)
{
    struct ucred peer = {};
    socklen_t size = sizeof(peer);
    return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == geteuid();
}

base::Result<base::FileDescriptor> connectTo(const QString& socketPath)
{
    const QByteArray name = QFile::encodeName(socketPath);
    struct sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (name.isEmpty() || static_cast<std::size_t>(name.size()) >= sizeof(address.sun_path))
        return unreachable();
    std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
    base::FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket.isOpen()
        || ::connect(socket.get(), reinterpret_cast<const struct sockaddr*>(&address), sizeof(address)) != 0
        || !isOfThisUser(socket.get()))
        return unreachable();
    return socket;
}

bool sendAll(int descriptor, std::span<const unsigned char> bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
    return true;
}

bool receiveAll(int descriptor, std::span<unsigned char> room, int patience)
{
    while (!room.empty()) {
        struct pollfd waiting = { descriptor, POLLIN, 0 };
        const int ready = poll(&waiting, 1, patience);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return false;
        const ssize_t got = recv(descriptor, room.data(), room.size(), 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        room = room.subspan(static_cast<std::size_t>(got));
    }
    return true;
}

base::Result<protocol::Message> exchange(const base::FileDescriptor& socket, const protocol::Message& request,
                                         int patience)
{
    const base::SecureBytes frame = protocol::frameOf(request);
    if (frame.size() > protocol::largestFrame)
        return base::Error{ base::ErrorCode::BadParameter,
                            u"This is too large to be passed to the program that holds the store."_s,
                            {} };
    base::SecureBytes header(protocol::headerSize);
    if (!sendAll(socket.get(), frame.span())
        || !receiveAll(socket.get(), { header.data(), header.size() }, patience))
        return unreachable();
    const auto length = protocol::frameLength(header.span());
    if (!length)
        return length.error();
    base::SecureBytes answer(*length);
    if (!receiveAll(socket.get(), { answer.data(), answer.size() }, shortPatience))
        return unreachable();
    auto message = protocol::messageOf(answer.span());
    if (message && message->kind != protocol::Kind::Done)
        return protocol::errorOf(*message);
    return message;
}

base::Result<protocol::Message> exchange(const QString& socketPath, const protocol::Message& request,
                                         int patience)
{
    const auto socket = connectTo(socketPath);
    if (!socket)
        return socket.error();
    return exchange(*socket, request, patience);
}

} // namespace

base::Result<HolderReply> passToHolder(const QString& socketPath, const HolderRequest& request)
{
    protocol::Message message{ protocol::Kind::Command, {} };
    message.parts.push_back(request.passphrase.clone());
    message.parts.push_back(protocol::partOf(request.command.workingFolder));
    message.parts.push_back(request.command.standardInput.clone());
    for (const QString& argument : request.command.arguments)
        message.parts.push_back(protocol::partOf(argument));
    auto answer = exchange(socketPath, message, endlessPatience);
    if (!answer)
        return answer.error();
    if (answer->parts.size() != 3)
        return unreachable();
    return HolderReply{ protocol::numberOf(answer->parts[0]), std::move(answer->parts[1]),
                        std::move(answer->parts[2]) };
}

base::Result<base::FileDescriptor> requestHandOver(const QString& socketPath, const QString& who)
{
    protocol::Message message{ protocol::Kind::HandOver, {} };
    message.parts.push_back(protocol::partOf(who));
    auto socket = connectTo(socketPath);
    if (!socket)
        return socket.error();
    if (const auto answer = exchange(*socket, message, shortPatience); !answer)
        return answer.error();
    return socket;
}

base::Result<QString> askWho(const QString& socketPath)
{
    auto answer = exchange(socketPath, { protocol::Kind::Who, {} }, shortPatience);
    if (!answer)
        return answer.error();
    return answer->parts.empty() ? QString() : protocol::textOf(answer->parts[0]);
}

} // namespace strongroom::app
