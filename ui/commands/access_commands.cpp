// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/access_commands.h"

#include "model/vault/ops_vaults.h"
#include "ui/commands/application_commands.h"
#include "ui/commands/open_dialog.h"
#include "ui/dialogs/access_words.h"
#include "ui/dialogs/grant_policy_dialog.h"
#include "ui/dialogs/grant_role_dialog.h"
#include "ui/widgets/counted.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct AccessCommands
{
    Q_DECLARE_TR_FUNCTIONS(AccessCommands)
};

void assign(Workspace& workspace, const vault::VaultId& vault, const vault::AssignRole& op)
{
    workspace.operations()
        ->run(workspace.caller(), vault, op)
        .then(&workspace, [&workspace](const base::Result<vault::RoleAssignment>& result) {
            if (!result)
                workspace.notices().failed(workspace.explain(result.error()));
        });
}

void submitRole(Workspace& workspace, GrantRoleDialog* dialog, const vault::AccessRules& rules,
                const vault::AssignRole& op, const QString& done)
{
    dialog->startWaiting();
    workspace.operations()
        ->run(workspace.caller(), rules.vault.id, op)
        .then(&workspace,
              [&workspace, dialog = QPointer<FormDialog>(dialog), rules,
               done](const base::Result<vault::RoleAssignment>& result) {
                  if (!result && dialog)
                      dialog->showError(workspace.explain(result.error()));
                  if (!result)
                      return;
                  if (dialog)
                      dialog->accept();
                  workspace.notices().done(done, [&workspace, rules, assignment = *result] {
                      removeRoles(workspace, rules, { assignment });
                  });
              });
}

/// Says that roles were taken away; one Undo gives all of them back.
void offerBack(Workspace& workspace, const vault::AccessRules& rules,
               const std::vector<vault::RoleAssignment>& removed)
{
    const QString said = removed.size() == 1
        ? AccessCommands::tr("Took the role %1 away.").arg(roleNameIn(rules.roles, removed.front().roleId))
        : AccessCommands::tr("Took %1 roles away.").arg(removed.size());
    workspace.notices().done(said, [&workspace, vault = rules.vault.id, removed] {
        for (const vault::RoleAssignment& assignment : removed)
            assign(workspace, vault, { assignment.roleId, assignment.principalId, assignment.scope });
    });
}

QString nameOf(const std::vector<vault::Application>& applications, const QString& objectId)
{
    const auto found = std::ranges::find(applications, objectId, &vault::Application::objectId);
    return found == applications.end() ? objectId : found->name;
}

} // namespace

void grantRole(Workspace& workspace, const vault::AccessRules& rules,
               const std::vector<vault::Application>& applications)
{
    auto* dialog = new GrantRoleDialog(rules, applications, workspace.window());
    QObject::connect(dialog, &GrantRoleDialog::registerRequested, &workspace, [&workspace, dialog, rules] {
        dialog->reject();
        registerApplication(workspace, [&workspace, rules](const vault::Application& made) {
            grantRole(workspace, rules, { made });
        });
    });
    QObject::connect(dialog, &FormDialog::submitted, &workspace, [&workspace, dialog, applications, rules] {
        const auto op = dialog->operation();
        if (!op)
            return;
        submitRole(workspace, dialog, rules, *op,
                   AccessCommands::tr("%1 has the role %2.")
                       .arg(nameOf(applications, op->principalId), roleNameIn(rules.roles, op->roleId)));
    });
    openDialog(workspace, dialog);
}

void removeRoles(Workspace& workspace, const vault::AccessRules& rules,
                 std::vector<vault::RoleAssignment> assignments)
{
    struct Removing
    {
        std::size_t left;
        std::vector<vault::RoleAssignment> removed;
        std::optional<base::Error> error;
    };
    auto removing = std::make_shared<Removing>(Removing{ assignments.size(), {}, {} }); // of all answers
    for (const vault::RoleAssignment& assignment : assignments)
        workspace.operations()
            ->run(workspace.caller(), rules.vault.id, vault::RemoveRoleAssignment{ assignment.id })
            .then(
                &workspace,
                [&workspace, rules, assignment, removing](const base::Result<vault::RoleAssignment>& result) {
                    if (result)
                        removing->removed.push_back(assignment);
                    else if (!removing->error)
                        removing->error = result.error();
                    if (--removing->left > 0)
                        return;
                    if (!removing->removed.empty())
                        offerBack(workspace, rules, removing->removed);
                    if (removing->error)
                        workspace.notices().failed(workspace.explain(*removing->error));
                });
}

void choosePolicyPrincipal(
    Workspace& workspace, const QString& vaultName, std::vector<vault::Application> applications,
    std::function<void(const vault::Application&, const QStringList& permissions)> chosen)
{
    auto* dialog = new GrantPolicyDialog(vaultName, std::move(applications), workspace.window());
    QObject::connect(dialog, &GrantPolicyDialog::registerRequested, &workspace, [&workspace, dialog, chosen] {
        dialog->reject();
        registerApplication(workspace,
                            [chosen](const vault::Application& made) { chosen(made, { u"get"_s }); });
    });
    QObject::connect(dialog, &FormDialog::submitted, dialog, [dialog, chosen] {
        if (const auto choice = dialog->choice())
            chosen(choice->application, choice->secrets);
        dialog->accept();
    });
    openDialog(workspace, dialog);
}

void savePolicies(Workspace& workspace, const vault::VaultId& vault,
                  std::vector<vault::AccessPolicy> policies,
                  std::function<void(int saved, const std::optional<base::Error>& error)> ended)
{
    struct Saving
    {
        std::size_t left;
        int saved = 0;
        std::optional<base::Error> error;
    };
    auto saving = std::make_shared<Saving>(Saving{ policies.size() }); // shared by the answers
    for (vault::AccessPolicy& policy : policies)
        workspace.operations()
            ->run(workspace.caller(), vault, vault::SetAccessPolicy{ std::move(policy) })
            .then(&workspace, [saving, ended](const base::Result<base::Nothing>& result) {
                if (result)
                    ++saving->saved;
                else if (!saving->error)
                    saving->error = result.error();
                if (--saving->left == 0)
                    ended(saving->saved, saving->error);
            });
}

} // namespace strongroom::ui
