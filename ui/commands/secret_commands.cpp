// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/secret_commands.h"

#include "model/lists/object_words.h"
#include "ui/commands/run_on.h"
#include "ui/dialogs/object_name_field.h"
#include "ui/dialogs/secret_compare_dialog.h"
#include "ui/dialogs/secret_editor.h"

#include <QPointer>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using vault::SecretProperties;

namespace {

/// Writes back what `forth` changes.
vault::UpdateSecret inverseOf(const vault::UpdateSecret& forth, const SecretProperties& before)
{
    vault::UpdateSecret back{
        before.name, before.version, {}, ui::inverseOf(forth.attributes, before.attributes), {}
    };
    if (forth.contentType)
        back.contentType = before.contentType;
    if (forth.tags)
        back.tags = before.tags;
    return back;
}

} // namespace

SecretCommands::SecretCommands(Workspace& workspace, vault::VaultId vault, QObject* parent)
    : ObjectCommands(workspace, std::move(vault), vault::ObjectKind::Secret, parent)
{
}

template <typename Op> base::Answer<ops::ResultOf<Op>> SecretCommands::run(Op op)
{
    return runOn(workspace(), vaultId(), std::move(op));
}

// Editors ----------------------------------------------------------------------------------------

void SecretCommands::create(const QString& name)
{
    auto* const editor = new SecretEditor(workspace().clock(), workspace().window());
    editor->setName(name);
    open(editor);
}

void SecretCommands::resume(const EditorDraft& draft)
{
    if (auto* const editor = SecretEditor::resumed(workspace().clock(), draft, workspace().window()))
        open(editor);
}

void SecretCommands::open(SecretEditor* editor)
{
    editor->setContentTypes(m_contentTypes);
    editor->setRevealSeconds(workspace().settings().value().revealSeconds);
    if (ObjectNameField* const field = editor->nameField())
        connect(field, &ObjectNameField::newVersionWanted, this,
                [this, editor](const vault::ObjectName& existing) {
                    editor->done(QDialog::Rejected);
                    openVersionEditor(existing);
                });
    const bool isUpdate = editor->mode() == SecretEditor::Mode::Attributes;
    connect(editor, &SecretEditor::submitted, this,
            [this, editor, isUpdate] { isUpdate ? submitUpdate(editor) : submitSet(editor); });
    workspace().drafts().watch(editor, { PaneKind::Secrets, vaultId(), {}, {} },
                               [editor] { return editor->draft(); });
    openEditor(editor);
    if (editor->mode() == SecretEditor::Mode::NewVersion)
        compareWithOld(editor, *editor->secret());
}

void SecretCommands::submitSet(SecretEditor* editor)
{
    auto op = editor->setOperation();
    if (!op)
        return;
    const vault::ObjectName name = op->secretName;
    const bool isNew = editor->mode() == SecretEditor::Mode::Create;
    editor->startWaiting();
    run(std::move(*op))
        .then(editor, [this, editor, name, isNew](const ops::ResultOf<vault::SetSecret>& result) {
            if (!result)
                return editor->showFailure(result.error(), workspace().explain(result.error()));
            if (editor->wantsCopy())
                workspace().clipboard().copySecret(editor->value(), name.text());
            finish(editor, name,
                   isNew ? tr("Created %1.").arg(name.text())
                         : tr("Saved a new version of %1.").arg(name.text()));
        });
}

void SecretCommands::openVersionEditor(const vault::ObjectName& name)
{
    vault::BrowseRequest request;
    request.limit = 1;
    request.wantsCount = false;
    request.locate = name.text();
    const auto found = [this](const ops::ResultOf<vault::BrowseSecrets>& located) {
        if (!located || located->locatedRow < 0)
            return;
        vault::BrowseRequest row;
        row.offset = located->locatedRow;
        row.limit = 1;
        row.wantsCount = false;
        run(vault::BrowseSecrets{ row }).then(this, [this](const ops::ResultOf<vault::BrowseSecrets>& rows) {
            if (rows && !rows->rows.empty())
                newVersion(rows->rows.front());
        });
    };
    run(vault::BrowseSecrets{ request }).then(this, found);
}

void SecretCommands::newVersion(const SecretProperties& secret)
{
    open(new SecretEditor(workspace().clock(), SecretEditor::Mode::NewVersion, secret, workspace().window()));
}

