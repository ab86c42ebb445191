// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/access_rules.h"

#include <span>
#include <string_view>

// The words for the rights that roles of pools give.

namespace strongroom::ui {

enum class RightGroup { Use, Keys, DeletedKeys, Roles, Backup, Domain };

struct Right final
{
    std::string_view action; ///< the data action, without the prefix "Microsoft.KeyVault/managedHsm/"
    RightGroup group;
    const char* words; ///< for translation in the context "Rights"
};

/// Every right that a pool knows, in the order in which people read them.
std::span<const Right> poolRights();
QString groupWords(RightGroup group);
/// "Wrap keys", or the data action itself when it has no words.
QString rightWords(const QString& dataAction);
/// What of all that a pool knows a role gives, in that order.
QStringList rightsOf(const vault::RoleDefinition& role);
/// What a role that people have made lets somebody do.
QString meaningOf(const vault::RoleDefinition& role);

} // namespace strongroom::ui
