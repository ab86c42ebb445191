// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/pool_commands.h"

#include "model/ops/pool_jobs.h"
#include "model/transfer/domain_files.h"
#include "model/transfer/private_file.h"
#include "ui/commands/explain_as.h"
#include "ui/commands/key_files.h"
#include "ui/commands/off_the_gui_thread.h"
#include "ui/commands/open_dialog.h"
#include "ui/commands/run_on.h"
#include "ui/dialogs/domain_dialogs.h"
#include "ui/dialogs/key_file_field.h"
#include "ui/dialogs/pool_backup_dialog.h"
#include "ui/dialogs/random_bytes_dialog.h"
#include "ui/dialogs/role_editor.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using Purpose = PoolBackupDialog::Purpose;

namespace {

struct PoolCommands
{
    Q_DECLARE_TR_FUNCTIONS(PoolCommands)
};

QString homeFolder() { return QStandardPaths::writableLocation(QStandardPaths::HomeLocation); }

// Backup and restore

using JobAnswer = base::Result<vault::PoolJob>;

/// Both answers on the GUI thread, the second only after a beginning.
struct JobTurns final
{
    base::Answer<JobAnswer> begun;
    base::Answer<JobAnswer> ended;
};

ops::PoolJobAnswer fulfilling(base::Promise<JobAnswer> promise)
{
    return [promise = std::move(promise)](JobAnswer answer) mutable { promise.fulfil(std::move(answer)); };
}

JobTurns start(ops::Operations& operations, const vault::Caller& caller, const vault::VaultId& pool,
               const PoolBackupDialog& dialog, Purpose purpose)
{
    base::Promise<JobAnswer> begun;
    base::Promise<JobAnswer> ended;
    JobTurns turns{ begun.future(), ended.future() };
    ops::PoolJobAnswers answers{ fulfilling(std::move(begun)), fulfilling(std::move(ended)) };
    auto target = dialog.target();
    if (purpose == Purpose::Backup)
        ops::backUpPool(operations, caller, pool, std::move(*target), std::move(answers));
    else
        ops::restorePool(operations, caller, pool, { std::move(*target), dialog.backup(), dialog.keyName() },
                         std::move(answers));
    return turns;
}

/// Tells activity panel and notices how it ended.
void report(Workspace& workspace, quint64 activity, Purpose purpose, const JobAnswer& ended)
{
    if (!ended) {
        const ErrorText text = workspace.explain(ended.error());
        workspace.activities().end(activity, Activity::State::Failed,
                                   text.cause.isEmpty() ? text.title : text.cause);
        return workspace.notices().failed(text);
    }
    const QString words = purpose == Purpose::Backup
        ? PoolCommands::tr("The backup is in %1.").arg(ended->place)
        : PoolCommands::tr("Restored from %1.").arg(ended->place);
    workspace.activities().end(activity, Activity::State::Done,
                               ended->details.isEmpty() ? words : words + u' ' + ended->details);
    if (purpose == Purpose::Restore && !ended->details.isEmpty())
        return workspace.notices().post(
            { Notice::Kind::Warning, words + u' ' + ended->details, {}, {}, false });
    workspace.notices().done(words);
}

void runJob(Workspace& workspace, PoolBackupDialog* dialog, const vault::VaultProperties& pool,
            Purpose purpose)
{
    if (!workspace.operations() || !dialog->target())
        return;
    dialog->startWaiting();
    JobTurns turns = start(*workspace.operations(), workspace.caller(), pool.id, *dialog, purpose);
    const auto activity = std::make_shared<quint64>(0); // of both turns
    turns.begun.then(&workspace,
                     [&workspace, dialog = QPointer(dialog), activity, purpose,
                      name = pool.name.text()](const JobAnswer& begun) {
                         if (!begun && dialog)
                             dialog->showError(workspace.explain(begun.error()));
                         if (!begun)
                             return;
                         Activity entry;
                         entry.title = purpose == Purpose::Backup ? PoolCommands::tr("Back up the pool")
                                                                  : PoolCommands::tr("Restore the pool");
                         entry.scope = name;
                         *activity = workspace.activities().begin(std::move(entry));
                         if (dialog)
                             dialog->accept();
                     });
    turns.ended.then(&workspace, [&workspace, activity, purpose](const JobAnswer& ended) {
        report(workspace, *activity, purpose, ended);
    });
}

void askForJob(Workspace& workspace, const vault::VaultProperties& pool, Purpose purpose,
               const QString& backup)
{
    auto* const dialog = new PoolBackupDialog(purpose, pool, workspace.window());
    if (!backup.isEmpty())
        dialog->setBackup(backup);
    QObject::connect(dialog, &PoolBackupDialog::chooseWanted, dialog, [&workspace, dialog, purpose] {
        auto* const chooser
            = new QFileDialog(dialog,
                              purpose == Purpose::Backup ? PoolCommands::tr("Folder for the backup")
                                                         : PoolCommands::tr("Folder of the backup"),
                              homeFolder());
        chooser->setFileMode(QFileDialog::Directory);
        chooser->setOption(QFileDialog::ShowDirsOnly);
        QObject::connect(chooser, &QFileDialog::fileSelected, dialog, &PoolBackupDialog::setFolder);
        openDialog(workspace, chooser);
    });
    QObject::connect(dialog, &FormDialog::submitted, dialog,
                     [&workspace, dialog, pool, purpose] { runJob(workspace, dialog, pool, purpose); });
    openDialog(workspace, dialog);
}

// Security domain

void addHolders(DomainDownloadDialog* dialog, const QStringList& files)
{
    for (const QString& file : files) {
        offTheGuiThread([file]() -> base::Result<transfer::DomainHolder> {
            const auto content = transfer::readPrivateFile(file, transfer::domainFileBytes);
            if (!content)
                return content.error();
            return transfer::readDomainHolder(content->view());
        })
            .then(dialog,
                  [dialog, name = QFileInfo(file).fileName()](base::Result<transfer::DomainHolder> holder) {
                      dialog->addHolder(name, std::move(holder));
                  });
    }
}

void chooseHolders(Workspace& workspace, DomainDownloadDialog* dialog)
{
    auto* const chooser
        = new QFileDialog(dialog, PoolCommands::tr("Certificates or public keys of holders"), homeFolder(),
                          PoolCommands::tr("PEM files (*.pem *.crt *.cer *.pub *.key);;All files (*)"));
    chooser->setFileMode(QFileDialog::ExistingFiles);
    QObject::connect(chooser, &QFileDialog::filesSelected, dialog,
                     [dialog](const QStringList& files) { addHolders(dialog, files); });
    openDialog(workspace, chooser);
}

void chooseDomainFile(Workspace& workspace, DomainDownloadDialog* dialog, const QString& pool)
{
    auto* const chooser = new QFileDialog(dialog, PoolCommands::tr("Security domain"), homeFolder(),
                                          PoolCommands::tr("Security domains (*.json);;All files (*)"));
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setOption(QFileDialog::DontConfirmOverwrite); // it is never done
    chooser->selectFile(pool + "-security-domain.json"_L1);
    QObject::connect(chooser, &QFileDialog::fileSelected, dialog, &DomainDownloadDialog::setFile);
    openDialog(workspace, chooser);
}

void saveDomain(Workspace& workspace, DomainDownloadDialog* dialog, const QByteArray& document)
{
    offTheGuiThread([document, file = dialog->file()] {
        return transfer::writePrivateFile(file, document, transfer::Existing::Keep);
    }).then(dialog, [&workspace, dialog](const base::Result<void>& written) {
        if (!written && written.error().code == base::ErrorCode::StoreExists)
            return dialog->showError({ u"file-text"_s,
                                       PoolCommands::tr("There is a file of this name, and it was kept."),
                                       PoolCommands::tr("Choose another name."),
                                       {},
                                       written.error().message });
        if (!written)
            return dialog->showError(
                explainAs(PoolCommands::tr("The file cannot be written."), written.error(), workspace));
        workspace.notices().done(
            PoolCommands::tr("The security domain is in %1. Keep it apart from the keys of its holders.")
                .arg(dialog->file()));
        dialog->accept();
    });
}

void chooseDomain(Workspace& workspace, DomainUploadDialog* dialog)
{
    auto* const chooser = new QFileDialog(dialog, PoolCommands::tr("Security domain"), homeFolder(),
                                          PoolCommands::tr("Security domains (*.json);;All files (*)"));
    chooser->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(chooser, &QFileDialog::fileSelected, dialog, [dialog](const QString& file) {
        offTheGuiThread([file]() -> base::Result<vault::SecurityDomain> {
            const auto content = transfer::readPrivateFile(file, transfer::domainFileBytes);
            if (!content)
                return content.error();
            return vault::SecurityDomain::read(content->view());
        })
            .then(dialog,
                  [dialog, name = QFileInfo(file).fileName()](base::Result<vault::SecurityDomain> domain) {
                      dialog->setDomain(name, std::move(domain));
                  });
    });
    openDialog(workspace, chooser);
}

/// Opens the share of the holder whose key is in the field.
void openShare(DomainUploadDialog* dialog)
{
    using Shares = base::Result<std::vector<crypto::SecretShare>>;
    KeyFileField* const field = dialog->keyField();
    if (!field->key() || !dialog->domain())
        return;
    const KeyFileField::Content content = field->content();
    const auto password = std::make_shared<const base::SecureBytes>(field->password());
    offTheGuiThread([domain = *dialog->domain(), content, password] {
        return transfer::openDomainShares(domain, *content, *password);
    }).then(dialog, [dialog, content](Shares shares) {
        const bool isDone = shares.has_value();
        dialog->addShares(std::move(shares));
        if (isDone && dialog->keyField()->content() == content) // not the next file yet
            dialog->keyField()->clear();
    });
}

void sendDomain(Workspace& workspace, DomainUploadDialog* dialog, const vault::VaultProperties& pool,
                const crypto::PublicKey& transferKey)
{
    const auto sent = vault::wrapShares(*dialog->domain(), dialog->shares(), transferKey);
    if (!sent)
        return dialog->showError(workspace.explain(sent.error()));
    runOn(workspace, pool.id, vault::UploadSecurityDomain{ sent->write() })
        .then(dialog,
              [&workspace, dialog,
               name = pool.name.text()](const ops::ResultOf<vault::UploadSecurityDomain>& uploaded) {
                  if (!uploaded)
                      return dialog->showError(workspace.explain(uploaded.error()));
                  workspace.notices().done(PoolCommands::tr("%1 now works in the security domain of %2.")
                                               .arg(name, dialog->domain()->pool));
                  dialog->accept();
              });
}

// Roles

void askForRole(Workspace& workspace, RoleEditor* dialog, const vault::VaultId& pool)
{
    QObject::connect(dialog, &FormDialog::submitted, dialog, [&workspace, dialog, pool] {
        dialog->startWaiting();
        runOn(workspace, pool, dialog->operation())
            .then(dialog, [&workspace, dialog](const ops::ResultOf<vault::PutRoleDefinition>& role) {
                if (!role)
                    return dialog->showError(workspace.explain(role.error()));
                workspace.notices().done(PoolCommands::tr("Saved the role %1.").arg(role->name));
                dialog->accept();
            });
    });
    openDialog(workspace, dialog);
}

} // namespace

