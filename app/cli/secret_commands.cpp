// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"

#include "model/transfer/private_file.h"
#include "model/transfer/readers.h"
#include "model/transfer/text_encoding.h"

#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;
using namespace Qt::StringLiterals;

namespace {

/// The vault and the name of the secret that a command is about.
struct Subject final
{
    vault::VaultProperties vault;
    vault::ObjectName name;
};

base::Result<vault::VaultProperties> vaultOf(CommandContext& context)
{
    const auto name = required(context, "--vault"_L1);
    if (!name)
        return name.error();
    return context.vaultNamed(*name);
}

base::Result<Subject> subjectOf(CommandContext& context)
{
    auto name = vault::ObjectName::create(context.arguments().positionals[0]);
    if (!name)
        return name.error();
    auto vault = vaultOf(context);
    if (!vault)
        return vault.error();
    return Subject{ std::move(*vault), std::move(*name) };
}

QString stateText(const vault::Attributes& attributes)
{
    return attributes.isEnabled ? u"enabled"_s : u"disabled"_s;
}

void addProperties(JsonWriter& json, const vault::SecretProperties& properties)
{
    const vault::Attributes& attributes = properties.attributes;
    json.member(u"name", properties.name.text()).member(u"version", properties.version.text());
    json.truthMember(u"enabled", attributes.isEnabled).member(u"contentType", properties.contentType);
    json.timeMember(u"notBefore", attributes.notBefore).timeMember(u"expires", attributes.expires);
    json.timeMember(u"created", attributes.created).timeMember(u"updated", attributes.updated);
    json.member(u"recoveryLevel", attributes.recoveryLevel).member(u"tags", properties.tags);
    if (properties.isManaged)
        json.truthMember(u"managed", true);
    if (properties.previousVersion)
        json.member(u"previousVersion", properties.previousVersion->text());
}

void printProperties(CommandContext& context, const vault::SecretProperties& properties)
{
    if (!context.wantsJson()) {
        context.print(u"%1 version %2, %3\n"_s.arg(properties.name.text(), properties.version.text(),
                                                   stateText(properties.attributes)));
        return;
    }
    JsonWriter json;
    json.beginObject();
    addProperties(json, properties);
    json.endObject();
    context.print(json);
}

base::Result<vault::DateChange> dateFrom(const CommandContext& context, QLatin1String option)
{
    if (!context.arguments().has(option))
        return vault::DateChange{};
    const auto seconds = transfer::dateFromText(context.arguments().value(option));
    if (!seconds)
        return Error{ ErrorCode::BadParameter,
                      u"%1 is a date like 2027-01-31 or 2027-01-31T12:00:00Z."_s.arg(option),
                      {} };
    return vault::DateChange{ std::optional(*seconds) };
}

base::Result<vault::Tags> tagsFrom(const CommandContext& context)
{
    vault::Tags tags;
    for (const QString& text : context.arguments().values("--tag"_L1)) {
        if (!text.contains(u'='))
            return Error{ ErrorCode::BadParameter, u"A tag is written KEY=VALUE."_s, u"tags"_s };
        tags.insert(text.section(u'=', 0, 0), text.section(u'=', 1));
    }
    return tags;
}

base::Result<SecureBytes> valueFrom(CommandContext& context)
{
    const Arguments& arguments = context.arguments();
    auto value = arguments.has("--file"_L1)
        ? contentOf(context, arguments.value("--file"_L1), vault::limits::secretValueBytes + 2)
        : context.io().prompt(u"Value: "_s);
    if (!value && value.error().code == ErrorCode::Unavailable)
        return Error{ ErrorCode::BadParameter, u"The option --file is needed."_s, {} };
    if (!value)
        return value;
    QByteArrayView text = value->view();
    if (arguments.has("--trim-newline"_L1)) {
        if (text.endsWith('\n'))
            text.chop(1);
        if (text.endsWith('\r'))
            text.chop(1);
    }
    if (!transfer::isUtf8(text))
        return Error{ ErrorCode::BadParameter,
                      u"The value is not UTF-8 text; encode it first, for example with base64."_s,
                      u"value"_s };
    return SecureBytes::copyOf(text);
}

ExitCode setSecret(CommandContext& context)
{
    auto subject = subjectOf(context);
    if (!subject)
        return context.fail(subject.error());
    auto notBefore = dateFrom(context, "--not-before"_L1);
    auto expires = dateFrom(context, "--expires"_L1);
    auto tags = tagsFrom(context);
    if (!notBefore || !expires || !tags)
        return context.fail(!notBefore ? notBefore.error() : !expires ? expires.error() : tags.error());
    auto value = valueFrom(context);
    if (!value)
        return context.fail(value.error());
    vault::SetSecret set{ subject->name,
                          std::move(*value),
                          context.arguments().value("--content-type"_L1),
                          { {}, *notBefore, *expires },
                          std::move(*tags) };
    if (context.arguments().has("--disabled"_L1))
        set.attributes.isEnabled = false;
    const auto made = context.run(subject->vault.id, std::move(set));
    if (!made)
        return context.fail(made.error());
    printProperties(context, *made);
    return ExitCode::Done;
}

ExitCode printSecret(CommandContext& context, const vault::Secret& secret)
{
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject();
        addProperties(json, secret.properties);
        json.key(u"value").text(secret.value).endObject();
        context.print(json);
        return ExitCode::Done;
    }
    context.io().writeOut(secret.value.view());
    if (context.io().isOutputATerminal())
        context.io().writeOut("\n");
    return ExitCode::Done;
}

