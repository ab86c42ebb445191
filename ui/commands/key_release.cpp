// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/key_release.h"

#include "model/transfer/private_file.h"
#include "ui/commands/explain_as.h"
#include "ui/commands/off_the_gui_thread.h"
#include "ui/commands/open_dialog.h"
#include "ui/commands/run_on.h"
#include "ui/dialogs/release_dialog.h"
#include "ui/dialogs/released_dialog.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestAttestation = 256 * 1024;

struct KeyRelease
{
    Q_DECLARE_TR_FUNCTIONS(KeyRelease)
};

QString homeFolder() { return QStandardPaths::writableLocation(QStandardPaths::HomeLocation); }

void readAttestation(Workspace& workspace, ReleaseDialog* dialog, const QString& file)
{
    offTheGuiThread([file] {
        return transfer::readPrivateFile(file, longestAttestation);
    }).then(dialog, [&workspace, dialog, file](const base::Result<base::SecureBytes>& content) {
        if (!content)
            return dialog->showError(
                explainAs(KeyRelease::tr("%1 cannot be read.").arg(QFileInfo(file).fileName()),
                          content.error(), workspace));
        dialog->setAttestation(QString::fromUtf8(content->view()));
    });
}

void chooseAttestation(Workspace& workspace, ReleaseDialog* dialog)
{
    auto* const chooser = new QFileDialog(dialog, KeyRelease::tr("Attestation token"), homeFolder(),
                                          KeyRelease::tr("Tokens (*.jwt *.jws *.txt);;All files (*)"));
    chooser->setFileMode(QFileDialog::ExistingFile);
    QObject::connect(chooser, &QFileDialog::fileSelected, dialog,
                     [&workspace, dialog](const QString& file) { readAttestation(workspace, dialog, file); });
    openDialog(workspace, chooser);
}

void saveReleased(Workspace& workspace, ReleasedDialog* dialog, const QString& file)
{
    offTheGuiThread([file, jws = dialog->jws()] {
        return transfer::writePrivateFile(file, jws, transfer::Existing::Replace);
    }).then(dialog, [&workspace, dialog, file](const base::Result<void>& written) {
        const QString name = QFileInfo(file).fileName();
        if (!written)
            return dialog->showError(
                explainAs(KeyRelease::tr("%1 cannot be written.").arg(name), written.error(), workspace));
        dialog->showSaved(name);
    });
}

void chooseReleased(Workspace& workspace, ReleasedDialog* dialog, const QString& name)
{
    auto* const chooser = new QFileDialog(dialog, KeyRelease::tr("Save the released key"), homeFolder(),
                                          KeyRelease::tr("Signed answers (*.jws);;All files (*)"));
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    chooser->setDefaultSuffix(u"jws"_s);
    chooser->selectFile(name + u".jws"_s);
    QObject::connect(chooser, &QFileDialog::fileSelected, dialog,
                     [&workspace, dialog](const QString& file) { saveReleased(workspace, dialog, file); });
    openDialog(workspace, chooser);
}

void showReleased(Workspace& workspace, const vault::KeyProperties& version, const QByteArray& jws)
{
    auto* const dialog = new ReleasedDialog(version, jws, workspace.window());
    QObject::connect(
        dialog, &ReleasedDialog::saveWanted, dialog,
        [&workspace, dialog, name = version.name.text()] { chooseReleased(workspace, dialog, name); });
    QObject::connect(dialog, &ReleasedDialog::copyRequested, &workspace.clipboard(),
                     &ClipboardGuard::copyPlain);
    openDialog(workspace, dialog);
}

} // namespace

void releaseKey(Workspace& workspace, const vault::VaultId& vault, const vault::KeyProperties& version,
                const QString& vaultUrl)
{
    auto* const dialog = new ReleaseDialog(version, workspace.window());
    QObject::connect(dialog, &ReleaseDialog::chooseWanted, dialog,
                     [&workspace, dialog] { chooseAttestation(workspace, dialog); });
    QObject::connect(dialog, &FormDialog::submitted, dialog, [&workspace, dialog, vault, version, vaultUrl] {
        dialog->startWaiting();
        runOn(workspace, vault, dialog->operation(vaultUrl))
            .then(dialog, [&workspace, dialog, version](const ops::ResultOf<vault::ReleaseKey>& released) {
                if (!released)
                    return dialog->showFailure(released.error(), workspace.explain(released.error()));
                dialog->accept();
                showReleased(workspace, version, released->value);
            });
    });
    openDialog(workspace, dialog);
}

} // namespace strongroom::ui
