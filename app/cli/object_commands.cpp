// SPDX-License-Identifier: Apache-2.0
#include "app/cli/object_commands.h"

#include "model/transfer/readers.h"

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using namespace Qt::StringLiterals;

namespace {

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

} // namespace

base::Result<vault::VaultProperties> containerOf(CommandContext& context)
{
    const Arguments& arguments = context.arguments();
    if (!arguments.has("--pool"_L1)) {
        const auto name = required(context, "--vault"_L1);
        return name ? context.vaultNamed(*name) : base::Result<vault::VaultProperties>(name.error());
    }
    if (arguments.has("--vault"_L1))
        return Error{ ErrorCode::BadParameter, u"--vault and --pool exclude each other."_s, {} };
    return context.poolNamed(arguments.value("--pool"_L1));
}

base::Result<Subject> subjectOf(CommandContext& context)
{
    const QString given = context.arguments().positionals[0];
    auto name = vault::ObjectName::create(given);
    if (!name)
        return Error{ ErrorCode::BadParameter,
                      u"\"%1\" is no name for this: it has 1 to 127 letters, digits and hyphens."_s.arg(
                          given),
                      u"name"_s };
    auto container = containerOf(context);
    if (!container)
        return container.error();
    return Subject{ std::move(*container), std::move(*name) };
}

base::Result<std::optional<vault::VersionId>> versionFrom(const CommandContext& context)
{
    if (!context.arguments().has("--version"_L1))
        return std::optional<vault::VersionId>();
    auto version = vault::VersionId::create(context.arguments().value("--version"_L1));
    if (!version)
        return version.error();
    return std::optional(std::move(*version));
}

base::Result<vault::AttributeChanges> attributesFrom(const CommandContext& context)
{
    auto notBefore = dateFrom(context, "--not-before"_L1);
    auto expires = dateFrom(context, "--expires"_L1);
    if (!notBefore || !expires)
        return notBefore ? expires.error() : notBefore.error();
    vault::AttributeChanges attributes{ {}, *notBefore, *expires };
    if (context.arguments().has("--disabled"_L1))
        attributes.isEnabled = false;
    return attributes;
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

QString stateText(const vault::Attributes& attributes)
{
    return attributes.isEnabled ? u"enabled"_s : u"disabled"_s;
}

void addDeletion(JsonWriter& json, const vault::Deletion& deletion)
{
    json.timeMember(u"deleted", deletion.deleted).timeMember(u"scheduledPurge", deletion.scheduledPurge);
}

} // namespace strongroom::cli
