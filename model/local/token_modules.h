// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/token.h"

namespace strongroom::local {

/// The modules p11-kit is configured with and those at `paths`, in the words of the vaults. Needs no store,
/// and may take seconds.
std::vector<vault::TokenModule> tokenModules(const QStringList& paths);

} // namespace strongroom::local
