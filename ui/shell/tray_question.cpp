// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/tray_question.h"

#include <QPushButton>

namespace strongroom::ui {

TrayQuestion::TrayQuestion(QWidget* parent)
    : FormDialog(tr("Strongroom goes on in the tray"), tr("Keep running"), ButtonRole::Primary, parent)
{
    setIntroduction(tr("Closing the window leaves it running there, so that programs can still reach the "
                       "endpoint. It locks itself as before. This is said only once."));
    connect(addButton(tr("&Quit")), &QPushButton::clicked, this, &TrayQuestion::quitChosen);
}

} // namespace strongroom::ui
