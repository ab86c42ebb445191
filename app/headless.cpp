// SPDX-License-Identifier: Apache-2.0
#include "app/headless.h"

#include "app/cli/command_line.h"
#include "app/endpoint_host.h"
#include "app/holder_client.h"
#include "app/stop_on_signals.h"
#include "app/store_door_local.h"
#include "model/keep/store_lock.h"

#include <QCoreApplication>
#include <QDir>

#include <thread>

namespace strongroom::app {

using namespace Qt::StringLiterals;

namespace {

base::Result<HolderReply> passOn(const QString& path, HolderCommand command, base::SecureBytes passphrase)
{
    // The holder says where it listens: it may be of a session with other folders than this one.
    const auto holder = keep::StoreLock::holderOf(path);
    const QString socketPath = holder ? holder->socketPath : QString();
    return passToHolder(socketPath, { std::move(command), std::move(passphrase) });
}

} // namespace

int runHeadless(int argc, char** argv, const QStringList& arguments)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"strongroom"_s);
    const bool isServer = arguments.value(0) == "serve"_L1;

    const base::SystemClock clock;
    StoreDoorLocal door(clock, { isServer ? keep::HolderKind::Server : keep::HolderKind::Command, {} });
    EndpointHost endpoint(door, clock, {});
    door.setBeforeClose([&endpoint] { return endpoint.release(); });
    cli::CommandDesk desk(door);
    if (isServer)
        door.setCommandRunner(desk.runner());
    cli::ProcessIo io;
    cli::StopSignal stop;
    const StopOnSignals signalsStop([&stop] { stop.stop(); });

    // The command waits on a thread of its own; the door and the endpoint need this thread's event loop.
    const cli::Surroundings surroundings{
        door, &endpoint, io, stop, cli::Place::OwnProcess, QDir::currentPath()
    };
    std::thread command([&] {
        const cli::ExitCode code = cli::runCommandLine(arguments, surroundings, passOn);
        QMetaObject::invokeMethod(
            &application, [code] { QCoreApplication::exit(static_cast<int>(code)); }, Qt::QueuedConnection);
    });
    const int code = QCoreApplication::exec();
    command.join();
    return code;
}

} // namespace strongroom::app
