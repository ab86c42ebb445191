// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/object_commands.h"

#include "model/lists/object_words.h"
#include "model/lists/relative_time.h"
#include "model/transfer/private_file.h"
#include "ui/commands/bulk_command.h"
#include "ui/commands/explain_as.h"
#include "ui/commands/off_the_gui_thread.h"
#include "ui/commands/open_dialog.h"
#include "ui/commands/vault_commands.h"
#include "ui/dialogs/object_bulk_dialogs.h"
#include "ui/dialogs/object_delete_dialog.h"
#include "ui/dialogs/object_editor.h"
#include "ui/dialogs/object_name_field.h"
#include "ui/widgets/object_phrase.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using lists::ListedObject;

#define FORMS(oneSecret, manySecrets, oneKey, manyKeys)                                                      \
    {                                                                                                        \
        QT_TRANSLATE_NOOP("Objects", oneSecret), QT_TRANSLATE_NOOP("Objects", manySecrets),                  \
            QT_TRANSLATE_NOOP("Objects", oneKey), QT_TRANSLATE_NOOP("Objects", manyKeys)                     \
    }

namespace {

constexpr ObjectPhrase change
    = FORMS("Change 1 secret", "Change %1 secrets", "Change 1 key", "Change %1 keys");
constexpr ObjectPhrase changed
    = FORMS("Changed 1 secret.", "Changed %1 secrets.", "Changed 1 key.", "Changed %1 keys.");
constexpr ObjectPhrase enable
    = FORMS("Enable 1 secret", "Enable %1 secrets", "Enable 1 key", "Enable %1 keys");
constexpr ObjectPhrase disable
    = FORMS("Disable 1 secret", "Disable %1 secrets", "Disable 1 key", "Disable %1 keys");
constexpr ObjectPhrase expiry = FORMS("Set the expiry of 1 secret", "Set the expiry of %1 secrets",
                                      "Set the expiry of 1 key", "Set the expiry of %1 keys");
constexpr ObjectPhrase tags = FORMS("Change the tags of 1 secret", "Change the tags of %1 secrets",
                                    "Change the tags of 1 key", "Change the tags of %1 keys");
constexpr ObjectPhrase deletion
    = FORMS("Delete 1 secret", "Delete %1 secrets", "Delete 1 key", "Delete %1 keys");
constexpr ObjectPhrase deleted
    = FORMS("Deleted 1 secret.", "Deleted %1 secrets.", "Deleted 1 key.", "Deleted %1 keys.");
#undef FORMS

constexpr qsizetype longestBackup = 32 * 1024 * 1024; ///< 500 versions of a key have room

QString backupSuffix(vault::ObjectKind kind)
{
    return kind == vault::ObjectKind::Key ? u"keybackup"_s : u"secretbackup"_s;
}

QString backupFilter(vault::ObjectKind kind)
{
    return ObjectCommands::tr("Backups (*.%1);;All files (*)").arg(backupSuffix(kind));
}

QString expiryText(const std::optional<vault::UnixSeconds>& time)
{
    return time ? lists::dateText(*time) : ObjectCommands::tr("never");
}

ObjectUpdate updateOf(const ListedObject& object) { return { object.kind, object.name, object.version }; }

} // namespace

/// One row of a bulk change of attributes.
struct ObjectCommands::Change final
{
    ListedObject object;
    QString before;
    QString after;
    ObjectUpdate forth;

    ObjectUpdate back() const { return inverseOf(forth, object); }
};

