// SPDX-License-Identifier: Apache-2.0
#include "app/cli/object_commands.h"

#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using namespace Qt::StringLiterals;

namespace {

using Kind = vault::LifetimeAction::Kind;

QString word(Kind kind) { return kind == Kind::Rotate ? u"Rotate"_s : u"Notify"_s; }

QString sentence(const vault::LifetimeAction& action)
{
    return action.timeAfterCreate
        ? u"%1 %2 after a version is made\n"_s.arg(word(action.kind), action.timeAfterCreate->toText())
        : u"%1 %2 before a version ends\n"_s.arg(word(action.kind), action.timeBeforeExpiry->toText());
}

void printText(CommandContext& context, const vault::RotationPolicy& policy)
{
    QString text;
    for (const vault::LifetimeAction& action : policy.actions)
        text += sentence(action);
    if (policy.expiryTime)
        text += u"New versions end after %1\n"_s.arg(policy.expiryTime->toText());
    context.print(text.isEmpty() ? u"Nothing happens by itself\n"_s : text);
}

ExitCode printPolicy(CommandContext& context, const base::Result<vault::RotationPolicy>& policy)
{
    if (!policy)
        return context.fail(policy.error());
    if (!context.wantsJson()) {
        printText(context, *policy);
        return ExitCode::Done;
    }
    JsonWriter json;
    json.beginObject().key(u"actions").beginArray();
    for (const vault::LifetimeAction& action : policy->actions) {
        json.beginObject().member(u"action", word(action.kind));
        if (action.timeAfterCreate)
            json.member(u"timeAfterCreate", action.timeAfterCreate->toText());
        if (action.timeBeforeExpiry)
            json.member(u"timeBeforeExpiry", action.timeBeforeExpiry->toText());
        json.endObject();
    }
    json.endArray();
    if (policy->expiryTime)
        json.member(u"expiryTime", policy->expiryTime->toText());
    if (policy->created != 0)
        json.timeMember(u"created", policy->created).timeMember(u"updated", policy->updated);
    json.endObject();
    context.print(json);
    return ExitCode::Done;
}

base::Result<std::optional<vault::Duration>> durationFrom(const CommandContext& context, QLatin1String option)
{
    if (!context.arguments().has(option))
        return std::optional<vault::Duration>();
    const auto duration = vault::Duration::parse(context.arguments().value(option));
    if (!duration)
        return Error{ ErrorCode::BadParameter, u"%1 is a duration like P90D, P3M or P1Y."_s.arg(option), {} };
    return std::optional(*duration);
}

base::Result<vault::RotationPolicy> policyFrom(const CommandContext& context)
{
    struct Trigger
    {
        QLatin1String option;
        Kind kind;
        std::optional<vault::Duration> vault::LifetimeAction::*time;
    };
    constexpr std::array triggers{
        Trigger{ "--rotate-after"_L1, Kind::Rotate, &vault::LifetimeAction::timeAfterCreate },
        Trigger{ "--rotate-before-expiry"_L1, Kind::Rotate, &vault::LifetimeAction::timeBeforeExpiry },
        Trigger{ "--notify-before-expiry"_L1, Kind::Notify, &vault::LifetimeAction::timeBeforeExpiry },
    };
    vault::RotationPolicy policy;
    for (const Trigger& trigger : triggers) {
        auto time = durationFrom(context, trigger.option);
        if (!time)
            return time.error();
        if (!*time)
            continue;
        vault::LifetimeAction& action = policy.actions.emplace_back();
        action.kind = trigger.kind;
        action.*trigger.time = *time;
    }
    auto expiry = durationFrom(context, "--expiry"_L1);
    if (!expiry)
        return expiry.error();
    policy.expiryTime = *expiry;
    const bool isEmpty = policy.actions.empty() && !policy.expiryTime;
    if (isEmpty != context.arguments().has("--clear"_L1))
        return Error{ ErrorCode::BadParameter,
                      u"Say what is to happen (see --help), or --clear for no rotation."_s,
                      {} };
    return policy;
}

ExitCode showPolicy(CommandContext& context)
{
    return printPolicy(context, runOnSubject<vault::GetRotationPolicy>(context));
}

ExitCode setPolicy(CommandContext& context)
{
    auto policy = policyFrom(context);
    if (!policy)
        return context.fail(policy.error());
    auto subject = subjectOf(context);
    if (!subject)
        return context.fail(subject.error());
    return printPolicy(
        context,
        context.run(subject->vault.id, vault::SetRotationPolicy{ subject->name, std::move(*policy) }));
}

constexpr std::array showOptions{ vaultOption, poolOption };
constexpr std::array setOptions{
    vaultOption,
    poolOption,
    OptionRow{ "--rotate-after"_L1, "TIME"_L1, "rotate so long after a version is made: P90D"_L1 },
    OptionRow{ "--rotate-before-expiry"_L1, "TIME"_L1, "or so long before it ends"_L1 },
    OptionRow{ "--notify-before-expiry"_L1, "TIME"_L1, "give notice so long before it ends"_L1 },
    OptionRow{ "--expiry"_L1, "TIME"_L1, "new versions end after this time: P1Y"_L1 },
    OptionRow{ "--clear"_L1, {}, "no more rotation; a vault's notice 30 days before the end stays"_L1 },
};

constexpr std::array commands{
    Command{ "key policy show"_L1, "NAME"_L1, "Shows when a key rotates by itself"_L1, showOptions,
             Command::Store::Open, showPolicy },
    Command{ "key policy set"_L1, "NAME"_L1, "Says when a key rotates; replaces what was said before"_L1,
             setOptions, Command::Store::Open, setPolicy },
};

} // namespace

std::span<const Command> keyPolicyCommands() { return commands; }

} // namespace strongroom::cli
