// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/style.h"

#include <QPushButton>

class QAction;

namespace strongroom::ui {

/// A push button that is an action: text, icon, enabling, and the reason in the tooltip follow it.
class ActionButton final : public QPushButton
{
    Q_OBJECT

public:
    /// `text` empty: the action's. `action` must outlive the button.
    ActionButton(QAction* action, ButtonRole role, const QString& text, QWidget* parent);

private:
    void follow();

    QAction* m_action;
    QString m_text;
};

} // namespace strongroom::ui