ObjectCommands::ObjectCommands(Workspace& workspace, vault::VaultId vault, vault::ObjectKind kind,
                               QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_vault(std::move(vault))
    , m_kind(kind)
{
}

QString ObjectCommands::vaultUrl() const
{
    const vault::VaultProperties* const vault = m_workspace.vaults().find(m_vault);
    return vault ? urlOf(m_workspace, *vault) : QString();
}

void ObjectCommands::fail(const base::Error& error)
{
    m_workspace.notices().failed(m_workspace.explain(error));
}

// Editors ----------------------------------------------------------------------------------------

void ObjectCommands::openEditor(ObjectEditor* editor)
{
    editor->setTagNames(m_tagNames);
    if (editor->nameField())
        judgeName(editor);
    openDialog(m_workspace, editor);
}

void ObjectCommands::judgeName(ObjectEditor* editor)
{
    ObjectNameField* const field = editor->nameField();
    connect(field, &ObjectNameField::checkWanted, this, [this, field](const vault::ObjectName& name) {
        checkName(m_workspace, m_vault, { m_kind, name })
            .then(field, [field, name](const base::Result<vault::NameState>& state) {
                if (state)
                    field->setState(name, *state);
            });
    });
    connect(field, &ObjectNameField::recoverWanted, this,
            [this, editor](const vault::ObjectName& name) { recoverInto(editor, name); });
}

void ObjectCommands::recoverInto(ObjectEditor* editor, const vault::ObjectName& name)
{
    recoverObject(m_workspace, m_vault, { m_kind, name })
        .then(editor, [this, editor, name](const base::Result<void>& recovered) {
            if (!recovered)
                return editor->showFailure(recovered.error(), m_workspace.explain(recovered.error()));
            finish(editor, name, tr("Recovered %1. Its versions are back.").arg(name.text()));
        });
}

void ObjectCommands::finish(ObjectEditor* editor, const vault::ObjectName& name, const QString& done,
                            std::function<void()> undo)
{
    m_workspace.notices().done(done, std::move(undo));
    editor->accept();
    Q_EMIT saved(name.text());
}

// Attributes -------------------------------------------------------------------------------------

void ObjectCommands::update(const Change& change, const QString& doneText)
{
    updateObject(m_workspace, m_vault, change.forth)
        .then(this, [this, back = change.back(), doneText](const base::Result<void>& result) {
            if (!result)
                return fail(result.error());
            m_workspace.notices().done(doneText, [&workspace = m_workspace, vault = m_vault, back] {
                updateObject(workspace, vault, back);
            });
        });
}

void ObjectCommands::updateAll(const QString& title, const QString& beforeHeader, std::vector<Change> changes)
{
    BulkPlan plan;
    plan.title = title;
    plan.scope = m_workspace.vaults().nameOf(m_vault);
    plan.beforeHeader = beforeHeader;
    plan.afterHeader = tr("Becomes");
    for (const Change& change : changes) {
        BulkRow row;
        row.name = change.object.name.text();
        row.before = change.before;
        row.after = change.after;
        row.isPossible = !change.object.isManaged;
        row.isTicked = row.isPossible && row.before != row.after;
        row.note = change.object.isManaged ? tr("Belongs to a certificate")
            : row.before == row.after      ? tr("Stays as it is")
                                           : QString();
        plan.rows.push_back(std::move(row));
    }
    plan.verb = [kind = m_kind](int count) { return phrase(change, kind, count); };
    plan.doneText = [kind = m_kind](int count) { return phrase(changed, kind, count); };
    const auto all = std::make_shared<const std::vector<Change>>(std::move(changes)); // by plan and undo
    plan.perform = [&workspace = m_workspace, vault = m_vault, all](int row) {
        return updateObject(workspace, vault, (*all)[std::size_t(row)].forth);
    };
    plan.undo = [&workspace = m_workspace, vault = m_vault, all](const std::vector<int>& done) {
        for (const int row : done)
            updateObject(workspace, vault, (*all)[std::size_t(row)].back());
    };
    runBulk(m_workspace, std::move(plan));
}

void ObjectCommands::setEnabled(const Objects& objects, Switch to)
{
    const bool isOn = to == Switch::On;
    const auto word = [](bool isEnabled) { return isEnabled ? tr("enabled") : tr("disabled"); };
    std::vector<Change> changes;
    for (const ListedObject& object : objects) {
        ObjectUpdate op = updateOf(object);
        op.attributes.isEnabled = isOn;
        changes.push_back({ object, word(object.attributes.isEnabled), word(isOn), op });
    }
    if (objects.size() == 1) {
        const QString name = objects.front().name.text();
        return update(changes.front(), isOn ? tr("Enabled %1.").arg(name) : tr("Disabled %1.").arg(name));
    }
    updateAll(phrase(isOn ? enable : disable, m_kind, qint64(objects.size())), tr("State"),
              std::move(changes));
}

void ObjectCommands::setExpiry(const Objects& objects)
{
    const auto time = objects.size() == 1 ? objects.front().attributes.expires : std::nullopt;
    auto* const dialog = new ObjectExpiryDialog(m_workspace.clock(), m_kind, int(objects.size()), time,
                                                m_workspace.window());
    connect(dialog, &ObjectExpiryDialog::submitted, this, [this, dialog, objects] {
        const auto expires = dialog->time();
        dialog->accept();
        std::vector<Change> changes;
        for (const ListedObject& object : objects) {
            ObjectUpdate op = updateOf(object);
            op.attributes.expires = vault::DateChange(expires);
            changes.push_back({ object, expiryText(object.attributes.expires), expiryText(expires), op });
        }
        if (objects.size() == 1)
            return update(changes.front(),
                          tr("%1 expires: %2.").arg(objects.front().name.text(), expiryText(expires)));
        updateAll(phrase(expiry, m_kind, qint64(objects.size())), tr("Expires"), std::move(changes));
    });
    openDialog(m_workspace, dialog);
}

void ObjectCommands::editTags(const Objects& objects)
{
    const vault::Tags known = objects.size() == 1 ? objects.front().tags : vault::Tags();
    auto* const dialog
        = new ObjectTagsDialog(m_kind, int(objects.size()), known, m_tagNames, m_workspace.window());
    connect(dialog, &ObjectTagsDialog::submitted, this, [this, dialog, objects] {
        std::vector<Change> changes;
        for (const ListedObject& object : objects) {
            ObjectUpdate op = updateOf(object);
            op.tags = dialog->applied(object.tags);
            changes.push_back({ object, lists::tagWords(object.tags).join(u", "_s),
                                lists::tagWords(*op.tags).join(u", "_s), op });
        }
        dialog->accept();
        if (objects.size() == 1)
            return update(changes.front(), tr("Changed the tags of %1.").arg(objects.front().name.text()));
        updateAll(phrase(tags, m_kind, qint64(objects.size())), tr("Tags"), std::move(changes));
    });
    openDialog(m_workspace, dialog);
}

void ObjectCommands::remove(const Objects& objects)
{
    if (objects.empty())
        return;
    const int days = objects.front().attributes.recoverableDays;
    const vault::UnixSeconds until = m_workspace.clock().now() + qint64(days) * 86400;
    auto* const dialog = new ObjectDeleteDialog(objects, until, m_workspace.window());
    connect(dialog, &ObjectDeleteDialog::submitted, this, [this, dialog, objects] {
        dialog->accept();
        BulkPlan plan;
        plan.title = phrase(deletion, m_kind, qint64(objects.size()));
        plan.scope = m_workspace.vaults().nameOf(m_vault);
        plan.isDangerous = true;
        std::vector<ObjectRef> all;
        for (const ListedObject& object : objects) {
            plan.rows.push_back({ .name = object.name.text() });
            all.push_back({ object.kind, object.name });
        }
        plan.verb = [kind = m_kind](int count) { return phrase(deletion, kind, count); };
        plan.doneText = [kind = m_kind, all](int count) {
            return count == 1 && all.size() == 1 ? tr("Deleted %1.").arg(all.front().name.text())
                                                 : phrase(deleted, kind, count);
        };
        plan.perform = [&workspace = m_workspace, vault = m_vault, all](int row) {
            return deleteObject(workspace, vault, all[std::size_t(row)]);
        };
        plan.undo = [&workspace = m_workspace, vault = m_vault, all](const std::vector<int>& done) {
            for (const int row : done)
                recoverObject(workspace, vault, all[std::size_t(row)]);
        };
        runBulk(m_workspace, std::move(plan), BulkPreview::None);
    });
    openDialog(m_workspace, dialog);
}

void ObjectCommands::backUp(const ListedObject& object)
{
    auto* const dialog = new QFileDialog(m_workspace.window(), tr("Back up %1").arg(object.name.text()),
                                         QStandardPaths::writableLocation(QStandardPaths::HomeLocation),
                                         backupFilter(m_kind));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(backupSuffix(m_kind));
    dialog->selectFile(object.name.text() + u'.' + backupSuffix(m_kind));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, name = object.name](const QString& file) { backUpTo(file, name); });
    openDialog(m_workspace, dialog);
}

