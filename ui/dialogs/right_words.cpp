// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/right_words.h"

#include "model/vault/built_in_roles.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

struct RightWords
{
    Q_DECLARE_TR_FUNCTIONS(RightWords)
};

#define TEXT(text) QT_TRANSLATE_NOOP("Rights", text)
constexpr std::array rights{
    Right{ "keys/sign/action", RightGroup::Use, TEXT("Sign") },
    Right{ "keys/verify/action", RightGroup::Use, TEXT("Verify signatures") },
    Right{ "keys/encrypt/action", RightGroup::Use, TEXT("Encrypt") },
    Right{ "keys/decrypt/action", RightGroup::Use, TEXT("Decrypt") },
    Right{ "keys/wrap/action", RightGroup::Use, TEXT("Wrap keys") },
    Right{ "keys/unwrap/action", RightGroup::Use, TEXT("Unwrap keys") },
    Right{ "keys/derive/action", RightGroup::Use, TEXT("Derive keys") },
    Right{ "rng/action", RightGroup::Use, TEXT("Get random bytes") },
    Right{ "keys/read/action", RightGroup::Keys, TEXT("See keys and their public part") },
    Right{ "keys/create", RightGroup::Keys, TEXT("Create keys") },
    Right{ "keys/import/action", RightGroup::Keys, TEXT("Import keys") },
    Right{ "keys/write/action", RightGroup::Keys, TEXT("Change properties and rotation policy") },
    Right{ "keys/rotate/action", RightGroup::Keys, TEXT("Rotate keys") },
    Right{ "keys/delete", RightGroup::Keys, TEXT("Delete keys") },
    Right{ "keys/backup/action", RightGroup::Keys, TEXT("Back up single keys") },
    Right{ "keys/restore/action", RightGroup::Keys, TEXT("Restore single keys") },
    Right{ "keys/release/action", RightGroup::Keys, TEXT("Release keys under their policy") },
    Right{ "keys/export/action", RightGroup::Keys, TEXT("Make keys that can be released") },
    Right{ "keys/deletedKeys/read/action", RightGroup::DeletedKeys, TEXT("See deleted keys") },
    Right{ "keys/deletedKeys/recover/action", RightGroup::DeletedKeys, TEXT("Recover deleted keys") },
    Right{ "keys/deletedKeys/delete", RightGroup::DeletedKeys, TEXT("Purge deleted keys for ever") },
    Right{ "roleDefinitions/read/action", RightGroup::Roles, TEXT("See roles") },
    Right{ "roleDefinitions/write/action", RightGroup::Roles, TEXT("Make and change roles") },
    Right{ "roleDefinitions/delete/action", RightGroup::Roles, TEXT("Delete roles") },
    Right{ "roleAssignments/read/action", RightGroup::Roles, TEXT("See who has which role") },
    Right{ "roleAssignments/write/action", RightGroup::Roles, TEXT("Give roles to others") },
    Right{ "roleAssignments/delete/action", RightGroup::Roles, TEXT("Take roles away") },
    Right{ "backup/start/action", RightGroup::Backup, TEXT("Back up the pool") },
    Right{ "backup/status/action", RightGroup::Backup, TEXT("See how a backup goes") },
    Right{ "restore/start/action", RightGroup::Backup, TEXT("Restore the pool") },
    Right{ "restore/status/action", RightGroup::Backup, TEXT("See how a restore goes") },
    Right{ "securitydomain/download/action", RightGroup::Domain, TEXT("Download the security domain") },
    Right{ "securitydomain/download/read", RightGroup::Domain, TEXT("See how a download goes") },
    Right{ "securitydomain/upload/action", RightGroup::Domain,
           TEXT("Upload a security domain, change settings") },
    Right{ "securitydomain/upload/read", RightGroup::Domain, TEXT("See how an upload goes") },
    Right{ "securitydomain/transferkey/read", RightGroup::Domain, TEXT("Get the transfer key") },
};
#undef TEXT

QString textOf(std::string_view text)
{
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

const Right* rightOf(const QString& action)
{
    const auto found = std::ranges::find_if(
        rights, [&action](const Right& right) { return textOf(right.action) == action; });
    return found == rights.end() ? nullptr : &*found;
}

bool covers(const QStringList& patterns, std::string_view action)
{
    return std::ranges::any_of(patterns, [action](const QString& pattern) {
        return vault::coversAction(pattern.toStdString(), action);
    });
}

} // namespace

std::span<const Right> poolRights() { return rights; }

QString groupWords(RightGroup group)
{
    switch (group) {
    case RightGroup::Use:
        return RightWords::tr("Use of keys");
    case RightGroup::Keys:
        return RightWords::tr("Keys");
    case RightGroup::DeletedKeys:
        return RightWords::tr("Deleted keys");
    case RightGroup::Roles:
        return RightWords::tr("Roles");
    case RightGroup::Backup:
        return RightWords::tr("Backup of the pool");
    case RightGroup::Domain:
        return RightWords::tr("Security domain");
    }
    return {};
}

QString rightWords(const QString& dataAction)
{
    const Right* const right = rightOf(dataAction);
    return right ? QCoreApplication::translate("Rights", right->words) : dataAction;
}

QStringList rightsOf(const vault::RoleDefinition& role)
{
    QStringList given;
    for (const Right& right : rights) {
        const std::string_view action = right.action;
        const bool isGiven = std::ranges::any_of(role.permissions, [action](const auto& permission) {
            return covers(permission.dataActions, action) && !covers(permission.notDataActions, action);
        });
        if (isGiven)
            given += textOf(action);
    }
    return given;
}

QString meaningOf(const vault::RoleDefinition& role)
{
    QStringList words;
    for (const QString& action : rightsOf(role))
        words += rightWords(action);
    const QString given = words.isEmpty() ? RightWords::tr("Gives nothing.") : words.join(u" \u00b7 "_s);
    return role.description.isEmpty() ? given : QString(role.description + u'\n' + given);
}

} // namespace strongroom::ui
