// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/hsm/pkcs11_module.h"
#include "model/hsm/token_address.h"

#include <optional>

namespace strongroom::hsm {

struct FoundSlot final
{
    SlotFacts slot;
    std::vector<MechanismFacts> mechanisms; ///< of the token in it
    std::optional<TokenAddress> address; ///< of an initialised token
};

/// A module of this machine and what is plugged into it, or why it could not be asked.
struct FoundModule final
{
    QString path;
    QString description;
    std::vector<FoundSlot> slots;
    std::optional<base::Error> problem;
};

/// The modules p11-kit is configured with and those at `paths`, each once, with their slots and tokens.
/// Asks the modules and may take seconds with real devices: not for the GUI thread.
std::vector<FoundModule> discoverTokens(const QStringList& paths = {});

} // namespace strongroom::hsm
