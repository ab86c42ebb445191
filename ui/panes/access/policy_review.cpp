// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/access/policy_review.h"
#include "ui/widgets/counted.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct PolicyReview
{
    Q_DECLARE_TR_FUNCTIONS(PolicyReview)
};

QString shownName(const PolicyDraft::Principal& principal)
{
    return principal.isKnown ? principal.name : principal.objectId;
}

QString titles(const QStringList& permissions)
{
    QStringList words;
    for (const QString& permission : permissions)
        words << permissionTitle(permission);
    return QLocale().createSeparatedList(words);
}

void addGains(std::vector<Consequence>& list, const PolicyDraft& draft, int row, qint64 secretCount,
              const PrincipalUse& use)
{
    const QStringList gained = draft.gained(row);
    if (gained.isEmpty())
        return;
    const QString name = shownName(draft.principal(row));
    QString text = PolicyReview::tr("%1 gains %2.").arg(name, titles(gained));
    if (gained.contains("get"_L1))
        text += u' '
            + counted(secretCount, PolicyReview::tr("It can read 1 secret value."),
                      PolicyReview::tr("It can read %1 secret values."));
    if (use.refused > 0)
        text += u' '
            + counted(use.refused, PolicyReview::tr("It was refused once in the last 24 hours."),
                      PolicyReview::tr("It was refused %1 times in the last 24 hours."));
    list.push_back({ Consequence::Kind::Good, text });
    if (gained.contains("purge"_L1))
        list.push_back({ Consequence::Kind::Warning,
                         PolicyReview::tr("%1 can remove deleted secrets for ever. Nobody can bring them "
                                          "back then.")
                             .arg(name) });
    if (!draft.principal(row).isKnown)
        list.push_back({ Consequence::Kind::Warning,
                         PolicyReview::tr("%1 no longer exists in the directory, so nothing can use this "
                                          "right.")
                             .arg(name) });
}

void addLosses(std::vector<Consequence>& list, const PolicyDraft& draft, int row, const PrincipalUse& use)
{
    const QStringList lost = draft.lost(row);
    if (lost.isEmpty())
        return;
    const QString name = shownName(draft.principal(row));
    QString text = draft.granted(row) == 0
        ? PolicyReview::tr("%1 loses every right here and leaves the list.").arg(name)
        : PolicyReview::tr("%1 loses %2.").arg(name, titles(lost));
    if (use.served > 0)
        text += u' '
            + counted(use.served,
                      PolicyReview::tr(
                          "It was served once in the last 24 hours and may be refused from now on."),
                      PolicyReview::tr(
                          "It was served %1 times in the last 24 hours and may be refused from now on."));
    list.push_back({ use.served > 0 ? Consequence::Kind::Critical : Consequence::Kind::Warning, text });
}

bool losesAnything(const PolicyDraft& draft)
{
    for (int row = 0; row < draft.rowCount(); ++row) {
        if (!draft.lost(row).isEmpty())
            return true;
    }
    return false;
}

} // namespace

QHash<QString, PrincipalUse> useByPrincipal(const std::vector<vault::AuditRecord>& rows,
                                            qint64 sinceMilliseconds)
{
    QHash<QString, PrincipalUse> use;
    for (const vault::AuditRecord& row : rows) {
        if (row.callerObjectId.isEmpty() || row.timeMilliseconds < sinceMilliseconds)
            continue;
        PrincipalUse& entry = use[row.callerObjectId];
        ++(row.httpStatus == 403 ? entry.refused : entry.served);
    }
    return use;
}

std::vector<Consequence> consequencesOf(const PolicyDraft& draft, qint64 secretCount,
                                        const QHash<QString, PrincipalUse>& use)
{
    std::vector<Consequence> list;
    for (int row = 0; row < draft.rowCount(); ++row) {
        const PrincipalUse lately = use.value(draft.principal(row).objectId);
        addGains(list, draft, row, secretCount, lately);
        addLosses(list, draft, row, lately);
    }
    if (list.empty())
        return list;
    list.push_back({ Consequence::Kind::Good,
                     losesAnything(draft) ? PolicyReview::tr(
                         "You keep yours: the owner of the store is not bound by policies.")
                                          : PolicyReview::tr("Nobody loses a right. You keep yours.") });
    return list;
}

QString permissionTitle(const QString& permission)
{
    if (permission == "get"_L1)
        return PolicyReview::tr("Get");
    if (permission == "list"_L1)
        return PolicyReview::tr("List");
    if (permission == "set"_L1)
        return PolicyReview::tr("Set");
    if (permission == "delete"_L1)
        return PolicyReview::tr("Delete");
    if (permission == "backup"_L1)
        return PolicyReview::tr("Backup");
    if (permission == "restore"_L1)
        return PolicyReview::tr("Restore");
    if (permission == "recover"_L1)
        return PolicyReview::tr("Recover");
    if (permission == "purge"_L1)
        return PolicyReview::tr("Purge");
    return permission;
}

QString permissionMeaning(const QString& permission)
{
    if (permission == "get"_L1)
        return PolicyReview::tr("Read the value of a secret whose name is known.");
    if (permission == "list"_L1)
        return PolicyReview::tr("See names, dates and tags of all secrets, without their values.");
    if (permission == "set"_L1)
        return PolicyReview::tr("Make secrets and new versions, and change dates and tags.");
    if (permission == "delete"_L1)
        return PolicyReview::tr("Delete secrets. They can be recovered until they are purged.");
    if (permission == "backup"_L1)
        return PolicyReview::tr("Take a secret with all its versions out as an encrypted copy.");
    if (permission == "restore"_L1)
        return PolicyReview::tr("Put a backed-up secret into this vault.");
    if (permission == "recover"_L1)
        return PolicyReview::tr("Bring deleted secrets back.");
    if (permission == "purge"_L1)
        return PolicyReview::tr("Remove deleted secrets for ever.");
    return {};
}

} // namespace strongroom::ui
