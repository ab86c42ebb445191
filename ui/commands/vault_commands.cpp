// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/vault_commands.h"

#include "ui/commands/open_dialog.h"
#include "ui/commands/recent_use.h"
#include "ui/commands/token_commands.h"
#include "ui/dialogs/guard_dialog.h"
#include "ui/dialogs/token_choice_field.h"
#include "ui/dialogs/vault_create_dialog.h"
#include "ui/dialogs/vault_properties_dialog.h"
#include "ui/widgets/counted.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct VaultCommands
{
    Q_DECLARE_TR_FUNCTIONS(VaultCommands)
};

QStringList liveNames(Workspace& workspace)
{
    QStringList names;
    for (const vault::VaultProperties& vault : workspace.vaults().vaults())
        names << vault.name.text();
    return names;
}

/// Looks up which names deleted vaults hold and hands them to the dialog.
void findTakenNames(Workspace& workspace, VaultCreateDialog* dialog)
{
    const QStringList live = liveNames(workspace);
    dialog->setTakenNames(live, {});
    workspace.operations()
        ->run(workspace.caller(), vault::ListDeletedVaults{})
        .then(dialog, [dialog, live](const base::Result<std::vector<vault::DeletedVault>>& vaults) {
            if (!vaults)
                return;
            QStringList deleted;
            for (const vault::DeletedVault& vault : *vaults)
                deleted << vault.properties.name.text();
            dialog->setTakenNames(live, deleted);
        });
}

/// The URL of "x" as a pattern, with %1 in the place of the name; empty when it is no such URL.
QString patternOf(const QString& url)
{
    return url.startsWith("https://x."_L1) ? "https://%1."_L1 + url.mid(10) : QString();
}

void runUpdate(Workspace& workspace, FormDialog* dialog, vault::UpdateVault op, const QString& done)
{
    dialog->startWaiting();
    workspace.operations()
        ->run(workspace.caller(), std::move(op))
        .then(&workspace,
              [&workspace, dialog = QPointer<FormDialog>(dialog),
               done](const base::Result<vault::VaultProperties>& result) {
                  if (result)
                      workspace.notices().done(done);
                  if (dialog && result)
                      dialog->accept();
                  else if (dialog)
                      dialog->showError(workspace.explain(result.error()));
              });
}

void restore(Workspace& workspace, const vault::VaultId& id, const QString& name)
{
    workspace.operations()
        ->run(workspace.caller(), vault::RecoverVault{ id })
        .then(&workspace, [&workspace, name](const base::Result<vault::VaultProperties>& result) {
            if (!result) {
                workspace.notices().failed(workspace.explain(result.error()));
                return;
            }
            workspace.notices().done(
                VaultCommands::tr("Recovered %1. Its access rules are not restored: grant access again.")
                    .arg(name));
            workspace.open({ PaneKind::VaultOverview, result->id, {}, {} });
        });
}

void runDelete(Workspace& workspace, GuardDialog* dialog, const vault::VaultProperties& vault)
{
    dialog->startWaiting();
    workspace.operations()
        ->run(workspace.caller(), vault::DeleteVault{ vault.id })
        .then(&workspace,
              [&workspace, dialog = QPointer<GuardDialog>(dialog),
               name = vault.name.text()](const base::Result<vault::DeletedVault>& result) {
                  if (!result && dialog)
                      dialog->showError(workspace.explain(result.error()));
                  if (!result)
                      return;
                  if (dialog)
                      dialog->accept();
                  workspace.notices().done(
                      VaultCommands::tr("Deleted the vault %1.").arg(name),
                      [&workspace, id = result->properties.id, name] { restore(workspace, id, name); });
                  workspace.open({ PaneKind::Home, {}, {}, {} });
              });
}

