// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_vaults.h"
#include "model/vault/principal.h"
#include "model/vault/vault_properties.h"
#include "ui/dialogs/form_dialog.h"

class QComboBox;
class QLineEdit;

namespace strongroom::ui {

class ChoiceRows;

/// Gives an application a built-in role, for the whole vault or pool or for one object of it.
class GrantRoleDialog final : public FormDialog
{
    Q_OBJECT

public:
    GrantRoleDialog(const vault::VaultProperties& vault, std::vector<vault::Application> applications,
                    std::vector<vault::RoleAssignment> existing, QWidget* parent = nullptr);

    std::optional<vault::AssignRole> operation() const;

Q_SIGNALS:
    /// There is no application yet, and the person wants one.
    void registerRequested();

private:
    void fillRoles();
    void addScopes();
    void judge();
    /// Of the one object to which the role is limited; nothing for the whole vault.
    std::optional<vault::ObjectKind> limitedTo() const;
    QString scope() const;
    bool isThere(const vault::AssignRole& op) const;

    const bool m_isPool;
    const std::vector<vault::Application> m_applications;
    const std::vector<vault::RoleAssignment> m_existing;
    QComboBox* m_application;
    FieldNote* m_applicationNote = nullptr;
    QComboBox* m_role;
    FieldNote* m_roleNote = nullptr;
    ChoiceRows* m_scope;
    std::vector<std::optional<vault::ObjectKind>> m_scopes; ///< of each choice
    QLineEdit* m_name;
    FieldNote* m_nameNote = nullptr;
};

} // namespace strongroom::ui
