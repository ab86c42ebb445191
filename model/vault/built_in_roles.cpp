// SPDX-License-Identifier: Apache-2.0
#include "model/vault/built_in_roles.h"

#include <algorithm>
#include <array>
#include <vector>

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

// Of pools, as the service lists its definitions. Reading says ".../read/action" there.
constexpr std::array poolAdministrator = { Text("roleAssignments/delete/action"),
                                           Text("roleAssignments/read/action"),
                                           Text("roleAssignments/write/action"),
                                           Text("roleDefinitions/read/action"),
                                           Text("roleDefinitions/write/action"),
                                           Text("roleDefinitions/delete/action"),
                                           Text("securitydomain/download/action"),
                                           Text("securitydomain/download/read"),
                                           Text("securitydomain/upload/action"),
                                           Text("securitydomain/upload/read"),
                                           Text("securitydomain/transferkey/read"),
                                           Text("backup/start/action"),
                                           Text("restore/start/action"),
                                           Text("backup/status/action"),
                                           Text("restore/status/action") };
constexpr std::array poolCryptoOfficer
    = { Text("roleAssignments/delete/action"),   Text("roleAssignments/read/action"),
        Text("roleAssignments/write/action"),    Text("roleDefinitions/read/action"),
        Text("roleDefinitions/write/action"),    Text("roleDefinitions/delete/action"),
        Text("keys/deletedKeys/read/action"),    Text("keys/deletedKeys/delete"),
        Text("keys/deletedKeys/recover/action"), Text("keys/export/action") };
constexpr std::array poolCryptoUser = { Text("roleDefinitions/read/action"),
                                        Text("roleAssignments/read/action"),
                                        Text("keys/read/action"),
                                        Text("keys/write/action"),
                                        Text("keys/delete"),
                                        Text("keys/create"),
                                        Text("keys/rotate/action"),
                                        Text("keys/import/action"),
                                        Text("keys/release/action"),
                                        Text("keys/backup/action"),
                                        Text("keys/restore/action"),
                                        Text("keys/encrypt/action"),
                                        Text("keys/decrypt/action"),
                                        Text("keys/wrap/action"),
                                        Text("keys/unwrap/action"),
                                        Text("keys/sign/action"),
                                        Text("keys/verify/action"),
                                        Text("keys/derive/action"),
                                        Text("rng/action") };
constexpr std::array poolPolicyAdministrator
    = { Text("roleDefinitions/read/action"),   Text("roleDefinitions/write/action"),
        Text("roleDefinitions/delete/action"), Text("roleAssignments/read/action"),
        Text("roleAssignments/write/action"),  Text("roleAssignments/delete/action") };
constexpr std::array poolCryptoAuditor
    = { Text("roleAssignments/read/action"), Text("roleDefinitions/read/action"), Text("keys/read/action"),
        Text("keys/deletedKeys/read/action") };
constexpr std::array poolEncryptionUser
    = { Text("keys/read/action"), Text("keys/wrap/action"), Text("keys/unwrap/action") };
constexpr std::array poolReleaseUser = { Text("keys/release/action") };
constexpr std::array poolBackup
    = { Text("backup/start/action"), Text("backup/status/action"), Text("keys/backup/action") };
constexpr std::array poolRestore
    = { Text("restore/start/action"), Text("restore/status/action"), Text("keys/restore/action") };

constexpr std::array rolesOfPools = {
    BuiltInRole{ "a290e904-7015-4bba-90c8-60543313cdb4", "Managed HSM Administrator", poolAdministrator,
                 true },
    BuiltInRole{ "515eb02d-2335-4d2d-92f2-b1cbdf9c3778", "Managed HSM Crypto Officer", poolCryptoOfficer,
                 true },
    BuiltInRole{ "21dbd100-6940-42c2-9190-5d6cb909625b", "Managed HSM Crypto User", poolCryptoUser, true },
    BuiltInRole{ "4bd23610-cdcf-4971-bdee-bdc562cc28e4", "Managed HSM Policy Administrator",
                 poolPolicyAdministrator, true },
    BuiltInRole{ "2c18b078-7c48-4d3a-af88-5a3a1b3f82b3", "Managed HSM Crypto Auditor", poolCryptoAuditor,
                 true },
    BuiltInRole{ "33413926-3206-4cdd-b39a-83574fe37a17", "Managed HSM Crypto Service Encryption User",
                 poolEncryptionUser, true },
    BuiltInRole{ "21dbd100-6940-42c2-9190-5d6cb909625c", "Managed HSM Crypto Service Release User",
                 poolReleaseUser, true },
    BuiltInRole{ "7b127d3c-77bd-4e3e-bbe0-dbb8971fa7f8", "Managed HSM Backup", poolBackup, true },
    BuiltInRole{ "6efe6056-5259-49d2-8b3d-d3d73544b20b", "Managed HSM Restore", poolRestore, true },
};

