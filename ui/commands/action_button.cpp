// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/action_button.h"

#include <QAction>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

ActionButton::ActionButton(QAction* action, ButtonRole role, const QString& text, QWidget* parent)
    : QPushButton(parent)
    , m_action(action)
    , m_text(text)
{
    setButtonRole(this, role);
    setFocusPolicy(Qt::StrongFocus);
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, this, &ActionButton::follow);
    follow();
}

void ActionButton::follow()
{
    auto text = m_text.isEmpty() ? m_action->text() : m_text;
    text.replace("..."_L1, u"\u2026"_s);
    setText(text);
    setIcon(m_action->icon());
    setEnabled(m_action->isEnabled());
    setToolTip(m_action->toolTip());
    setAccessibleName(text.remove(u'&'));
    setAccessibleDescription(m_action->toolTip());
}

} // namespace strongroom::ui
