// SPDX-License-Identifier: Apache-2.0
#include "model/access/decide.h"

#include "model/access/ip_block.h"
#include "model/vault/built_in_roles.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::access {

namespace {

using base::ErrorCode;
using vault::ObjectKind;

QLatin1StringView latin1(std::string_view text)
{
    return QLatin1StringView(text.data(), static_cast<qsizetype>(text.size()));
}

bool isSame(const QString& a, const QString& b)
{
    return !a.isEmpty() && a.compare(b, Qt::CaseInsensitive) == 0;
}

QLatin1StringView collectionOf(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Secret:
        return "secrets"_L1;
    case ObjectKind::Key:
        return "keys"_L1;
    case ObjectKind::Certificate:
        return "certificates"_L1;
    }
    Q_UNREACHABLE();
}

/// The caller as the service names one in its refusals.
QString callerTriple(const vault::Caller& caller)
{
    return u"appid=%1;oid=%2;iss=https://sts.windows.net/%3/"_s.arg(caller.clientId, caller.objectId,
                                                                    caller.tenantId);
}

QString vaultWords(const vault::AccessRules& rules) { return rules.vault.name.text() + ";location=local"_L1; }

Verdict refused(ErrorCode code, const QString& message) { return { base::Error{ code, message, {} }, {} }; }

const QStringList& permissionsFor(const vault::AccessPolicy& policy, ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Secret:
        return policy.secrets;
    case ObjectKind::Key:
        return policy.keys;
    case ObjectKind::Certificate:
        return policy.certificates;
    }
    Q_UNREACHABLE();
}

/// "all" never meant "purge" in the service: what cannot be undone is granted by its own name.
bool grantsPermission(const QStringList& names, std::string_view permission)
{
    const bool isInAll = permission != "purge";
    return std::any_of(names.begin(), names.end(), [&](const QString& name) {
        return name.compare(latin1(permission), Qt::CaseInsensitive) == 0
            || (isInAll && name.compare("all"_L1, Qt::CaseInsensitive) == 0);
    });
}

bool appliesTo(const vault::AccessPolicy& policy, const vault::Caller& caller)
{
    // A compound identity stands for a principal using one application, and nothing else.
    return isSame(policy.principalId, caller.objectId)
        && (policy.applicationId.isEmpty() || isSame(policy.applicationId, caller.clientId));
}

Verdict decideByPolicies(const vault::AccessRules& rules, const vault::Caller& caller,
                         const vault::Permission& permission)
{
    const bool isGranted
        = std::any_of(rules.policies.begin(), rules.policies.end(), [&](const vault::AccessPolicy& policy) {
              return appliesTo(policy, caller)
                  && grantsPermission(permissionsFor(policy, permission.kind), permission.policyName);
          });
    if (isGranted)
        return { {}, u"policy"_s };
    return refused(
        ErrorCode::ForbiddenByPolicy,
        u"The user, group or application '%1' does not have %2 %3 permission on key vault '%4'. "
        "For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287"_s.arg(
            callerTriple(caller), collectionOf(permission.kind), latin1(permission.policyName),
            vaultWords(rules)));
}

/// "/" covers all, "/secrets/NAME" that object; calls on a collection name no object and need "/".
bool covers(QStringView scope, const vault::Target& target)
{
    if (scope == u"/")
        return true;
    if (!target.kind || target.name.isEmpty() || !scope.startsWith(u'/'))
        return false;
    const QLatin1StringView collection = collectionOf(*target.kind);
    const QStringView path = scope.mid(1);
    return path.size() == collection.size() + 1 + target.name.size()
        && path.startsWith(collection, Qt::CaseInsensitive) && path.at(collection.size()) == u'/'
        && path.mid(collection.size() + 1).compare(target.name, Qt::CaseInsensitive) == 0;
}

