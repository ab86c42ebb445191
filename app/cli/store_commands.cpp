// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "model/vault/passphrase_strength.h"

#include <QFile>
#include <QTemporaryDir>

#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;
using namespace Qt::StringLiterals;

namespace {

/// A new passphrase: from the option, or typed twice.
base::Result<SecureBytes> newPassphrase(CommandContext& context, QLatin1String option)
{
    base::Result<SecureBytes> first = context.arguments().has(option)
        ? lineOf(context, context.arguments().value(option))
        : context.io().prompt(u"New passphrase: "_s);
    if (!first && first.error().code == ErrorCode::Unavailable)
        return Error{ ErrorCode::BadParameter, u"The option %1 is needed."_s.arg(option), {} };
    if (!first)
        return first.error();
    if (first->isEmpty())
        return Error{ ErrorCode::BadParameter, u"The passphrase is empty."_s, u"passphrase"_s };
    if (context.arguments().has(option))
        return first;
    const auto second = context.io().prompt(u"The same again: "_s);
    if (!second || !(*first == *second))
        return Error{ ErrorCode::BadParameter, u"The two are not the same."_s, u"passphrase"_s };
    return first;
}

/// As the window judges it.
bool isEasyToGuess(const SecureBytes& passphrase)
{
    QString text = QString::fromUtf8(passphrase.view());
    const auto level = vault::strengthOf(text).level;
    base::wipe(text);
    return level <= vault::Strength::Level::Fair;
}

/// Not an error: scripts choose for themselves.
void noteEasyPassphrase(CommandContext& context)
{
    context.note(u"The passphrase is easy to guess for somebody who has the store."_s);
}

QString storePath(CommandContext& context)
{
    const QString given = context.arguments().value("--store"_L1);
    return given.isEmpty() ? context.withDoor([](ops::StoreDoor& door) { return door.defaultPath(); })
                           : context.pathOf(given);
}

ExitCode createStore(CommandContext& context)
{
    auto passphrase = newPassphrase(context, "--passphrase-file"_L1);
    if (!passphrase)
        return context.fail(passphrase.error());
    const bool isEasy = isEasyToGuess(*passphrase);
    const QString path = storePath(context);
    const auto recoveryKey
        = context.awaitDoor([&](ops::StoreDoor& door) { return door.create(path, std::move(*passphrase)); });
    if (!recoveryKey)
        return context.fail(recoveryKey.error());
    if (isEasy)
        noteEasyPassphrase(context);
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject().member(u"path", path).key(u"recoveryKey").text(*recoveryKey).endObject();
        context.print(json);
        return ExitCode::Done;
    }
    context.print(
        u"Store made in %1\nRecovery key, shown once; keep it away from this computer:\n"_s.arg(path));
    context.io().writeOut(recoveryKey->view());
    context.io().writeOut("\n");
    return ExitCode::Done;
}

ExitCode checkStore(CommandContext& context)
{
    const auto found = context.awaitDoor([](ops::StoreDoor& door) { return door.check(); });
    if (!found)
        return context.fail(found.error());
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject().truthMember(u"intact", found->isIntact).member(u"auditRows", found->auditRows);
        json.key(u"findings").beginArray();
        for (const QString& finding : found->findings)
            json.text(finding);
        json.endArray().key(u"notes").beginArray();
        for (const QString& note : found->notes)
            json.text(note);
        json.endArray().endObject();
        context.print(json);
    } else if (found->isIntact) {
        context.print(u"The store is intact; %1 audit rows verified.\n"_s.arg(found->auditRows));
    } else {
        context.print(found->findings.join(u'\n') + u'\n');
    }
    // Whoever opened the store itself was told them then.
    if (!context.wantsJson() && context.place() == Place::Holder) {
        for (const QString& note : found->notes)
            context.note(note);
    }
    return found->isIntact ? ExitCode::Done : ExitCode::StoreDamaged;
}

base::Result<void> mayStream(CommandContext& context)
{
    const auto refused = [](const QString& why) { return Error{ ErrorCode::BadParameter, why, {} }; };
    if (context.place() == Place::Holder)
        return refused(
            u"Another process holds the store, and would have to keep the whole backup in memory: name a "
            "file instead of -."_s);
    if (context.io().isOutputATerminal())
        return refused(
            u"A backup is not text for a terminal: redirect standard output, or name a file instead of -."_s);
    if (context.wantsJson())
        return refused(u"With --json, standard output is for the JSON: name a file instead of -."_s);
    return {};
}

