// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_keys.h"
#include "model/vault/vault_properties.h"
#include "ui/dialogs/object_editor.h"

class QCheckBox;
class QComboBox;
class QPlainTextEdit;

namespace strongroom::ui {

class ChoiceRows;
class KeyFileField;
class KeyOperationsField;
class RotationPolicyForm;

/// The editor of a key: one that is generated, one from a file, or the attributes of a version. Offers only
/// what this kind of vault can do, and says what cannot be taken back.
class KeyEditor final : public ObjectEditor
{
    Q_OBJECT

public:
    enum class Mode { Create, Import, Attributes };

    /// `mode` is not Attributes.
    KeyEditor(const base::Clock& clock, Mode mode, const vault::VaultProperties& vault,
              QWidget* parent = nullptr);
    /// For Mode::Attributes.
    KeyEditor(const base::Clock& clock, const vault::VaultProperties& vault, const vault::KeyProperties& key,
              QWidget* parent = nullptr);
    ~KeyEditor() override;

    /// nullptr unless in Mode::Import.
    KeyFileField* fileField() const { return m_file; }

    /// What to run; nothing while a field is wrong or in another mode.
    std::optional<vault::CreateKey> createOperation() const;
    std::optional<vault::ImportKey> importOperation() const;
    std::optional<vault::UpdateKey> updateOperation() const;
    /// To be set once the key is there.
    std::optional<vault::RotationPolicy> rotationPolicy() const;

protected:
    void judge() override;

private:
    void build();
    void addFile();
    void addOperations();
    void addType();
    void addKind();
    void onKeyOfFile();
    bool isWrapped() const;
    void addPlace();
    void addRotation();
    void addRelease();
    void fillFrom(const vault::KeyProperties& key);
    void showSizes();
    void showRelease();
    void showRotation();
    QString judgeOperations();
    QString judgeRelease();
    void showConsequence();

    crypto::KeyType type() const;
    vault::KeyProtection protection() const;
    vault::KeyDraft draft() const;

    const Mode m_mode;
    const vault::VaultProperties m_vault;
    std::optional<vault::KeyProperties> m_key;
    KeyFileField* m_file = nullptr;
    QString m_proposedName; ///< from the file; a name that was typed stays
    QComboBox* m_type = nullptr;
    QComboBox* m_size = nullptr;
    FieldNote* m_sizeNote = nullptr;
    ChoiceRows* m_place = nullptr;
    KeyOperationsField* m_operations = nullptr;
    FieldNote* m_operationsNote = nullptr;
    QCheckBox* m_rotates = nullptr;
    RotationPolicyForm* m_rotation = nullptr;
    QCheckBox* m_exportable = nullptr;
    QPlainTextEdit* m_releasePolicy = nullptr;
    QCheckBox* m_fixed = nullptr;
    FieldNote* m_releaseNote = nullptr;
    FieldNote* m_consequence = nullptr;
};

} // namespace strongroom::ui
