// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/vaults/posture.h"

#include "model/vault/built_in_roles.h"
#include "ui/widgets/counted.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

using Severity = PostureFinding::Severity;
using Remedy = PostureFinding::Remedy;

struct Posture
{
    Q_DECLARE_TR_FUNCTIONS(Posture)
};

bool isProduction(const PostureFacts& facts)
{
    return facts.rules.vault.environment == vault::Environment::Production;
}

/// Object ids that hold a right here, under the model that decides.
QStringList principalsWithRights(const vault::AccessRules& rules)
{
    QStringList ids;
    if (rules.vault.permissionModel == vault::PermissionModel::Rbac) {
        for (const vault::RoleAssignment& assignment : rules.assignments)
            ids << assignment.principalId;
    } else {
        for (const vault::AccessPolicy& policy : rules.policies)
            ids << policy.principalId;
    }
    ids.removeDuplicates();
    return ids;
}

bool mayPurge(const vault::AccessRules& rules)
{
    if (rules.vault.permissionModel == vault::PermissionModel::AccessPolicies)
        return std::ranges::any_of(rules.policies, [](const vault::AccessPolicy& policy) {
            return policy.secrets.contains("purge"_L1, Qt::CaseInsensitive);
        });
    return std::ranges::any_of(rules.assignments, [](const vault::RoleAssignment& assignment) {
        const vault::BuiltInRole* role = vault::builtInRole(assignment.roleId);
        return role && vault::grants(*role, "secrets/purge/action");
    });
}

void addProtection(std::vector<PostureFinding>& list, const PostureFacts& facts)
{
    if (facts.rules.vault.hasPurgeProtection)
        return;
    const bool canAnyonePurge = mayPurge(facts.rules);
    list.push_back({ isProduction(facts) ? Severity::Critical : Severity::Warning,
                     Posture::tr("Purge protection is off"),
                     canAnyonePurge ? Posture::tr("An application with the right to purge can remove deleted "
                                                  "secrets for ever, before their %1 days are over.")
                                          .arg(facts.rules.vault.retentionDays)
                                    : Posture::tr("A deleted secret can be removed for ever before its %1 "
                                                  "days are over.")
                                          .arg(facts.rules.vault.retentionDays),
                     Remedy::SwitchOnPurgeProtection });
}

void addDates(std::vector<PostureFinding>& list, const PostureFacts& facts)
{
    if (facts.expiredSecrets > 0)
        list.push_back({ Severity::Critical,
                         counted(facts.expiredSecrets, Posture::tr("1 secret is past its end date"),
                                 Posture::tr("%1 secrets are past their end date")),
                         Posture::tr("An end date does not stop programs from reading a value."),
                         Remedy::ShowExpired });
    if (facts.expiringSecrets > 0)
        list.push_back({ Severity::Warning,
                         counted(facts.expiringSecrets, Posture::tr("1 secret ends within 30 days"),
                                 Posture::tr("%1 secrets end within 30 days")),
                         Posture::tr("Make a new version before the day comes."), Remedy::ShowExpiring });
    if (facts.secretsWithoutEnd > 0)
        list.push_back({ Severity::Notice,
                         counted(facts.secretsWithoutEnd, Posture::tr("1 secret has no end date"),
                                 Posture::tr("%1 secrets have no end date")),
                         Posture::tr("Nobody is reminded to renew them."), Remedy::ShowWithoutEnd });
}

void addAccess(std::vector<PostureFinding>& list, const PostureFacts& facts)
{
    const QStringList ids = principalsWithRights(facts.rules);
    const auto unknown = std::ranges::count_if(ids, [&facts](const QString& id) {
        return std::ranges::find(facts.directory, id, &vault::Application::objectId) == facts.directory.end();
    });
    if (unknown > 0)
        list.push_back({ Severity::Warning,
                         counted(unknown, Posture::tr("1 application with rights no longer exists"),
                                 Posture::tr("%1 applications with rights no longer exist")),
                         Posture::tr("They can be removed: nothing can sign in with them."),
                         Remedy::OpenAccess });
    if (ids.isEmpty())
        list.push_back({ Severity::Notice, Posture::tr("No application may use this vault"),
                         Posture::tr("Only you can read it. Grant an application a right to connect a "
                                     "program."),
                         Remedy::OpenAccess });
}

} // namespace

std::vector<PostureFinding> findingsOf(const PostureFacts& facts)
{
    std::vector<PostureFinding> list;
    addProtection(list, facts);
    addDates(list, facts);
    addAccess(list, facts);
    std::ranges::stable_sort(list, std::ranges::greater(), &PostureFinding::severity);
    return list;
}

} // namespace strongroom::ui
