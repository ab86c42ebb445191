// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <span>
#include <string_view>

namespace strongroom::vault {

/// A built-in role of the data plane (Azure built-in roles, security; Managed HSM local RBAC built-in roles).
/// `dataActions` are patterns without the prefix "Microsoft.KeyVault/vaults/", of pools
/// "Microsoft.KeyVault/managedHsm/"; '*' stands for any run of characters.
struct BuiltInRole final
{
    std::string_view id; ///< GUID, the same in every tenant
    std::string_view name; ///< "Key Vault Secrets User"
    std::span<const std::string_view> dataActions;
    bool isForPools = false;
};

/// Every built-in role of vaults that grants something in the data plane, the widest first.
std::span<const BuiltInRole> builtInRoles();
/// The local roles of Managed HSM pools, in the order of the service.
std::span<const BuiltInRole> poolRoles();
/// Of vaults and pools, by GUID, without case; nullptr when it is none.
const BuiltInRole* builtInRole(QStringView id);
/// Of vaults and pools, by name, without case; nullptr when it is none.
const BuiltInRole* builtInRoleByName(QStringView name);
/// Whether a pattern of the role covers `dataAction`, without case.
bool grants(const BuiltInRole& role, std::string_view dataAction);
/// Whether a pattern, with at most one '*', covers a data action, without case.
bool coversAction(std::string_view pattern, std::string_view dataAction);
/// Every data action that a pool knows, each once: what roles that people make can give.
std::span<const std::string_view> poolActions();

/// The permission names of access policies in the order the service lists them, in lower case and
/// without "all".
std::span<const std::string_view> secretPolicyPermissions();
std::span<const std::string_view> keyPolicyPermissions();
std::span<const std::string_view> certificatePolicyPermissions();

} // namespace strongroom::vault
