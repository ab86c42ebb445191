// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_secrets.h"
#include "model/vault/secret_content.h"
#include "ui/dialogs/editor_draft.h"
#include "ui/dialogs/object_editor.h"

class QCheckBox;
class QComboBox;

namespace strongroom::ui {

class GeneratorPopover;
class SecretEdit;
class SecretField;

/// The editor of a secret: a new one, a new version, or the attributes of a version. Counts the bytes of the
/// value, says where it is not what it is meant to be, shows the value before while it is asked to, and keeps
/// what was written over a lock of the store.
class SecretEditor final : public ObjectEditor
{
    Q_OBJECT

public:
    enum class Mode { Create, NewVersion, Attributes };

    /// For Mode::Create.
    SecretEditor(const base::Clock& clock, QWidget* parent = nullptr);
    /// For the others; `mode` is not Create.
    SecretEditor(const base::Clock& clock, Mode mode, const vault::SecretProperties& secret,
                 QWidget* parent = nullptr);
    ~SecretEditor() override;
    /// The editor that draft() was taken from, as it was left; nullptr when it cannot be read.
    static SecretEditor* resumed(const base::Clock& clock, const EditorDraft& draft,
                                 QWidget* parent = nullptr);

    Mode mode() const { return m_mode; }
    /// What is edited; nothing in Mode::Create.
    const std::optional<vault::SecretProperties>& secret() const { return m_secret; }
    /// What was written; nothing when it is as it was opened.
    std::optional<EditorDraft> draft() const;
    /// Content types to offer, the newest first.
    void setContentTypes(const QStringList& types);
    void setName(const QString& name);

    /// The value of the version before: shown masked, and compared with the new one. Wiped with the dialog.
    void setOldValue(base::SecureBytes value);
    void setOldValueUnknown(const QString& reason);
    /// How long it is shown after a click.
    void setRevealSeconds(int seconds);

    /// What to save; nothing while a field is wrong. The value stays in the editor.
    std::optional<vault::SetSecret> setOperation() const;
    std::optional<vault::UpdateSecret> updateOperation() const;
    base::SecureBytes value() const;
    bool wantsCopy() const { return m_wantsCopy; }

    void reject() override;

protected:
    void judge() override;

private:
    void build();
    void addOldValue();
    void addValue();
    void addKind();
    void addType();
    void addCopy();
    void fillFrom(const vault::SecretProperties& secret);
    void addEmptyChoice();
    void judgeValue();
    void judgeContent();
    /// A new version without a value is meant only when the person says so.
    bool isValueMissing() const;
    QString typedName() const;
    QByteArray typedFields() const;
    void setTypedFields(const QByteArray& fields);

    vault::ContentKind contentKind() const;
    void setContentKind(vault::ContentKind kind);
    /// The content type says the kind, unless it may be anything.
    void followType();
    /// The kind says the content type, where none or one of another kind is written.
    void followKind();

    const Mode m_mode;
    std::optional<vault::SecretProperties> m_secret;
    SecretField* m_old = nullptr; ///< of a new version
    SecretEdit* m_value = nullptr;
    FieldNote* m_valueNote = nullptr;
    QCheckBox* m_storesEmpty = nullptr; ///< of a new version
    GeneratorPopover* m_generator = nullptr;
    QComboBox* m_kind = nullptr;
    FieldNote* m_kindNote = nullptr;
    QComboBox* m_type = nullptr;
    FieldNote* m_typeNote = nullptr;
    std::optional<base::SecureBytes> m_oldValue;
    QString m_whyOldIsUnknown;
    QByteArray m_untouched; ///< typedFields() of the beginning
    bool m_wantsCopy = false;
    bool m_isDiscarding = false;
};

} // namespace strongroom::ui
