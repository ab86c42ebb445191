// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/key_commands.h"

#include "model/lists/key_words.h"
#include "model/vault/key_checks.h"
#include "ui/commands/key_files.h"
#include "ui/commands/key_release.h"
#include "ui/commands/open_dialog.h"
#include "ui/commands/run_on.h"
#include "ui/dialogs/attestation_dialog.h"
#include "ui/dialogs/key_editor.h"
#include "ui/dialogs/rotate_dialog.h"
#include "ui/dialogs/rotation_dialog.h"

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using vault::KeyProperties;

namespace {

vault::PolicyScope scopeOf(Workspace& workspace, const vault::VaultId& id)
{
    const vault::VaultProperties* const vault = workspace.vaults().find(id);
    return vault && isPool(vault->sku) ? vault::PolicyScope::ManagedHsm : vault::PolicyScope::Vault;
}

/// Writes back what `forth` changes.
vault::UpdateKey inverseOf(const vault::UpdateKey& forth, const KeyProperties& before)
{
    vault::UpdateKey back{ before.name, before.version,
                           {},          ui::inverseOf(forth.attributes, before.attributes),
                           {},          {} };
    if (forth.operations)
        back.operations = before.operations;
    if (forth.tags)
        back.tags = before.tags;
    if (forth.releasePolicy)
        back.releasePolicy = before.releasePolicy;
    return back;
}

} // namespace

KeyCommands::KeyCommands(Workspace& workspace, vault::VaultId vault, QObject* parent)
    : ObjectCommands(workspace, std::move(vault), vault::ObjectKind::Key, parent)
{
}

template <typename Op> base::Answer<ops::ResultOf<Op>> KeyCommands::run(Op op)
{
    return runOn(workspace(), vaultId(), std::move(op));
}

// Editors ----------------------------------------------------------------------------------------

KeyEditor* KeyCommands::open(KeyEditor* editor)
{
    if (editor->fileField())
        serveKeyFiles(workspace(), editor->fileField());
    openEditor(editor);
    return editor;
}

template <typename Op> void KeyCommands::submit(KeyEditor* editor, std::optional<Op> op, const QString& done)
{
    if (!op)
        return;
    const vault::ObjectName name = op->keyName;
    editor->startWaiting();
    run(std::move(*op)).then(editor, [this, editor, name, done](const ops::ResultOf<Op>& result) {
        if (!result)
            return editor->showFailure(result.error(), workspace().explain(result.error()));
        const auto policy = editor->rotationPolicy();
        if (!policy)
            return finish(editor, name, done.arg(name.text()));
        run(vault::SetRotationPolicy{ name, *policy })
            .then(this,
                  [this, editor = QPointer(editor), name,
                   done](const ops::ResultOf<vault::SetRotationPolicy>& set) {
                      if (!set)
                          fail(set.error());
                      if (editor)
                          finish(editor, name, done.arg(name.text()));
                  });
    });
}

void KeyCommands::create()
{
    const vault::VaultProperties* const vault = workspace().vaults().find(vaultId());
    if (!vault)
        return;
    auto* const editor
        = open(new KeyEditor(workspace().clock(), KeyEditor::Mode::Create, *vault, workspace().window()));
    connect(editor, &KeyEditor::submitted, this,
            [this, editor] { submit(editor, editor->createOperation(), tr("Created the key %1.")); });
}

void KeyCommands::import() { importFrom({}); }

void KeyCommands::importFrom(const QString& file)
{
    const vault::VaultProperties* const vault = workspace().vaults().find(vaultId());
    if (!vault)
        return;
    auto* const editor
        = open(new KeyEditor(workspace().clock(), KeyEditor::Mode::Import, *vault, workspace().window()));
    connect(editor, &KeyEditor::submitted, this,
            [this, editor] { submit(editor, editor->importOperation(), tr("Imported the key %1.")); });
    if (!file.isEmpty())
        readKeyFile(editor->fileField(), file);
}