ExitCode getSecret(CommandContext& context)
{
    auto subject = subjectOf(context);
    if (!subject)
        return context.fail(subject.error());
    vault::GetSecret get{ subject->name, {} };
    if (context.arguments().has("--version"_L1)) {
        auto version = vault::VersionId::create(context.arguments().value("--version"_L1));
        if (!version)
            return context.fail(version.error());
        get.version = std::move(*version);
    }
    const auto secret = context.run(subject->vault.id, std::move(get));
    if (!secret)
        return context.fail(secret.error());
    if (!context.arguments().has("--output"_L1))
        return printSecret(context, *secret);
    const auto written = transfer::writePrivateFile(context.pathOf(context.arguments().value("--output"_L1)),
                                                    secret->value.view(), transfer::Existing::Replace);
    if (!written)
        return context.fail(written.error());
    if (context.wantsJson())
        printProperties(context, secret->properties);
    return ExitCode::Done;
}

/// Every page of a list, in order.
template <typename Op>
base::Result<decltype(Op::Output::items)> allPages(CommandContext& context, const vault::VaultId& vault,
                                                   Op op)
{
    decltype(Op::Output::items) items;
    do {
        auto page = context.run(vault, Op(op));
        if (!page)
            return page.error();
        std::move(page->items.begin(), page->items.end(), std::back_inserter(items));
        op.page.next = page->next;
    } while (!op.page.next.isEmpty());
    return items;
}

ExitCode printList(CommandContext& context, const base::Result<std::vector<vault::SecretProperties>>& secrets)
{
    if (!secrets)
        return context.fail(secrets.error());
    JsonWriter json;
    json.beginArray();
    std::vector<QStringList> rows;
    for (const vault::SecretProperties& secret : *secrets) {
        json.beginObject();
        addProperties(json, secret);
        json.endObject();
        rows.push_back({ secret.name.text(), secret.version.text(), stateText(secret.attributes),
                         secret.contentType, timeText(secret.attributes.expires),
                         timeText(secret.attributes.updated) });
    }
    json.endArray();
    if (context.wantsJson())
        context.print(json);
    else
        context.print(tableText(
            { u"NAME"_s, u"VERSION"_s, u"STATE"_s, u"CONTENT TYPE"_s, u"EXPIRES"_s, u"UPDATED"_s }, rows));
    return ExitCode::Done;
}

ExitCode printDeleted(CommandContext& context, const base::Result<std::vector<vault::DeletedSecret>>& secrets)
{
    if (!secrets)
        return context.fail(secrets.error());
    JsonWriter json;
    json.beginArray();
    std::vector<QStringList> rows;
    for (const vault::DeletedSecret& secret : *secrets) {
        json.beginObject();
        addProperties(json, secret.properties);
        json.timeMember(u"deleted", secret.deletion.deleted);
        json.timeMember(u"scheduledPurge", secret.deletion.scheduledPurge).endObject();
        rows.push_back({ secret.properties.name.text(), timeText(secret.deletion.deleted),
                         timeText(secret.deletion.scheduledPurge) });
    }
    json.endArray();
    if (context.wantsJson())
        context.print(json);
    else
        context.print(tableText({ u"NAME"_s, u"DELETED"_s, u"PURGED ON"_s }, rows));
    return ExitCode::Done;
}