void backUpPool(Workspace& workspace, const vault::VaultProperties& pool)
{
    askForJob(workspace, pool, Purpose::Backup, {});
}

void restorePool(Workspace& workspace, const vault::VaultProperties& pool, const QString& backup)
{
    askForJob(workspace, pool, Purpose::Restore, backup);
}

void downloadDomain(Workspace& workspace, const vault::VaultProperties& pool)
{
    auto* const dialog = new DomainDownloadDialog(pool.name.text(), workspace.window());
    QObject::connect(dialog, &DomainDownloadDialog::chooseHoldersWanted, dialog,
                     [&workspace, dialog] { chooseHolders(workspace, dialog); });
    QObject::connect(
        dialog, &DomainDownloadDialog::chooseFileWanted, dialog,
        [&workspace, dialog, name = pool.name.text()] { chooseDomainFile(workspace, dialog, name); });
    QObject::connect(dialog, &FormDialog::submitted, dialog, [&workspace, dialog, id = pool.id] {
        dialog->startWaiting();
        runOn(workspace, id, dialog->operation())
            .then(dialog, [&workspace, dialog](const ops::ResultOf<vault::DownloadSecurityDomain>& document) {
                if (!document)
                    return dialog->showError(workspace.explain(document.error()));
                saveDomain(workspace, dialog, *document);
            });
    });
    openDialog(workspace, dialog);
}

