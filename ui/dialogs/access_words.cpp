// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/access_words.h"

#include "model/vault/built_in_roles.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct AccessWords
{
    Q_DECLARE_TR_FUNCTIONS(AccessWords)
};

QString textOf(std::string_view text)
{
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

/// What a role gives over secrets, from its data actions; empty when it gives nothing.
QString secretRights(const vault::BuiltInRole& role)
{
    if (vault::grants(role, "secrets/purge/action"))
        return AccessWords::tr("Reads, sets, deletes, recovers and purges secrets.");
    if (vault::grants(role, "secrets/getSecret/action"))
        return AccessWords::tr("Reads the values of secrets and sees their names. Changes nothing.");
    if (vault::grants(role, "secrets/readMetadata/action"))
        return AccessWords::tr("Sees names, dates and tags of secrets. Never reads a value.");
    return {};
}

/// The same over keys.
QString keyRights(const vault::BuiltInRole& role)
{
    if (vault::grants(role, "keys/purge/action"))
        return AccessWords::tr("Makes, imports, uses, deletes, recovers and purges keys.");
    if (vault::grants(role, "keys/sign/action"))
        return AccessWords::tr("Signs, encrypts and wraps with keys. Makes and deletes none.");
    if (vault::grants(role, "keys/wrap/action"))
        return AccessWords::tr("Wraps and unwraps with keys. Nothing else.");
    if (vault::grants(role, "keys/release/action"))
        return AccessWords::tr("Takes keys out of the vault where their release policy allows it.");
    if (vault::grants(role, "keys/read"))
        return AccessWords::tr("Sees the public parts of keys. Uses none.");
    return {};
}

QString poolRights(const vault::BuiltInRole& role)
{
    if (vault::grants(role, "securitydomain/download/action"))
        return AccessWords::tr("Hands out roles and guards the security domain. Uses no key.");
    if (vault::grants(role, "keys/deletedKeys/delete"))
        return AccessWords::tr("Hands out roles, recovers and purges deleted keys. Uses no key.");
    if (vault::grants(role, "keys/create"))
        return AccessWords::tr("Makes, imports, uses, rotates and deletes keys.");
    if (vault::grants(role, "roleAssignments/write/action"))
        return AccessWords::tr("Hands out roles. Sees no key.");
    if (vault::grants(role, "keys/deletedKeys/read/action"))
        return AccessWords::tr("Sees keys, deleted ones too. Uses none.");
    if (vault::grants(role, "keys/wrap/action"))
        return AccessWords::tr("Wraps and unwraps with keys. Nothing else.");
    if (vault::grants(role, "keys/release/action"))
        return AccessWords::tr("Takes keys out of the pool where their release policy allows it.");
    if (vault::grants(role, "keys/restore/action"))
        return AccessWords::tr("Brings keys back from backups.");
    if (vault::grants(role, "keys/backup/action"))
        return AccessWords::tr("Backs keys up.");
    return {};
}

QString joined(const QString& a, const QString& b)
{
    if (a.isEmpty() || b.isEmpty())
        return a + b;
    return a + u' ' + b;
}

} // namespace

QString roleName(const QString& roleId)
{
    const vault::BuiltInRole* role = vault::builtInRole(roleId);
    return role ? textOf(role->name) : roleId;
}

QString roleNameIn(const std::vector<vault::RoleDefinition>& ownRoles, const QString& roleId)
{
    const auto own = std::ranges::find(ownRoles, roleId, &vault::RoleDefinition::id);
    return own == ownRoles.end() || own->name.isEmpty() ? roleName(roleId) : own->name;
}

QString roleMeaning(const QString& roleId)
{
    const vault::BuiltInRole* role = vault::builtInRole(roleId);
    if (!role)
        return {};
    if (role->isForPools)
        return poolRights(*role);
    const QString text = joined(secretRights(*role), keyRights(*role));
    return text.isEmpty() ? AccessWords::tr("Nothing on secrets and keys: this role is about certificates.")
                          : text;
}

QString scopeWords(const QString& scope)
{
    constexpr auto secrets = "/secrets/"_L1;
    constexpr auto keys = "/keys/"_L1;
    if (scope.startsWith(secrets, Qt::CaseInsensitive))
        return AccessWords::tr("Secret %1").arg(scope.mid(secrets.size()));
    if (scope.startsWith(keys, Qt::CaseInsensitive))
        return AccessWords::tr("Key %1").arg(scope.mid(keys.size()));
    if (scope.compare("/keys"_L1, Qt::CaseInsensitive) == 0)
        return AccessWords::tr("All keys");
    return scope == "/"_L1 ? AccessWords::tr("Everything") : scope;
}

} // namespace strongroom::ui
