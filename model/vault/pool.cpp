// SPDX-License-Identifier: Apache-2.0
#include "model/vault/pool.h"

#include "model/vault/built_in_roles.h"

#include <QUuid>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::vault {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr qsizetype roleNameCharacters = 512;
constexpr qsizetype roleDescriptionCharacters = 1024;
constexpr qsizetype rolePatterns = 100;
constexpr std::size_t roleSets = 10;

Error badRole(const QString& message, const QString& field)
{
    return { ErrorCode::BadParameter, message, field };
}

QString textOf(std::string_view text)
{
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

bool coversSomething(const QString& pattern)
{
    if (pattern.count(u'*') > 1)
        return false;
    const QByteArray text = pattern.toLatin1();
    return std::ranges::any_of(poolActions(), [&](std::string_view action) {
        return coversAction({ text.data(), static_cast<std::size_t>(text.size()) }, action);
    });
}

Result<void> checkPatterns(const QStringList& patterns)
{
    if (patterns.size() > rolePatterns)
        return badRole(u"A role has at most 100 data actions."_s, u"dataActions"_s);
    for (const QString& pattern : patterns) {
        if (!coversSomething(pattern))
            return badRole(u"\"%1\" is no data action of a pool."_s.arg(pattern.left(200)), u"dataActions"_s);
    }
    return {};
}

} // namespace

std::vector<PoolSetting> defaultPoolSettings()
{
    return { { u"AllowKeyManagementOperationsThroughARM"_s, u"false"_s } };
}

Result<PoolSetting> changed(const PoolSetting& setting, const QString& value)
{
    const QString folded = value.toLower();
    if (folded != "true"_L1 && folded != "false"_L1)
        return Error{ ErrorCode::BadParameter, u"The value of this setting is \"true\" or \"false\"."_s,
                      u"value"_s };
    PoolSetting after = setting;
    after.value = folded;
    return after;
}

std::vector<RoleDefinition> builtInPoolRoles()
{
    // In the order of poolRoles().
    static const std::array sentences = {
        u"Keeps the pool: security domain, backup and restore, roles and who has them. Uses no key."_s,
        u"Decides who may use keys, and recovers, purges and exports them. Uses no key."_s,
        u"Makes, changes, deletes, backs up and uses keys; purges none."_s,
        u"Decides which roles there are and who has them. Reads no key."_s,
        u"Reads the properties of keys, the deleted ones too, and who may use them."_s,
        u"Reads, wraps and unwraps with keys, as a service does that encrypts data at rest."_s,
        u"Has keys released to an attested environment."_s,
        u"Backs up the pool and single keys."_s,
        u"Restores the pool and single keys."_s,
    };
    std::vector<RoleDefinition> roles;
    for (const BuiltInRole& role : poolRoles()) {
        RolePermission permission;
        for (const std::string_view action : role.dataActions)
            permission.dataActions << textOf(action);
        roles.push_back({ textOf(role.id),
                          textOf(role.name),
                          sentences.at(roles.size()),
                          true,
                          { std::move(permission) },
                          0,
                          0 });
    }
    return roles;
}

Result<RoleDefinition> checkedRole(RoleDefinition role)
{
    const QUuid id = QUuid::fromString(role.id);
    if (id.isNull())
        return badRole(u"The id of a role definition is a GUID."_s, u"name"_s);
    role.id = id.toString(QUuid::WithoutBraces);
    if (builtInRole(role.id))
        return Error{ ErrorCode::Forbidden, u"Built-in roles cannot be changed."_s, u"name"_s };
    role.name = role.name.trimmed();
    if (role.name.size() > roleNameCharacters)
        return badRole(u"The name of a role has at most 512 characters."_s, u"roleName"_s);
    if (builtInRoleByName(role.name))
        return Error{ ErrorCode::Conflict, u"A built-in role has this name."_s, u"roleName"_s };
    if (role.description.size() > roleDescriptionCharacters)
        return badRole(u"The description of a role has at most 1024 characters."_s, u"description"_s);
    if (role.permissions.size() > roleSets)
        return badRole(u"A role has at most 10 sets of permissions."_s, u"permissions"_s);
    for (const RolePermission& permission : role.permissions) {
        for (const QStringList& patterns : { permission.dataActions, permission.notDataActions }) {
            if (auto known = checkPatterns(patterns); !known)
                return known.error();
        }
    }
    role.isBuiltIn = false;
    return role;
}

QString toText(PoolJob::Kind kind)
{
    switch (kind) {
    case PoolJob::Kind::Backup:
        return u"backup"_s;
    case PoolJob::Kind::Restore:
        return u"restore"_s;
    case PoolJob::Kind::KeyRestore:
        return u"keyrestore"_s;
    }
    Q_UNREACHABLE();
}

QString toText(PoolJob::Status status)
{
    switch (status) {
    case PoolJob::Status::InProgress:
        return u"InProgress"_s;
    case PoolJob::Status::Succeeded:
        return u"Succeeded"_s;
    case PoolJob::Status::Failed:
        return u"Failed"_s;
    }
    Q_UNREACHABLE();
}

std::optional<PoolJob::Kind> jobKindFromText(QStringView text)
{
    for (const auto kind : { PoolJob::Kind::Backup, PoolJob::Kind::Restore, PoolJob::Kind::KeyRestore }) {
        if (toText(kind) == text)
            return kind;
    }
    return std::nullopt;
}

std::optional<PoolJob::Status> jobStatusFromText(QStringView text)
{
    for (const auto status :
         { PoolJob::Status::InProgress, PoolJob::Status::Succeeded, PoolJob::Status::Failed }) {
        if (toText(status) == text)
            return status;
    }
    return std::nullopt;
}

} // namespace strongroom::vault