/// The question before a vault is deleted, but for who uses it.
GuardQuestion deletionOf(const vault::VaultProperties& vault, const vault::ObjectCounts& counts)
{
    GuardQuestion question;
    question.heading = VaultCommands::tr("Delete the vault %1?").arg(vault.name.text());
    question.sentence
        = VaultCommands::tr("It can be recovered for %1 days with all that is in it. Role assignments and "
                            "access policies are lost, as in the service.")
              .arg(vault.retentionDays);
    if (counts.secrets > 0)
        question.facts << counted(counts.secrets, VaultCommands::tr("1 secret goes with it."),
                                  VaultCommands::tr("%1 secrets go with it."));
    if (counts.keys > 0)
        question.facts << counted(counts.keys, VaultCommands::tr("1 key goes with it."),
                                  VaultCommands::tr("%1 keys go with it."));
    question.word = vault.name.text();
    question.acceptText = VaultCommands::tr("Delete vault");
    question.warning = VaultCommands::tr("Programs that use it are refused from now on.");
    question.isProduction = vault.environment == vault::Environment::Production;
    return question;
}

void openGuard(Workspace& workspace, const GuardQuestion& question, const vault::VaultProperties& vault)
{
    auto* dialog = new GuardDialog(question, workspace.window());
    QObject::connect(dialog, &FormDialog::submitted, &workspace,
                     [&workspace, dialog, vault] { runDelete(workspace, dialog, vault); });
    openDialog(workspace, dialog);
}

void runCreate(Workspace& workspace, VaultCreateDialog* dialog, vault::CreateVault op)
{
    std::shared_ptr<base::SecureBytes> pin; // of the answer, which can only be copied
    if (op.token && dialog->tokenField()->isForKeychain())
        pin = std::make_shared<base::SecureBytes>(dialog->tokenField()->pin());
    workspace.operations()
        ->run(workspace.caller(), std::move(op))
        .then(&workspace,
              [&workspace, pin,
               dialog = QPointer<FormDialog>(dialog)](const base::Result<vault::VaultProperties>& result) {
                  if (!result && dialog)
                      dialog->showError(workspace.explain(result.error()));
                  if (!result)
                      return;
                  if (pin)
                      keepPinInKeychain(workspace, result->id, std::move(*pin));
                  if (dialog)
                      dialog->accept();
                  workspace.notices().done(
                      isPool(result->sku) ? VaultCommands::tr("Made the pool %1.").arg(result->name.text())
                                          : VaultCommands::tr("Made the vault %1.").arg(result->name.text()));
                  workspace.open({ PaneKind::VaultOverview, result->id, {}, {} });
              });
}

/// A PIN that does not open the token is said before there is a vault with it.
void tryToken(Workspace& workspace, VaultCreateDialog* dialog)
{
    const TokenChoiceField* const field = dialog->tokenField();
    workspace.operations()
        ->run(workspace.caller(), vault::ProbeToken{ field->binding(), field->pin() })
        .then(dialog, [&workspace, dialog](const ops::ResultOf<vault::ProbeToken>& opened) {
            if (!opened) {
                const ErrorText text = workspace.explain(opened.error());
                dialog->showError(text);
                dialog->tokenField()->showPinProblem(text.cause.isEmpty() ? text.title : text.cause);
                return;
            }
            if (auto op = dialog->operation(); op && workspace.operations())
                runCreate(workspace, dialog, std::move(*op));
        });
}

} // namespace

void createVault(Workspace& workspace)
{
    auto* dialog = new VaultCreateDialog(workspace.window());
    dialog->setUrlPatterns(patternOf(workspace.endpoint().vaultUrl(u"x"_s)),
                           patternOf(workspace.endpoint().poolUrl(u"x"_s)));
    findTakenNames(workspace, dialog);
    findTokens(workspace, dialog->tokenField());
    QObject::connect(dialog, &FormDialog::submitted, &workspace, [&workspace, dialog] {
        auto op = dialog->operation();
        if (!op)
            return;
        dialog->startWaiting();
        if (op->token)
            tryToken(workspace, dialog);
        else
            runCreate(workspace, dialog, std::move(*op));
    });
    openDialog(workspace, dialog);
}

void editVault(Workspace& workspace, const vault::VaultProperties& vault)
{
    auto* dialog = new VaultPropertiesDialog(vault, workspace.window());
    QObject::connect(dialog, &FormDialog::submitted, &workspace, [&workspace, dialog, vault] {
        if (auto op = dialog->operation())
            runUpdate(workspace, dialog, std::move(*op),
                      VaultCommands::tr("Saved the properties of %1.").arg(vault.name.text()));
    });
    openDialog(workspace, dialog);
}