void ObjectCommands::backUpTo(const QString& file, const vault::ObjectName& name)
{
    backUpObject(m_workspace, m_vault, { m_kind, name })
        .then(this, [this, file, name](const base::Result<QByteArray>& blob) {
            if (!blob)
                return fail(blob.error());
            offTheGuiThread([file, blob = *blob] {
                return transfer::writePrivateFile(file, blob, transfer::Existing::Replace);
            }).then(this, [this, file, name](const base::Result<void>& written) {
                if (!written)
                    return m_workspace.notices().failed(
                        explainAs(tr("%1 cannot be written.").arg(QFileInfo(file).fileName()),
                                  written.error(), m_workspace));
                const QString what = m_kind == vault::ObjectKind::Key
                    ? tr("Backed up %1 with all its versions to %2. Only this store can read the file; an "
                         "HSM key comes back only while its token has it.")
                    : tr("Backed up %1 with all its versions to %2. Only this store can read the file.");
                m_workspace.notices().done(what.arg(name.text(), QFileInfo(file).fileName()));
            });
        });
}

void ObjectCommands::restore()
{
    auto* const dialog = new QFileDialog(m_workspace.window(), tr("Restore from a backup"),
                                         QStandardPaths::writableLocation(QStandardPaths::HomeLocation),
                                         backupFilter(m_kind));
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ObjectCommands::restoreFrom);
    openDialog(m_workspace, dialog);
}

