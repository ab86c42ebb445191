// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"

#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using namespace Qt::StringLiterals;

namespace {

void addVault(JsonWriter& json, const vault::VaultProperties& vault)
{
    json.member(u"name", vault.name.text()).member(u"id", vault.id.value);
    json.member(u"sku", vault::toText(vault.sku))
        .member(u"permissionModel", vault::toText(vault.permissionModel));
    json.member(u"retentionDays", qint64{ vault.retentionDays });
    json.truthMember(u"purgeProtection", vault.hasPurgeProtection);
    json.member(u"environment", vault::toText(vault.environment)).member(u"tags", vault.tags);
    json.timeMember(u"created", vault.created).timeMember(u"updated", vault.updated);
}

void printVault(CommandContext& context, const vault::VaultProperties& vault)
{
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject();
        addVault(json, vault);
        json.endObject();
        context.print(json);
        return;
    }
    context.print(u"%1: %2, %3, deleted objects kept %4 days, purge protection %5\n"_s.arg(
        vault.name.text(), vault::toText(vault.sku), vault::toText(vault.permissionModel),
        QString::number(vault.retentionDays), vault.hasPurgeProtection ? u"on"_s : u"off"_s));
}

base::Result<vault::CreateVault> creationFrom(const CommandContext& context)
{
    const Arguments& arguments = context.arguments();
    const auto bad = [](const QString& message) { return Error{ ErrorCode::BadParameter, message, {} }; };
    auto name = vault::VaultName::create(arguments.positionals[0]);
    if (!name)
        return name.error();
    vault::CreateVault create{ *name };
    if (arguments.has("--sku"_L1)) {
        const auto sku = vault::skuFromText(arguments.value("--sku"_L1));
        if (!sku)
            return bad(u"--sku is standard or premium."_s);
        create.sku = *sku;
    }
    if (arguments.has("--retention-days"_L1)) {
        bool isNumber = false;
        create.retentionDays = arguments.value("--retention-days"_L1).toInt(&isNumber);
        if (!isNumber)
            return bad(u"--retention-days is a number from 7 to 90."_s);
    }
    if (arguments.has("--environment"_L1)) {
        const auto environment = vault::environmentFromText(arguments.value("--environment"_L1));
        if (!environment)
            return bad(u"--environment is local, test, staging or production."_s);
        create.environment = *environment;
    }
    if (arguments.has("--rbac"_L1) && arguments.has("--access-policies"_L1))
        return bad(u"--rbac and --access-policies exclude each other."_s);
    create.permissionModel = arguments.has("--access-policies"_L1) ? vault::PermissionModel::AccessPolicies
                                                                   : vault::PermissionModel::Rbac;
    create.hasPurgeProtection = arguments.has("--purge-protection"_L1);
    return create;
}

ExitCode createVault(CommandContext& context)
{
    auto create = creationFrom(context);
    if (!create)
        return context.fail(create.error());
    const auto made = context.run(std::move(*create));
    if (!made)
        return context.fail(made.error());
    printVault(context, *made);
    return ExitCode::Done;
}

ExitCode listDeleted(CommandContext& context)
{
    const auto deleted = context.run(vault::ListDeletedVaults{});
    if (!deleted)
        return context.fail(deleted.error());
    JsonWriter json;
    json.beginArray();
    std::vector<QStringList> rows;
    for (const vault::DeletedVault& vault : *deleted) {
        json.beginObject();
        addVault(json, vault.properties);
        json.timeMember(u"deleted", vault.deleted)
            .timeMember(u"scheduledPurge", vault.scheduledPurge)
            .endObject();
        rows.push_back(
            { vault.properties.name.text(), timeText(vault.deleted), timeText(vault.scheduledPurge) });
    }
    json.endArray();
    if (context.wantsJson())
        context.print(json);
    else
        context.print(tableText({ u"NAME"_s, u"DELETED"_s, u"PURGED ON"_s }, rows));
    return ExitCode::Done;
}

ExitCode listVaults(CommandContext& context)
{
    if (context.arguments().has("--deleted"_L1))
        return listDeleted(context);
    const auto vaults = context.run(vault::ListVaults{});
    if (!vaults)
        return context.fail(vaults.error());
    JsonWriter json;
    json.beginArray();
    std::vector<QStringList> rows;
    for (const vault::VaultProperties& vault : *vaults) {
        json.beginObject();
        addVault(json, vault);
        json.endObject();
        rows.push_back({ vault.name.text(), vault::toText(vault.sku), vault::toText(vault.permissionModel),
                         vault::toText(vault.environment) });
    }
    json.endArray();
    if (context.wantsJson())
        context.print(json);
    else
        context.print(tableText({ u"NAME"_s, u"SKU"_s, u"PERMISSIONS"_s, u"ENVIRONMENT"_s }, rows));
    return ExitCode::Done;
}

