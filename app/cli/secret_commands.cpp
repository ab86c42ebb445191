// SPDX-License-Identifier: Apache-2.0
#include "app/cli/object_commands.h"

#include "model/transfer/text_encoding.h"

#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;
using namespace Qt::StringLiterals;

namespace {

void addSecret(JsonWriter& json, const vault::SecretProperties& secret)
{
    addObject(json, secret);
    json.member(u"contentType", secret.contentType);
    if (secret.previousVersion)
        json.member(u"previousVersion", secret.previousVersion->text());
}

ExitCode printProperties(CommandContext& context, const base::Result<vault::SecretProperties>& secret)
{
    return printOutcome(context, secret, addSecret);
}

QStringList secretRow(const vault::SecretProperties& secret)
{
    return { secret.name.text(),
             secret.version.text(),
             stateText(secret.attributes),
             secret.contentType,
             timeText(secret.attributes.expires),
             timeText(secret.attributes.updated) };
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
    auto attributes = attributesFrom(context);
    auto tags = tagsFrom(context);
    if (!attributes || !tags)
        return context.fail(!attributes ? attributes.error() : tags.error());
    auto value = valueFrom(context);
    if (!value)
        return context.fail(value.error());
    return printProperties(context,
                           context.run(subject->vault.id,
                                       vault::SetSecret{ subject->name, std::move(*value),
                                                         context.arguments().value("--content-type"_L1),
                                                         *attributes, std::move(*tags) }));
}

ExitCode printSecret(CommandContext& context, const vault::Secret& secret)
{
    if (context.wantsJson()) {
        JsonWriter json;
        json.beginObject();
        addSecret(json, secret.properties);
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
    auto version = versionFrom(context);
    if (!version)
        return context.fail(version.error());
    const auto secret
        = context.run(subject->vault.id, vault::GetSecret{ subject->name, std::move(*version) });
    if (!secret)
        return context.fail(secret.error());
    if (!context.arguments().has("--output"_L1))
        return printSecret(context, *secret);
    if (auto written = writeOutput(context, secret->value.view()); !written)
        return context.fail(written.error());
    return context.wantsJson() ? printProperties(context, secret->properties) : ExitCode::Done;
}

ExitCode listSecrets(CommandContext& context)
{
    const auto vault = containerOf(context);
    if (!vault)
        return context.fail(vault.error());
    const Arguments& arguments = context.arguments();
    if (arguments.has("--deleted"_L1))
        return listDeletedObjects<vault::ListDeletedSecrets>(context, vault->id, addSecret);
    const TableOf<vault::SecretProperties> table{ { u"NAME"_s, u"VERSION"_s, u"STATE"_s, u"CONTENT TYPE"_s,
                                                    u"EXPIRES"_s, u"UPDATED"_s },
                                                  secretRow,
                                                  addSecret };
    if (!arguments.has("--versions"_L1))
        return printList(context, allPages(context, vault->id, vault::ListSecrets{}), table);
    auto name = vault::ObjectName::create(arguments.value("--versions"_L1));
    if (!name)
        return context.fail(name.error());
    const QString shown = name->text();
    return printVersions(context, shown, vault::ObjectKind::Secret,
                         allPages(context, vault->id, vault::ListSecretVersions{ std::move(*name), {} }),
                         table);
}

ExitCode deleteSecret(CommandContext& context)
{
    return deleteObject<vault::DeleteSecret>(context, addSecret);
}

ExitCode recoverSecret(CommandContext& context)
{
    return printProperties(context, runOnSubject<vault::RecoverDeletedSecret>(context));
}

constexpr std::array plainOptions{ vaultOption };
constexpr std::array setOptions{
    vaultOption,
    OptionRow{ "--file"_L1, "FILE"_L1,
               "the value, byte for byte; - is standard input; asked for without it"_L1 },
    OptionRow{ "--trim-newline"_L1, {}, "leave out one line end at the end of the value"_L1 },
    OptionRow{ "--content-type"_L1, "TEXT"_L1, "what the value is"_L1 },
    tagOption,
    expiresOption,
    notBeforeOption,
    disabledOption,
};
constexpr std::array getOptions{
    vaultOption,
    versionOption,
    OptionRow{ "--output"_L1, "FILE"_L1,
               "write the value there, readable by you only; - is standard output"_L1 },
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
             Command::Store::Open, purgeObject<vault::PurgeDeletedSecret> },
};

} // namespace

std::span<const Command> secretCommands() { return commands; }

} // namespace strongroom::cli
