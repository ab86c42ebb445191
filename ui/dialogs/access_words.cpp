// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/access_words.h"

#include "model/vault/built_in_roles.h"

#include <QCoreApplication>

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

/// What a role gives over secrets, from its data actions.
QString secretRights(const vault::BuiltInRole& role)
{
    if (vault::grants(role, "secrets/purge/action"))
        return AccessWords::tr("Reads, sets, deletes, recovers and purges secrets.");
    if (vault::grants(role, "secrets/getSecret/action"))
        return AccessWords::tr("Reads the values of secrets and sees their names. Changes nothing.");
    if (vault::grants(role, "secrets/readMetadata/action"))
        return AccessWords::tr("Sees names, dates and tags of secrets. Never reads a value.");
    return AccessWords::tr("Nothing on secrets: this role is about keys and certificates.");
}

} // namespace

QString roleName(const QString& roleId)
{
    const vault::BuiltInRole* role = vault::builtInRole(roleId);
    return role ? textOf(role->name) : roleId;
}

QString roleMeaning(const QString& roleId)
{
    const vault::BuiltInRole* role = vault::builtInRole(roleId);
    if (!role)
        return {};
    QString text = secretRights(*role);
    if (vault::grants(*role, "keys/sign/action") && vault::grants(*role, "secrets/getSecret/action"))
        text += u' ' + AccessWords::tr("The same for keys and certificates: everything in the data plane.");
    return text;
}

QString scopeWords(const QString& scope)
{
    constexpr auto secrets = "/secrets/"_L1;
    if (scope.startsWith(secrets, Qt::CaseInsensitive))
        return AccessWords::tr("Secret %1").arg(scope.mid(secrets.size()));
    return scope == "/"_L1 ? AccessWords::tr("Whole vault") : scope;
}

bool readsValues(const QString& roleId)
{
    const vault::BuiltInRole* role = vault::builtInRole(roleId);
    return role && vault::grants(*role, "secrets/getSecret/action");
}

} // namespace strongroom::ui
