// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/access_rules.h"
#include "model/vault/names.h"
#include "model/vault/principal.h"

namespace strongroom::lists {

/// What one application may do with one object, and why. As the rules stand: dates, states and the firewall
/// may refuse more.
struct ObjectAccess final
{
    QString principalId;
    QString principalName; ///< the id where the directory has no such application
    QStringList operations; ///< "Get", "Sign", ... in the order of the service's documentation
    QStringList reasons; ///< "Key Vault Crypto User", "Key Vault Reader, this key only", "Access policy"

    friend bool operator==(const ObjectAccess&, const ObjectAccess&) = default;
};

/// Everybody who may do anything, by name. The store's owner may do everything and is not among them.
std::vector<ObjectAccess> accessTo(vault::ObjectKind kind, const QString& name,
                                   const vault::AccessRules& rules,
                                   const std::vector<vault::Application>& applications);

} // namespace strongroom::lists
