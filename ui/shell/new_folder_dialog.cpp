// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/new_folder_dialog.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>

namespace strongroom::ui {

QFileDialog* newFolderDialog(QWidget* parent, const QString& title, const QString& suggested)
{
    const QFileInfo folder(suggested);
    const bool hasPlace = QFileInfo(folder.absolutePath()).isDir();
    auto* dialog = new QFileDialog(parent, title, hasPlace ? folder.absolutePath() : QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setOption(QFileDialog::DontConfirmOverwrite); // what is there is never replaced
    dialog->setLabelText(QFileDialog::FileName, QCoreApplication::translate("NewFolder", "&New folder:"));
    dialog->setLabelText(QFileDialog::Accept, QCoreApplication::translate("NewFolder", "&Use this folder"));
    dialog->selectFile(folder.fileName());
    return dialog;
}

} // namespace strongroom::ui