void ObjectCommands::restoreFrom(const QString& file)
{
    offTheGuiThread([file] {
        return transfer::readPrivateFile(file, longestBackup);
    }).then(this, [this, file](const base::Result<base::SecureBytes>& content) {
        const QString refusal = tr("%1 cannot be restored.").arg(QFileInfo(file).fileName());
        if (!content)
            return m_workspace.notices().failed(explainAs(refusal, content.error(), m_workspace));
        restoreObject(m_workspace, m_vault, m_kind, content->view().toByteArray())
            .then(this, [this, refusal](const base::Result<vault::ObjectName>& name) {
                if (!name && name.error().code == base::ErrorCode::BadParameter)
                    return m_workspace.notices().failed(explainAs(refusal, name.error(), m_workspace));
                if (!name)
                    return fail(name.error());
                m_workspace.notices().done(tr("Restored %1 with all its versions.").arg(name->text()));
                Q_EMIT saved(name->text());
            });
    });
}

void ObjectCommands::copyNames(const Objects& objects)
{
    QStringList names;
    for (const ListedObject& object : objects)
        names += object.name.text();
    m_workspace.clipboard().copyPlain(names.join(u'\n'));
}

void ObjectCommands::copyUri(const ListedObject& object, Uri uri)
{
    m_workspace.clipboard().copyPlain(uri == Uri::WithVersion
                                          ? lists::objectUri(vaultUrl(), m_kind, object.name, object.version)
                                          : lists::objectUri(vaultUrl(), m_kind, object.name));
}

void ObjectCommands::copyTexts(const QStringList& texts)
{
    m_workspace.clipboard().copyPlain(texts.size() == 1 ? texts.front()
                                                        : u"[\n"_s + texts.join(u",\n"_s) + u"\n]"_s);
}

} // namespace strongroom::ui
