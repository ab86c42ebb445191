// SPDX-License-Identifier: Apache-2.0
#include "model/vault/ops_vaults.h"

#include "model/vault/built_in_roles.h"

namespace strongroom::vault {

using namespace Qt::StringLiterals;

namespace {

QString roleName(const QString& id)
{
    const BuiltInRole* const role = builtInRole(id);
    return role ? QString::fromLatin1(role->name.data(), static_cast<qsizetype>(role->name.size())) : id;
}

} // namespace

QString SetAccessPolicy::auditDetail(const Output&) const
{
    QStringList parts;
    for (const auto& [kind, list] : { std::pair{ u"secrets"_s, policy.secrets },
                                      { u"keys"_s, policy.keys },
                                      { u"certificates"_s, policy.certificates } }) {
        if (!list.isEmpty())
            parts << QString(kind + u'=' + list.join(u','));
    }
    return QString((parts.isEmpty() ? u"no permission"_s : parts.join(u' ')) + u" for "_s
                   + policy.principalId);
}

QString AssignRole::auditDetail(const Output& assigned)
{
    return u"%1 given to %2 at %3"_s.arg(roleName(assigned.roleId), assigned.principalId, assigned.scope);
}

QString RemoveRoleAssignment::auditDetail(const Output& removed)
{
    return u"%1 taken from %2 at %3"_s.arg(roleName(removed.roleId), removed.principalId, removed.scope);
}

} // namespace strongroom::vault
