// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/operation.h"

namespace strongroom::access {

/// The data action a permission asks for in a Managed HSM pool, without the prefix
/// "Microsoft.KeyVault/managedHsm/"; empty for what no role of a pool can give. Pools name the rights of
/// vaults differently, and a policy of rotation counts as a part of its key.
std::string_view poolAction(const vault::Permission& permission);

} // namespace strongroom::access
