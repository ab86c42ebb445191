// SPDX-License-Identifier: Apache-2.0
#include "app/holder.h"

#include "app/holder_protocol.h"
#include "model/base/promise.h"
#include "model/crypto/symmetric.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QLocalServer>
#include <QLocalSocket>
#include <QPointer>
#include <QTimer>

#include <array>
#include <chrono>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace strongroom::app {

namespace protocol = holder_protocol;

namespace {

constexpr int mostConnections = 16;
constexpr auto requestPatience = std::chrono::seconds(10);

bool isOfThisUser(qintptr descriptor)
{
    struct ucred peer = {};
    socklen_t size = sizeof(peer);
    return getsockopt(static_cast<int>(descriptor), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0
        && peer.uid == geteuid();
}

void send(QLocalSocket* socket, const protocol::Message& message)
{
    const base::SecureBytes frame = protocol::frameOf(message);
    socket->write(reinterpret_cast<const char*>(frame.data()), static_cast<qint64>(frame.size()));
    // What fits goes out now: the holder may be closed by what it was asked.
    socket->flush();
}

void reply(QLocalSocket* socket, const protocol::Message& message)
{
    send(socket, message);
    socket->disconnectFromServer();
}

void replyDone(QLocalSocket* socket, std::vector<base::SecureBytes> parts)
{
    reply(socket, { protocol::Kind::Done, std::move(parts) });
}

void replyFailed(QLocalSocket* socket, const base::Error& error) { reply(socket, protocol::failure(error)); }

bool isPrivateFolder(const QString& path)
{
    const QFileInfo folder(path);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
        | QFile::WriteOther | QFile::ExeOther;
    return folder.isDir() && folder.ownerId() == geteuid() && !(folder.permissions() & others);
}

} // namespace

Holder::Holder(Callbacks callbacks, QObject* parent)
    : QObject(parent)
    , m_callbacks(std::move(callbacks))
    , m_server(new QLocalServer(this))
{
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    m_server->setMaxPendingConnections(mostConnections);
    connect(m_server, &QLocalServer::newConnection, this, &Holder::accept);
}

Holder::~Holder() = default;

QString Holder::socketPathFor(const QString& folder)
{
    const QByteArray digest
        = crypto::sha256(QFile::encodeName(QFileInfo(folder).absoluteFilePath())).toHex().first(16);
    const QString runtimeFolder = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QString path = !runtimeFolder.isEmpty() && isPrivateFolder(runtimeFolder)
        ? u"%1/strongroom-%2.sock"_s.arg(runtimeFolder, QString::fromLatin1(digest))
        : folder + u"/socket"_s;
    const bool fits = QFile::encodeName(path).size() < qsizetype(sizeof(sockaddr_un::sun_path));
    return fits ? path : QString();
}

base::Result<void> Holder::listen(const QString& socketPath)
{
    // Whoever listens there now is gone: this process has the lock of the store.
    QLocalServer::removeServer(socketPath);
    if (!m_server->listen(socketPath))
        return base::Error{ base::ErrorCode::Unavailable,
                            u"Other processes cannot reach this one: %1."_s.arg(m_server->errorString()),
                            {} };
    return {};
}

void Holder::close() { m_server->close(); }

void Holder::accept()
{
    while (QLocalSocket* const socket = m_server->nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        if (!isOfThisUser(socket->socketDescriptor()) || m_connections >= mostConnections) {
            socket->abort();
            continue;
        }
        ++m_connections;
        connect(socket, &QObject::destroyed, this, [this] { --m_connections; });
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { receive(socket); });
        auto* const timeout = new QTimer(socket);
        timeout->setObjectName(u"request"_s);
        timeout->setSingleShot(true);
        connect(timeout, &QTimer::timeout, socket, &QLocalSocket::abort);
        timeout->start(requestPatience);
    }
}

