// SPDX-License-Identifier: Apache-2.0
#include "model/lists/object_access.h"

#include "model/access/pool_action.h"
#include "model/lists/object_words.h"
#include "model/vault/built_in_roles.h"
#include "model/vault/ops_keys.h"
#include "model/vault/ops_secrets.h"

#include <QCoreApplication>
#include <QMap>

#include <algorithm>
#include <span>

namespace strongroom::lists {

using namespace Qt::StringLiterals;

namespace {

struct Words final
{
    Q_DECLARE_TR_FUNCTIONS(ObjectAccess)
};

struct Right final
{
    const char* word;
    vault::Permission permission;
};

constexpr Right secretRights[] = {
    { QT_TRANSLATE_NOOP("ObjectAccess", "Get"), vault::GetSecret::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "List"), vault::ListSecrets::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Set"), vault::SetSecret::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Delete"), vault::DeleteSecret::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Recover"), vault::RecoverDeletedSecret::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Back up"), vault::BackupSecret::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Restore"), vault::RestoreSecret::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Purge"), vault::PurgeDeletedSecret::permission },
};

constexpr Right keyRights[] = {
    { QT_TRANSLATE_NOOP("ObjectAccess", "Get"), vault::GetKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "List"), vault::ListKeys::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Sign"), vault::SignWithKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Verify"), vault::VerifyWithKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Encrypt"), vault::EncryptWithKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Decrypt"), vault::DecryptWithKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Wrap"), vault::WrapWithKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Unwrap"), vault::UnwrapWithKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Create"), vault::CreateKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Import"), vault::ImportKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Update"), vault::UpdateKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Rotate"), vault::RotateKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Change the rotation policy"), vault::SetRotationPolicy::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Release"), vault::ReleaseKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Delete"), vault::DeleteKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Recover"), vault::RecoverDeletedKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Back up"), vault::BackupKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Restore"), vault::RestoreKey::permission },
    { QT_TRANSLATE_NOOP("ObjectAccess", "Purge"), vault::PurgeDeletedKey::permission },
};

std::span<const Right> rightsOf(vault::ObjectKind kind)
{
    return kind == vault::ObjectKind::Key ? std::span<const Right>(keyRights)
                                          : std::span<const Right>(secretRights);
}

bool isGranted(const vault::BuiltInRole& role, const vault::Permission& permission)
{
    if (role.isForPools) {
        const std::string_view action = access::poolAction(permission);
        return !action.empty() && vault::grants(role, action);
    }
    return vault::grants(role, permission.dataAction)
        || (!permission.orDataAction.empty() && vault::grants(role, permission.orDataAction));
}

bool isGranted(const QStringList& policy, const vault::Permission& permission)
{
    const auto name = QLatin1String(permission.policyName.data(), qsizetype(permission.policyName.size()));
    // "all" leaves out what destroys for ever.
    return policy.contains(name, Qt::CaseInsensitive)
        || (policy.contains("all"_L1, Qt::CaseInsensitive) && name != "purge"_L1);
}

struct Gathered final
{
    std::vector<bool> rights;
    QStringList reasons;
};

class Gathering final
{
public:
    explicit Gathering(vault::ObjectKind kind)
        : m_rights(rightsOf(kind))
    {
    }

    template <typename Source> void add(const QString& principal, const Source& source, const QString& reason)
    {
        std::vector<bool> granted;
        for (const Right& right : m_rights)
            granted.push_back(isGranted(source, right.permission));
        if (std::ranges::find(granted, true) == granted.end())
            return;
        Gathered& all = m_principals[principal];
        all.rights.resize(m_rights.size());
        for (std::size_t i = 0; i < granted.size(); ++i)
            all.rights[i] = all.rights[i] || granted[i];
        all.reasons += reason;
    }

    std::vector<ObjectAccess> all(const std::vector<vault::Application>& applications) const
    {
        std::vector<ObjectAccess> rows;
        for (auto it = m_principals.cbegin(); it != m_principals.cend(); ++it) {
            const auto known = std::ranges::find_if(applications, [&](const vault::Application& application) {
                return application.objectId.compare(it.key(), Qt::CaseInsensitive) == 0;
            });
            ObjectAccess row{
                it.key(), known == applications.end() ? it.key() : known->name, {}, it->reasons
            };
            for (std::size_t i = 0; i < m_rights.size(); ++i) {
                if (it->rights[i])
                    row.operations += Words::tr(m_rights[i].word);
            }
            row.reasons.removeDuplicates();
            rows.push_back(std::move(row));
        }
        std::ranges::sort(rows, {}, &ObjectAccess::principalName);
        return rows;
    }

private:
    std::span<const Right> m_rights;
    QMap<QString, Gathered> m_principals;
};

} // namespace

std::vector<ObjectAccess> accessTo(vault::ObjectKind kind, const QString& name,
                                   const vault::AccessRules& rules,
                                   const std::vector<vault::Application>& applications)
{
    Gathering gathering(kind);
    if (rules.vault.permissionModel == vault::PermissionModel::AccessPolicies) {
        for (const vault::AccessPolicy& policy : rules.policies)
            gathering.add(policy.principalId, kind == vault::ObjectKind::Key ? policy.keys : policy.secrets,
                          Words::tr("Access policy"));
        return gathering.all(applications);
    }
    const QString ownScope = u'/' + collectionOf(kind) + u'/' + name;
    for (const vault::RoleAssignment& assignment : rules.assignments) {
        const vault::BuiltInRole* const role = vault::builtInRole(assignment.roleId);
        const bool isOwn = assignment.scope.compare(ownScope, Qt::CaseInsensitive) == 0;
        if (!role || (!isOwn && assignment.scope != "/"_L1))
            continue;
        const QString roleName = QString::fromLatin1(role->name.data(), qsizetype(role->name.size()));
        gathering.add(assignment.principalId, *role,
                      isOwn ? Words::tr("%1, here only").arg(roleName) : roleName);
    }
    return gathering.all(applications);
}

} // namespace strongroom::lists
