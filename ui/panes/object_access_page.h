// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/object_access.h"
#include "ui/commands/workspace.h"

namespace strongroom::ui {

class CellTable;
class ContentStack;
class ObjectListView;

/// Who may do what with one object, and why. Read when it is looked at, because reading is written into the
/// audit log.
class ObjectAccessPage final : public QWidget
{
    Q_OBJECT

public:
    ObjectAccessPage(Workspace& workspace, vault::VaultId vault, vault::ObjectKind kind,
                     QWidget* parent = nullptr);

    /// Another object; what is shown is read again if it is visible.
    void setName(const QString& name);
    void refresh();

private:
    void loadApplications(vault::AccessRules rules);
    void show(const std::vector<lists::ObjectAccess>& rows);

    Workspace& m_workspace;
    const vault::VaultId m_vault;
    const vault::ObjectKind m_kind;
    QString m_name;
    CellTable* m_table;
    ObjectListView* m_view;
    ContentStack* m_stack;
};

} // namespace strongroom::ui
