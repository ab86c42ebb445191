// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_vaults.h"
#include "model/vault/principal.h"
#include "ui/dialogs/form_dialog.h"

class QComboBox;
class QLineEdit;

namespace strongroom::ui {

class ChoiceRows;

/// Gives an application a built-in role, for the whole vault or for one secret.
class GrantRoleDialog final : public FormDialog
{
    Q_OBJECT

public:
    GrantRoleDialog(const QString& vaultName, std::vector<vault::Application> applications,
                    std::vector<vault::RoleAssignment> existing, QWidget* parent = nullptr);

    /// The secret to which the role is limited at first: for "who has access" of an item.
    void setSecret(const QString& name);
    std::optional<vault::AssignRole> operation() const;

Q_SIGNALS:
    /// There is no application yet, and the person wants one.
    void registerRequested();

private:
    void fillRoles();
    void judge();
    QString scope() const;
    bool isThere(const vault::AssignRole& op) const;

    const std::vector<vault::Application> m_applications;
    const std::vector<vault::RoleAssignment> m_existing;
    QComboBox* m_application;
    FieldNote* m_applicationNote = nullptr;
    QComboBox* m_role;
    FieldNote* m_roleNote = nullptr;
    ChoiceRows* m_scope;
    QLineEdit* m_secret;
    FieldNote* m_secretNote = nullptr;
};

} // namespace strongroom::ui
