// SPDX-License-Identifier: Apache-2.0
#include "app/cli/token_options.h"

#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using namespace Qt::StringLiterals;

namespace {

/// Vaults and pools are managed alike, but each kind by its own commands.
enum class Kind { Vault, Pool };

bool isOf(Kind kind, const vault::VaultProperties& vault)
{
    return vault::isPool(vault.sku) == (kind == Kind::Pool);
}

base::Result<vault::VaultProperties> named(CommandContext& context, Kind kind)
{
    const QString name = context.arguments().positionals[0];
    return kind == Kind::Pool ? context.poolNamed(name) : context.vaultNamed(name);
}

void addVault(JsonWriter& json, const vault::VaultProperties& vault)
{
    json.member(u"name", vault.name.text()).member(u"id", vault.id.value);
    json.member(u"sku", vault::toText(vault.sku))
        .member(u"permissionModel", vault::toText(vault.permissionModel));
    json.member(u"retentionDays", qint64{ vault.retentionDays });
    json.truthMember(u"purgeProtection", vault.hasPurgeProtection);
    json.member(u"environment", vault::toText(vault.environment)).member(u"tags", vault.tags);
    if (!vault.token.isEmpty())
        json.member(u"hsmModule", vault.token.modulePath).member(u"hsmToken", vault.token.label);
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

base::Result<vault::CreateVault> creationFrom(CommandContext& context)
{
    const Arguments& arguments = context.arguments();
    const auto bad = [](const QString& message) { return Error{ ErrorCode::BadParameter, message, {} }; };
    auto name = vault::VaultName::create(arguments.positionals[0]);
    if (!name)
        return name.error();
    vault::CreateVault create{ *name };
    if (arguments.has("--sku"_L1)) {
        const auto sku = vault::skuFromText(arguments.value("--sku"_L1));
        if (!sku || vault::isPool(*sku))
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

ExitCode create(CommandContext& context, Kind kind)
{
    auto create = creationFrom(context);
    if (!create)
        return context.fail(create.error());
    if (kind == Kind::Pool)
        create->sku = vault::Sku::ManagedHsm;
    if (create->sku == vault::Sku::Standard && context.arguments().has("--hsm-token"_L1))
        return context.fail({ ErrorCode::BadParameter,
                              u"A standard vault has no HSM keys and no token: --sku premium."_s,
                              {} });
    auto token = tokenFrom(context);
    if (!token)
        return context.fail(token.error());
    create->token = std::move(*token);
    const auto made = context.run(std::move(*create));
    if (!made)
        return context.fail(made.error());
    printVault(context, *made);
    return ExitCode::Done;
}

ExitCode listDeleted(CommandContext& context, Kind kind)
{
    const auto deleted = context.run(vault::ListDeletedVaults{});
    if (!deleted)
        return context.fail(deleted.error());
    JsonWriter json;
    json.beginArray();
    std::vector<QStringList> rows;
    for (const vault::DeletedVault& vault : *deleted) {
        if (!isOf(kind, vault.properties))
            continue;
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

ExitCode list(CommandContext& context, Kind kind)
{
    if (context.arguments().has("--deleted"_L1))
        return listDeleted(context, kind);
    const auto vaults = context.run(vault::ListVaults{});
    if (!vaults)
        return context.fail(vaults.error());
    JsonWriter json;
    json.beginArray();
    std::vector<QStringList> rows;
    for (const vault::VaultProperties& vault : *vaults) {
        if (!isOf(kind, vault))
            continue;
        json.beginObject();
        addVault(json, vault);
        json.endObject();
        rows.push_back({ vault.name.text(), vault::toText(vault.sku), vault::toText(vault.permissionModel),
                         vault::toText(vault.environment), vault.token.label });
    }
    json.endArray();
    if (context.wantsJson())
        context.print(json);
    else
        context.print(
            tableText({ u"NAME"_s, u"SKU"_s, u"PERMISSIONS"_s, u"ENVIRONMENT"_s, u"TOKEN"_s }, rows));
    return ExitCode::Done;
}

ExitCode show(CommandContext& context, Kind kind)
{
    const auto vault = named(context, kind);
    if (!vault)
        return context.fail(vault.error());
    const auto counts = context.run(vault->id, vault::CountObjects{});
    if (!counts)
        return context.fail(counts.error());
    if (!context.wantsJson()) {
        printVault(context, *vault);
        if (kind == Kind::Vault)
            context.print(u"%1 secrets, %2 deleted\n"_s.arg(counts->secrets).arg(counts->deletedSecrets));
        context.print(u"%1 keys, %2 deleted\n"_s.arg(counts->keys).arg(counts->deletedKeys));
        return ExitCode::Done;
    }
    JsonWriter json;
    json.beginObject();
    addVault(json, *vault);
    json.member(u"keys", counts->keys).member(u"deletedKeys", counts->deletedKeys);
    if (kind == Kind::Vault) {
        json.member(u"secrets", counts->secrets).member(u"deletedSecrets", counts->deletedSecrets);
        json.member(u"certificates", counts->certificates);
    }
    json.endObject();
    context.print(json);
    return ExitCode::Done;
}

ExitCode remove(CommandContext& context, Kind kind)
{
    const auto vault = named(context, kind);
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

base::Result<vault::VaultProperties> deletedOne(CommandContext& context, Kind kind)
{
    const QString name = context.arguments().positionals[0];
    const auto deleted = context.run(vault::ListDeletedVaults{});
    if (!deleted)
        return deleted.error();
    for (const vault::DeletedVault& vault : *deleted) {
        if (isOf(kind, vault.properties)
            && vault.properties.name.text().compare(name, Qt::CaseInsensitive) == 0)
            return vault.properties;
    }
    return Error{ ErrorCode::DeletedVaultNotFound,
                  (kind == Kind::Pool ? u"There is no deleted pool \"%1\"."_s
                                      : u"There is no deleted vault \"%1\"."_s)
                      .arg(name),
                  {} };
}

ExitCode recover(CommandContext& context, Kind kind)
{
    const auto deleted = deletedOne(context, kind);
    if (!deleted)
        return context.fail(deleted.error());
    const auto recovered = context.run(vault::RecoverVault{ deleted->id });
    if (!recovered)
        return context.fail(recovered.error());
    printVault(context, *recovered);
    return ExitCode::Done;
}

ExitCode purge(CommandContext& context, Kind kind)
{
    const auto deleted = deletedOne(context, kind);
    if (!deleted)
        return context.fail(deleted.error());
    const auto purged = context.run(vault::PurgeVault{ deleted->id });
    if (!purged)
        return context.fail(purged.error());
    clearToken(context, *deleted);
    const QString name = context.arguments().positionals[0];
    return context.done(u"purged", name, u"%1 is gone for ever."_s.arg(name));
}

/// A command of one kind.
template <Kind kind, ExitCode (*run)(CommandContext&, Kind)> ExitCode of(CommandContext& context)
{
    return run(context, kind);
}

constexpr OptionRow retentionOption{ "--retention-days"_L1, "N"_L1,
                                     "how long deleted objects are kept, 7 to 90 (90)"_L1 };
constexpr OptionRow protectionOption{ "--purge-protection"_L1,
                                      {},
                                      "nobody can purge before the retention is over"_L1 };
constexpr OptionRow environmentOption{ "--environment"_L1, "WORD"_L1,
                                       "local, test, staging or production"_L1 };

constexpr std::array createOptions{
    OptionRow{ "--sku"_L1, "standard|premium"_L1,
               "standard without it; premium keeps keys in a token, too"_L1 },
    moduleOption,
    tokenOption,
    pinFileOption,
    askPinOption,
    retentionOption,
    protectionOption,
    OptionRow{ "--rbac"_L1, {}, "rights by roles (this is the default)"_L1 },
    OptionRow{ "--access-policies"_L1, {}, "rights by access policies"_L1 },
    environmentOption,
};
constexpr std::array createPoolOptions{
    moduleOption,    tokenOption,      pinFileOption,     askPinOption,
    retentionOption, protectionOption, environmentOption,
};
constexpr std::array listOptions{
    OptionRow{ "--deleted"_L1, {}, "those that are deleted and can be recovered"_L1 },
};

constexpr auto open = Command::Store::Open;

constexpr std::array commands{
    Command{ "vault create"_L1, "NAME"_L1, "Makes a vault"_L1, createOptions, open, of<Kind::Vault, create> },
    Command{ "vault list"_L1, {}, "Lists the vaults"_L1, listOptions, open, of<Kind::Vault, list> },
    Command{
        "vault show"_L1, "NAME"_L1, "Shows a vault and what it holds"_L1, {}, open, of<Kind::Vault, show> },
    Command{ "vault delete"_L1,
             "NAME"_L1,
             "Deletes a vault; it can be recovered"_L1,
             {},
             open,
             of<Kind::Vault, remove> },
    Command{
        "vault recover"_L1, "NAME"_L1, "Brings a deleted vault back"_L1, {}, open, of<Kind::Vault, recover> },
    Command{ "vault purge"_L1,
             "NAME"_L1,
             "Destroys a deleted vault for ever"_L1,
             {},
             open,
             of<Kind::Vault, purge> },
};

constexpr std::array commandsOfPools{
    Command{ "pool create"_L1, "NAME"_L1, "Makes a Managed HSM pool in a token"_L1, createPoolOptions, open,
             of<Kind::Pool, create> },
    Command{ "pool list"_L1, {}, "Lists the Managed HSM pools"_L1, listOptions, open, of<Kind::Pool, list> },
    Command{ "pool show"_L1, "NAME"_L1, "Shows a pool and what it holds"_L1, {}, open, of<Kind::Pool, show> },
    Command{ "pool delete"_L1,
             "NAME"_L1,
             "Deletes a pool; it can be recovered"_L1,
             {},
             open,
             of<Kind::Pool, remove> },
    Command{
        "pool recover"_L1, "NAME"_L1, "Brings a deleted pool back"_L1, {}, open, of<Kind::Pool, recover> },
    Command{ "pool purge"_L1,
             "NAME"_L1,
             "Destroys a deleted pool for ever, with its keys in the token"_L1,
             {},
             open,
             of<Kind::Pool, purge> },
};

} // namespace

std::span<const Command> vaultCommands() { return commands; }
std::span<const Command> poolCommands() { return commandsOfPools; }

} // namespace strongroom::cli
