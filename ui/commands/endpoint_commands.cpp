// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/endpoint_commands.h"

#include "ui/commands/open_dialog.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>

using namespace Qt::StringLiterals;

namespace strongroom::ui {

namespace {

struct EndpointCommands
{
    Q_DECLARE_TR_FUNCTIONS(EndpointCommands)
};

void sayWhyNot(Workspace& workspace, const base::Error& error)
{
    const bool isPortTaken = error.code == base::ErrorCode::Conflict;
    const ErrorText text = workspace.explain(error);
    workspace.notices().post(
        { Notice::Kind::Failed,
          EndpointCommands::tr("The endpoint does not run. %1").arg(isPortTaken ? error.message : text.title),
          isPortTaken ? EndpointCommands::tr("Choose another port")
                      : EndpointCommands::tr("Show the endpoint"),
          [&workspace] {
              workspace.open({ PaneKind::Endpoint, {}, {}, {} });
          },
          false });
}

} // namespace

void startEndpoint(Workspace& workspace, int port, Announce announce)
{
    workspace.endpoint().start(port).then(
        &workspace, [&workspace, announce](const base::Result<void>& result) {
            if (!result)
                return sayWhyNot(workspace, result.error());
            if (announce == Announce::Always)
                workspace.notices().done(EndpointCommands::tr("The endpoint runs on port %1.")
                                             .arg(workspace.endpoint().facts().port));
        });
}

void stopEndpoint(Workspace& workspace)
{
    workspace.endpoint().stop().then(&workspace, [&workspace] {
        workspace.notices().done(EndpointCommands::tr("The endpoint is stopped. Programs cannot connect."),
                                 [&workspace] { startEndpoint(workspace); });
    });
}

void exportCa(Workspace& workspace)
{
    auto* dialog = new QFileDialog(workspace.window(), EndpointCommands::tr("Export the local CA"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({ EndpointCommands::tr("Certificates (*.pem)") });
    dialog->setDefaultSuffix(u"pem"_s);
    dialog->selectFile(u"strongroom-ca.pem"_s);
    QObject::connect(dialog, &QFileDialog::fileSelected, &workspace, [&workspace](const QString& file) {
        workspace.endpoint().exportCa(file).then(
            &workspace, [&workspace, file](const base::Result<void>& result) {
                if (result)
                    workspace.notices().done(EndpointCommands::tr("Wrote the certificate to %1.")
                                                 .arg(QDir::toNativeSeparators(file)));
                else
                    workspace.notices().failed(workspace.explain(result.error()));
            });
    });
    openDialog(workspace, dialog);
}

void trustCa(Workspace& workspace, std::function<void(const QString&)> done)
{
    workspace.endpoint().trustCaForUser().then(
        &workspace, [&workspace, done = std::move(done)](const base::Result<QString>& where) {
            if (!where) {
                workspace.notices().failed(workspace.explain(where.error()));
                return;
            }
            if (done)
                done(*where);
            else
                workspace.notices().done(*where);
        });
}

} // namespace strongroom::ui
