// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"

#include "app/cli/commands.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>

#include <algorithm>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;
using namespace Qt::StringLiterals;

namespace {

/// The command whose words the arguments begin with; the longest wins.
const Command* findCommand(const std::vector<Command>& all, const QStringList& arguments)
{
    const auto fits = [&](const Command& command) {
        const QStringList words = QString(command.words).split(u' ');
        return arguments.mid(0, words.size()) == words;
    };
    const auto found = std::find_if(all.begin(), all.end(), fits);
    return found == all.end() ? nullptr : &*found;
}

base::Result<Arguments> argumentsFor(const Command& command, const QStringList& words)
{
    std::vector<OptionRow> rows(command.options.begin(), command.options.end());
    rows.insert(rows.end(), commonOptions().begin(), commonOptions().end());
    auto arguments = parseArguments(words, rows);
    if (!arguments || arguments->has("--help"_L1))
        return arguments;
    const bool isOpenEnded = command.positionals.endsWith("...]"_L1);
    const qsizetype wanted
        = isOpenEnded || command.positionals.isEmpty() ? 0 : QString(command.positionals).split(u' ').size();
    const qsizetype given = arguments->positionals.size();
    if (given < wanted)
        return Error{ ErrorCode::BadParameter, u"%1 is needed."_s.arg(command.positionals), {} };
    if (given > wanted && !isOpenEnded)
        return Error{ ErrorCode::BadParameter,
                      u"\"%1\" is too much here."_s.arg(arguments->positionals[wanted]),
                      {} };
    return arguments;
}

/// How the store is to be opened.
struct Credential final
{
    enum class Kind { Passphrase, RecoveryKey, Keychain } kind = Kind::Passphrase;
    SecureBytes secret;
};

base::Result<Credential> credentialFor(CommandContext& context)
{
    const Arguments& arguments = context.arguments();
    for (const auto& [option, kind] :
         { std::pair{ "--passphrase-file"_L1, Credential::Kind::Passphrase },
           std::pair{ "--recovery-key-file"_L1, Credential::Kind::RecoveryKey } }) {
        if (!arguments.has(option))
            continue;
        auto secret = lineOf(context, arguments.value(option));
        if (!secret)
            return secret.error();
        return Credential{ kind, std::move(*secret) };
    }
    if (context.withDoor([](ops::StoreDoor& door) { return door.hasKeychainSlot(); }))
        return Credential{ Credential::Kind::Keychain, {} };
    auto typed = context.io().prompt(u"Passphrase: "_s);
    if (!typed)
        return Error{ ErrorCode::BadParameter, u"The option --passphrase-file is needed."_s, {} };
    return Credential{ Credential::Kind::Passphrase, std::move(*typed) };
}

base::Result<void> unlock(CommandContext& context, const Credential& credential)
{
    return context.awaitDoor([&](ops::StoreDoor& door) {
        switch (credential.kind) {
        case Credential::Kind::RecoveryKey:
            return door.unlockWithRecoveryKey(credential.secret.clone());
        case Credential::Kind::Keychain:
            return door.unlockWithKeychain();
        case Credential::Kind::Passphrase:
            break;
        }
        return door.unlock(credential.secret.clone());
    });
}

base::Result<void> choose(CommandContext& context)
{
    const QString given = context.arguments().value("--store"_L1);
    // A script's empty variable must not become another store.
    if (given.isEmpty() && context.arguments().has("--store"_L1))
        return Error{ ErrorCode::BadParameter, u"The option --store names no folder."_s, {} };
    const bool acceptsOlder = context.arguments().has("--accept-older-copy"_L1);
    return context.withDoor([&](ops::StoreDoor& door) {
        auto chosen = door.choose(given.isEmpty() ? door.defaultPath() : context.pathOf(given));
        if (chosen && acceptsOlder)
            door.acceptRollbackOnce();
        return chosen;
    });
}

/// Whether an option of the command itself reads standard input.
bool readsInput(const Arguments& arguments)
{
    for (auto option = arguments.options.cbegin(); option != arguments.options.cend(); ++option) {
        const bool isOurs
            = option.key() == "--passphrase-file"_L1 || option.key() == "--recovery-key-file"_L1;
        const bool isOutput = option.key() == "--output"_L1;
        if (!isOurs && !isOutput && option.value().contains(u"-"_s))
            return true;
    }
    return false;
}

/// Has the holder run the command, with the lines of standard input that are the command's own.
base::Result<app::HolderReply> passToHolder(CommandContext& context, const Command& command,
                                            const QStringList& arguments, const SecureBytes& passphrase,
                                            const PassOn& passOn)
{
    SecureBytes rest;
    if (readsInput(context.arguments())) {
        constexpr qsizetype longest = 32 * 1024 * 1024; // half of what the holder takes in one message
        auto taken = context.io().takeRest(longest);
        if (!taken)
            return taken.error();
        rest = std::move(*taken);
    }
    transfer::SecureText input;
    if (command.usesPassphrase) {
        input.append(passphrase.view());
        input.append('\n');
    }
    input.append(rest.view());
    const QString path = context.withDoor([](ops::StoreDoor& door) { return door.path(); });
    auto reply = passOn(path, { arguments, context.pathOf(u"."_s), input.take() }, passphrase.clone());
    if (!reply)
        context.io().putBack(std::move(rest));
    return reply;
}

ExitCode printReply(CommandContext& context, const app::HolderReply& reply)
{
    context.io().writeOut(reply.standardOutput.view());
    if (context.io().isOutputATerminal() && !reply.standardOutput.isEmpty()
        && !reply.standardOutput.view().endsWith('\n'))
        context.io().writeOut("\n");
    context.io().writeError(reply.standardError.view());
    return static_cast<ExitCode>(reply.exitCode);
}

ExitCode runAndLock(CommandContext& context, const Command& command)
{
    const ExitCode code = command.run(context);
    context.awaitDoor([](ops::StoreDoor& door) { return door.lock(); });
    return code;
}

/// Opens the store and runs the command, or has it run by the process that holds the store. A holder that
/// runs no commands is one like this, which is done soon: then it is waited for.
ExitCode openAndRun(CommandContext& context, const Command& command, const QStringList& arguments,
                    const PassOn& passOn)
{
    constexpr qint64 patienceMilliseconds = 15'000;
    if (auto chosen = choose(context); !chosen)
        return context.fail(chosen.error());
    auto credential = credentialFor(context);
    if (!credential)
        return context.fail(credential.error());
    if (command.usesPassphrase && credential->kind == Credential::Kind::Keychain)
        return context.fail(
            { ErrorCode::BadParameter,
              u"This command needs the passphrase or the recovery key itself: --passphrase-file or "
              "--recovery-key-file."_s,
              {} });
    QElapsedTimer waited;
    waited.start();
    while (true) {
        const auto opened = unlock(context, *credential);
        if (opened) {
            for (const QString& note :
                 context.withDoor([](ops::StoreDoor& door) { return door.openingNotes(); }))
                context.note(note);
            if (command.usesPassphrase && credential->kind == Credential::Kind::Passphrase)
                context.setPassphrase(std::move(credential->secret));
            return runAndLock(context, command);
        }
        const bool isHeld = opened.error().code == ErrorCode::StoreInUse;
        if (!isHeld || command.store == Command::Store::OpenHere
            || credential->kind != Credential::Kind::Passphrase || waited.elapsed() > patienceMilliseconds)
            return context.fail(opened.error());
        const auto reply = passToHolder(context, command, arguments, credential->secret, passOn);
        if (reply)
            return printReply(context, *reply);
        const bool mayPass
            = reply.error().code == ErrorCode::NotSupported || reply.error().code == ErrorCode::Unavailable;
        if (!mayPass)
            return context.fail(reply.error());
        QThread::msleep(50);
    }
}

ExitCode runAtHolder(CommandContext& context, const Command& command)
{
    if (command.store != Command::Store::Open && command.store != Command::Store::WhenNamed)
        return context.fail(
            { ErrorCode::NotSupported, u"This command is not run for another process."_s, {} });
    if (command.usesPassphrase)
        context.setPassphrase(context.io().takeLine());
    return command.run(context);
}

/// Reports what has to do with the command line as a whole, in the form that it asks for.
CommandContext reporterFor(const QStringList& words, const Surroundings& surroundings)
{
    Arguments onlyJson;
    if (words.contains(u"--json"_s))
        onlyJson.options.insert(u"--json"_s, { QString() });
    return { surroundings, std::move(onlyJson) };
}

ExitCode runWords(const QStringList& arguments, const Surroundings& surroundings, const PassOn& passOn)
{
    const std::vector<Command> all = allCommands();
    const QString first = arguments.value(0);
    if (first == "--help"_L1 || first == "-h"_L1 || first == "help"_L1) {
        surroundings.io.writeOut(helpOfProgram().toUtf8());
        return ExitCode::Done;
    }
    if (first == "--version"_L1) {
        surroundings.io.writeOut("strongroom " STRONGROOM_VERSION "\n");
        return ExitCode::Done;
    }
    const Command* const command = findCommand(all, arguments);
    if (!command) {
        CommandContext nowhere(surroundings, {});
        if (const QString help = helpOfGroup(first); !help.isEmpty()) {
            if (arguments.contains(u"--help"_s) || arguments.contains(u"-h"_s)) {
                surroundings.io.writeOut(help.toUtf8());
                return ExitCode::Done;
            }
            if (arguments.size() < 2 || arguments[1].startsWith(u'-')) {
                nowhere.note(u"\"%1\" needs a command; \"strongroom %1 --help\" names them."_s.arg(first));
                return ExitCode::Usage;
            }
        }
        const bool isOneWord = arguments.value(1).startsWith(u'-');
        nowhere.note(u"There is no command \"%1\"; \"strongroom --help\" names them all."_s.arg(
            arguments.mid(0, isOneWord ? 1 : 2).join(u' ')));
        return ExitCode::Usage;
    }
    const QStringList words = arguments.mid(QString(command->words).split(u' ').size());
    auto parsed = argumentsFor(*command, words);
    if (!parsed)
        return reporterFor(words, surroundings).fail(parsed.error());
    CommandContext context(surroundings, std::move(*parsed));
    if (context.arguments().has("--help"_L1)) {
        context.print(helpOf(*command));
        return ExitCode::Done;
    }
    if (command->judge) {
        if (auto judged = command->judge(context); !judged)
            return context.fail(judged.error());
    }
    if (surroundings.place == Place::Holder)
        return runAtHolder(context, *command);
    const bool needsNoStore
        = command->store == Command::Store::WhenNamed && !context.arguments().has("--store"_L1);
    if (command->store == Command::Store::Closed || needsNoStore) {
        const ExitCode code = command->run(context);
        context.awaitDoor([](ops::StoreDoor& door) { return door.lock(); });
        return code;
    }
    return openAndRun(context, *command, arguments, passOn);
}

} // namespace

