// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/command_line.h"
#include "app/store_door_local.h"
#include "model/keep/key_slots.h"

#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <thread>

namespace strongroom::cli {

struct Outcome final
{
    ExitCode code = ExitCode::Failed;
    QByteArray out;
    QByteArray error;

    QJsonObject object() const { return QJsonDocument::fromJson(out).object(); }
    QJsonArray array() const { return QJsonDocument::fromJson(out).array(); }
    QString errorCode() const
    {
        return QJsonDocument::fromJson(error)[QStringLiteral("error")][QStringLiteral("code")].toString();
    }
};

/// Runs command lines as processes of their own would, against stores in a temporary folder, with
/// passphrases that cost as little as may be.
class CommandLines final
{
public:
    CommandLines() { write(QStringLiteral("pass"), "correct horse\n"); }

    QString path(const QString& name) const { return m_folder.filePath(name); }
    void write(const QString& name, const QByteArray& content) const
    {
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
    }
    QByteArray read(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
    }

    /// A command on the store "store" with its passphrase. The store is kept open from one command to
    /// the next, as in a window that runs the commands of other processes: opening it takes its time.
    Outcome run(const QStringList& words, const QByteArray& input = {})
    {
        StopSignal stop;
        return runAt(holder(), nullptr, stop, Place::Holder, words, input);
    }
    /// The same in a process of its own.
    Outcome runAlone(const QStringList& words, const QByteArray& input = {})
    {
        return runPlain(words
                            + QStringList{ QStringLiteral("--store"), QStringLiteral("store"),
                                           QStringLiteral("--passphrase-file"), QStringLiteral("pass") },
                        input);
    }
    Outcome runPlain(const QStringList& words, const QByteArray& input = {})
    {
        m_holder.reset();
        app::StoreDoorLocal door(m_clock, { keep::HolderKind::Command, keep::leastCost() });
        StopSignal stop;
        return runAt(door, nullptr, stop, Place::OwnProcess, words, input);
    }
    Outcome runAt(ops::StoreDoor& door, ops::EndpointControl* endpoint, StopSignal& stop, Place place,
                  const QStringList& words, const QByteArray& input)
    {
        MemoryIo io(base::SecureBytes::copyOf(input));
        const Surroundings surroundings{ door, endpoint, io, stop, place, m_folder.path() };
        const PassOn nobody = [](const QString&, app::HolderCommand, base::SecureBytes) {
            return base::Result<app::HolderReply>(
                base::Error{ base::ErrorCode::Internal, QStringLiteral("nobody holds it"), {} });
        };
        QEventLoop loop;
        Outcome outcome;
        std::thread command([&] {
            outcome.code = runCommandLine(words, surroundings, nobody);
            QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        loop.exec();
        command.join();
        outcome.out = io.takeOut().view().toByteArray();
        outcome.error = io.takeError().view().toByteArray();
        return outcome;
    }

    const base::Clock& clock() const { return m_clock; }

private:
    ops::StoreDoor& holder()
    {
        if (!m_holder) {
            m_holder = std::make_unique<app::StoreDoorLocal>(
                m_clock, app::StoreDoorLocal::Options{ keep::HolderKind::Command, keep::leastCost() });
            if (m_holder->choose(path(QStringLiteral("store")))) {
                QEventLoop loop;
                m_holder->unlock(base::SecureBytes::copyOf(QByteArrayView("correct horse")))
                    .then(&loop, [&loop](base::Result<void>) { loop.quit(); });
                loop.exec();
            }
        }
        return *m_holder;
    }

    base::SystemClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<app::StoreDoorLocal> m_holder;
};

} // namespace strongroom::cli
