// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"

#include <array>

namespace strongroom::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestKeySet = 256 * 1024;

void addAuthority(JsonWriter& json, const vault::AttestationAuthority& authority)
{
    json.beginObject().member(u"issuer", authority.issuer);
    json.member(u"jwks", QString::fromUtf8(authority.jwks)).timeMember(u"updated", authority.updated);
    json.endObject();
}

ExitCode setAuthority(CommandContext& context)
{
    const auto file = required(context, "--jwks"_L1);
    if (!file)
        return context.fail(file.error());
    const auto keys = contentOf(context, *file, longestKeySet);
    if (!keys)
        return context.fail(keys.error());
    const auto set = context.run(
        vault::SetAttestationAuthority{ context.arguments().positionals[0], keys->view().toByteArray() });
    if (!set)
        return context.fail(set.error());
    if (!context.wantsJson()) {
        context.note(u"%1 is trusted to attest where keys are released to."_s.arg(set->issuer));
        return ExitCode::Done;
    }
    JsonWriter json;
    addAuthority(json, *set);
    context.print(json);
    return ExitCode::Done;
}

ExitCode listAuthorities(CommandContext& context)
{
    const auto authorities = context.run(vault::ListAttestationAuthorities{});
    if (!authorities)
        return context.fail(authorities.error());
    JsonWriter json;
    json.beginArray();
    std::vector<QStringList> rows;
    for (const vault::AttestationAuthority& authority : *authorities) {
        addAuthority(json, authority);
        rows.push_back({ authority.issuer, timeText(authority.updated) });
    }
    json.endArray();
    if (context.wantsJson())
        context.print(json);
    else
        context.print(tableText({ u"ISSUER"_s, u"UPDATED"_s }, rows));
    return ExitCode::Done;
}

ExitCode removeAuthority(CommandContext& context)
{
    const QString issuer = context.arguments().positionals[0];
    const auto removed = context.run(vault::RemoveAttestationAuthority{ issuer });
    if (!removed)
        return context.fail(removed.error());
    return context.done(u"removed", issuer, u"%1 is no longer trusted."_s.arg(issuer));
}

constexpr std::array setOptions{
    OptionRow{ "--jwks"_L1, "FILE"_L1, "the keys it signs with, a JSON Web Key Set; - is standard input"_L1 },
};

constexpr std::array commands{
    Command{ "authority set"_L1, "ISSUER"_L1, "Trusts an authority to attest where keys are released to"_L1,
             setOptions, Command::Store::Open, setAuthority },
    Command{ "authority list"_L1,
             {},
             "Lists the trusted attestation authorities"_L1,
             {},
             Command::Store::Open,
             listAuthorities },
    Command{ "authority remove"_L1,
             "ISSUER"_L1,
             "Trusts an authority no longer"_L1,
             {},
             Command::Store::Open,
             removeAuthority },
};

} // namespace

std::span<const Command> authorityCommands() { return commands; }

} // namespace strongroom::cli
