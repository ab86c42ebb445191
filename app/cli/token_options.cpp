// SPDX-License-Identifier: Apache-2.0
#include "app/cli/token_options.h"

namespace strongroom::cli {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;
using namespace Qt::StringLiterals;

QString modulePath(const CommandContext& context, const QString& text)
{
    return text.contains(u'/') ? context.pathOf(text) : text;
}

base::Result<SecureBytes> pinFrom(CommandContext& context)
{
    if (context.arguments().has("--pin-file"_L1))
        return lineOf(context, context.arguments().value("--pin-file"_L1));
    auto typed = context.io().prompt(u"PIN of the token: "_s);
    if (!typed && typed.error().code == ErrorCode::Unavailable)
        return Error{ ErrorCode::BadParameter, u"The option --pin-file is needed."_s, {} };
    return typed;
}

vault::PinKeeping pinKeepingFrom(const CommandContext& context)
{
    return context.arguments().has("--ask-pin"_L1) ? vault::PinKeeping::Ask : vault::PinKeeping::Store;
}

base::Result<std::optional<vault::TokenChoice>> tokenFrom(CommandContext& context)
{
    const Arguments& arguments = context.arguments();
    const bool isNamed = arguments.has("--hsm-token"_L1);
    if (isNamed != arguments.has("--hsm-module"_L1))
        return Error{ ErrorCode::BadParameter,
                      u"A token is named by --hsm-module and --hsm-token together."_s,
                      {} };
    if (!isNamed)
        return std::optional<vault::TokenChoice>();
    const vault::TokenBinding binding{ modulePath(context, arguments.value("--hsm-module"_L1)),
                                       arguments.value("--hsm-token"_L1) };
    auto pin = pinFrom(context);
    if (!pin)
        return pin.error();
    // A vault whose token does not open would be of no use.
    if (const auto found = context.run(vault::ProbeToken{ binding, pin->clone() }); !found)
        return found.error();
    return std::optional(vault::TokenChoice{ binding, std::move(*pin), pinKeepingFrom(context) });
}

void clearToken(CommandContext& context, const vault::VaultProperties& container)
{
    if (container.token.isEmpty())
        return;
    for (auto collected = context.run(vault::CollectTokenLeftovers{}); collected && *collected > 0;)
        collected = context.run(vault::CollectTokenLeftovers{});
}

} // namespace strongroom::cli
