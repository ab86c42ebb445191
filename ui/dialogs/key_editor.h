// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/vault/ops_keys.h"
#include "model/vault/vault_properties.h"
#include "ui/dialogs/form_dialog.h"

class QCheckBox;
class QComboBox;
class QPlainTextEdit;

namespace strongroom::ui {

class ChoiceRows;
class DateTimeField;
class KeyFileField;
class KeyOperationsField;
class ObjectNameField;
class RotationPolicyForm;
class TagsEditor;

/// The editor of a key: one that is generated, one from a file, or the attributes of a version. Offers only
/// what this kind of vault can do, says what cannot be taken back, and beside each field what is wrong. Keeps
/// everything when it fails.
class KeyEditor final : public FormDialog
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

    void setTagNames(const QStringList& names);
    ObjectNameField* nameField() const { return m_name; }
    /// nullptr unless in Mode::Import.
    KeyFileField* fileField() const { return m_file; }

    /// What to run; nothing while a field is wrong or in another mode.
    std::optional<vault::CreateKey> createOperation() const;
    std::optional<vault::ImportKey> importOperation() const;
    std::optional<vault::UpdateKey> updateOperation() const;
    /// To be set once the key is there.
    std::optional<vault::RotationPolicy> rotationPolicy() const;
    /// Shows the error beside its field when it has one.
    void showFailure(const base::Error& error, const ErrorText& text);

private:
    void build();
    void addKind();
    void addPlace();
    void addDates();
    void addRotation();
    void addRelease();
    void addRest();
    void fill();
    void showSizes();
    void showRelease();
    void judge();
    QString judgeDates();
    QString judgeRelease();
    void showConsequence();

    crypto::KeyType type() const;
    vault::KeyProtection protection() const;
    vault::AttributeChanges attributeChanges() const;
    vault::KeyDraft draft() const;

    const base::Clock& m_clock;
    const Mode m_mode;
    const vault::VaultProperties m_vault;
    std::optional<vault::KeyProperties> m_key;
    ObjectNameField* m_name = nullptr;
    KeyFileField* m_file = nullptr;
    QComboBox* m_type = nullptr;
    QComboBox* m_size = nullptr;
    FieldNote* m_sizeNote = nullptr;
    ChoiceRows* m_place = nullptr;
    KeyOperationsField* m_operations = nullptr;
    FieldNote* m_operationsNote = nullptr;
    DateTimeField* m_activates = nullptr;
    FieldNote* m_activatesNote = nullptr;
    DateTimeField* m_expires = nullptr;
    FieldNote* m_expiresNote = nullptr;
    QCheckBox* m_rotates = nullptr;
    RotationPolicyForm* m_rotation = nullptr;
    QCheckBox* m_exportable = nullptr;
    QPlainTextEdit* m_releasePolicy = nullptr;
    QCheckBox* m_fixed = nullptr;
    FieldNote* m_releaseNote = nullptr;
    TagsEditor* m_tags = nullptr;
    FieldNote* m_tagsNote = nullptr;
    QCheckBox* m_enabled = nullptr;
    FieldNote* m_consequence = nullptr;
};

} // namespace strongroom::ui
