// SPDX-License-Identifier: Apache-2.0
#include "model/vault/built_in_roles.h"

#include <algorithm>
#include <array>

namespace strongroom::vault {

namespace {

using Text = std::string_view;

constexpr std::array administrator = { Text("*") };
constexpr std::array reader = { Text("*/read"), Text("secrets/readMetadata/action") };
constexpr std::array secretsOfficer = { Text("secrets/*") };
constexpr std::array secretsUser = { Text("secrets/getSecret/action"), Text("secrets/readMetadata/action") };
constexpr std::array certificatesOfficer
    = { Text("certificatecas/*"), Text("certificates/*"), Text("certificatecontacts/write") };
constexpr std::array certificateUser = { Text("certificates/read"), Text("secrets/getSecret/action"),
                                         Text("secrets/readMetadata/action"), Text("keys/read") };
constexpr std::array cryptoOfficer = { Text("keys/*"), Text("keyrotationpolicies/*") };
constexpr std::array cryptoUser
    = { Text("keys/read"),           Text("keys/update/action"),  Text("keys/backup/action"),
        Text("keys/encrypt/action"), Text("keys/decrypt/action"), Text("keys/wrap/action"),
        Text("keys/unwrap/action"),  Text("keys/sign/action"),    Text("keys/verify/action") };
constexpr std::array encryptionUser
    = { Text("keys/read"), Text("keys/wrap/action"), Text("keys/unwrap/action") };
constexpr std::array releaseUser = { Text("keys/release/action") };

constexpr std::array roles = {
    BuiltInRole{ "00482a5a-887f-4fb3-b363-3b7fe8e74483", "Key Vault Administrator", administrator },
    BuiltInRole{ "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "Key Vault Secrets Officer", secretsOfficer },
    BuiltInRole{ "4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User", secretsUser },
    BuiltInRole{ "21090545-7ca7-4776-b22c-e363652d74d2", "Key Vault Reader", reader },
    BuiltInRole{ "a4417e6f-fecd-4de8-b567-7b0420556985", "Key Vault Certificates Officer",
                 certificatesOfficer },
    BuiltInRole{ "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba", "Key Vault Certificate User", certificateUser },
    BuiltInRole{ "14b46e9e-c2b7-41b4-b07b-48a6ebf60603", "Key Vault Crypto Officer", cryptoOfficer },
    BuiltInRole{ "12338af0-0e69-4776-bea7-57ae8d297424", "Key Vault Crypto User", cryptoUser },
    BuiltInRole{ "e147488a-f6f5-4113-8e2d-b22465e65bf6", "Key Vault Crypto Service Encryption User",
                 encryptionUser },
    BuiltInRole{ "08bbd89e-9f13-488c-ac41-acfcb10c90ab", "Key Vault Crypto Service Release User",
                 releaseUser },
};

constexpr std::array secretPermissionNames
    = { Text("get"),    Text("list"),    Text("set"),     Text("delete"),
        Text("backup"), Text("restore"), Text("recover"), Text("purge") };

QLatin1StringView latin1(std::string_view text)
{
    return QLatin1StringView(text.data(), static_cast<qsizetype>(text.size()));
}

bool equalsWithoutCase(QStringView text, std::string_view other)
{
    return text.compare(latin1(other), Qt::CaseInsensitive) == 0;
}

/// Data action patterns hold at most one '*'.
bool matches(std::string_view pattern, std::string_view action)
{
    const QLatin1StringView text = latin1(action);
    const std::size_t star = pattern.find('*');
    if (star == Text::npos)
        return text.compare(latin1(pattern), Qt::CaseInsensitive) == 0;
    return action.size() + 1 >= pattern.size()
        && text.startsWith(latin1(pattern.substr(0, star)), Qt::CaseInsensitive)
        && text.endsWith(latin1(pattern.substr(star + 1)), Qt::CaseInsensitive);
}

} // namespace

std::span<const BuiltInRole> builtInRoles() { return roles; }

const BuiltInRole* builtInRole(QStringView id)
{
    const auto found = std::ranges::find_if(
        roles, [id](const BuiltInRole& role) { return equalsWithoutCase(id, role.id); });
    return found == roles.end() ? nullptr : &*found;
}

const BuiltInRole* builtInRoleByName(QStringView name)
{
    const auto found = std::ranges::find_if(
        roles, [name](const BuiltInRole& role) { return equalsWithoutCase(name, role.name); });
    return found == roles.end() ? nullptr : &*found;
}

bool grants(const BuiltInRole& role, std::string_view dataAction)
{
    return std::ranges::any_of(
        role.dataActions, [dataAction](std::string_view pattern) { return matches(pattern, dataAction); });
}

std::span<const std::string_view> secretPolicyPermissions() { return secretPermissionNames; }

} // namespace strongroom::vault
