// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/pane.h"

namespace strongroom::ui {

/// Gives every action its text, shortcut, enabling and tooltip from the catalogue, the person's shortcut
/// settings and what is true at the moment.
class ActionState final : public QObject
{
    Q_OBJECT

public:
    explicit ActionState(Workspace& workspace, QObject* parent = nullptr);

    /// What the shell itself carries out whatever page is shown.
    static bool isOfShell(ActionId id);
    /// `pane` may be nullptr: no page is shown.
    void judge(const Pane* pane, Facts shellFacts);

private:
    void giveShortcuts();

    Workspace& m_workspace;
};

/// The shortcuts in force for a row: the person's, else the catalogue's.
QStringList shortcutsOf(const ActionRow& row, const Settings& settings);

} // namespace strongroom::ui
