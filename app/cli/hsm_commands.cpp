// SPDX-License-Identifier: Apache-2.0
#include "app/cli/object_commands.h"
#include "app/cli/token_options.h"

#include "model/local/token_modules.h"

#include <algorithm>
#include <array>

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using namespace Qt::StringLiterals;

namespace {

void addMechanism(JsonWriter& json, const vault::TokenSlot::Mechanism& mechanism)
{
    json.beginObject().member(u"name", mechanism.name);
    if (mechanism.largestKey > 0) {
        json.member(u"smallestKey", qint64{ mechanism.smallestKey });
        json.member(u"largestKey", qint64{ mechanism.largestKey });
    }
    json.key(u"uses").beginArray();
    for (const QString& use : mechanism.uses)
        json.text(use);
    json.endArray().endObject();
}

void addSlot(JsonWriter& json, const vault::TokenSlot& slot)
{
    json.beginObject().member(u"id", static_cast<qint64>(slot.id)).member(u"description", slot.description);
    if (slot.hasToken) {
        json.key(u"token").beginObject().member(u"label", slot.label);
        json.member(u"manufacturer", slot.manufacturer).member(u"model", slot.model);
        json.member(u"serialNumber", slot.serialNumber).truthMember(u"initialized", slot.isInitialized);
        json.truthMember(u"pinLocked", slot.isPinLocked).truthMember(u"lastTry", slot.isLastTry);
        json.endObject();
    }
    json.key(u"mechanisms").beginArray();
    for (const vault::TokenSlot::Mechanism& mechanism : slot.mechanisms)
        addMechanism(json, mechanism);
    json.endArray().endObject();
}

void printJson(CommandContext& context, const std::vector<vault::TokenModule>& modules)
{
    JsonWriter json;
    json.beginArray();
    for (const vault::TokenModule& module : modules) {
        json.beginObject().member(u"path", module.path).member(u"description", module.description);
        if (module.problem)
            json.member(u"problem", module.problem->message);
        json.key(u"slots").beginArray();
        for (const vault::TokenSlot& slot : module.slots)
            addSlot(json, slot);
        json.endArray().endObject();
    }
    json.endArray();
    context.print(json);
}

QString stateText(const vault::TokenSlot& slot)
{
    return !slot.hasToken     ? u"empty"_s
        : !slot.isInitialized ? u"not initialised"_s
        : slot.isPinLocked    ? u"PIN locked"_s
        : slot.isLastTry      ? u"one try left"_s
                              : u"ready"_s;
}

/// Tokens count keys of pairs in bits and symmetric ones in bytes (PKCS#11, mechanisms).
QString sizesText(const vault::TokenSlot::Mechanism& mechanism)
{
    static constexpr std::array pairs = { "RSA"_L1, "EC"_L1, "DSA"_L1, "DH"_L1, "ED"_L1 };
    if (mechanism.largestKey <= 0)
        return {};
    const bool isPair = std::ranges::any_of(
        pairs, [&](QLatin1StringView family) { return mechanism.name.startsWith(family); });
    return u"%1-%2 %3"_s.arg(mechanism.smallestKey)
        .arg(mechanism.largestKey)
        .arg(isPair ? "bits"_L1 : "bytes"_L1);
}

QString mechanismsText(const vault::TokenSlot& slot)
{
    std::vector<QStringList> rows;
    for (const vault::TokenSlot::Mechanism& mechanism : slot.mechanisms)
        rows.push_back({ mechanism.name, sizesText(mechanism), mechanism.uses.join(u", ") });
    const QString heading = u"\nSlot %1, %2\n"_s.arg(QString::number(slot.id),
                                                     slot.label.isEmpty() ? u"no token"_s : slot.label);
    return heading + tableText({ u"MECHANISM"_s, u"SIZES"_s, u"USES"_s }, rows);
}

void printText(CommandContext& context, const std::vector<vault::TokenModule>& modules)
{
    for (const vault::TokenModule& module : modules) {
        QString text = module.path + u"  "_s + module.description + u'\n';
        if (module.problem)
            text += module.problem->message + u'\n';
        std::vector<QStringList> rows;
        for (const vault::TokenSlot& slot : module.slots)
            rows.push_back({ QString::number(slot.id), slot.label, slot.model, slot.serialNumber,
                             stateText(slot), QString::number(slot.mechanisms.size()) });
        text += tableText({ u"SLOT"_s, u"TOKEN"_s, u"MODEL"_s, u"SERIAL"_s, u"STATE"_s, u"MECHANISMS"_s },
                          rows);
        if (context.arguments().has("--mechanisms"_L1)) {
            for (const vault::TokenSlot& slot : module.slots)
                text += mechanismsText(slot);
        }
        context.print(text);
    }
}

/// Of the store's process where a store is named, so that the visit is in its audit log.
base::Result<std::vector<vault::TokenModule>> modulesFor(CommandContext& context, const QStringList& paths)
{
    if (context.arguments().has("--store"_L1) || context.place() == Place::Holder)
        return context.run(vault::ListTokenModules{ paths });
    return local::tokenModules(paths);
}

ExitCode listTokens(CommandContext& context)
{
    QStringList paths;
    for (const QString& path : context.arguments().values("--module"_L1))
        paths += modulePath(context, path);
    const auto modules = modulesFor(context, paths);
    if (!modules)
        return context.fail(modules.error());
    if (context.wantsJson())
        printJson(context, *modules);
    else
        printText(context, *modules);
    return ExitCode::Done;
}

/// The vault or pool, if it has a token.
base::Result<vault::VaultProperties> tokenHolder(CommandContext& context)
{
    auto container = containerOf(context);
    if (container && container->token.isEmpty())
        return Error{ ErrorCode::TokenAbsent,
                      u"%1 keeps no keys in a token."_s.arg(container->name.text()),
                      {} };
    return container;
}

ExitCode testToken(CommandContext& context)
{
    const auto container = tokenHolder(context);
    if (!container)
        return context.fail(container.error());
    const auto checks = context.run(container->id, vault::TestToken{});
    if (!checks)
        return context.fail(checks.error());
    JsonWriter json;
    json.beginArray();
    std::vector<QStringList> rows;
    bool isGood = true;
    for (const vault::TokenCheck& check : *checks) {
        isGood = isGood && check.isPassed;
        json.beginObject().member(u"name", check.name).truthMember(u"passed", check.isPassed);
        json.member(u"finding", check.finding).endObject();
        rows.push_back({ check.name, check.isPassed ? u"passed"_s : u"failed"_s, check.finding });
    }
    json.endArray();
    if (context.wantsJson())
        context.print(json);
    else
        context.print(tableText({ u"CHECK"_s, u"RESULT"_s, u"FINDING"_s }, rows));
    return isGood ? ExitCode::Done : ExitCode::CheckFailed;
}

ExitCode setPin(CommandContext& context)
{
    const auto container = tokenHolder(context);
    if (!container)
        return context.fail(container.error());
    auto pin = pinFrom(context);
    if (!pin)
        return context.fail(pin.error());
    if (auto found = context.run(vault::ProbeToken{ container->token, pin->clone() }); !found)
        return context.fail(found.error());
    const auto set
        = context.run(container->id, vault::SetTokenPin{ std::move(*pin), pinKeepingFrom(context) });
    if (!set)
        return context.fail(set.error());
    return context.done(u"token", container->token.label, u"The PIN opens the token."_s);
}

constexpr std::array listOptions{
    OptionRow{ "--module"_L1, "PATH"_L1, "a module besides those this computer is set up with"_L1,
               OptionRow::Times::Many },
    OptionRow{ "--mechanisms"_L1, {}, "name what each token can do"_L1 },
};
constexpr std::array testOptions{ vaultOption, poolOption };
constexpr std::array pinOptions{ vaultOption, poolOption, pinFileOption, askPinOption };

constexpr std::array commands{
    Command{ "hsm list"_L1,
             {},
             "Lists PKCS#11 modules, their slots and tokens; needs no store"_L1,
             listOptions,
             Command::Store::WhenNamed,
             listTokens },
    Command{ "hsm test"_L1,
             {},
             "Makes, uses and destroys keys in a vault's token; exit code 10 when it fails"_L1,
             testOptions,
             Command::Store::Open,
             testToken },
    Command{ "hsm pin"_L1,
             {},
             "Gives the program the PIN of a vault's token"_L1,
             pinOptions,
             Command::Store::Open,
             setPin },
};

} // namespace

std::span<const Command> hsmCommands() { return commands; }

} // namespace strongroom::cli