void protectVault(Workspace& workspace, const vault::VaultProperties& vault)
{
    GuardQuestion question;
    question.heading = VaultCommands::tr("Switch purge protection on?");
    question.sentence
        = VaultCommands::tr("Deleted items and the vault itself then stay recoverable for %1 days, "
                            "and nobody can purge them before. It cannot be switched off again.")
              .arg(vault.retentionDays);
    question.word = vault.name.text();
    question.acceptText = VaultCommands::tr("Switch on");
    auto* dialog = new GuardDialog(question, workspace.window());
    QObject::connect(dialog, &FormDialog::submitted, &workspace, [&workspace, dialog, vault] {
        vault::UpdateVault op;
        op.vault = vault.id;
        op.hasPurgeProtection = true;
        runUpdate(workspace, dialog, std::move(op),
                  VaultCommands::tr("Purge protection of %1 is on.").arg(vault.name.text()));
    });
    openDialog(workspace, dialog);
}

void deleteVault(Workspace& workspace, const vault::VaultProperties& vault)
{
    // Counted now: what the tree shows may be a moment old.
    workspace.operations()
        ->run(workspace.caller(), vault.id, vault::CountObjects{})
        .then(&workspace, [&workspace, vault](const base::Result<vault::ObjectCounts>& counts) {
            GuardQuestion question = deletionOf(vault, counts ? *counts : vault::ObjectCounts{});
            findRecentReaders(workspace, vault.id, {},
                              [&workspace, vault, question](const QStringList& readers) {
                                  GuardQuestion whole = question;
                                  whole.facts << readers;
                                  openGuard(workspace, whole, vault);
                              });
        });
}

void recoverVault(Workspace& workspace, const vault::DeletedVault& vault)
{
    restore(workspace, vault.properties.id, vault.properties.name.text());
}

void purgeVault(Workspace& workspace, const vault::DeletedVault& vault)
{
    const QString name = vault.properties.name.text();
    GuardQuestion question;
    question.heading = VaultCommands::tr("Purge the vault %1 for ever?").arg(name);
    question.sentence
        = VaultCommands::tr("The vault, all that is in it and all versions are destroyed at once. "
                            "Nobody can bring them back.");
    question.word = name;
    question.acceptText = VaultCommands::tr("Purge vault");
    question.isProduction = vault.properties.environment == vault::Environment::Production;
    auto* dialog = new GuardDialog(question, workspace.window());
    QObject::connect(
        dialog, &FormDialog::submitted, &workspace, [&workspace, dialog, id = vault.properties.id, name] {
            dialog->startWaiting();
            workspace.operations()
                ->run(workspace.caller(), vault::PurgeVault{ id })
                .then(&workspace,
                      [&workspace, dialog = QPointer<GuardDialog>(dialog),
                       name](const base::Result<base::Nothing>& result) {
                          if (result)
                              workspace.notices().done(VaultCommands::tr("Purged the vault %1.").arg(name));
                          if (dialog && result)
                              dialog->accept();
                          else if (dialog)
                              dialog->showError(workspace.explain(result.error()));
                      });
        });
    openDialog(workspace, dialog);
}

QString storeInCommands(const Workspace& workspace)
{
    const ops::StoreDoor& door = workspace.door();
    return door.path() == door.defaultPath() ? QString() : door.path();
}

QString urlOf(Workspace& workspace, const vault::VaultProperties& vault)
{
    const ops::EndpointControl& endpoint = workspace.endpoint();
    return isPool(vault.sku) ? endpoint.poolUrl(vault.name.text()) : endpoint.vaultUrl(vault.name.text());
}

void copyVaultUrl(Workspace& workspace, const vault::VaultProperties& vault)
{
    workspace.clipboard().copyPlain(urlOf(workspace, vault));
    workspace.notices().done(VaultCommands::tr("Copied the URL of %1.").arg(vault.name.text()));
}

} // namespace strongroom::ui
