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

/// Gives an application a role, for the whole vault or pool or for a part of it.
class GrantRoleDialog final : public FormDialog
{
    Q_OBJECT

public:
    GrantRoleDialog(const vault::AccessRules& rules, std::vector<vault::Application> applications,
                    QWidget* parent = nullptr);

    std::optional<vault::AssignRole> operation() const;

Q_SIGNALS:
    /// There is no application yet, and the person wants one.
    void registerRequested();

private:
    void fillRoles();
    void addScopes();
    void judge();
    /// Of the one object to which the role is limited; nothing for more than one.
    std::optional<vault::ObjectKind> limitedTo() const;
    QString scope() const;
    QString meaning() const;
    bool isThere(const vault::AssignRole& op) const;

    const bool m_isPool;
    const std::vector<vault::Application> m_applications;
    const std::vector<vault::RoleAssignment> m_existing;
    const std::vector<vault::RoleDefinition> m_ownRoles; ///< of a pool
    QComboBox* m_application;
    FieldNote* m_applicationNote = nullptr;
    QComboBox* m_role;
    FieldNote* m_roleNote = nullptr;
    ChoiceRows* m_scope;
    struct Scope
    {
        QString path; ///< of one object: what its name follows
        std::optional<vault::ObjectKind> kind;
    };
    std::vector<Scope> m_scopes; ///< of each choice
    QLineEdit* m_name;
    FieldNote* m_nameNote = nullptr;
};

} // namespace strongroom::ui