void uploadDomain(Workspace& workspace, const vault::VaultProperties& pool)
{
    auto* const dialog = new DomainUploadDialog(pool.name.text(), workspace.window());
    serveKeyFiles(workspace, dialog->keyField());
    QObject::connect(dialog, &DomainUploadDialog::chooseDomainWanted, dialog,
                     [&workspace, dialog] { chooseDomain(workspace, dialog); });
    QObject::connect(dialog->keyField(), &KeyFileField::keyChanged, dialog, [dialog] { openShare(dialog); });
    QObject::connect(dialog, &FormDialog::submitted, dialog, [&workspace, dialog, pool] {
        dialog->startWaiting();
        runOn(workspace, pool.id, vault::GetTransferKey{})
            .then(dialog, [&workspace, dialog, pool](const ops::ResultOf<vault::GetTransferKey>& key) {
                if (!key)
                    return dialog->showError(workspace.explain(key.error()));
                sendDomain(workspace, dialog, pool, *key);
            });
    });
    openDialog(workspace, dialog);
}

void changeSetting(Workspace& workspace, const vault::VaultId& pool, const vault::UpdateSetting& op)
{
    runOn(workspace, pool, op)
        .then(&workspace, [&workspace](const ops::ResultOf<vault::UpdateSetting>& setting) {
            if (!setting)
                return workspace.notices().failed(workspace.explain(setting.error()));
            workspace.notices().done(PoolCommands::tr("%1 is now %2.").arg(setting->name, setting->value));
        });
}