constexpr std::array secretPermissionNames
    = { Text("get"),    Text("list"),    Text("set"),     Text("delete"),
        Text("backup"), Text("restore"), Text("recover"), Text("purge") };
constexpr std::array keyPermissionNames = { Text("encrypt"),
                                            Text("decrypt"),
                                            Text("wrapkey"),
                                            Text("unwrapkey"),
                                            Text("sign"),
                                            Text("verify"),
                                            Text("get"),
                                            Text("list"),
                                            Text("create"),
                                            Text("update"),
                                            Text("import"),
                                            Text("delete"),
                                            Text("backup"),
                                            Text("restore"),
                                            Text("recover"),
                                            Text("purge"),
                                            Text("release"),
                                            Text("rotate"),
                                            Text("getrotationpolicy"),
                                            Text("setrotationpolicy") };
constexpr std::array certificatePermissionNames
    = { Text("get"),         Text("list"),       Text("delete"),         Text("create"),
        Text("import"),      Text("update"),     Text("managecontacts"), Text("getissuers"),
        Text("listissuers"), Text("setissuers"), Text("deleteissuers"),  Text("manageissuers"),
        Text("recover"),     Text("purge"),      Text("backup"),         Text("restore") };

QLatin1StringView latin1(std::string_view text)
{
    return QLatin1StringView(text.data(), static_cast<qsizetype>(text.size()));
}

bool equalsWithoutCase(QStringView text, std::string_view other)
{
    return text.size() == latin1(other).size() && text.compare(latin1(other), Qt::CaseInsensitive) == 0;
}

/// The first role whose `member` is `text`, without case.
const BuiltInRole* roleWith(std::string_view BuiltInRole::*member, QStringView text)
{
    for (const auto all : { builtInRoles(), poolRoles() }) {
        for (const BuiltInRole& role : all) {
            if (equalsWithoutCase(text, role.*member))
                return &role;
        }
    }
    return nullptr;
}

} // namespace

std::span<const BuiltInRole> builtInRoles() { return roles; }
std::span<const BuiltInRole> poolRoles() { return rolesOfPools; }

const BuiltInRole* builtInRole(QStringView id) { return roleWith(&BuiltInRole::id, id); }
const BuiltInRole* builtInRoleByName(QStringView name) { return roleWith(&BuiltInRole::name, name); }

bool coversAction(std::string_view pattern, std::string_view dataAction)
{
    const QLatin1StringView text = latin1(dataAction);
    const std::size_t star = pattern.find('*');
    if (star == Text::npos)
        return text.compare(latin1(pattern), Qt::CaseInsensitive) == 0;
    return dataAction.size() + 1 >= pattern.size()
        && text.startsWith(latin1(pattern.substr(0, star)), Qt::CaseInsensitive)
        && text.endsWith(latin1(pattern.substr(star + 1)), Qt::CaseInsensitive);
}

bool grants(const BuiltInRole& role, std::string_view dataAction)
{
    return std::ranges::any_of(role.dataActions, [dataAction](std::string_view pattern) {
        return coversAction(pattern, dataAction);
    });
}

std::span<const std::string_view> poolActions()
{
    static const std::vector<std::string_view> actions = [] {
        std::vector<std::string_view> all;
        for (const BuiltInRole& role : poolRoles())
            all.insert(all.end(), role.dataActions.begin(), role.dataActions.end());
        std::ranges::sort(all);
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }();
    return actions;
}

std::span<const std::string_view> secretPolicyPermissions() { return secretPermissionNames; }
std::span<const std::string_view> keyPolicyPermissions() { return keyPermissionNames; }
std::span<const std::string_view> certificatePolicyPermissions() { return certificatePermissionNames; }

} // namespace strongroom::vault
