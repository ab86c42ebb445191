// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/deleted_commands.h"

#include "ui/commands/bulk_command.h"
#include "ui/commands/open_dialog.h"
#include "ui/commands/recent_use.h"
#include "ui/dialogs/guard_dialog.h"
#include "ui/widgets/counted.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct DeletedCommands
{
    Q_DECLARE_TR_FUNCTIONS(DeletedCommands)
};

using Names = std::vector<vault::ObjectName>;

QString nameOrCount(const Names& names, const QString& one, const QString& many)
{
    return names.size() == 1 ? one.arg(names.front().text())
                             : many.arg(QLocale().toString(qint64(names.size())));
}

std::vector<BulkRow> rowsOf(const Names& names)
{
    std::vector<BulkRow> rows;
    rows.reserve(names.size());
    for (const vault::ObjectName& name : names)
        rows.push_back({ name.text(), {}, {}, {} });
    return rows;
}

BulkPlan purgePlan(Workspace& workspace, const vault::VaultId& vault, const Names& names)
{
    BulkPlan plan;
    plan.title = nameOrCount(names, DeletedCommands::tr("Purge %1"), DeletedCommands::tr("Purge %1 secrets"));
    plan.scope = workspace.vaults().nameOf(vault);
    plan.rows = rowsOf(names);
    plan.verb = [](int ticked) {
        return counted(ticked, DeletedCommands::tr("Purge 1 secret"),
                       DeletedCommands::tr("Purge %1 secrets"));
    };
    plan.isDangerous = true;
    plan.perform = [&workspace, vault, names](int row) {
        return withoutOutput(workspace.operations()->run(
            workspace.caller(), vault, vault::PurgeDeletedSecret{ names[static_cast<std::size_t>(row)] }));
    };
    plan.doneText = [](int done) {
        return counted(done, DeletedCommands::tr("Purged 1 secret for ever."),
                       DeletedCommands::tr("Purged %1 secrets for ever."));
    };
    return plan;
}

} // namespace

void recoverSecrets(Workspace& workspace, const vault::VaultId& vault, std::vector<vault::ObjectName> names)
{
    if (names.empty())
        return;
    BulkPlan plan;
    plan.title
        = nameOrCount(names, DeletedCommands::tr("Recover %1"), DeletedCommands::tr("Recover %1 secrets"));
    plan.scope = workspace.vaults().nameOf(vault);
    plan.rows = rowsOf(names);
    plan.verb = [](int ticked) {
        return counted(ticked, DeletedCommands::tr("Recover 1 secret"),
                       DeletedCommands::tr("Recover %1 secrets"));
    };
    plan.perform = [&workspace, vault, names](int row) {
        return withoutOutput(workspace.operations()->run(
            workspace.caller(), vault, vault::RecoverDeletedSecret{ names[static_cast<std::size_t>(row)] }));
    };
    plan.doneText = [names](int done) {
        return names.size() == 1 ? DeletedCommands::tr("Recovered %1.").arg(names.front().text())
                                 : counted(done, DeletedCommands::tr("Recovered 1 secret."),
                                           DeletedCommands::tr("Recovered %1 secrets."));
    };
    plan.undo = [&workspace, vault, names](const std::vector<int>& done) {
        for (const int row : done)
            workspace.operations()
                ->run(workspace.caller(), vault, vault::DeleteSecret{ names[static_cast<std::size_t>(row)] })
                .then(&workspace, [&workspace](const base::Result<vault::DeletedSecret>& result) {
                    if (!result)
                        workspace.notices().failed(workspace.explain(result.error()));
                });
    };
    runBulk(workspace, std::move(plan), BulkPreview::None);
}

void purgeSecrets(Workspace& workspace, const vault::VaultId& vault, std::vector<vault::ObjectName> names)
{
    const vault::VaultProperties* properties = workspace.vaults().find(vault);
    if (names.empty() || !properties)
        return;
    QStringList texts;
    for (const vault::ObjectName& name : names)
        texts << name.text();
    GuardQuestion question;
    question.heading = nameOrCount(names, DeletedCommands::tr("Purge %1 for ever?"),
                                   DeletedCommands::tr("Purge %1 secrets for ever?"));
    question.sentence
        = DeletedCommands::tr("All versions are destroyed at once. Nobody can bring them back.");
    question.names = texts;
    question.word = names.size() == 1 ? texts.front() : properties->name.text();
    question.acceptText = counted(qint64(names.size()), DeletedCommands::tr("Purge secret"),
                                  DeletedCommands::tr("Purge %1 secrets"));
    question.isProduction = properties->environment == vault::Environment::Production;
    findRecentReaders(
        workspace, vault, texts, [&workspace, vault, names, question](const QStringList& readers) {
            GuardQuestion asked = question;
            asked.facts = readers;
            auto* dialog = new GuardDialog(asked, workspace.window());
            QObject::connect(dialog, &FormDialog::submitted, &workspace, [&workspace, dialog, vault, names] {
                dialog->accept();
                runBulk(workspace, purgePlan(workspace, vault, names), BulkPreview::None);
            });
            openDialog(workspace, dialog);
        });
}

} // namespace strongroom::ui