ExitCode listSecrets(CommandContext& context)
{
    const auto vault = vaultOf(context);
    if (!vault)
        return context.fail(vault.error());
    const Arguments& arguments = context.arguments();
    if (arguments.has("--deleted"_L1))
        return printDeleted(context, allPages(context, vault->id, vault::ListDeletedSecrets{}));
    if (!arguments.has("--versions"_L1))
        return printList(context, allPages(context, vault->id, vault::ListSecrets{}));
    auto name = vault::ObjectName::create(arguments.value("--versions"_L1));
    if (!name)
        return context.fail(name.error());
    return printList(context,
                     allPages(context, vault->id, vault::ListSecretVersions{ std::move(*name), {} }));
}

ExitCode deleteSecret(CommandContext& context)
{
    auto subject = subjectOf(context);
    if (!subject)
        return context.fail(subject.error());
    const auto deleted = context.run(subject->vault.id, vault::DeleteSecret{ subject->name });
    if (!deleted)
        return context.fail(deleted.error());
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject();
        addProperties(json, deleted->properties);
        json.timeMember(u"deleted", deleted->deletion.deleted);
        json.timeMember(u"scheduledPurge", deleted->deletion.scheduledPurge).endObject();
        context.print(json);
    } else {
        context.print(u"%1 is deleted and can be recovered until %2\n"_s.arg(
            deleted->properties.name.text(), timeText(deleted->deletion.scheduledPurge)));
    }
    return ExitCode::Done;
}

ExitCode recoverSecret(CommandContext& context)
{
    auto subject = subjectOf(context);
    if (!subject)
        return context.fail(subject.error());
    const auto recovered = context.run(subject->vault.id, vault::RecoverDeletedSecret{ subject->name });
    if (!recovered)
        return context.fail(recovered.error());
    printProperties(context, *recovered);
    return ExitCode::Done;
}

ExitCode purgeSecret(CommandContext& context)
{
    auto subject = subjectOf(context);
    if (!subject)
        return context.fail(subject.error());
    const auto purged = context.run(subject->vault.id, vault::PurgeDeletedSecret{ subject->name });
    if (!purged)
        return context.fail(purged.error());
    const QString name = subject->name.text();
    return context.done(u"purged", name, u"%1 is gone for ever."_s.arg(name));
}

constexpr OptionRow vaultOption{ "--vault"_L1, "VAULT"_L1, "in which vault"_L1 };
constexpr std::array plainOptions{ vaultOption };
constexpr std::array setOptions{
    vaultOption,
    OptionRow{ "--file"_L1, "FILE"_L1,
               "the value, byte for byte; - is standard input; asked for without it"_L1 },
    OptionRow{ "--trim-newline"_L1, {}, "leave out one line end at the end of the value"_L1 },
    OptionRow{ "--content-type"_L1, "TEXT"_L1, "what the value is"_L1 },
    OptionRow{ "--tag"_L1, "KEY=VALUE"_L1, "a tag"_L1, OptionRow::Times::Many },
    OptionRow{ "--expires"_L1, "DATE"_L1, "its end, in UTC"_L1 },
    OptionRow{ "--not-before"_L1, "DATE"_L1, "its start, in UTC"_L1 },
    OptionRow{ "--disabled"_L1, {}, "nobody can read it until it is enabled"_L1 },
};
constexpr std::array getOptions{
    vaultOption,
    OptionRow{ "--version"_L1, "ID"_L1, "the current version without it"_L1 },
    OptionRow{ "--output"_L1, "FILE"_L1, "write the value there, readable by you only"_L1 },
};
constexpr std::array listOptions{
    vaultOption,
    OptionRow{ "--versions"_L1, "NAME"_L1, "the versions of one secret"_L1 },
    OptionRow{ "--deleted"_L1, {}, "the deleted secrets that can be recovered"_L1 },
};

constexpr std::array commands{
    Command{ "secret set"_L1, "NAME"_L1, "Stores a value as the new version of a secret"_L1, setOptions,
             Command::Store::Open, setSecret },
    Command{ "secret get"_L1, "NAME"_L1, "Prints the value of a secret"_L1, getOptions, Command::Store::Open,
             getSecret },
    Command{ "secret list"_L1,
             {},
             "Lists secrets, without their values"_L1,
             listOptions,
             Command::Store::Open,
             listSecrets },
    Command{ "secret delete"_L1, "NAME"_L1, "Deletes a secret; it can be recovered"_L1, plainOptions,
             Command::Store::Open, deleteSecret },
    Command{ "secret recover"_L1, "NAME"_L1, "Brings a deleted secret back"_L1, plainOptions,
             Command::Store::Open, recoverSecret },
    Command{ "secret purge"_L1, "NAME"_L1, "Destroys a deleted secret for ever"_L1, plainOptions,
             Command::Store::Open, purgeSecret },
};

} // namespace

std::span<const Command> secretCommands() { return commands; }

} // namespace strongroom::cli
