// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/token_commands.h"

#include "ui/commands/open_dialog.h"
#include "ui/commands/run_on.h"
#include "ui/dialogs/token_choice_field.h"
#include "ui/dialogs/token_dialogs.h"

#include <QCoreApplication>

namespace strongroom::ui {

namespace {

struct TokenCommands
{
    Q_DECLARE_TR_FUNCTIONS(TokenCommands)
};

bool isAboutPin(base::ErrorCode code)
{
    return code == base::ErrorCode::TokenPinWrong || code == base::ErrorCode::TokenPinLocked;
}

/// What the keychain has follows what was chosen last.
void keepOrForget(Workspace& workspace, const vault::VaultId& vault, const TokenPinDialog& dialog)
{
    if (!dialog.isForKeychain()) {
        workspace.door().forgetTokenPin(vault.value);
        return;
    }
    keepPinInKeychain(workspace, vault, dialog.operation().pin.clone());
}

} // namespace

void findTokens(Workspace& workspace, TokenChoiceField* field, const QStringList& furtherPaths)
{
    if (!workspace.operations())
        return;
    if (workspace.door().isKeychainAvailable())
        field->offerKeychain();
    workspace.operations()
        ->run(workspace.caller(), vault::ListTokenModules{ furtherPaths })
        .then(field, [&workspace, field](const ops::ResultOf<vault::ListTokenModules>& modules) {
            if (modules)
                field->setModules(*modules);
            else
                field->setProblem(workspace.explain(modules.error()).title);
        });
}

void keepPinInKeychain(Workspace& workspace, const vault::VaultId& vault, base::SecureBytes pin)
{
    base::Answer<base::Result<void>>(workspace.door().keepTokenPin(vault.value, std::move(pin)))
        .then(&workspace, [&workspace](const base::Result<void>& kept) {
            if (!kept)
                workspace.notices().failed(workspace.explain(kept.error()));
        });
}

void enterTokenPin(Workspace& workspace, const vault::VaultProperties& vault, const vault::TokenState& state,
                   std::function<void()> done)
{
    const auto keychain = workspace.door().isKeychainAvailable() ? TokenPinDialog::Keychain::Yes
                                                                 : TokenPinDialog::Keychain::No;
    auto* const dialog = new TokenPinDialog(vault.name.text(), state, keychain, workspace.window());
    const auto keep = [&workspace, dialog, vault, done = std::move(done)] {
        runOn(workspace, vault.id, dialog->operation())
            .then(dialog, [&workspace, dialog, vault, done](const ops::ResultOf<vault::SetTokenPin>& kept) {
                if (!kept)
                    return dialog->showError(workspace.explain(kept.error()));
                keepOrForget(workspace, vault.id, *dialog);
                workspace.notices().done(
                    TokenCommands::tr("The token of %1 is open.").arg(vault.name.text()));
                dialog->accept();
                done();
            });
    };
    QObject::connect(dialog, &FormDialog::submitted, dialog, [&workspace, dialog, keep] {
        if (!workspace.operations())
            return;
        dialog->startWaiting();
        workspace.operations()
            ->run(workspace.caller(), dialog->probe())
            .then(dialog, [&workspace, dialog, keep](const ops::ResultOf<vault::ProbeToken>& opened) {
                if (!opened && isAboutPin(opened.error().code))
                    return dialog->showPinError(workspace.explain(opened.error()));
                if (!opened)
                    return dialog->showError(workspace.explain(opened.error()));
                keep();
            });
    });
    openDialog(workspace, dialog);
}

void bindToken(Workspace& workspace, const vault::VaultProperties& vault, const QStringList& furtherPaths)
{
    auto* const dialog = new TokenBindDialog(vault, workspace.window());
    findTokens(workspace, dialog->field(), furtherPaths);
    QObject::connect(dialog, &FormDialog::submitted, dialog, [&workspace, dialog, vault] {
        if (!workspace.operations())
            return;
        dialog->startWaiting();
        const auto bind = [&workspace, dialog, vault] {
            if (!workspace.operations())
                return;
            workspace.operations()
                ->run(workspace.caller(), dialog->operation())
                .then(dialog, [&workspace, dialog, vault](const ops::ResultOf<vault::UpdateVault>& bound) {
                    if (!bound)
                        return dialog->showError(workspace.explain(bound.error()));
                    if (dialog->field()->isForKeychain())
                        keepPinInKeychain(workspace, vault.id, dialog->field()->pin());
                    workspace.notices().done(TokenCommands::tr("%1 keeps its HSM keys in \u201c%2\u201d.")
                                                 .arg(vault.name.text(), bound->token.label));
                    dialog->accept();
                });
        };
        workspace.operations()
            ->run(workspace.caller(), dialog->probe())
            .then(dialog, [&workspace, dialog, bind](const ops::ResultOf<vault::ProbeToken>& opened) {
                if (opened)
                    return bind();
                const ErrorText text = workspace.explain(opened.error());
                dialog->showError(text);
                if (isAboutPin(opened.error().code))
                    dialog->field()->showPinProblem(text.cause.isEmpty() ? text.title : text.cause);
            });
    });
    openDialog(workspace, dialog);
}

void testToken(Workspace& workspace, const vault::VaultProperties& vault)
{
    auto* const dialog = new TokenTestDialog(vault.name.text(), vault.token.label, workspace.window());
    openDialog(workspace, dialog);
    runOn(workspace, vault.id, vault::TestToken{})
        .then(dialog, [&workspace, dialog](const ops::ResultOf<vault::TestToken>& checks) {
            if (checks)
                dialog->setChecks(*checks);
            else
                dialog->setFailed(workspace.explain(checks.error()));
        });
}

} // namespace strongroom::ui