QString rbacRefusal(const vault::AccessRules& rules, const vault::Caller& caller,
                    const vault::Permission& permission, const vault::Target& target)
{
    QString resource = "/subscriptions/local/resourcegroups/local/providers/microsoft.keyvault/vaults/"_L1
        + rules.vault.name.folded();
    if (target.kind && !target.name.isEmpty())
        resource += u'/' + collectionOf(*target.kind) + u'/' + target.name;
    return u"Caller is not authorized to perform action on resource.\r\n"
           "If role assignments, deny assignments or role definitions were changed recently, "
           "please observe propagation time.\r\n"
           "Caller: %1\r\nAction: 'Microsoft.KeyVault/vaults/%2'\r\nResource: '%3'\r\n"
           "Assignment: (not found)\r\nDenyAssignmentId: null\r\n"
           "DecisionReason: 'DeniedWithNoValidRBAC'\r\nVault: %4\r\n"_s.arg(
               callerTriple(caller), latin1(permission.dataAction), resource, vaultWords(rules));
}

Verdict decideByRoles(const vault::AccessRules& rules, const vault::Caller& caller,
                      const vault::Permission& permission, const vault::Target& target)
{
    for (const vault::RoleAssignment& assignment : rules.assignments) {
        if (!isSame(assignment.principalId, caller.objectId) || !covers(assignment.scope, target))
            continue;
        const vault::BuiltInRole* const role = vault::builtInRole(assignment.roleId);
        if (role
            && (vault::grants(*role, permission.dataAction)
                || (!permission.orDataAction.empty() && vault::grants(*role, permission.orDataAction))))
            return { {}, assignment.id };
    }
    return refused(ErrorCode::ForbiddenByRbac, rbacRefusal(rules, caller, permission, target));
}

Verdict decideForApplication(const vault::AccessRules* rules, const vault::Caller& caller,
                             const vault::Permission& permission, const vault::Target& target)
{
    if (permission.plane == vault::Plane::Management)
        return refused(ErrorCode::Forbidden, u"Only the owner of the store may do this."_s);
    if (!rules)
        return refused(ErrorCode::VaultNotFound, u"There is no such vault."_s);
    if (!isSame(caller.tenantId, rules->tenantId))
        return refused(ErrorCode::Unauthenticated,
                       u"AKV10032: Invalid issuer. The token is of another tenant than the vault."_s);
    if (!allowsAddress(rules->network, caller.address))
        return refused(ErrorCode::ForbiddenByFirewall,
                       u"Client address is not authorized and caller is not a trusted service.\r\n"
                       "Client address: %1\r\nCaller: %2\r\nVault: %3"_s.arg(
                           caller.address, callerTriple(caller), vaultWords(*rules)));
    switch (rules->vault.permissionModel) {
    case vault::PermissionModel::AccessPolicies:
        return decideByPolicies(*rules, caller, permission);
    case vault::PermissionModel::Rbac:
        return decideByRoles(*rules, caller, permission, target);
    }
    Q_UNREACHABLE();
}

} // namespace

bool allowsAddress(const vault::NetworkRules& rules, const QString& address)
{
    if (!rules.isPublicAccessEnabled)
        return false;
    if (rules.allowsByDefault)
        return true;
    const auto candidate = IpAddress::parse(address);
    return candidate && std::any_of(rules.ipRules.begin(), rules.ipRules.end(), [&](const QString& rule) {
               const auto block = IpBlock::parse(rule);
               return block && block->contains(*candidate);
           });
}

Verdict decide(const vault::AccessRules* rules, const vault::Caller& caller,
               const vault::Permission& permission, const vault::Target& target)
{
    if (permission.plane == vault::Plane::Door)
        return { {}, {} };
    switch (caller.kind) {
    case vault::Caller::Kind::Owner:
        return { {}, u"owner"_s };
    case vault::Caller::Kind::System:
        return { {}, u"system"_s };
    case vault::Caller::Kind::Application:
        return decideForApplication(rules, caller, permission, target);
    case vault::Caller::Kind::Anonymous:
        return refused(ErrorCode::Unauthenticated, u"AKV10000: Request is missing a Bearer or PoP token."_s);
    }
    Q_UNREACHABLE();
}

} // namespace strongroom::access
