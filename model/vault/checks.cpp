// SPDX-License-Identifier: Apache-2.0
#include "model/vault/checks.h"

#include "model/base/encodings.h"
#include "model/crypto/certificate.h"
#include "model/vault/built_in_roles.h"
#include "model/vault/messages.h"

#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::vault {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr qsizetype applicationNameCharacters = 120;

Error badParameter(const QString& message, const QString& field)
{
    return { ErrorCode::BadParameter, message, field };
}

/// Whether every name is one of `known`, or "all".
bool areAmong(std::span<const std::string_view> known, const QStringList& names)
{
    return std::ranges::all_of(names, [&](const QString& name) {
        return name == "all"_L1 || std::ranges::any_of(known, [&](std::string_view one) {
                   return name == QLatin1StringView(one.data(), static_cast<qsizetype>(one.size()));
               });
    });
}

base::Error noSuchPermission(const QString& kind, std::span<const std::string_view> known)
{
    QString names = u"all"_s;
    for (const std::string_view one : known)
        names += ", "_L1 + QLatin1StringView(one.data(), static_cast<qsizetype>(one.size()));
    return badParameter(u"There is no such permission for %1. There are: %2."_s.arg(kind, names),
                        u"permissions"_s);
}

QStringList folded(const QStringList& names)
{
    QStringList out;
    for (const QString& name : names)
        out << name.toLower();
    out.removeDuplicates();
    return out;
}

Result<void> checkToken(const TokenChoice& token, Sku sku)
{
    if (sku == Sku::Standard)
        return badParameter(u"A standard vault has no HSM keys and no token."_s, u"token"_s);
    if (token.binding.modulePath.isEmpty() || token.binding.label.isEmpty())
        return badParameter(u"A token is named by its module and its label."_s, u"token"_s);
    return {};
}

bool isObjectIn(QLatin1StringView collection, const QString& scope)
{
    return scope.startsWith(collection) && ObjectName::create(scope.mid(collection.size())).has_value();
}

bool isScope(const QString& scope, Sku sku)
{
    if (scope == "/"_L1 || isObjectIn("/keys/"_L1, scope))
        return true;
    if (isPool(sku))
        return scope == "/keys"_L1;
    return isObjectIn("/secrets/"_L1, scope) || isObjectIn("/certificates/"_L1, scope);
}

Result<void> checkRole(const QString& id, const AccessRules& rules)
{
    const bool isInPool = isPool(rules.vault.sku);
    if (const BuiltInRole* const role = builtInRole(id)) {
        if (role->isForPools == isInPool)
            return {};
        return Error{ ErrorCode::RoleNotFound,
                      isInPool ? u"A pool has roles of its own; this one is for vaults."_s
                               : u"This role is for Managed HSM pools."_s,
                      u"roleId"_s };
    }
    if (std::ranges::find(rules.roles, id.toLower(), &RoleDefinition::id) == rules.roles.end())
        return Error{ ErrorCode::RoleNotFound, u"There is no such role."_s, u"roleId"_s };
    return {};
}

/// Whoever can sign in has an object id, and that is a GUID, written with its hyphens.
bool isObjectId(const QString& text)
{
    const QUuid id = QUuid::fromString(text);
    return !id.isNull() && id.toString(QUuid::WithoutBraces) == text.toLower();
}

/// Same role, principal and scope.
bool isSameGrant(const RoleAssignment& a, const RoleAssignment& b)
{
    return a.roleId == b.roleId && a.principalId == b.principalId
        && a.scope.compare(b.scope, Qt::CaseInsensitive) == 0;
}

bool isScopeOfOneKey(const QString& scope) { return scope.count(u'/') == 2; }

/// The limits of pools (Managed HSM, service limits).
Result<void> checkRoom(const QString& scope, const AccessRules& rules)
{
    if (!isPool(rules.vault.sku))
        return {};
    const auto isCounted = [&](const RoleAssignment& one) {
        return isScopeOfOneKey(scope) ? one.scope.compare(scope, Qt::CaseInsensitive) == 0
                                      : !isScopeOfOneKey(one.scope);
    };
    const auto count = std::ranges::count_if(rules.assignments, isCounted);
    if (isScopeOfOneKey(scope) && count >= limits::keyAssignments)
        return badParameter(u"A key has at most 10 role assignments."_s, u"scope"_s);
    if (!isScopeOfOneKey(scope) && count >= limits::poolAssignments)
        return badParameter(u"A pool has at most 50 role assignments beside those of single keys."_s,
                            u"scope"_s);
    return {};
}

} // namespace

Result<VaultProperties> checked(const CreateVault& op, UnixSeconds now)
{
    if (op.retentionDays < limits::retentionDaysMinimum || op.retentionDays > limits::retentionDaysMaximum)
        return badParameter(u"Deleted objects are kept for 7 to 90 days."_s, u"retentionDays"_s);
    if (auto tags = checkTags(op.tags); !tags)
        return tags.error();
    if (isPool(op.sku) && !op.token)
        return badParameter(u"A Managed HSM pool needs a token for its keys."_s, u"token"_s);
    if (op.token) {
        if (auto token = checkToken(*op.token, op.sku); !token)
            return token.error();
    }
    return VaultProperties{ {},
                            op.vaultName,
                            op.sku,
                            isPool(op.sku) ? PermissionModel::Rbac : op.permissionModel,
                            op.retentionDays,
                            op.hasPurgeProtection,
                            op.environment,
                            op.tags,
                            op.token ? op.token->binding : TokenBinding(),
                            now,
                            now };
}

