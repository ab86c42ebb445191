// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"

#include "model/ops/pool_jobs.h"
#include "model/transfer/domain_files.h"
#include "model/transfer/key_file.h"

#include <QFileInfo>

#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using base::Result;
using namespace Qt::StringLiterals;

namespace {

Result<vault::VaultProperties> poolOf(CommandContext& context)
{
    return context.poolNamed(context.arguments().positionals[0]);
}

/// The container that --storage and --sas-file name.
Result<vault::BackupTarget> containerFrom(CommandContext& context)
{
    const auto file = required(context, "--sas-file"_L1);
    if (!file)
        return file.error();
    auto token = lineOf(context, *file);
    if (!token)
        return token.error();
    return vault::BackupTarget{ vault::BackupTarget::Kind::Container,
                                context.arguments().value("--storage"_L1), std::move(*token) };
}

Error placeNeeded(QLatin1String folderOption)
{
    return { ErrorCode::BadParameter,
             u"Either %1 or --storage says where the backup is."_s.arg(folderOption),
             {} };
}

/// Begins a backup or restore and waits for its end.
Result<vault::PoolJob>
finished(CommandContext& context,
         const std::function<void(ops::Operations&, const vault::Caller&, ops::PoolJobAnswers)>& start)
{
    using Answer = Result<vault::PoolJob>;
    return context.awaitDoor([&start](ops::StoreDoor& door) -> QFuture<Answer> {
        ops::Operations* const operations = door.operations();
        if (!operations)
            return base::readyFuture<Answer>(Error{ ErrorCode::Locked, u"The store is locked."_s, {} });
        // Shared by the two answers, of which one is the last.
        const auto promise = std::make_shared<base::Promise<Answer>>();
        auto future = promise->future();
        start(*operations, vault::Caller::owner(),
              { [promise](Answer begun) {
                   if (!begun)
                       promise->fulfil(std::move(begun));
               },
                [promise](Answer ended) { promise->fulfil(std::move(ended)); } });
        return future;
    });
}

ExitCode printJob(CommandContext& context, const vault::PoolJob& job, const QString& done)
{
    if (!context.wantsJson()) {
        context.print(done.arg(job.place) + u'\n');
        if (!job.details.isEmpty())
            context.note(job.details);
        return ExitCode::Done;
    }
    JsonWriter json;
    json.beginObject().member(u"jobId", job.id).member(u"status", vault::toText(job.status));
    json.member(u"place", job.place).member(u"details", job.details);
    json.timeMember(u"started", job.started).timeMember(u"ended", job.ended).endObject();
    context.print(json);
    return ExitCode::Done;
}

ExitCode backUp(CommandContext& context)
{
    const Arguments& arguments = context.arguments();
    if (arguments.has("--to"_L1) == arguments.has("--storage"_L1))
        return context.fail(placeNeeded("--to"_L1));
    auto place = arguments.has("--to"_L1) ? Result<vault::BackupTarget>(vault::BackupTarget{
                     vault::BackupTarget::Kind::Folder, context.pathOf(arguments.value("--to"_L1)) })
                                          : containerFrom(context);
    if (!place)
        return context.fail(place.error());
    const auto pool = poolOf(context);
    if (!pool)
        return context.fail(pool.error());
    const auto job = finished(
        context, [&](ops::Operations& operations, const vault::Caller& caller, ops::PoolJobAnswers answers) {
            ops::backUpPool(operations, caller, pool->id, std::move(*place), std::move(answers));
        });
    if (!job)
        return context.fail(job.error());
    return printJob(context, *job, u"The backup is in %1"_s);
}

/// Which backup the command line names.
Result<ops::PoolRestore> restoreFrom(CommandContext& context)
{
    const Arguments& arguments = context.arguments();
    if (arguments.has("--from"_L1) == arguments.has("--storage"_L1))
        return placeNeeded("--from"_L1);
    ops::PoolRestore restore;
    if (arguments.has("--from"_L1)) {
        const QFileInfo folder(context.pathOf(arguments.value("--from"_L1)));
        restore.place = { vault::BackupTarget::Kind::Folder, folder.absolutePath() };
        restore.folder = folder.fileName();
    } else {
        const auto folder = required(context, "--folder"_L1);
        if (!folder)
            return folder.error();
        auto container = containerFrom(context);
        if (!container)
            return container.error();
        restore.place = std::move(*container);
        restore.folder = *folder;
    }
    if (arguments.has("--key"_L1)) {
        auto name = vault::ObjectName::create(arguments.value("--key"_L1));
        if (!name)
            return name.error();
        restore.keyName = std::move(*name);
    }
    return restore;
}

ExitCode restore(CommandContext& context)
{
    auto what = restoreFrom(context);
    if (!what)
        return context.fail(what.error());
    const auto pool = poolOf(context);
    if (!pool)
        return context.fail(pool.error());
    const auto job = finished(
        context, [&](ops::Operations& operations, const vault::Caller& caller, ops::PoolJobAnswers answers) {
            ops::restorePool(operations, caller, pool->id, std::move(*what), std::move(answers));
        });
    if (!job)
        return context.fail(job.error());
    return printJob(context, *job, u"Restored from %1"_s);
}

Result<std::vector<crypto::PublicKey>> holdersFrom(CommandContext& context)
{
    std::vector<crypto::PublicKey> holders;
    for (const QString& file : context.arguments().values("--holder"_L1)) {
        const auto pem = contentOf(context, file, transfer::keyFileBytes);
        if (!pem)
            return pem.error();
        auto holder = transfer::readDomainHolder(pem->view());
        if (!holder)
            return Error{ holder.error().code, file + ": "_L1 + holder.error().message, {} };
        holders.push_back(std::move(holder->key));
    }
    return holders;
}

ExitCode downloadDomain(CommandContext& context)
{
    const auto output = required(context, "--output"_L1);
    if (!output)
        return context.fail(output.error());
    auto holders = holdersFrom(context);
    if (!holders)
        return context.fail(holders.error());
    vault::DownloadSecurityDomain op{ std::move(*holders) };
    if (context.arguments().has("--required"_L1))
        op.required = context.arguments().value("--required"_L1).toInt();
    const QString counts = u"%1 of %2"_s.arg(op.required).arg(op.holders.size());
    const auto pool = poolOf(context);
    if (!pool)
        return context.fail(pool.error());
    const auto document = context.run(pool->id, std::move(op));
    if (!document)
        return context.fail(document.error());
    if (auto written = writeOutput(context, *document); !written)
        return context.fail(written.error());
    return context.done(u"output", *output,
                        u"The security domain is in %1; %2 holders bring it back."_s.arg(*output, counts));
}

/// The shares that the holders' private keys open.
Result<std::vector<crypto::SecretShare>> sharesFrom(CommandContext& context,
                                                    const vault::SecurityDomain& domain)
{
    std::vector<crypto::SecretShare> shares;
    for (const QString& file : context.arguments().values("--holder-key"_L1)) {
        const auto content = contentOf(context, file, transfer::keyFileBytes);
        if (!content)
            return content.error();
        base::SecureBytes password;
        if (transfer::isUnderPassword(*content)) {
            auto typed = context.io().prompt(u"Password of %1: "_s.arg(file));
            if (!typed)
                return typed.error();
            password = std::move(*typed);
        }
        auto opened = transfer::openDomainShares(domain, *content, password);
        if (!opened)
            return Error{ opened.error().code, file + ": "_L1 + opened.error().message, {} };
        shares.insert(shares.end(), std::make_move_iterator(opened->begin()),
                      std::make_move_iterator(opened->end()));
    }
    return shares;
}

ExitCode uploadDomain(CommandContext& context)
{
    const auto input = required(context, "--input"_L1);
    if (!input)
        return context.fail(input.error());
    const auto document = contentOf(context, *input, transfer::domainFileBytes);
    if (!document)
        return context.fail(document.error());
    const auto domain = vault::SecurityDomain::read(document->view());
    if (!domain)
        return context.fail(domain.error());
    const auto shares = sharesFrom(context, *domain);
    if (!shares)
        return context.fail(shares.error());
    const auto pool = poolOf(context);
    if (!pool)
        return context.fail(pool.error());
    const auto transferKey = context.run(pool->id, vault::GetTransferKey{});
    if (!transferKey)
        return context.fail(transferKey.error());
    const auto sent = vault::wrapShares(*domain, *shares, *transferKey);
    if (!sent)
        return context.fail(sent.error());
    const auto state = context.run(pool->id, vault::UploadSecurityDomain{ sent->write() });
    if (!state)
        return context.fail(state.error());
    return context.done(u"pool", pool->name.text(),
                        u"%1 now works in the security domain of %2."_s.arg(pool->name.text(), domain->pool));
}

Result<std::vector<vault::PoolSetting>> settingsOf(CommandContext& context, const vault::VaultId& pool)
{
    for (const QString& text : context.arguments().values("--set"_L1)) {
        if (!text.contains(u'='))
            return Error{ ErrorCode::BadParameter, u"A setting is written NAME=VALUE."_s, {} };
        const auto changed
            = context.run(pool, vault::UpdateSetting{ text.section(u'=', 0, 0), text.section(u'=', 1) });
        if (!changed)
            return changed.error();
    }
    return context.run(pool, vault::ListSettings{});
}

ExitCode settings(CommandContext& context)
{
    const auto pool = poolOf(context);
    if (!pool)
        return context.fail(pool.error());
    const auto all = settingsOf(context, pool->id);
    if (!all)
        return context.fail(all.error());
    JsonWriter json;
    json.beginArray();
    std::vector<QStringList> rows;
    for (const vault::PoolSetting& setting : *all) {
        json.beginObject().member(u"name", setting.name).member(u"value", setting.value);
        json.member(u"type", setting.type).endObject();
        rows.push_back({ setting.name, setting.value });
    }
    json.endArray();
    if (context.wantsJson())
        context.print(json);
    else
        context.print(tableText({ u"SETTING"_s, u"VALUE"_s }, rows));
    return ExitCode::Done;
}

constexpr OptionRow storageOption{ "--storage"_L1, "URL"_L1,
                                   "a container of blobs: https://ACCOUNT.blob.../CONTAINER"_L1 };
constexpr OptionRow sasFileOption{
    "--sas-file"_L1, "FILE"_L1, "its first line is the SAS token of the container; - is standard input"_L1
};

constexpr std::array backupOptions{
    OptionRow{ "--to"_L1, "FOLDER"_L1, "an existing folder, in which the backup gets its own"_L1 },
    storageOption,
    sasFileOption,
};
constexpr std::array restoreOptions{
    OptionRow{ "--from"_L1, "FOLDER"_L1, "the folder of the backup: .../mhsm-NAME-TIME"_L1 },
    storageOption,
    sasFileOption,
    OptionRow{ "--folder"_L1, "NAME"_L1, "the backup in the container: mhsm-NAME-TIME"_L1 },
    OptionRow{ "--key"_L1, "NAME"_L1, "only this key"_L1 },
};
constexpr std::array downloadOptions{
    OptionRow{ "--holder"_L1, "FILE"_L1, "RSA certificate or public key of a holder, PEM; 3 to 10 of them"_L1,
               OptionRow::Times::Many },
    OptionRow{ "--required"_L1, "N"_L1, "how many holders bring the domain back (2)"_L1 },
    OptionRow{ "--output"_L1, "FILE"_L1, "where the security domain is written; - is standard output"_L1 },
};
constexpr std::array uploadOptions{
    OptionRow{ "--input"_L1, "FILE"_L1, "the security domain that was downloaded"_L1 },
    OptionRow{ "--holder-key"_L1, "FILE"_L1, "private key of a holder; as many as are required"_L1,
               OptionRow::Times::Many },
};
constexpr std::array settingsOptions{
    OptionRow{ "--set"_L1, "NAME=VALUE"_L1, "changes a setting first"_L1, OptionRow::Times::Many },
};

constexpr auto open = Command::Store::Open;

constexpr std::array commands{
    Command{ "pool backup"_L1, "NAME"_L1, "Backs up all of a pool but its keys, which stay in the token"_L1,
             backupOptions, open, backUp },
    Command{ "pool restore"_L1, "NAME"_L1, "Brings back what a backup of a pool holds"_L1, restoreOptions,
             open, restore },
    Command{ "pool security-domain download"_L1, "NAME"_L1,
             "Splits the key of a pool's backups among holders"_L1, downloadOptions, open, downloadDomain },
    Command{ "pool security-domain upload"_L1, "NAME"_L1,
             "Lets a pool read the backups of another one's security domain"_L1, uploadOptions, open,
             uploadDomain },
    Command{ "pool settings"_L1, "NAME"_L1, "Shows and changes the settings of a pool"_L1, settingsOptions,
             open, settings },
};

} // namespace

std::span<const Command> poolAdminCommands() { return commands; }

} // namespace strongroom::cli
