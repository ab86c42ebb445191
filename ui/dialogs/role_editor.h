// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_pools.h"
#include "ui/dialogs/form_dialog.h"

class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace strongroom::ui {

/// A role of a pool's own: its name and a tick for each right that a pool knows.
class RoleEditor final : public FormDialog
{
    Q_OBJECT

public:
    /// `others` are the roles that the pool has, whose names are taken.
    RoleEditor(std::vector<vault::RoleDefinition> others, QWidget* parent = nullptr);
    /// To change `role`, one of the pool's own.
    RoleEditor(std::vector<vault::RoleDefinition> others, vault::RoleDefinition role,
               QWidget* parent = nullptr);

    vault::PutRoleDefinition operation() const;

private:
    void build();
    void fillRights();
    void tick(const vault::RoleDefinition& role);
    QStringList ticked() const;
    void judge();
    bool isNameTaken() const;

    const std::vector<vault::RoleDefinition> m_others;
    vault::RoleDefinition m_role;
    QLineEdit* m_name;
    FieldNote* m_nameNote = nullptr;
    QLineEdit* m_description;
    QTreeWidget* m_rights;
    FieldNote* m_rightsNote = nullptr;
    bool m_hasPatterns = false;
};

} // namespace strongroom::ui