void SecretCommands::compareWithOld(SecretEditor* editor, const SecretProperties& secret)
{
    if (!secret.attributes.isEnabled) {
        editor->setOldValueUnknown(tr("The current version is disabled, so it cannot be compared."));
        return;
    }
    run(vault::GetSecret{ secret.name, {} }).then(editor, [editor](ops::ResultOf<vault::GetSecret> old) {
        if (old)
            editor->setOldValue(std::move(old->value));
        else
            editor->setOldValueUnknown(tr("The current value cannot be read, so it is not compared."));
    });
}

void SecretCommands::edit(const SecretProperties& secret)
{
    open(new SecretEditor(workspace().clock(), SecretEditor::Mode::Attributes, secret, workspace().window()));
}

void SecretCommands::submitUpdate(SecretEditor* editor)
{
    const auto op = editor->updateOperation();
    if (!op)
        return;
    editor->startWaiting();
    run(*op).then(editor, [this, editor, op = *op](const ops::ResultOf<vault::UpdateSecret>& result) {
        if (!result)
            return editor->showFailure(result.error(), workspace().explain(result.error()));
        const SecretProperties& before = *editor->secret();
        const auto undo = [&workspace = workspace(), vault = vaultId(), back = inverseOf(op, before)] {
            runOn(workspace, vault, back);
        };
        finish(editor, before.name, tr("Changed %1.").arg(before.name.text()), undo);
    });
}

// Versions ---------------------------------------------------------------------------------------

void SecretCommands::makeCurrent(const SecretProperties& version)
{
    run(vault::PromoteSecretVersion{ version.name, version.version })
        .then(this, [this, version](const ops::ResultOf<vault::PromoteSecretVersion>& result) {
            if (!result)
                return fail(result.error());
            workspace().notices().done(tr("The value of version %1 is current again, as a new version of %2.")
                                           .arg(lists::shortVersion(version.version), version.name.text()));
            Q_EMIT saved(version.name.text());
        });
}

void SecretCommands::compare(const SecretProperties& older, const SecretProperties& newer)
{
    auto* const dialog = new SecretCompareDialog(older, newer, workspace().window());
    dialog->open();
    run(vault::CompareSecretVersions{ newer.name, older.version, newer.version })
        .then(dialog, [this, dialog](const ops::ResultOf<vault::CompareSecretVersions>& runs) {
            if (runs)
                dialog->setRuns(*runs);
            else
                dialog->showError(workspace().explain(runs.error()));
        });
    connect(dialog, &SecretCompareDialog::valuesWanted, this, [this, dialog, older, newer] {
        readValue(older.name, older.version, dialog, [this, dialog, newer](base::SecureBytes first) {
            const auto kept
                = std::make_shared<base::SecureBytes>(std::move(first)); // std::function copies its target
            readValue(newer.name, newer.version, dialog,
                      [dialog, kept](const base::SecureBytes& second) { dialog->showValues(*kept, second); });
        });
    });
}

// Values and copies ------------------------------------------------------------------------------

void SecretCommands::readValue(const vault::ObjectName& name, std::optional<vault::VersionId> version,
                               QObject* context, TakeValue take)
{
    run(vault::GetSecret{ name, std::move(version) })
        .then(context,
              [this, self = QPointer(this), take = std::move(take)](ops::ResultOf<vault::GetSecret> secret) {
                  if (secret)
                      take(std::move(secret->value));
                  else if (self)
                      fail(secret.error());
              });
}

void SecretCommands::copyValue(const vault::ObjectName& name, std::optional<vault::VersionId> version)
{
    readValue(name, std::move(version), this, [this, name](const base::SecureBytes& value) {
        workspace().clipboard().copySecret(value, name.text());
    });
}

void SecretCommands::copyReference(const SecretProperties& secret)
{
    workspace().clipboard().copyPlain(lists::secretReference(vaultUrl(), secret.name));
}

void SecretCommands::copyRows(const Secrets& secrets)
{
    QStringList rows;
    for (const SecretProperties& secret : secrets)
        rows += lists::secretRow(secret);
    workspace().clipboard().copyPlain(rows.join(u'\n'));
}

void SecretCommands::copyJson(const Secrets& secrets)
{
    QStringList texts;
    for (const SecretProperties& secret : secrets)
        texts += lists::secretJson(vaultUrl(), secret);
    copyTexts(texts);
}

} // namespace strongroom::ui