bool isCommandLine(const QStringList& arguments)
{
    if (arguments.isEmpty())
        return false;
    const QString& first = arguments.front();
    if (first == "--help"_L1 || first == "-h"_L1 || first == "help"_L1 || first == "--version"_L1)
        return true;
    const std::vector<Command> all = allCommands();
    return std::any_of(
               all.begin(), all.end(),
               [&](const Command& command) { return QString(command.words).section(u' ', 0, 0) == first; })
        || !first.startsWith(u'-');
}

ExitCode runCommandLine(const QStringList& arguments, const Surroundings& surroundings, const PassOn& passOn)
{
    const ExitCode code = runWords(arguments, surroundings, passOn);
    const auto arrived = surroundings.io.outputArrived();
    if (arrived || code != ExitCode::Done)
        return code;
    return reporterFor(arguments, surroundings).fail(arrived.error());
}

CommandDesk::CommandDesk(ops::StoreDoor& door)
    : m_door(door)
    , m_lane("commands")
{
}

CommandDesk::~CommandDesk()
{
    while (m_unfinished > 0)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

app::Holder::RunCommand CommandDesk::runner()
{
    return
        [this](app::HolderCommand command, base::UniqueFunction<void(app::HolderReply)> answer) {
            ++m_unfinished;
            m_lane.post([this, command = std::move(command), answer = std::move(answer)]() mutable {
                MemoryIo io(std::move(command.standardInput));
                StopSignal stop;
                const Surroundings surroundings{ m_door, nullptr,       io,
                                                 stop,   Place::Holder, command.workingFolder };
                const ExitCode code = runCommandLine(command.arguments, surroundings, {});
                answer({ static_cast<int>(code), io.takeOut(), io.takeError() });
                --m_unfinished;
            });
        };
}

} // namespace strongroom::cli
