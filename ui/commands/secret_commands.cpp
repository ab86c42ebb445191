// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/secret_commands.h"

#include "model/lists/object_words.h"
#include "model/lists/relative_time.h"
#include "ui/commands/bulk_command.h"
#include "ui/dialogs/secret_bulk_dialogs.h"
#include "ui/dialogs/secret_compare_dialog.h"
#include "ui/dialogs/secret_delete_dialog.h"
#include "ui/dialogs/secret_editor.h"
#include "ui/widgets/counted.h"

#include <QPointer>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using vault::SecretProperties;

/// One row of a bulk change of attributes.
struct SecretChange final
{
    QString before;
    QString after;
    vault::UpdateSecret forth;
    vault::UpdateSecret back;
};

namespace {

base::Error lockedError() { return { base::ErrorCode::Locked, u"The store is not unlocked."_s, {} }; }

/// Runs `op` wherever the store is at that moment; a locked one answers with an error.
template <typename Op>
base::Answer<ops::ResultOf<Op>> runOn(Workspace& workspace, const vault::VaultId& vault, Op op)
{
    if (ops::Operations* const operations = workspace.operations())
        return operations->run(workspace.caller(), vault, std::move(op));
    return base::readyFuture<ops::ResultOf<Op>>(ops::ResultOf<Op>(lockedError()));
}

QString expiryText(const std::optional<vault::UnixSeconds>& time)
{
    return time ? lists::dateText(*time) : SecretCommands::tr("never");
}

/// Writes back what `forth` changes.
vault::UpdateSecret inverseOf(const vault::UpdateSecret& forth, const SecretProperties& before)
{
    vault::UpdateSecret back{ before.name, before.version, {}, {}, {} };
    if (forth.contentType)
        back.contentType = before.contentType;
    if (forth.tags)
        back.tags = before.tags;
    if (forth.attributes.isEnabled)
        back.attributes.isEnabled = before.attributes.isEnabled;
    if (forth.attributes.expires)
        back.attributes.expires = vault::DateChange(before.attributes.expires);
    if (forth.attributes.notBefore)
        back.attributes.notBefore = vault::DateChange(before.attributes.notBefore);
    return back;
}

vault::UpdateSecret updateOf(const SecretProperties& secret)
{
    return { secret.name, secret.version, {}, {}, {} };
}

} // namespace

SecretCommands::SecretCommands(Workspace& workspace, vault::VaultId vault, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_vault(std::move(vault))
{
}

template <typename Op> base::Answer<ops::ResultOf<Op>> SecretCommands::run(Op op)
{
    return runOn(m_workspace, m_vault, std::move(op));
}

void SecretCommands::setVocabulary(const QStringList& contentTypes, const QStringList& tagNames)
{
    m_contentTypes = contentTypes;
    m_tagNames = tagNames;
}

QString SecretCommands::vaultUrl() const
{
    return m_workspace.endpoint().vaultUrl(m_workspace.vaults().nameOf(m_vault));
}

void SecretCommands::fail(const base::Error& error)
{
    m_workspace.notices().failed(m_workspace.explain(error));
}

// Editors ----------------------------------------------------------------------------------------

void SecretCommands::create(const QString& name)
{
    auto* const editor = new SecretEditor(m_workspace.clock(), m_workspace.window());
    wire(editor);
    connect(editor, &SecretEditor::nameCheckWanted, this,
            [this, editor](const QString& typed) { checkName(editor, typed); });
    connect(editor, &SecretEditor::recoverWanted, this,
            [this, editor](const QString& deleted) { recoverInto(editor, deleted); });
    connect(editor, &SecretEditor::newVersionWanted, this, [this, editor](const QString& existing) {
        editor->done(QDialog::Rejected);
        openVersionEditor(existing);
    });
    editor->setName(name);
    editor->open();
}

void SecretCommands::wire(SecretEditor* editor)
{
    editor->setContentTypes(m_contentTypes);
    editor->setTagNames(m_tagNames);
    if (editor->mode() != SecretEditor::Mode::Attributes)
        connect(editor, &SecretEditor::submitted, this, [this, editor] { submitSet(editor); });
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
                return editor->showFailure(result.error(), m_workspace.explain(result.error()));
            if (editor->wantsCopy())
                m_workspace.clipboard().copySecret(editor->value(), name.text());
            m_workspace.notices().done(isNew ? tr("Created %1.").arg(name.text())
                                             : tr("Saved a new version of %1.").arg(name.text()));
            editor->accept();
            Q_EMIT saved(name.text());
        });
}