/// To standard output, by way of a file that nobody else can read: a backup's beginning is written when its
/// end is known.
ExitCode streamBackup(CommandContext& context)
{
    constexpr qint64 pieceBytes = 1024 * 1024;
    if (auto allowed = mayStream(context); !allowed)
        return context.fail(allowed.error());
    QTemporaryDir folder;
    if (!folder.isValid())
        return context.fail({ ErrorCode::StorageFailed, folder.errorString(), {} });
    QFile file(folder.filePath(u"backup"_s));
    const auto done
        = context.awaitDoor([path = file.fileName()](ops::StoreDoor& door) { return door.backupTo(path); });
    if (!done)
        return context.fail(done.error());
    if (!file.open(QFile::ReadOnly))
        return context.fail({ ErrorCode::StorageFailed, file.errorString(), {} });
    folder.remove(); // the open file is enough: a reader that ends early ends this program too
    while (!file.atEnd() && context.io().outputArrived()) {
        const QByteArray piece = file.read(pieceBytes);
        if (piece.isEmpty())
            return context.fail({ ErrorCode::StorageFailed, file.errorString(), {} });
        context.io().writeOut(piece);
    }
    return ExitCode::Done;
}

ExitCode backupStore(CommandContext& context)
{
    if (context.arguments().positionals[0] == "-"_L1)
        return streamBackup(context);
    const QString file = context.pathOf(context.arguments().positionals[0]);
    const auto done = context.awaitDoor([&](ops::StoreDoor& door) { return door.backupTo(file); });
    if (!done)
        return context.fail(done.error());
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject().member(u"file", file).endObject();
        context.print(json);
    } else {
        context.print(u"Backup written to %1\n"_s.arg(file));
    }
    return ExitCode::Done;
}

ExitCode restoreStore(CommandContext& context)
{
    const QString file = context.pathOf(context.arguments().positionals[0]);
    const QString path = storePath(context);
    const auto done = context.awaitDoor([&](ops::StoreDoor& door) { return door.restoreFrom(file, path); });
    if (!done)
        return context.fail(done.error());
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject().member(u"path", path).endObject();
        context.print(json);
    } else {
        context.print(u"Store restored to %1; it opens with the passphrase it had.\n"_s.arg(path));
    }
    return ExitCode::Done;
}

ExitCode changePassphrase(CommandContext& context)
{
    auto passphrase = newPassphrase(context, "--new-passphrase-file"_L1);
    if (!passphrase)
        return context.fail(passphrase.error());
    const bool isEasy = isEasyToGuess(*passphrase);
    SecureBytes former = context.takePassphrase();
    // There is none when the recovery key opened the store: it stands for a passphrase that is forgotten.
    const auto done = context.awaitDoor([&](ops::StoreDoor& door) {
        return former.isEmpty() ? door.replacePassphrase(std::move(*passphrase))
                                : door.changePassphrase(std::move(former), std::move(*passphrase));
    });
    if (!done)
        return context.fail(done.error());
    if (isEasy)
        noteEasyPassphrase(context);
    return context.done(u"changed", u"passphrase"_s, u"The passphrase is changed."_s);
}

constexpr std::array passphraseOptions{
    OptionRow{ "--new-passphrase-file"_L1, "FILE"_L1,
               "its first line is the new passphrase; - is the next line of standard input"_L1 },
};

constexpr std::array commands{
    Command{ "store create"_L1,
             {},
             "Makes an encrypted store and prints its recovery key, once"_L1,
             {},
             Command::Store::Closed,
             createStore },
    Command{ "store check"_L1,
             {},
             "Verifies the pages, rows and audit chain of the store"_L1,
             {},
             Command::Store::Open,
             checkStore },
    Command{ "store backup"_L1,
             "FILE"_L1,
             "Writes the whole store, encrypted as it is, to one file; - is standard output"_L1,
             {},
             Command::Store::Open,
             backupStore },
    Command{ "store restore"_L1,
             "FILE"_L1,
             "Makes a store in a new folder from a backup file"_L1,
             {},
             Command::Store::Closed,
             restoreStore },
    Command{ "store passphrase"_L1,
             {},
             "Changes the passphrase; with --recovery-key-file, a forgotten one"_L1,
             passphraseOptions,
             Command::Store::Open,
             changePassphrase,
             true },
};

} // namespace

std::span<const Command> storeCommands() { return commands; }

} // namespace strongroom::cli
