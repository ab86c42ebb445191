// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/access/policy_review.h"
#include "ui/widgets/counted.h"

#include <QCoreApplication>
#include <QHash>
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
        words << (keyPermissionOf(permission).isEmpty()
                      ? permissionTitle(permission)
                      : PolicyReview::tr("%1 (keys)").arg(permissionTitle(permission)));
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
    if (gained.contains("keys/purge"_L1))
        list.push_back(
            { Consequence::Kind::Warning,
              PolicyReview::tr("%1 can remove deleted keys for ever. What was encrypted with them is "
                               "lost then.")
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
    static const QHash<QString, const char*> titles{
        { u"get"_s, QT_TRANSLATE_NOOP("PolicyReview", "Get") },
        { u"list"_s, QT_TRANSLATE_NOOP("PolicyReview", "List") },
        { u"set"_s, QT_TRANSLATE_NOOP("PolicyReview", "Set") },
        { u"delete"_s, QT_TRANSLATE_NOOP("PolicyReview", "Delete") },
        { u"backup"_s, QT_TRANSLATE_NOOP("PolicyReview", "Backup") },
        { u"restore"_s, QT_TRANSLATE_NOOP("PolicyReview", "Restore") },
        { u"recover"_s, QT_TRANSLATE_NOOP("PolicyReview", "Recover") },
        { u"purge"_s, QT_TRANSLATE_NOOP("PolicyReview", "Purge") },
        { u"encrypt"_s, QT_TRANSLATE_NOOP("PolicyReview", "Encrypt") },
        { u"decrypt"_s, QT_TRANSLATE_NOOP("PolicyReview", "Decrypt") },
        { u"wrapkey"_s, QT_TRANSLATE_NOOP("PolicyReview", "Wrap") },
        { u"unwrapkey"_s, QT_TRANSLATE_NOOP("PolicyReview", "Unwrap") },
        { u"sign"_s, QT_TRANSLATE_NOOP("PolicyReview", "Sign") },
        { u"verify"_s, QT_TRANSLATE_NOOP("PolicyReview", "Verify") },
        { u"create"_s, QT_TRANSLATE_NOOP("PolicyReview", "Create") },
        { u"update"_s, QT_TRANSLATE_NOOP("PolicyReview", "Update") },
        { u"import"_s, QT_TRANSLATE_NOOP("PolicyReview", "Import") },
        { u"release"_s, QT_TRANSLATE_NOOP("PolicyReview", "Release") },
        { u"rotate"_s, QT_TRANSLATE_NOOP("PolicyReview", "Rotate") },
        { u"getrotationpolicy"_s, QT_TRANSLATE_NOOP("PolicyReview", "See policy") },
        { u"setrotationpolicy"_s, QT_TRANSLATE_NOOP("PolicyReview", "Set policy") },
    };
    const QString onKeys = keyPermissionOf(permission);
    const QString name = onKeys.isEmpty() ? permission : onKeys;
    const auto title = titles.constFind(name);
    return title == titles.constEnd() ? name : PolicyReview::tr(*title);
}

namespace {

QString keyPermissionMeaning(const QString& permission)
{
    static const QHash<QString, const char*> meanings{
        { u"get"_s, QT_TRANSLATE_NOOP("PolicyReview", "Read the public part of a key whose name is known.") },
        { u"list"_s, QT_TRANSLATE_NOOP("PolicyReview", "See names, types, dates and tags of all keys.") },
        { u"encrypt"_s, QT_TRANSLATE_NOOP("PolicyReview", "Encrypt with keys.") },
        { u"decrypt"_s, QT_TRANSLATE_NOOP("PolicyReview", "Decrypt what was encrypted with keys.") },
        { u"wrapkey"_s, QT_TRANSLATE_NOOP("PolicyReview", "Wrap other keys with keys.") },
        { u"unwrapkey"_s, QT_TRANSLATE_NOOP("PolicyReview", "Open keys that were wrapped.") },
        { u"sign"_s, QT_TRANSLATE_NOOP("PolicyReview", "Sign with keys.") },
        { u"verify"_s, QT_TRANSLATE_NOOP("PolicyReview", "Verify signatures of keys.") },
        { u"create"_s, QT_TRANSLATE_NOOP("PolicyReview", "Make keys and new versions.") },
        { u"update"_s, QT_TRANSLATE_NOOP("PolicyReview", "Change operations, dates and tags of keys.") },
        { u"import"_s, QT_TRANSLATE_NOOP("PolicyReview", "Bring keys in from elsewhere.") },
        { u"release"_s,
          QT_TRANSLATE_NOOP("PolicyReview", "Release exportable keys to attested environments.") },
        { u"delete"_s,
          QT_TRANSLATE_NOOP("PolicyReview", "Delete keys. They can be recovered until they are purged.") },
        { u"backup"_s,
          QT_TRANSLATE_NOOP("PolicyReview", "Take a key with all its versions out as an encrypted copy.") },
        { u"restore"_s, QT_TRANSLATE_NOOP("PolicyReview", "Put a backed-up key into this vault.") },
        { u"recover"_s, QT_TRANSLATE_NOOP("PolicyReview", "Bring deleted keys back.") },
        { u"purge"_s, QT_TRANSLATE_NOOP("PolicyReview", "Remove deleted keys for ever.") },
        { u"rotate"_s, QT_TRANSLATE_NOOP("PolicyReview", "Make new versions of keys by rotation.") },
        { u"getrotationpolicy"_s, QT_TRANSLATE_NOOP("PolicyReview", "See when keys are rotated.") },
        { u"setrotationpolicy"_s, QT_TRANSLATE_NOOP("PolicyReview", "Say when keys are rotated.") },
    };
    const auto meaning = meanings.constFind(permission);
    return meaning == meanings.constEnd() ? QString() : PolicyReview::tr(*meaning);
}

} // namespace

QString permissionMeaning(const QString& permission)
{
    if (const QString onKeys = keyPermissionOf(permission); !onKeys.isEmpty())
        return keyPermissionMeaning(onKeys);
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