void drawRandomBytes(Workspace& workspace, const vault::VaultProperties& pool)
{
    auto* const dialog = new RandomBytesDialog(pool.name.text(), workspace.window());
    QObject::connect(dialog, &FormDialog::submitted, dialog, [&workspace, dialog, id = pool.id] {
        dialog->startWaiting();
        runOn(workspace, id, dialog->operation())
            .then(dialog, [&workspace, dialog](const ops::ResultOf<vault::GetRandomBytes>& bytes) {
                if (!bytes)
                    return dialog->showError(workspace.explain(bytes.error()));
                dialog->showBytes(bytes->clone());
            });
    });
    QObject::connect(dialog, &RandomBytesDialog::copyWanted, &workspace,
                     [&workspace, dialog, name = pool.name.text()] {
                         workspace.clipboard().copySecret(dialog->text(),
                                                          PoolCommands::tr("Random bytes of %1").arg(name));
                     });
    openDialog(workspace, dialog);
}

void makeRole(Workspace& workspace, const vault::VaultId& pool,
              const std::vector<vault::RoleDefinition>& roles)
{
    askForRole(workspace, new RoleEditor(roles, workspace.window()), pool);
}

void editRole(Workspace& workspace, const vault::VaultId& pool,
              const std::vector<vault::RoleDefinition>& roles, const vault::RoleDefinition& role)
{
    askForRole(workspace, new RoleEditor(roles, role, workspace.window()), pool);
}

void deleteRole(Workspace& workspace, const vault::VaultId& pool, const vault::RoleDefinition& role)
{
    runOn(workspace, pool, vault::DeleteRoleDefinition{ role.id })
        .then(&workspace, [&workspace, pool](const ops::ResultOf<vault::DeleteRoleDefinition>& deleted) {
            if (!deleted)
                return workspace.notices().failed(workspace.explain(deleted.error()));
            workspace.notices().done(
                PoolCommands::tr("Deleted the role %1.").arg(deleted->name),
                [&workspace, pool, role = *deleted] {
                    runOn(workspace, pool, vault::PutRoleDefinition{ role })
                        .then(&workspace, [&workspace](const ops::ResultOf<vault::PutRoleDefinition>& back) {
                            if (!back)
                                workspace.notices().failed(workspace.explain(back.error()));
                        });
                });
        });
}

} // namespace strongroom::ui
