// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_store.h"
#include "ui/dialogs/form_dialog.h"

class QCheckBox;
class QComboBox;

namespace strongroom::ui {

class ChoiceRows;
class TagsEditor;

/// Changes what can be changed of a vault, and says of the rest why it cannot.
class VaultPropertiesDialog final : public FormDialog
{
    Q_OBJECT

public:
    explicit VaultPropertiesDialog(const vault::VaultProperties& vault, QWidget* parent = nullptr);

    /// Only what differs; nothing when nothing does.
    std::optional<vault::UpdateVault> operation() const;

private:
    void addFixed();
    void judge();

    const vault::VaultProperties m_vault;
    QComboBox* m_environment;
    ChoiceRows* m_model;
    FieldNote* m_modelNote = nullptr;
    QCheckBox* m_purgeProtection;
    FieldNote* m_protectionNote = nullptr;
    QComboBox* m_sku;
    TagsEditor* m_tags;
};

} // namespace strongroom::ui
