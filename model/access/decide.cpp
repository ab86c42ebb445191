// SPDX-License-Identifier: Apache-2.0
#include "model/access/decide.h"

#include "model/access/ip_block.h"
#include "model/access/pool_action.h"
#include "model/vault/built_in_roles.h"
#include "model/vault/key.h"

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
    // The same spelling, as a rule, which is much quicker to see.
    return !a.isEmpty() && (a == b || a.compare(b, Qt::CaseInsensitive) == 0);
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
    if (permission.empty())
        return false; // no policy speaks of it
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

/// What a role must give for an operation: one data action or the other.
struct NeededRight final
{
    std::string_view action;
    std::string_view orAction;
};

NeededRight neededRight(const vault::AccessRules& rules, const vault::Permission& permission,
                        const vault::Target& target)
{
    if (vault::isPool(rules.vault.sku))
        return { poolAction(permission), {} };
    const bool isPublic = !permission.orDataAction.empty() && vault::usesPublicKey(target.algorithm);
    return { permission.dataAction, isPublic ? permission.orDataAction : std::string_view() };
}

/// "/" covers all, "/secrets/NAME" that object, and in a pool "/keys" all keys; calls on a collection name no
/// object and are not covered by the scope of one.
bool covers(QStringView scope, const vault::Target& target, vault::Sku sku)
{
    if (scope == u"/")
        return true;
    if (!target.kind || !scope.startsWith(u'/'))
        return false;
    const QLatin1StringView collection = collectionOf(*target.kind);
    if (!scope.mid(1).startsWith(collection, Qt::CaseInsensitive))
        return false;
    const QStringView rest = scope.mid(1 + collection.size());
    if (rest.isEmpty())
        return vault::isPool(sku);
    return !target.name.isEmpty() && rest.startsWith(u'/')
        && rest.mid(1).compare(target.name, Qt::CaseInsensitive) == 0;
}

bool isCovered(const QStringList& patterns, std::string_view action)
{
    return std::ranges::any_of(patterns, [action](const QString& pattern) {
        const QByteArray text = pattern.toLatin1();
        return vault::coversAction({ text.data(), static_cast<std::size_t>(text.size()) }, action);
    });
}

/// Whether a role, built-in or one of the pool's own, gives a data action.
bool roleGives(const QString& roleId, std::string_view action, const vault::AccessRules& rules)
{
    if (action.empty())
        return false;
    const bool isInPool = vault::isPool(rules.vault.sku);
    if (const vault::BuiltInRole* const role = vault::builtInRole(roleId))
        return role->isForPools == isInPool && vault::grants(*role, action);
    const auto role = std::ranges::find_if(
        rules.roles, [&](const vault::RoleDefinition& one) { return isSame(one.id, roleId); });
    return isInPool && role != rules.roles.end()
        && std::ranges::any_of(role->permissions, [action](const vault::RolePermission& permission) {
               return isCovered(permission.dataActions, action)
                   && !isCovered(permission.notDataActions, action);
           });
}

/// "/keys/NAME", "/keys", or "" for the container itself.
QString pathOf(const vault::Target& target)
{
    if (!target.kind)
        return {};
    const QString collection = u'/' + collectionOf(*target.kind);
    return target.name.isEmpty() ? collection : QString(collection + u'/' + target.name);
}

/// Pools say less than vaults (Managed HSM, recorded answers).
QString poolRefusal(std::string_view action, const vault::Target& target)
{
    const QString path = pathOf(target);
    return u"Not authorized to access Microsoft.KeyVault/managedHsm/%1 on %2"_s.arg(
        latin1(action), path.isEmpty() ? u"/"_s : path);
}

QString vaultRefusal(const vault::AccessRules& rules, const vault::Caller& caller, std::string_view action,
                     const vault::Target& target)
{
    QString resource = "/subscriptions/local/resourcegroups/local/providers/microsoft.keyvault/vaults/"_L1
        + rules.vault.name.folded();
    if (!target.name.isEmpty())
        resource += pathOf(target);
    return u"Caller is not authorized to perform action on resource.\r\n"
           "If role assignments, deny assignments or role definitions were changed recently, "
           "please observe propagation time.\r\n"
           "Caller: %1\r\nAction: 'Microsoft.KeyVault/vaults/%2'\r\nResource: '%3'\r\n"
           "Assignment: (not found)\r\nDenyAssignmentId: null\r\n"
           "DecisionReason: 'DeniedWithNoValidRBAC'\r\nVault: %4\r\n"_s.arg(
               callerTriple(caller), latin1(action), resource, vaultWords(rules));
}

Verdict decideByRoles(const vault::AccessRules& rules, const vault::Caller& caller,
                      const vault::Permission& permission, const vault::Target& target)
{
    const NeededRight right = neededRight(rules, permission, target);
    const vault::Sku sku = rules.vault.sku;
    for (const vault::RoleAssignment& assignment : rules.assignments) {
        if (isSame(assignment.principalId, caller.objectId) && covers(assignment.scope, target, sku)
            && (roleGives(assignment.roleId, right.action, rules)
                || roleGives(assignment.roleId, right.orAction, rules)))
            return { {}, assignment.id };
    }
    return refused(ErrorCode::ForbiddenByRbac,
                   vault::isPool(sku)
                       ? poolRefusal(right.action.empty() ? permission.dataAction : right.action, target)
                       : vaultRefusal(rules, caller, right.action, target));
}

/// Whether an application may ask at all: of management only what roles of pools give.
bool isOfferedByRoles(const vault::AccessRules* rules, const vault::Permission& permission)
{
    return permission.plane == vault::Plane::Data
        || (rules && vault::isPool(rules->vault.sku) && !permission.poolAction.empty());
}

Verdict decideForApplication(const vault::AccessRules* rules, const vault::Caller& caller,
                             const vault::Permission& permission, const vault::Target& target)
{
    if (!isOfferedByRoles(rules, permission))
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
    if (vault::isPool(rules->vault.sku))
        return decideByRoles(*rules, caller, permission, target);
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