ExitCode showVault(CommandContext& context)
{
    const auto vault = context.vaultNamed(context.arguments().positionals[0]);
    if (!vault)
        return context.fail(vault.error());
    const auto counts = context.run(vault->id, vault::CountObjects{});
    if (!counts)
        return context.fail(counts.error());
    if (!context.wantsJson()) {
        printVault(context, *vault);
        context.print(u"%1 secrets, %2 deleted\n"_s.arg(counts->secrets).arg(counts->deletedSecrets));
        return ExitCode::Done;
    }
    JsonWriter json;
    json.beginObject();
    addVault(json, *vault);
    json.member(u"secrets", counts->secrets).member(u"deletedSecrets", counts->deletedSecrets);
    json.member(u"keys", counts->keys).member(u"certificates", counts->certificates).endObject();
    context.print(json);
    return ExitCode::Done;
}

ExitCode deleteVault(CommandContext& context)
{
    const auto vault = context.vaultNamed(context.arguments().positionals[0]);
    if (!vault)
        return context.fail(vault.error());
    const auto deleted = context.run(vault::DeleteVault{ vault->id });
    if (!deleted)
        return context.fail(deleted.error());
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject();
        addVault(json, deleted->properties);
        json.timeMember(u"deleted", deleted->deleted).timeMember(u"scheduledPurge", deleted->scheduledPurge);
        json.endObject();
        context.print(json);
    } else {
        context.print(u"%1 is deleted and can be recovered until %2\n"_s.arg(
            deleted->properties.name.text(), timeText(deleted->scheduledPurge)));
    }
    return ExitCode::Done;
}

base::Result<vault::VaultId> deletedVault(CommandContext& context)
{
    const QString name = context.arguments().positionals[0];
    const auto deleted = context.run(vault::ListDeletedVaults{});
    if (!deleted)
        return deleted.error();
    for (const vault::DeletedVault& vault : *deleted) {
        if (vault.properties.name.text().compare(name, Qt::CaseInsensitive) == 0)
            return vault.properties.id;
    }
    return Error{ ErrorCode::DeletedVaultNotFound, u"There is no deleted vault \"%1\"."_s.arg(name), {} };
}

ExitCode recoverVault(CommandContext& context)
{
    const auto id = deletedVault(context);
    if (!id)
        return context.fail(id.error());
    const auto recovered = context.run(vault::RecoverVault{ *id });
    if (!recovered)
        return context.fail(recovered.error());
    printVault(context, *recovered);
    return ExitCode::Done;
}

ExitCode purgeVault(CommandContext& context)
{
    const auto id = deletedVault(context);
    if (!id)
        return context.fail(id.error());
    const auto purged = context.run(vault::PurgeVault{ *id });
    if (!purged)
        return context.fail(purged.error());
    const QString name = context.arguments().positionals[0];
    return context.done(u"purged", name, u"%1 is gone for ever."_s.arg(name));
}

constexpr std::array createOptions{
    OptionRow{ "--sku"_L1, "standard|premium"_L1, "standard without it"_L1 },
    OptionRow{ "--retention-days"_L1, "N"_L1, "how long deleted objects are kept, 7 to 90 (90)"_L1 },
    OptionRow{ "--purge-protection"_L1, {}, "nobody can purge before the retention is over"_L1 },
    OptionRow{ "--rbac"_L1, {}, "rights by roles (this is the default)"_L1 },
    OptionRow{ "--access-policies"_L1, {}, "rights by access policies"_L1 },
    OptionRow{ "--environment"_L1, "WORD"_L1, "local, test, staging or production"_L1 },
};
constexpr std::array listOptions{
    OptionRow{ "--deleted"_L1, {}, "the deleted vaults that can be recovered"_L1 },
};

constexpr std::array commands{
    Command{ "vault create"_L1, "NAME"_L1, "Makes a vault"_L1, createOptions, Command::Store::Open,
             createVault },
    Command{ "vault list"_L1, {}, "Lists the vaults"_L1, listOptions, Command::Store::Open, listVaults },
    Command{ "vault show"_L1,
             "NAME"_L1,
             "Shows a vault and what it holds"_L1,
             {},
             Command::Store::Open,
             showVault },
    Command{ "vault delete"_L1,
             "NAME"_L1,
             "Deletes a vault; it can be recovered"_L1,
             {},
             Command::Store::Open,
             deleteVault },
    Command{ "vault recover"_L1,
             "NAME"_L1,
             "Brings a deleted vault back"_L1,
             {},
             Command::Store::Open,
             recoverVault },
    Command{ "vault purge"_L1,
             "NAME"_L1,
             "Destroys a deleted vault for ever"_L1,
             {},
             Command::Store::Open,
             purgeVault },
};

} // namespace

std::span<const Command> vaultCommands() { return commands; }

} // namespace strongroom::cli