void Holder::receive(QLocalSocket* socket)
{
    const auto arrived = static_cast<std::size_t>(socket->bytesAvailable());
    if (arrived < protocol::headerSize)
        return;
    std::array<unsigned char, protocol::headerSize> header{};
    socket->peek(reinterpret_cast<char*>(header.data()), header.size());
    const auto length = protocol::frameLength(header);
    if (!length) {
        socket->abort();
        return;
    }
    if (arrived < protocol::headerSize + *length)
        return;
    base::SecureBytes frame(protocol::headerSize + *length);
    socket->read(reinterpret_cast<char*>(frame.data()), static_cast<qint64>(frame.size()));
    // One request a connection; what follows is not looked at.
    disconnect(socket, &QLocalSocket::readyRead, this, nullptr);
    delete socket->findChild<QTimer*>(u"request"_s);

    auto message = protocol::messageOf(frame.span().subspan(protocol::headerSize));
    if (!message) {
        replyFailed(socket, message.error());
        return;
    }
    answer(socket, std::move(*message));
}

void Holder::answer(QLocalSocket* socket, protocol::Message message)
{
    switch (message.kind) {
    case protocol::Kind::Who: {
        std::vector<base::SecureBytes> parts;
        parts.push_back(protocol::partOf(u"strongroom %1"_s.arg(QCoreApplication::applicationPid())));
        replyDone(socket, std::move(parts));
        return;
    }
    case protocol::Kind::HandOver:
        answerHandOver(socket,
                       message.parts.empty() ? QString() : protocol::textOf(message.parts[0]).left(200));
        return;
    case protocol::Kind::Command:
        answerCommand(socket, std::move(message.parts));
        return;
    case protocol::Kind::Done:
    case protocol::Kind::Failed:
        break;
    }
    replyFailed(socket, { base::ErrorCode::BadParameter, u"This is not a request."_s, {} });
}

/// Whoever asks keeps the connection for as long as the answer is waited for.
void Holder::answerHandOver(QLocalSocket* socket, const QString& who)
{
    if (!m_callbacks.isAttended) {
        replyFailed(socket,
                    { base::ErrorCode::NotSupported,
                      u"“strongroom serve” does not hand over the store. Stop it, and it lets go."_s,
                      {} });
        return;
    }
    send(socket, { protocol::Kind::Done, {} });
    if (socket->state() != QLocalSocket::ConnectedState)
        return;
    connect(socket, &QLocalSocket::disconnected, this, [this, who] { Q_EMIT handOverWithdrawn(who); });
    Q_EMIT handOverRequested(who);
}

void Holder::answerCommand(QLocalSocket* socket, std::vector<base::SecureBytes> parts)
{
    if (!m_callbacks.runCommand || !m_callbacks.verifyPassphrase) {
        replyFailed(socket,
                    { base::ErrorCode::NotSupported, u"The holder of the store runs no commands."_s, {} });
        return;
    }
    if (parts.size() < 3) {
        replyFailed(socket, { base::ErrorCode::BadParameter, u"This is not a command."_s, {} });
        return;
    }
    HolderCommand command;
    command.workingFolder = protocol::textOf(parts[1]);
    command.standardInput = std::move(parts[2]);
    for (std::size_t i = 3; i < parts.size(); ++i)
        command.arguments << protocol::textOf(parts[i]);
    m_callbacks.verifyPassphrase(std::move(parts[0]))
        .then(this,
              [this, peer = QPointer(socket),
               command = std::move(command)](const base::Result<void>& verified) mutable {
                  if (!peer)
                      return;
                  if (!verified)
                      replyFailed(peer, verified.error());
                  else
                      run(peer, std::move(command));
              });
}

void Holder::run(QLocalSocket* socket, HolderCommand command)
{
    base::Promise<HolderReply> promise;
    // The watcher also tells when the answer never comes.
    auto* const watcher = new QFutureWatcher<HolderReply>(socket);
    connect(watcher, &QFutureWatcher<HolderReply>::finished, socket, [socket, watcher] {
        auto future = watcher->future();
        if (future.isCanceled()) {
            replyFailed(socket, { base::ErrorCode::Unavailable, u"The command was not carried out."_s, {} });
            return;
        }
        HolderReply result = future.takeResult();
        std::vector<base::SecureBytes> parts;
        parts.push_back(protocol::partOf(result.exitCode));
        parts.push_back(std::move(result.standardOutput));
        parts.push_back(std::move(result.standardError));
        replyDone(socket, std::move(parts));
    });
    watcher->setFuture(promise.future());
    m_callbacks.runCommand(std::move(command), [promise = std::move(promise)](HolderReply result) mutable {
        promise.fulfil(std::move(result));
    });
}

} // namespace strongroom::app
