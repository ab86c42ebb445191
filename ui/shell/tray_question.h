// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/dialogs/form_dialog.h"

namespace strongroom::ui {

/// Says, once, that a closed window goes on in the tray, and lets the person end the program instead.
class TrayQuestion final : public FormDialog
{
    Q_OBJECT

public:
    explicit TrayQuestion(QWidget* parent);

Q_SIGNALS:
    void quitChosen();
};

} // namespace strongroom::ui
