// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/application_commands.h"

#include "model/lists/relative_time.h"
#include "ui/commands/open_dialog.h"
#include "ui/dialogs/application_register_dialog.h"
#include "ui/dialogs/application_secret_dialog.h"
#include "ui/dialogs/guard_dialog.h"
#include "ui/widgets/name_lines.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileDialog>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct ApplicationCommands
{
    Q_DECLARE_TR_FUNCTIONS(ApplicationCommands)
};

constexpr qint64 largestCertificate = 64 * 1024;

void findTenant(Workspace& workspace, ApplicationSecretDialog* dialog)
{
    const QString known = workspace.endpoint().facts().tenantId;
    if (!known.isEmpty()) {
        dialog->setTenantId(known);
        return;
    }
    workspace.operations()
        ->run(workspace.caller(), vault::GetEndpointCa{})
        .then(dialog, [dialog](const base::Result<vault::GetEndpointCa::Output>& ca) {
            if (ca)
                dialog->setTenantId(ca->tenantId);
        });
}

void showSecret(Workspace& workspace, const QString& name, const QString& clientId, base::SecureBytes secret,
                std::function<void()> closed)
{
    auto* dialog = new ApplicationSecretDialog(name, clientId, std::move(secret), workspace.window());
    findTenant(workspace, dialog);
    QObject::connect(dialog, &ApplicationSecretDialog::copyRequested, &workspace.clipboard(),
                     &ClipboardGuard::copyPlain);
    QObject::connect(
        dialog, &ApplicationSecretDialog::copySecretRequested, &workspace, [&workspace, dialog, name] {
            workspace.clipboard().copySecret(dialog->clientSecret(),
                                             ApplicationCommands::tr("client secret of %1").arg(name));
        });
    if (closed)
        QObject::connect(dialog, &QDialog::finished, &workspace, closed);
    openDialog(workspace, dialog);
}

void findTakenNames(Workspace& workspace, ApplicationRegisterDialog* dialog)
{
    workspace.operations()
        ->run(workspace.caller(), vault::ListApplications{})
        .then(dialog, [dialog](const base::Result<std::vector<vault::Application>>& applications) {
            if (!applications)
                return;
            QStringList names;
            for (const vault::Application& application : *applications)
                names << application.name;
            dialog->setTakenNames(names);
        });
}

/// Runs an operation without output from a guard dialog and reports it.
template <typename Op> void runGuarded(Workspace& workspace, GuardDialog* dialog, Op op, const QString& done)
{
    dialog->startWaiting();
    workspace.operations()
        ->run(workspace.caller(), std::move(op))
        .then(&workspace,
              [&workspace, dialog = QPointer<GuardDialog>(dialog),
               done](const base::Result<base::Nothing>& result) {
                  if (result)
                      workspace.notices().done(done);
                  if (dialog && result)
                      dialog->accept();
                  else if (dialog)
                      dialog->showError(workspace.explain(result.error()));
              });
}

void sendCertificate(Workspace& workspace, const vault::Application& application, const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestCertificate) {
        const base::Error unreadable{ base::ErrorCode::Unavailable,
                                      ApplicationCommands::tr("%1 cannot be read.").arg(path),
                                      {} };
        workspace.notices().failed(workspace.explain(unreadable));
        return;
    }
    workspace.operations()
        ->run(workspace.caller(), vault::AddApplicationCertificate{ application.clientId, file.readAll(), 0 })
        .then(
            &workspace,
            [&workspace, name = application.name](const base::Result<vault::ApplicationCredential>& result) {
                if (result)
                    workspace.notices().done(
                        ApplicationCommands::tr("%1 can sign in with the certificate until %2.")
                            .arg(name, lists::dateTimeText(result->expires)));
                else
                    workspace.notices().failed(workspace.explain(result.error()));
            });
}

} // namespace

