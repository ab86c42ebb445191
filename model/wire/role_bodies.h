// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"
#include "model/vault/access_rules.h"
#include "model/wire/request_target.h"

namespace strongroom::wire {

/// {"properties":{"roleName","description","permissions":[{"dataActions","notDataActions"}]}}: a role without
/// id and dates. BadParameter for rights that no pool gives, and for other scopes than the whole pool.
base::Result<vault::RoleDefinition> readRoleDefinition(QByteArrayView body);
base::SecureBytes writeRoleDefinition(const vault::RoleDefinition& role);
base::SecureBytes writeRoleDefinitions(const std::vector<vault::RoleDefinition>& roles);

struct RoleAssignmentContent final
{
    QString roleId; ///< the last part of "roleDefinitionId"
    QString principalId;
};
base::Result<RoleAssignmentContent> readRoleAssignment(QByteArrayView body);
base::SecureBytes writeRoleAssignment(const vault::RoleAssignment& assignment);
base::SecureBytes writeRoleAssignments(const std::vector<vault::RoleAssignment>& assignments);

/// "$filter" of lists: "atScope()", "principalId eq {GUID}", or nothing.
struct RoleFilter final
{
    bool onlyAtScope = false;
    QString principalId;
};
base::Result<RoleFilter> readRoleFilter(const Parameters& query);

} // namespace strongroom::wire
