// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/recent_use.h"

#include "ui/widgets/counted.h"

#include <QCoreApplication>
#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct RecentUse
{
    Q_DECLARE_TR_FUNCTIONS(RecentUse)
};

constexpr int shownReaders = 5;
constexpr int readRows = 5000;
constexpr qint64 thirtyDays = 30LL * 86'400'000;

} // namespace

QStringList readersOf(const std::vector<vault::AuditRecord>& rows, const std::vector<ObjectRef>& objects,
                      qint64 sinceMilliseconds)
{
    QMap<QString, int> uses;
    for (const vault::AuditRecord& row : rows) {
        const bool isMeant = objects.empty() || std::ranges::any_of(objects, [&row](const ObjectRef& object) {
                                 return row.kind == object.kind
                                     && row.objectName.compare(object.name.text(), Qt::CaseInsensitive) == 0;
                             });
        if (row.callerKind == vault::Caller::Kind::Application && row.timeMilliseconds >= sinceMilliseconds
            && row.resultCode.isEmpty() && isMeant)
            ++uses[row.callerName.isEmpty() ? row.callerClientId : row.callerName];
    }
    QStringList names = uses.keys();
    std::ranges::stable_sort(names, std::ranges::greater(),
                             [&uses](const QString& name) { return uses[name]; });
    QStringList sentences;
    for (const QString& name : names.mid(0, shownReaders))
        sentences << counted(uses[name], RecentUse::tr("%1 used it once in the last 30 days.").arg(name),
                             RecentUse::tr("%1 used it %2 times in the last 30 days.").arg(name, u"%1"_s));
    return sentences;
}

void findRecentReaders(Workspace& workspace, const vault::VaultId& vault,
                       const std::vector<ObjectRef>& objects, std::function<void(const QStringList&)> answer)
{
    vault::ListAudit op;
    op.query.vault = vault;
    op.query.limit = readRows;
    if (objects.size() == 1) {
        op.query.kind = objects.front().kind;
        op.query.objectName = objects.front().name.text();
    }
    const qint64 since = workspace.clock().nowMilliseconds() - thirtyDays;
    workspace.operations()
        ->run(workspace.caller(), op)
        .then(&workspace,
              [objects, since,
               answer = std::move(answer)](const base::Result<std::vector<vault::AuditRecord>>& rows) {
                  answer(rows ? readersOf(*rows, objects, since) : QStringList());
              });
}

} // namespace strongroom::ui
