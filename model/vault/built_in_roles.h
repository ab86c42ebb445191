// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <span>
#include <string_view>

namespace strongroom::vault {

/// A built-in role of the data plane (Azure built-in roles, security). `dataActions` are patterns without
/// the prefix "Microsoft.KeyVault/vaults/"; '*' stands for any run of characters.
struct BuiltInRole final
{
    std::string_view id; ///< GUID, the same in every tenant
    std::string_view name; ///< "Key Vault Secrets User"
    std::span<const std::string_view> dataActions;
};

/// Every built-in role that grants something in the data plane, the widest first.
std::span<const BuiltInRole> builtInRoles();
/// By GUID, without case; nullptr when it is none.
const BuiltInRole* builtInRole(QStringView id);
/// By name, without case; nullptr when it is none.
const BuiltInRole* builtInRoleByName(QStringView name);
/// Whether a pattern of the role covers `dataAction`, without case.
bool grants(const BuiltInRole& role, std::string_view dataAction);

/// The permission names of access policies in the order the service lists them, in lower case and
/// without "all".
std::span<const std::string_view> secretPolicyPermissions();

} // namespace strongroom::vault
