// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/command_io.h"
#include "app/cli/exit_code.h"
#include "app/cli/report.h"
#include "model/base/promise.h"
#include "model/ops/endpoint_control.h"
#include "model/ops/operations.h"
#include "model/ops/store_door.h"

#include <condition_variable>
#include <functional>
#include <mutex>

namespace strongroom::cli {

/// Whether a command runs in the process it was typed for, or in the one that holds the store.
enum class Place { OwnProcess, Holder };

/// Ends a command that runs until it is told to stop. Thread-safe.
class StopSignal final
{
public:
    void stop();
    void wait();

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isStopped = false; // guarded by m_mutex
};

/// All that a command may touch. A command runs on a thread of its own and may wait there; the door and
/// the endpoint live on the main thread, whose event loop must run, and are only touched on it.
class CommandContext final
{
public:
    struct Parts
    {
        ops::StoreDoor& door;
        ops::EndpointControl* endpoint; ///< nullptr where there is none to serve with
        CommandIo& io;
        StopSignal& stop;
        Place place = Place::OwnProcess;
        QString workingFolder;
    };

    CommandContext(Parts parts, Arguments arguments)
        : m_parts(std::move(parts))
        , m_arguments(std::move(arguments))
    {
    }

    const Arguments& arguments() const { return m_arguments; }
    CommandIo& io() { return m_parts.io; }
    Place place() const { return m_parts.place; }
    bool wantsJson() const;
    /// A file that the command line names, against the folder it was typed in.
    QString pathOf(const QString& file) const;

    /// Runs `f(door)` on the main thread and waits for its result.
    template <typename F> auto withDoor(F f) { return onMainThread(m_parts.door, std::move(f)); }
    template <typename F> auto withEndpoint(F f) { return onMainThread(*m_parts.endpoint, std::move(f)); }
    bool hasEndpoint() const { return m_parts.endpoint != nullptr; }
    /// The same for functions that return a future: waits for that too.
    template <typename F> auto awaitDoor(F f) { return takeResult(withDoor(std::move(f))); }
    template <typename F> auto awaitEndpoint(F f) { return takeResult(withEndpoint(std::move(f))); }

    /// An operation of the store, as its owner.
    template <ops::StoreOperation Op> ops::ResultOf<Op> run(Op op)
    {
        return perform<Op>([op = std::make_shared<Op>(std::move(op))](ops::Operations& operations) {
            return operations.run(vault::Caller::owner(), std::move(*op));
        });
    }
    /// An operation on one vault, as its owner.
    template <ops::VaultOperation Op> ops::ResultOf<Op> run(const vault::VaultId& vault, Op op)
    {
        return perform<Op>([vault, op = std::make_shared<Op>(std::move(op))](ops::Operations& operations) {
            return operations.run(vault::Caller::owner(), vault, std::move(*op));
        });
    }

    /// The live vault, or the live pool, of this name.
    base::Result<vault::VaultProperties> vaultNamed(const QString& name);
    base::Result<vault::VaultProperties> poolNamed(const QString& name);
    /// By name or client id.
    base::Result<vault::Application> applicationNamed(const QString& name);

    /// The store's passphrase as it was given; once.
    base::SecureBytes takePassphrase() { return std::move(m_passphrase); }
    void setPassphrase(base::SecureBytes passphrase) { m_passphrase = std::move(passphrase); }

    void untilStopped() { m_parts.stop.wait(); }

    /// The result as JSON, or as text.
    void print(JsonWriter& json);
    void print(const QString& text);
    void note(const QString& text);
    /// The end of a command that has no result of its own: one member as JSON, or a note.
    ExitCode done(QStringView member, const QString& value, const QString& text);
    /// Reports the error and gives its exit code.
    ExitCode fail(const base::Error& error);

private:
    static base::Error closedMeanwhile()
    {
        return { base::ErrorCode::Cancelled, QStringLiteral("The store was closed meanwhile."), {} };
    }

    template <typename T> static T takeResult(QFuture<T> future)
    {
        future.waitForFinished();
        if constexpr (!std::is_void_v<T>) {
            if (future.resultCount() == 0) // its maker has gone: the program is closing
                return T(base::Error{
                    base::ErrorCode::Cancelled, QStringLiteral("The store was closed meanwhile."), {} });
            return future.takeResult();
        }
    }

    template <typename Object, typename F> static auto onMainThread(Object& object, F f)
    {
        using R = std::invoke_result_t<F, Object&>;
        auto promise = std::make_shared<base::Promise<R>>();
        auto future = promise->future();
        QMetaObject::invokeMethod(
            &object,
            [promise, &object, f = std::make_shared<F>(std::move(f))] { promise->fulfil((*f)(object)); },
            Qt::QueuedConnection);
        promise.reset();
        future.waitForFinished();
        if (future.resultCount() == 0) { // the object has gone: the program is closing
            if constexpr (std::is_constructible_v<R, base::Error>)
                return R(closedMeanwhile());
            else
                return R();
        }
        return future.takeResult();
    }

    template <typename Op, typename F> ops::ResultOf<Op> perform(F f)
    {
        return awaitDoor([f = std::move(f)](ops::StoreDoor& door) mutable -> QFuture<ops::ResultOf<Op>> {
            if (ops::Operations* const operations = door.operations())
                return f(*operations);
            return base::readyFuture<ops::ResultOf<Op>>(
                base::Error{ base::ErrorCode::Locked, QStringLiteral("The store is locked."), {} });
        });
    }

    /// Among live vaults or pools.
    base::Result<vault::VaultProperties> containerNamed(const QString& name, vault::Sku sku);

    Parts m_parts;
    Arguments m_arguments;
    base::SecureBytes m_passphrase;
};

/// One command: its words, what it takes, what it does.
struct Command final
{
    /// What the command needs before it runs.
    enum class Store {
        Open, ///< opened with the passphrase; passed on when another process holds it
        OpenHere, ///< opened with the passphrase, in this process only
        Closed, ///< the command opens or makes it
        WhenNamed, ///< opened like Open where --store names one; the command works without, too
    };

    QLatin1String words; ///< "secret set"
    QLatin1String positionals; ///< "NAME", or empty
    QLatin1String summary;
    std::span<const OptionRow> options; ///< besides the common ones
    Store store = Store::Open;
    ExitCode (*run)(CommandContext& context);
    bool usesPassphrase = false; ///< the command itself needs it or the recovery key, not only the opening
    base::Result<void> (*judge)(const CommandContext& context)
        = nullptr; ///< whether what was typed makes sense; asked before a store is opened
};

} // namespace strongroom::cli
