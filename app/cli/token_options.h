// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/commands.h"

namespace strongroom::cli {

// The options that name a PKCS#11 token and give its PIN.

inline constexpr OptionRow moduleOption{ QLatin1String("--hsm-module"), QLatin1String("PATH"),
                                         QLatin1String("the PKCS#11 module of its token") };
inline constexpr OptionRow tokenOption{ QLatin1String("--hsm-token"), QLatin1String("LABEL"),
                                        QLatin1String("the label of its token") };
inline constexpr OptionRow pinFileOption{
    QLatin1String("--pin-file"), QLatin1String("FILE"),
    QLatin1String("its first line is the token's PIN; - is standard input; asked for without it")
};
inline constexpr OptionRow askPinOption{ QLatin1String("--ask-pin"),
                                         {},
                                         QLatin1String("keep the PIN nowhere; give it after each unlock") };

/// A module by its file, or by a bare name, which p11-kit finds.
QString modulePath(const CommandContext& context, const QString& text);
base::Result<base::SecureBytes> pinFrom(CommandContext& context);
vault::PinKeeping pinKeepingFrom(const CommandContext& context);
/// The token that the options name, tried with its PIN; nothing when they name none.
base::Result<std::optional<vault::TokenChoice>> tokenFrom(CommandContext& context);

/// Destroys in the token what a purge has left there, if there is one. The window and the server do so by
/// themselves, and with a token that is away now too, but the next of them may not come for long.
void clearToken(CommandContext& context, const vault::VaultProperties& container);

} // namespace strongroom::cli
