// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_store.h"
#include "ui/dialogs/form_dialog.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace strongroom::ui {

class ChoiceRows;
class TokenChoiceField;

/// Asks for all that a new vault is, with what each choice means and which cannot be taken back.
class VaultCreateDialog final : public FormDialog
{
    Q_OBJECT

public:
    explicit VaultCreateDialog(QWidget* parent = nullptr);

    /// Names that are taken; may come later than the dialog.
    void setTakenNames(const QStringList& live, const QStringList& deleted);
    /// "https://%1.vault.localhost:8443": how the URL of a vault and of a pool will look; empty: not known.
    void setUrlPatterns(const QString& ofVault, const QString& ofPool);

    /// To be filled with the tokens of this machine.
    TokenChoiceField* tokenField() const { return m_token; }
    /// Nothing while the name cannot be used or a token is missing.
    std::optional<vault::CreateVault> operation() const;

private:
    void addIdentity();
    void addAccess();
    void addProtection();
    void judgeName();
    void judgeProtection();
    void judgeTier();
    void judge();
    vault::Sku sku() const;

    QLineEdit* m_name;
    FieldNote* m_nameNote = nullptr;
    QComboBox* m_environment;
    ChoiceRows* m_model;
    QSpinBox* m_days;
    QCheckBox* m_purgeProtection;
    FieldNote* m_protectionNote = nullptr;
    QComboBox* m_sku;
    FieldNote* m_skuNote = nullptr;
    TokenChoiceField* m_token;
    QStringList m_live;
    QStringList m_deleted;
    QString m_vaultUrl;
    QString m_poolUrl;
};

} // namespace strongroom::ui