void SecretCommands::checkName(SecretEditor* editor, const QString& name)
{
    const auto valid = vault::ObjectName::create(name);
    if (!valid)
        return;
    run(vault::CheckSecretNames{ { *valid } })
        .then(editor, [editor, valid = *valid](const ops::ResultOf<vault::CheckSecretNames>& states) {
            if (states && !states->empty())
                editor->setNameState(valid, states->front());
        });
}

void SecretCommands::recoverInto(SecretEditor* editor, const QString& name)
{
    const auto valid = vault::ObjectName::create(name);
    if (!valid)
        return;
    run(vault::RecoverDeletedSecret{ *valid })
        .then(editor, [this, editor, name](const ops::ResultOf<vault::RecoverDeletedSecret>& recovered) {
            if (!recovered)
                return editor->showFailure(recovered.error(), m_workspace.explain(recovered.error()));
            m_workspace.notices().done(tr("Recovered %1. Its versions are back.").arg(name));
            editor->done(QDialog::Rejected);
            Q_EMIT saved(name);
        });
}

void SecretCommands::openVersionEditor(const QString& name)
{
    vault::BrowseRequest request;
    request.limit = 1;
    request.wantsCount = false;
    request.locate = name;
    const auto found = [this, name](const ops::ResultOf<vault::BrowseSecrets>& located) {
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
    auto* const editor
        = new SecretEditor(m_workspace.clock(), SecretEditor::Mode::NewVersion, secret, m_workspace.window());
    wire(editor);
    editor->open();
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
    auto* const editor
        = new SecretEditor(m_workspace.clock(), SecretEditor::Mode::Attributes, secret, m_workspace.window());
    wire(editor);
    connect(editor, &SecretEditor::submitted, this, [this, editor, secret] {
        const auto op = editor->updateOperation();
        if (!op)
            return;
        editor->startWaiting();
        run(*op).then(editor,
                      [this, editor, secret, op = *op](const ops::ResultOf<vault::UpdateSecret>& result) {
                          if (!result)
                              return editor->showFailure(result.error(), m_workspace.explain(result.error()));
                          const auto undo = [&workspace = m_workspace, vault = m_vault,
                                             back = inverseOf(op, secret)] { runOn(workspace, vault, back); };
                          m_workspace.notices().done(tr("Changed %1.").arg(secret.name.text()), undo);
                          editor->accept();
                          Q_EMIT saved(secret.name.text());
                      });
    });
    editor->open();
}

// Changes of one or many -------------------------------------------------------------------------

void SecretCommands::update(const SecretProperties& before, const vault::UpdateSecret& op,
                            const QString& doneText)
{
    run(op).then(this, [this, before, op, doneText](const ops::ResultOf<vault::UpdateSecret>& result) {
        if (!result)
            return fail(result.error());
        const auto undo = [&workspace = m_workspace, vault = m_vault, back = inverseOf(op, before)] {
            runOn(workspace, vault, back);
        };
        m_workspace.notices().done(doneText, undo);
    });
}

void SecretCommands::updateAll(const Secrets& secrets, const QString& title, const QString& beforeHeader,
                               std::vector<SecretChange> changes)
{
    BulkPlan plan;
    plan.title = title;
    plan.scope = m_workspace.vaults().nameOf(m_vault);
    plan.beforeHeader = beforeHeader;
    plan.afterHeader = tr("Becomes");
    for (std::size_t i = 0; i < secrets.size(); ++i) {
        BulkRow row;
        row.name = secrets[i].name.text();
        row.before = changes[i].before;
        row.after = changes[i].after;
        row.isPossible = !secrets[i].isManaged;
        row.isTicked = row.isPossible && row.before != row.after;
        row.note = secrets[i].isManaged ? tr("Belongs to a certificate")
            : row.before == row.after   ? tr("Stays as it is")
                                        : QString();
        plan.rows.push_back(std::move(row));
    }
    plan.verb = [](int count) { return counted(count, tr("Change 1 secret"), tr("Change %1 secrets")); };
    plan.doneText
        = [](int count) { return counted(count, tr("Changed 1 secret."), tr("Changed %1 secrets.")); };
    const auto all
        = std::make_shared<const std::vector<SecretChange>>(std::move(changes)); // by plan and undo
    plan.perform = [&workspace = m_workspace, vault = m_vault, all](int row) {
        return withoutOutput(runOn(workspace, vault, (*all)[std::size_t(row)].forth));
    };
    plan.undo = [&workspace = m_workspace, vault = m_vault, all](const std::vector<int>& done) {
        for (const int row : done)
            runOn(workspace, vault, (*all)[std::size_t(row)].back);
    };
    runBulk(m_workspace, std::move(plan));
}

void SecretCommands::setEnabled(const Secrets& secrets, Switch to)
{
    const bool isOn = to == Switch::On;
    const auto word = [](bool isEnabled) { return isEnabled ? tr("enabled") : tr("disabled"); };
    std::vector<SecretChange> changes;
    for (const SecretProperties& secret : secrets) {
        vault::UpdateSecret op = updateOf(secret);
        op.attributes.isEnabled = isOn;
        changes.push_back({ word(secret.attributes.isEnabled), word(isOn), op, inverseOf(op, secret) });
    }
    if (secrets.size() == 1) {
        const QString name = secrets.front().name.text();
        return update(secrets.front(), changes.front().forth,
                      isOn ? tr("Enabled %1.").arg(name) : tr("Disabled %1.").arg(name));
    }
    const qint64 count = qint64(secrets.size());
    updateAll(secrets,
              isOn ? counted(count, tr("Enable 1 secret"), tr("Enable %1 secrets"))
                   : counted(count, tr("Disable 1 secret"), tr("Disable %1 secrets")),
              tr("State"), std::move(changes));
}

void SecretCommands::setExpiry(const Secrets& secrets)
{
    const auto time = secrets.size() == 1 ? secrets.front().attributes.expires : std::nullopt;
    auto* const dialog
        = new SecretExpiryDialog(m_workspace.clock(), int(secrets.size()), time, m_workspace.window());
    connect(dialog, &SecretExpiryDialog::submitted, this, [this, dialog, secrets] {
        const auto expires = dialog->time();
        dialog->accept();
        std::vector<SecretChange> changes;
        for (const SecretProperties& secret : secrets) {
            vault::UpdateSecret op = updateOf(secret);
            op.attributes.expires = vault::DateChange(expires);
            changes.push_back(
                { expiryText(secret.attributes.expires), expiryText(expires), op, inverseOf(op, secret) });
        }
        if (secrets.size() == 1)
            return update(secrets.front(), changes.front().forth,
                          tr("%1 expires: %2.").arg(secrets.front().name.text(), expiryText(expires)));
        updateAll(secrets, tr("Set the expiry of %1 secrets").arg(secrets.size()), tr("Expires"),
                  std::move(changes));
    });
    dialog->open();
}

void SecretCommands::editTags(const Secrets& secrets)
{
    const vault::Tags tags = secrets.size() == 1 ? secrets.front().tags : vault::Tags();
    auto* const dialog = new SecretTagsDialog(int(secrets.size()), tags, m_tagNames, m_workspace.window());
    connect(dialog, &SecretTagsDialog::submitted, this, [this, dialog, secrets] {
        std::vector<SecretChange> changes;
        for (const SecretProperties& secret : secrets) {
            vault::UpdateSecret op = updateOf(secret);
            op.tags = dialog->applied(secret.tags);
            changes.push_back({ lists::tagWords(secret.tags).join(u", "_s),
                                lists::tagWords(*op.tags).join(u", "_s), op, inverseOf(op, secret) });
        }
        dialog->accept();
        if (secrets.size() == 1)
            return update(secrets.front(), changes.front().forth,
                          tr("Changed the tags of %1.").arg(secrets.front().name.text()));
        updateAll(secrets, tr("Change the tags of %1 secrets").arg(secrets.size()), tr("Tags"),
                  std::move(changes));
    });
    dialog->open();
}

void SecretCommands::remove(const Secrets& secrets)
{
    if (secrets.empty())
        return;
    const int days = secrets.front().attributes.recoverableDays;
    const vault::UnixSeconds until = m_workspace.clock().now() + qint64(days) * 86400;
    auto* const dialog = new SecretDeleteDialog(secrets, until, m_workspace.window());
    connect(dialog, &SecretDeleteDialog::submitted, this, [this, dialog, secrets] {
        dialog->accept();
        BulkPlan plan;
        const qint64 count = qint64(secrets.size());
        plan.title = counted(count, tr("Delete 1 secret"), tr("Delete %1 secrets"));
        plan.scope = m_workspace.vaults().nameOf(m_vault);
        plan.isDangerous = true;
        std::vector<vault::ObjectName> names;
        for (const SecretProperties& secret : secrets) {
            plan.rows.push_back({ .name = secret.name.text() });
            names.push_back(secret.name);
        }
        plan.verb = [](int n) { return counted(n, tr("Delete 1 secret"), tr("Delete %1 secrets")); };
        plan.doneText = [names](int n) {
            return n == 1 && names.size() == 1
                ? tr("Deleted %1.").arg(names.front().text())
                : counted(n, tr("Deleted 1 secret."), tr("Deleted %1 secrets."));
        };
        plan.perform = [&workspace = m_workspace, vault = m_vault, names](int row) {
            return withoutOutput(runOn(workspace, vault, vault::DeleteSecret{ names[std::size_t(row)] }));
        };
        plan.undo = [&workspace = m_workspace, vault = m_vault, names](const std::vector<int>& done) {
            for (const int row : done)
                runOn(workspace, vault, vault::RecoverDeletedSecret{ names[std::size_t(row)] });
        };
        runBulk(m_workspace, std::move(plan), BulkPreview::None);
    });
    dialog->open();
}

void SecretCommands::makeCurrent(const SecretProperties& version)
{
    run(vault::PromoteSecretVersion{ version.name, version.version })
        .then(this, [this, version](const ops::ResultOf<vault::PromoteSecretVersion>& result) {
            if (!result)
                return fail(result.error());
            m_workspace.notices().done(tr("The value of version %1 is current again, as a new version of %2.")
                                           .arg(lists::shortVersion(version.version), version.name.text()));
            Q_EMIT saved(version.name.text());
        });
}

void SecretCommands::compare(const SecretProperties& older, const SecretProperties& newer)
{
    auto* const dialog = new SecretCompareDialog(older, newer, m_workspace.window());
    dialog->open();
    run(vault::CompareSecretVersions{ newer.name, older.version, newer.version })
        .then(dialog, [this, dialog](const ops::ResultOf<vault::CompareSecretVersions>& runs) {
            if (runs)
                dialog->setRuns(*runs);
            else
                dialog->showError(m_workspace.explain(runs.error()));
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
        m_workspace.clipboard().copySecret(value, name.text());
    });
}

void SecretCommands::copyNames(const Secrets& secrets)
{
    QStringList names;
    for (const SecretProperties& secret : secrets)
        names += secret.name.text();
    m_workspace.clipboard().copyPlain(names.join(u'\n'));
}

void SecretCommands::copyUri(const SecretProperties& secret, Uri uri)
{
    constexpr auto kind = vault::ObjectKind::Secret;
    m_workspace.clipboard().copyPlain(uri == Uri::WithVersion
                                          ? lists::objectUri(vaultUrl(), kind, secret.name, secret.version)
                                          : lists::objectUri(vaultUrl(), kind, secret.name));
}

void SecretCommands::copyReference(const SecretProperties& secret)
{
    m_workspace.clipboard().copyPlain(lists::secretReference(vaultUrl(), secret.name));
}

void SecretCommands::copyRows(const Secrets& secrets)
{
    QStringList rows;
    for (const SecretProperties& secret : secrets)
        rows += lists::secretRow(secret);
    m_workspace.clipboard().copyPlain(rows.join(u'\n'));
}

void SecretCommands::copyJson(const Secrets& secrets)
{
    QStringList texts;
    for (const SecretProperties& secret : secrets)
        texts += lists::secretJson(vaultUrl(), secret);
    m_workspace.clipboard().copyPlain(texts.size() == 1 ? texts.front()
                                                        : u"[\n"_s + texts.join(u",\n"_s) + u"\n]"_s);
}

} // namespace strongroom::ui
