// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/vault/access_rules.h"
#include "model/vault/operation.h"
#include "model/vault/principal.h"

namespace strongroom::access {

struct Verdict final
{
    base::Result<void> result; ///< ForbiddenByFirewall, ForbiddenByPolicy, ForbiddenByRbac, Forbidden, ...
    QString decidedBy; ///< "owner", "system", "policy", or the id of the role assignment
};

/// May this caller do this? Pure. `rules` is nullptr for operations of the store, which only the owner
/// and the program itself may run, and for a vault that is not there. Order as in the service: firewall,
/// then policies or roles, never both. Nothing in the answer depends on whether the object exists.
Verdict decide(const vault::AccessRules* rules, const vault::Caller& caller,
               const vault::Permission& permission, const vault::Target& target);

/// Whether an address may reach the vault at all. An unknown address is allowed only by default. Rules
/// that are no address or CIDR block match nothing.
bool allowsAddress(const vault::NetworkRules& rules, const QString& address);

} // namespace strongroom::access
