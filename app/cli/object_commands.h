// SPDX-License-Identifier: Apache-2.0
#pragma once

// What commands on the objects of a vault share, whatever the objects are: which object is meant, the
// options that all objects have, lists in pages, deletion and its undoing.

#include "app/cli/token_options.h"
#include "model/vault/messages.h"

namespace strongroom::cli {

inline constexpr OptionRow vaultOption{ QLatin1String("--vault"), QLatin1String("VAULT"),
                                        QLatin1String("in which vault") };
inline constexpr OptionRow poolOption{ QLatin1String("--pool"), QLatin1String("POOL"),
                                       QLatin1String("or in which Managed HSM pool") };
inline constexpr OptionRow versionOption{ QLatin1String("--version"), QLatin1String("ID"),
                                          QLatin1String("the current version without it") };
inline constexpr OptionRow tagOption{
    QLatin1String("--tag"), QLatin1String("KEY=VALUE"),
    QLatin1String("a tag; may be given several times, the last of a KEY counts"), OptionRow::Times::Many
};
inline constexpr OptionRow expiresOption{ QLatin1String("--expires"), QLatin1String("DATE"),
                                          QLatin1String("its end in UTC, like 2027-01-31T12:00:00Z") };
inline constexpr OptionRow notBeforeOption{ QLatin1String("--not-before"), QLatin1String("DATE"),
                                            QLatin1String("its start in UTC, like 2027-01-31") };
inline constexpr OptionRow disabledOption{ QLatin1String("--disabled"),
                                           {},
                                           QLatin1String("nobody can use it until it is enabled") };

/// Where a command works and on what.
struct Subject final
{
    vault::VaultProperties vault;
    vault::ObjectName name;
};

/// What --vault names, or --pool where the command takes it; one of them is needed.
base::Result<vault::VaultProperties> containerOf(CommandContext& context);
/// The object that the command's first word after its own names.
base::Result<Subject> subjectOf(CommandContext& context);
base::Result<std::optional<vault::VersionId>> versionFrom(const CommandContext& context);
/// --not-before, --expires, --disabled, as far as they are given.
base::Result<vault::AttributeChanges> attributesFrom(const CommandContext& context);
base::Result<vault::Tags> tagsFrom(const CommandContext& context);

/// "enabled" or "disabled"
QString stateText(const vault::Attributes& attributes);
/// The members every object has.
template <typename Properties> void addObject(JsonWriter& json, const Properties& properties)
{
    const vault::Attributes& attributes = properties.attributes;
    json.member(u"name", properties.name.text()).member(u"version", properties.version.text());
    json.truthMember(u"enabled", attributes.isEnabled);
    json.timeMember(u"notBefore", attributes.notBefore).timeMember(u"expires", attributes.expires);
    json.timeMember(u"created", attributes.created).timeMember(u"updated", attributes.updated);
    json.member(u"recoveryLevel", attributes.recoveryLevel);
    json.member(u"recoverableDays", qint64{ attributes.recoverableDays }).member(u"tags", properties.tags);
    if (properties.isManaged)
        json.truthMember(u"managed", true);
}

/// Writes the members of one kind of object.
template <typename Properties> using AddMembers = void (*)(JsonWriter&, const Properties&);

template <typename Properties>
ExitCode printObject(CommandContext& context, const Properties& properties, AddMembers<Properties> add)
{
    if (!context.wantsJson()) {
        context.print(
            QStringLiteral("%1 version %2, %3\n")
                .arg(properties.name.text(), properties.version.text(), stateText(properties.attributes)));
        return ExitCode::Done;
    }
    JsonWriter json;
    json.beginObject();
    add(json, properties);
    json.endObject();
    context.print(json);
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

/// One kind of object in a table.
template <typename Properties> struct TableOf final
{
    QStringList titles;
    QStringList (*row)(const Properties&);
    AddMembers<Properties> add;
};

template <typename Properties>
ExitCode printList(CommandContext& context, const base::Result<std::vector<Properties>>& objects,
                   const TableOf<Properties>& table)
{
    if (!objects)
        return context.fail(objects.error());
    JsonWriter json;
    json.beginArray();
    std::vector<QStringList> rows;
    for (const Properties& object : *objects) {
        json.beginObject();
        table.add(json, object);
        json.endObject();
        rows.push_back(table.row(object));
    }
    json.endArray();
    if (context.wantsJson())
        context.print(json);
    else
        context.print(tableText(table.titles, rows));
    return ExitCode::Done;
}

/// The service lists nothing for a name that nobody has; a person has mistyped it.
template <typename Properties>
ExitCode printVersions(CommandContext& context, const QString& name, vault::ObjectKind kind,
                       const base::Result<std::vector<Properties>>& versions,
                       const TableOf<Properties>& table)
{
    if (versions && versions->empty())
        return context.fail(vault::objectNotFound(kind, name));
    return printList(context, versions, table);
}

void addDeletion(JsonWriter& json, const vault::Deletion& deletion);

/// The deleted objects that a list operation gives.
template <typename Op, typename Properties>
ExitCode listDeletedObjects(CommandContext& context, const vault::VaultId& vault, AddMembers<Properties> add)
{
    const auto objects = allPages(context, vault, Op{});
    if (!objects)
        return context.fail(objects.error());
    JsonWriter json;
    json.beginArray();
    std::vector<QStringList> rows;
    for (const auto& object : *objects) {
        json.beginObject();
        add(json, object.properties);
        addDeletion(json, object.deletion);
        json.endObject();
        rows.push_back({ object.properties.name.text(), timeText(object.deletion.deleted),
                         timeText(object.deletion.scheduledPurge) });
    }
    json.endArray();
    if (context.wantsJson())
        context.print(json);
    else
        context.print(tableText(
            { QStringLiteral("NAME"), QStringLiteral("DELETED"), QStringLiteral("PURGED ON") }, rows));
    return ExitCode::Done;
}

/// Runs an operation that needs no more than the object's name.
template <typename Op> ops::ResultOf<Op> runOnSubject(CommandContext& context)
{
    auto subject = subjectOf(context);
    if (!subject)
        return subject.error();
    return context.run(subject->vault.id, Op{ std::move(subject->name) });
}

template <typename Op, typename Properties>
ExitCode deleteObject(CommandContext& context, AddMembers<Properties> add)
{
    const auto deleted = runOnSubject<Op>(context);
    if (!deleted)
        return context.fail(deleted.error());
    if (!context.wantsJson()) {
        context.print(QStringLiteral("%1 is deleted and can be recovered until %2\n")
                          .arg(deleted->properties.name.text(), timeText(deleted->deletion.scheduledPurge)));
        return ExitCode::Done;
    }
    JsonWriter json;
    json.beginObject();
    add(json, deleted->properties);
    addDeletion(json, deleted->deletion);
    json.endObject();
    context.print(json);
    return ExitCode::Done;
}

/// Recovers, restores, rotates: what is there afterwards is printed.
template <typename Properties>
ExitCode printOutcome(CommandContext& context, const base::Result<Properties>& outcome,
                      AddMembers<Properties> add)
{
    return outcome ? printObject(context, *outcome, add) : context.fail(outcome.error());
}

template <typename Op> ExitCode purgeObject(CommandContext& context)
{
    const auto purged = runOnSubject<Op>(context);
    if (!purged)
        return context.fail(purged.error());
    if constexpr (std::is_same_v<Op, vault::PurgeDeletedKey>) {
        if (const auto container = containerOf(context))
            clearToken(context, *container);
    }
    const QString name = context.arguments().positionals[0];
    return context.done(u"purged", name, QStringLiteral("%1 is gone for ever.").arg(name));
}

} // namespace strongroom::cli
