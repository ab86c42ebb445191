// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/access_rules.h"

// The words by which people know rights.

namespace strongroom::ui {

/// "Key Vault Secrets User", or the id of a role that is none of the built-in ones.
QString roleName(const QString& roleId);
/// The same in a pool, whose people may have made it.
QString roleNameIn(const std::vector<vault::RoleDefinition>& ownRoles, const QString& roleId);
/// What the role lets somebody do, in one or two sentences.
QString roleMeaning(const QString& roleId);
/// "Everything" for "/", "All keys" for "/keys", else "Secret NAME", "Key NAME".
QString scopeWords(const QString& scope);

} // namespace strongroom::ui