Result<VaultProperties> applied(const UpdateVault& op, const VaultProperties& before, UnixSeconds now)
{
    VaultProperties after = before;
    if (op.hasPurgeProtection && !*op.hasPurgeProtection && before.hasPurgeProtection)
        return badParameter(u"Purge protection cannot be switched off."_s, u"purgeProtection"_s);
    if (op.sku == Sku::Standard && before.sku == Sku::Premium)
        return badParameter(u"A premium vault cannot become a standard one."_s, u"sku"_s);
    if (op.sku && isPool(*op.sku) != isPool(before.sku))
        return badParameter(u"A vault cannot become a pool, nor a pool a vault."_s, u"sku"_s);
    if (op.permissionModel == PermissionModel::AccessPolicies && isPool(before.sku))
        return badParameter(u"A pool has roles of its own and no access policies."_s, u"permissionModel"_s);
    if (op.token) {
        if (!before.token.isEmpty())
            return badParameter(u"The vault has a token already; its keys cannot move to another."_s,
                                u"token"_s);
        if (auto token = checkToken(*op.token, op.sku.value_or(before.sku)); !token)
            return token.error();
        after.token = op.token->binding;
    }
    if (op.tags) {
        if (auto tags = checkTags(*op.tags); !tags)
            return tags.error();
    }
    after.permissionModel = op.permissionModel.value_or(before.permissionModel);
    after.hasPurgeProtection = op.hasPurgeProtection.value_or(before.hasPurgeProtection);
    after.environment = op.environment.value_or(before.environment);
    after.sku = op.sku.value_or(before.sku);
    after.tags = op.tags.value_or(before.tags);
    after.updated = now;
    return after;
}

Result<void> checkNewName(const ObjectName& name)
{
    if (name.folded() == "RESTORE"_L1)
        return badParameter(u"The name \"%1\" is reserved."_s.arg(name.text()), u"name"_s);
    return {};
}

Result<AccessPolicy> checkedPolicy(AccessPolicy policy, Sku sku)
{
    if (isPool(sku))
        return badParameter(u"A pool has roles of its own and no access policies."_s, u"permissions"_s);
    if (policy.principalId.isEmpty())
        return badParameter(u"An access policy names a principal."_s, u"objectId"_s);
    policy.principalId = policy.principalId.toLower();
    policy.applicationId = policy.applicationId.toLower();
    policy.secrets = folded(policy.secrets);
    policy.keys = folded(policy.keys);
    policy.certificates = folded(policy.certificates);
    if (!areAmong(secretPolicyPermissions(), policy.secrets))
        return noSuchPermission(u"secrets"_s, secretPolicyPermissions());
    if (!areAmong(keyPolicyPermissions(), policy.keys))
        return noSuchPermission(u"keys"_s, keyPolicyPermissions());
    if (!areAmong(certificatePolicyPermissions(), policy.certificates))
        return noSuchPermission(u"certificates"_s, certificatePolicyPermissions());
    return policy;
}

Result<RoleAssignment> checkedAssignment(const AssignRole& op, const AccessRules& rules, UnixSeconds now)
{
    if (auto role = checkRole(op.roleId, rules); !role)
        return role.error();
    const Sku sku = rules.vault.sku;
    if (!isObjectId(op.principalId))
        return badParameter(u"The id of a principal is a GUID: the object id of who gets the role."_s,
                            u"principalId"_s);
    if (!isScope(op.scope, sku))
        return badParameter(isPool(sku) ? u"A scope is \"/\", \"/keys\" or the path of one key."_s
                                        : u"A scope is \"/\" or the path of one object."_s,
                            u"scope"_s);
    const RoleAssignment assignment{ op.assignmentId.isEmpty() ? base::randomUuid()
                                                               : op.assignmentId.toLower(),
                                     op.roleId.toLower(), op.principalId.toLower(), op.scope, now };
    const bool isThere = std::ranges::any_of(rules.assignments, [&](const RoleAssignment& known) {
        return known.id == assignment.id || isSameGrant(known, assignment);
    });
    if (isThere)
        return assignmentExists();
    if (auto room = checkRoom(op.scope, rules); !room)
        return room.error();
    return assignment;
}

bool isMeant(const RemoveRoleAssignment& op, const RoleAssignment& assignment)
{
    return assignment.id.compare(op.assignmentId, Qt::CaseInsensitive) == 0
        && (op.scope.isEmpty() || op.scope.compare(assignment.scope, Qt::CaseInsensitive) == 0);
}

Result<QString> checkedApplicationName(const QString& name)
{
    const QString trimmed = name.trimmed();
    if (trimmed.isEmpty() || trimmed.size() > applicationNameCharacters)
        return badParameter(u"The name of an application has 1 to 120 characters."_s, u"name"_s);
    return trimmed;
}

Result<ApplicationCredential> checkedCertificate(const AddApplicationCertificate& op, UnixSeconds now)
{
    const auto certificate = crypto::parseCertificate(op.certificateDer);
    if (!certificate)
        return badParameter(u"This is no X.509 certificate."_s, u"certificate"_s);
    ApplicationCredential credential;
    credential.kind = ApplicationCredential::Kind::Certificate;
    credential.hint = QString::fromLatin1(certificate->sha256Thumbprint.toHex());
    credential.certificateDer = certificate->der;
    credential.created = now;
    credential.expires = op.expires > 0 ? std::min(op.expires, certificate->notAfter) : certificate->notAfter;
    if (credential.expires <= now)
        return badParameter(u"This certificate has ended: nobody could sign in with it."_s, u"certificate"_s);
    return credential;
}

} // namespace strongroom::vault