void KeyCommands::edit(const KeyProperties& key)
{
    const vault::VaultProperties* const vault = workspace().vaults().find(vaultId());
    if (!vault)
        return;
    auto* const editor = open(new KeyEditor(workspace().clock(), *vault, key, workspace().window()));
    connect(editor, &KeyEditor::submitted, this, [this, editor, key] {
        const auto op = editor->updateOperation();
        if (!op)
            return;
        editor->startWaiting();
        run(*op).then(editor, [this, editor, key, op = *op](const ops::ResultOf<vault::UpdateKey>& result) {
            if (!result)
                return editor->showFailure(result.error(), workspace().explain(result.error()));
            finish(editor, key.name, tr("Changed %1.").arg(key.name.text()),
                   [&workspace = workspace(), vault = vaultId(), back = inverseOf(op, key)] {
                       runOn(workspace, vault, back);
                   });
        });
    });
}

// Rotation ---------------------------------------------------------------------------------------

void KeyCommands::rotate(const vault::KeyListing& key)
{
    auto* const dialog = new RotateDialog(workspace().clock(), key, workspace().window());
    connect(dialog, &RotateDialog::submitted, this, [this, dialog, name = key.properties.name] {
        dialog->startWaiting();
        run(vault::RotateKey{ name })
            .then(dialog, [this, dialog, name](const ops::ResultOf<vault::RotateKey>& made) {
                if (!made)
                    return dialog->showError(workspace().explain(made.error()));
                workspace().notices().done(tr("Rotated %1. Its current version is %2.")
                                               .arg(name.text(), lists::shortVersion(made->version)));
                dialog->accept();
                Q_EMIT saved(name.text());
            });
    });
    openDialog(workspace(), dialog);
}

void KeyCommands::editRotation(const vault::KeyListing& key)
{
    auto* const dialog
        = new RotationDialog(workspace().clock(), key, scopeOf(workspace(), vaultId()), workspace().window());
    connect(dialog, &RotationDialog::submitted, this, [this, dialog, key] {
        auto op = dialog->operation();
        if (!op)
            return;
        dialog->startWaiting();
        run(std::move(*op))
            .then(dialog, [this, dialog, key](const ops::ResultOf<vault::SetRotationPolicy>& set) {
                if (!set)
                    return dialog->showError(workspace().explain(set.error()));
                const vault::SetRotationPolicy back{ key.properties.name,
                                                     vault::effectOf(key.policy, key.properties) };
                workspace().notices().done(
                    tr("Changed the rotation of %1.").arg(key.properties.name.text()),
                    [&workspace = workspace(), vault = vaultId(), back] { runOn(workspace, vault, back); });
                dialog->accept();
            });
    });
    openDialog(workspace(), dialog);
}

void KeyCommands::use(const KeyProperties& version)
{
    workspace().open({ PaneKind::CryptoConsole, vaultId(), version.name.text(), version.version.text() });
}

void KeyCommands::release(const KeyProperties& version)
{
    releaseKey(workspace(), vaultId(), version, vaultUrl());
}

void KeyCommands::attest(const KeyProperties& version)
{
    auto* const dialog = new AttestationDialog(version, workspace().window());
    connect(dialog, &AttestationDialog::copyRequested, &workspace().clipboard(), &ClipboardGuard::copyPlain);
    run(vault::GetKeyAttestation{ version.name, version.version })
        .then(dialog, [this, dialog](const ops::ResultOf<vault::GetKeyAttestation>& attestation) {
            if (attestation)
                return dialog->showAttestation(*attestation);
            const base::Error& error = attestation.error();
            if (error.code == base::ErrorCode::NotSupported)
                return dialog->showRefusal(error.message);
            dialog->showError(workspace().explain(error));
        });
    openDialog(workspace(), dialog);
}

// Copies -----------------------------------------------------------------------------------------

void KeyCommands::copyPublicKey(const KeyProperties& key, vault::PublicKeyForm form)
{
    const auto text = vault::publicKeyText(
        key, form, lists::objectUri(vaultUrl(), vault::ObjectKind::Key, key.name, key.version));
    if (!text)
        return fail(text.error());
    workspace().clipboard().copyPlain(*text);
    workspace().notices().done(tr("Copied the public key of %1.").arg(key.name.text()));
}

void KeyCommands::copyRows(const Keys& keys)
{
    QStringList rows;
    for (const vault::KeyListing& key : keys)
        rows += lists::keyRow(key);
    workspace().clipboard().copyPlain(rows.join(u'\n'));
}

void KeyCommands::copyJson(const Keys& keys)
{
    QStringList texts;
    for (const vault::KeyListing& key : keys)
        texts += lists::keyJson(vaultUrl(), key.properties);
    copyTexts(texts);
}

} // namespace strongroom::ui
