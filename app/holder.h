// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/holder_protocol.h"
#include "model/base/result.h"
#include "model/base/secure_bytes.h"
#include "model/base/unique_function.h"

#include <QFuture>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>

class QLocalServer;
class QLocalSocket;

namespace strongroom::app {

/// One command line that the holder of a store runs for another process of the same user.
struct HolderCommand final
{
    QStringList arguments; ///< without the program's name
    QString workingFolder; ///< against which the arguments' relative paths are meant
    base::SecureBytes standardInput;
};

struct HolderReply final
{
    int exitCode = 0;
    base::SecureBytes standardOutput;
    base::SecureBytes standardError;
};

/// Lets other processes of the same user reach the process that holds a store, over a local socket that
/// only this user may open. They may ask who it is, ask it to hand over, and pass on a command together
/// with the store's passphrase, which is verified before the command is run. Lives on the thread that
/// made it; its callbacks are called there and must not block.
class Holder final : public QObject
{
    Q_OBJECT

public:
    using VerifyPassphrase = std::function<QFuture<base::Result<void>>(base::SecureBytes)>;
    /// Answers once, from any thread.
    using RunCommand = std::function<void(HolderCommand, base::UniqueFunction<void(HolderReply)> answer)>;

    struct Callbacks
    {
        VerifyPassphrase verifyPassphrase;
        RunCommand runCommand; ///< empty: commands are refused
        bool isAttended = true; ///< somebody is there who can be asked to hand over
    };

    explicit Holder(Callbacks callbacks, QObject* parent = nullptr);
    ~Holder() override;

    /// A path of its own for the holder of the store in `folder`: in the user's runtime folder, else in
    /// the store's. Empty when neither can hold a socket.
    static QString socketPathFor(const QString& folder);
    base::Result<void> listen(const QString& socketPath);
    void close();

Q_SIGNALS:
    /// `who` describes the asking process in a few words.
    void handOverRequested(const QString& who);
    /// It does not wait for an answer any more, or has ended.
    void handOverWithdrawn(const QString& who);

private:
    void accept();
    void receive(QLocalSocket* socket);
    void answer(QLocalSocket* socket, holder_protocol::Message message);
    void answerHandOver(QLocalSocket* socket, const QString& who);
    void answerCommand(QLocalSocket* socket, std::vector<base::SecureBytes> parts);
    void run(QLocalSocket* socket, HolderCommand command);

    Callbacks m_callbacks;
    QLocalServer* const m_server;
    int m_connections = 0;
};

} // namespace strongroom::app
