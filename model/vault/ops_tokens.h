// SPDX-License-Identifier: Apache-2.0
#pragma once

// Operations on PKCS#11 tokens: what there is on this machine, whether it works, and the token of a vault.
// All visit a module, so all but SetTokenPin have a slow part.

#include "model/vault/operation.h"
#include "model/vault/token.h"

namespace strongroom::vault {

/// Modules that p11-kit is configured with, and those at `furtherPaths`, with slots and mechanisms.
/// On the store.
struct ListTokenModules final
{
    using Output = std::vector<TokenModule>;
    using Outcome = Output;
    static constexpr std::string_view name = "TokenList";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    QStringList furtherPaths;

    Target target() const { return {}; }
};

/// Opens the token with the PIN and says what it is: TokenAbsent, TokenPinWrong, TokenPinLocked, TokenFailed.
/// On the store; before a vault is bound to the token.
struct ProbeToken final
{
    using Output = TokenSlot;
    using Outcome = Output;
    static constexpr std::string_view name = "TokenGet";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    TokenBinding binding;
    base::SecureBytes pin;

    Target target() const { return { {}, {}, binding.label, {} }; }
};

/// Makes, uses and destroys keys in the vault's token. On a vault.
struct TestToken final
{
    using Output = std::vector<TokenCheck>;
    using Outcome = Output;
    static constexpr std::string_view name = "TokenTest";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

/// Tries the vault's token. On a vault; of one without a token the binding is empty.
struct GetTokenState final
{
    using Output = TokenState;
    using Outcome = Output;
    static constexpr std::string_view name = "TokenGet";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

/// Gives the program the PIN of the vault's token and says where it is kept. It is not tried: ProbeToken
/// does that first. On a vault.
struct SetTokenPin final
{
    using Output = base::Nothing;
    static constexpr std::string_view name = "TokenPinSet";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultUpdated;

    base::SecureBytes pin;
    PinKeeping keeping = PinKeeping::Store;

    Target target() const { return {}; }
};

/// Destroys in tokens what purges have left there, and what failed creations could not undo; the output is
/// how many. By the program itself. On the store.
struct CollectTokenLeftovers final
{
    using Output = int;
    using Outcome = std::vector<qint64>; ///< rows of leftovers that are gone
    static constexpr std::string_view name = "TokenCollect";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

} // namespace strongroom::vault
