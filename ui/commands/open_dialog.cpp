// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/open_dialog.h"

#include <QDialog>

namespace strongroom::ui {

void openDialog(Workspace& workspace, QDialog* dialog)
{
    QObject::connect(&workspace.door(), &ops::StoreDoor::stateChanged, dialog,
                     [dialog](ops::StoreDoor::State state) {
                         // Not reject(): an editor may want to be asked twice.
                         if (state != ops::StoreDoor::State::Open)
                             dialog->done(QDialog::Rejected);
                     });
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace strongroom::ui