void registerApplication(Workspace& workspace, std::function<void(const vault::Application&)> registered)
{
    auto* dialog = new ApplicationRegisterDialog(workspace.window());
    findTakenNames(workspace, dialog);
    QObject::connect(dialog, &FormDialog::submitted, &workspace, [&workspace, dialog, registered] {
        auto op = dialog->operation();
        if (!op)
            return;
        dialog->startWaiting();
        workspace.operations()
            ->run(workspace.caller(), std::move(*op))
            .then(&workspace,
                  [&workspace, dialog = QPointer<FormDialog>(dialog),
                   registered](base::Result<vault::RegisterApplication::Output> result) {
                      if (!result && dialog)
                          dialog->showError(workspace.explain(result.error()));
                      if (!result)
                          return;
                      if (dialog)
                          dialog->accept();
                      const vault::Application made = result->application;
                      workspace.notices().done(ApplicationCommands::tr("Registered %1.").arg(made.name));
                      showSecret(workspace, made.name, made.clientId, std::move(result->clientSecret),
                                 [registered, made] {
                                     if (registered)
                                         registered(made);
                                 });
                  });
    });
    openDialog(workspace, dialog);
}

void addApplicationSecret(Workspace& workspace, const vault::Application& application)
{
    workspace.operations()
        ->run(workspace.caller(), vault::AddApplicationSecret{ application.clientId, 0 })
        .then(&workspace,
              [&workspace, application](base::Result<vault::AddApplicationSecret::Output> result) {
                  if (!result) {
                      workspace.notices().failed(workspace.explain(result.error()));
                      return;
                  }
                  showSecret(workspace, application.name, application.clientId,
                             std::move(result->clientSecret), {});
              });
}

void addApplicationCertificate(Workspace& workspace, const vault::Application& application)
{
    auto* dialog = new QFileDialog(workspace.window(),
                                   ApplicationCommands::tr("Certificate of %1").arg(application.name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({ ApplicationCommands::tr("Certificates (*.pem *.crt *.cer *.der)"),
                             ApplicationCommands::tr("All files (*)") });
    QObject::connect(
        dialog, &QFileDialog::fileSelected, &workspace,
        [&workspace, application](const QString& path) { sendCertificate(workspace, application, path); });
    openDialog(workspace, dialog);
}

void removeCredential(Workspace& workspace, const vault::Application& application,
                      const vault::ApplicationCredential& credential)
{
    GuardQuestion question;
    const bool isSecret = credential.kind == vault::ApplicationCredential::Kind::Secret;
    question.heading = isSecret
        ? ApplicationCommands::tr("Remove a client secret of %1?").arg(nameInSentence(application.name))
        : ApplicationCommands::tr("Remove a certificate of %1?").arg(nameInSentence(application.name));
    question.sentence
        = ApplicationCommands::tr("Programs that sign in with it are refused from the next token "
                                  "on. It cannot be brought back.");
    if (application.credentials.size() == 1)
        question.facts << ApplicationCommands::tr("It is the last one: nothing can sign in as %1 any more.")
                              .arg(application.name);
    question.word = application.name;
    question.acceptText = ApplicationCommands::tr("Remove");
    auto* dialog = new GuardDialog(question, workspace.window());
    QObject::connect(
        dialog, &FormDialog::submitted, &workspace, [&workspace, dialog, application, credential] {
            runGuarded(workspace, dialog,
                       vault::RemoveApplicationCredential{ application.clientId, credential.id },
                       ApplicationCommands::tr("Removed a credential of %1.").arg(application.name));
        });
    openDialog(workspace, dialog);
}

void deleteApplication(Workspace& workspace, const vault::Application& application)
{
    GuardQuestion question;
    question.heading
        = ApplicationCommands::tr("Delete the application %1?").arg(nameInSentence(application.name));
    question.sentence
        = ApplicationCommands::tr("Nothing can sign in as it any more. Its rights stay behind in "
                                  "the vaults, without use, until they are removed there.");
    question.word = application.name;
    question.acceptText = ApplicationCommands::tr("Delete application");
    auto* dialog = new GuardDialog(question, workspace.window());
    QObject::connect(dialog, &FormDialog::submitted, &workspace, [&workspace, dialog, application] {
        runGuarded(workspace, dialog, vault::DeleteApplication{ application.clientId },
                   ApplicationCommands::tr("Deleted the application %1.").arg(application.name));
    });
    openDialog(workspace, dialog);
}

} // namespace strongroom::ui
