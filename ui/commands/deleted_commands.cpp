// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/deleted_commands.h"

#include "ui/commands/bulk_command.h"
#include "ui/commands/open_dialog.h"
#include "ui/commands/recent_use.h"
#include "ui/dialogs/guard_dialog.h"
#include "ui/widgets/counted.h"
#include "ui/widgets/name_lines.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct DeletedCommands
{
    Q_DECLARE_TR_FUNCTIONS(DeletedCommands)
};

using Objects = std::vector<ObjectRef>;

QString nameOrCount(const Objects& objects, const QString& one, const QString& many)
{
    return objects.size() == 1 ? one.arg(nameInSentence(objects.front().name.text()))
                               : many.arg(QLocale().toString(qint64(objects.size())));
}

std::vector<BulkRow> rowsOf(const Objects& objects)
{
    std::vector<BulkRow> rows;
    rows.reserve(objects.size());
    for (const ObjectRef& object : objects)
        rows.push_back({ object.name.text(), {}, {}, {} });
    return rows;
}

BulkPlan purgePlan(Workspace& workspace, const vault::VaultId& vault, const Objects& objects)
{
    BulkPlan plan;
    plan.title = nameOrCount(objects, DeletedCommands::tr("Purge %1"), DeletedCommands::tr("Purge %1 items"));
    plan.scope = workspace.vaults().nameOf(vault);
    plan.rows = rowsOf(objects);
    plan.verb = [](int ticked) {
        return counted(ticked, DeletedCommands::tr("Purge 1 item"), DeletedCommands::tr("Purge %1 items"));
    };
    plan.isDangerous = true;
    plan.perform = [&workspace, vault, objects](int row) {
        return purgeObject(workspace, vault, objects[static_cast<std::size_t>(row)]);
    };
    plan.doneText = [](int done) {
        return counted(done, DeletedCommands::tr("Purged 1 item for ever."),
                       DeletedCommands::tr("Purged %1 items for ever."));
    };
    return plan;
}

bool hasKeys(const Objects& objects)
{
    return std::ranges::any_of(objects,
                               [](const ObjectRef& object) { return object.kind == vault::ObjectKind::Key; });
}

GuardQuestion purgeQuestion(const Objects& objects, const vault::VaultProperties& vault)
{
    GuardQuestion question;
    question.heading = nameOrCount(objects, DeletedCommands::tr("Purge %1 for ever?"),
                                   DeletedCommands::tr("Purge %1 items for ever?"));
    question.sentence = hasKeys(objects)
        ? DeletedCommands::tr("All versions are destroyed at once, those in a token too. What was encrypted "
                              "or wrapped with such a key can never be read again.")
        : DeletedCommands::tr("All versions are destroyed at once. Nobody can bring them back.");
    for (const ObjectRef& object : objects)
        question.names << object.name.text();
    question.word = objects.size() == 1 ? question.names.front() : vault.name.text();
    question.acceptText
        = counted(qint64(objects.size()),
                  hasKeys(objects) ? DeletedCommands::tr("Purge key") : DeletedCommands::tr("Purge secret"),
                  DeletedCommands::tr("Purge %1 items"));
    question.isProduction = vault.environment == vault::Environment::Production;
    return question;
}

} // namespace

void recoverObjects(Workspace& workspace, const vault::VaultId& vault, std::vector<ObjectRef> objects)
{
    if (objects.empty())
        return;
    BulkPlan plan;
    plan.title
        = nameOrCount(objects, DeletedCommands::tr("Recover %1"), DeletedCommands::tr("Recover %1 items"));
    plan.scope = workspace.vaults().nameOf(vault);
    plan.rows = rowsOf(objects);
    plan.verb = [](int ticked) {
        return counted(ticked, DeletedCommands::tr("Recover 1 item"),
                       DeletedCommands::tr("Recover %1 items"));
    };
    plan.perform = [&workspace, vault, objects](int row) {
        return recoverObject(workspace, vault, objects[static_cast<std::size_t>(row)]);
    };
    plan.doneText = [objects](int done) {
        return objects.size() == 1 ? DeletedCommands::tr("Recovered %1.").arg(objects.front().name.text())
                                   : counted(done, DeletedCommands::tr("Recovered 1 item."),
                                             DeletedCommands::tr("Recovered %1 items."));
    };
    plan.undo = [&workspace, vault, objects](const std::vector<int>& done) {
        for (const int row : done)
            deleteObject(workspace, vault, objects[static_cast<std::size_t>(row)])
                .then(&workspace, [&workspace](const base::Result<void>& result) {
                    if (!result)
                        workspace.notices().failed(workspace.explain(result.error()));
                });
    };
    runBulk(workspace, std::move(plan), BulkPreview::None);
}

void purgeObjects(Workspace& workspace, const vault::VaultId& vault, std::vector<ObjectRef> objects)
{
    const vault::VaultProperties* properties = workspace.vaults().find(vault);
    if (objects.empty() || !properties)
        return;
    findRecentReaders(workspace, vault, objects,
                      [&workspace, vault, objects,
                       question = purgeQuestion(objects, *properties)](const QStringList& readers) {
                          GuardQuestion asked = question;
                          asked.facts = readers;
                          auto* dialog = new GuardDialog(asked, workspace.window());
                          QObject::connect(dialog, &FormDialog::submitted, &workspace,
                                           [&workspace, dialog, vault, objects] {
                                               dialog->accept();
                                               runBulk(workspace, purgePlan(workspace, vault, objects),
                                                       BulkPreview::None);
                                           });
                          openDialog(workspace, dialog);
                      });
}

} // namespace strongroom::ui
