// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/vault/ops_secrets.h"
#include "ui/dialogs/editor_draft.h"
#include "ui/dialogs/form_dialog.h"

#include <QTimer>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace strongroom::ui {

class DateTimeField;
class GeneratorPopover;
class SecretEdit;
class TagsEditor;

/// The editor of a secret: a new one, a new version, or the attributes of a version. Judges the name while it
/// is typed, counts bytes, and says beside each field what is wrong. Keeps everything when saving fails.
class SecretEditor final : public FormDialog
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
    void setTagNames(const QStringList& names);
    void setName(const QString& name);

    using NameState = vault::CheckSecretNames::NameState;
    /// The answer to nameCheckWanted().
    void setNameState(const vault::ObjectName& name, NameState state);
    /// The value of the version before, to say whether the new one differs. Wiped with the dialog.
    void setOldValue(base::SecureBytes value);
    void setOldValueUnknown(const QString& reason);

    /// What to save; nothing while a field is wrong. The value stays in the editor.
    std::optional<vault::SetSecret> setOperation() const;
    std::optional<vault::UpdateSecret> updateOperation() const;
    base::SecureBytes value() const;
    bool wantsCopy() const { return m_wantsCopy; }
    /// Shows the error beside its field when it has one.
    void showFailure(const base::Error& error, const ErrorText& text);

    void reject() override;

Q_SIGNALS:
    void nameCheckWanted(const QString& name);
    /// The name belongs to a deleted secret and the person wants that one back.
    void recoverWanted(const QString& name);
    /// The name exists: the person wants to add a version to it.
    void newVersionWanted(const QString& name);

private:
    void build();
    void addName();
    void addValue();
    void addRest();
    void fill(const vault::SecretProperties& secret);
    void judge();
    QString judgeName();
    void judgeValue();
    void onNameEdited();
    bool hasInput() const;
    QByteArray typedFields() const;
    void setTypedFields(const QByteArray& fields);
    vault::AttributeChanges attributeChanges() const;

    const base::Clock& m_clock;
    Mode m_mode;
    std::optional<vault::SecretProperties> m_secret;
    QLineEdit* m_name = nullptr;
    FieldNote* m_nameNote = nullptr;
    QPushButton* m_nameChoice = nullptr;
    QWidget* m_nameRow = nullptr;
    SecretEdit* m_value = nullptr;
    FieldNote* m_valueNote = nullptr;
    GeneratorPopover* m_generator = nullptr;
    QComboBox* m_type = nullptr;
    FieldNote* m_typeNote = nullptr;
    DateTimeField* m_activates = nullptr;
    FieldNote* m_activatesNote = nullptr;
    DateTimeField* m_expires = nullptr;
    FieldNote* m_expiresNote = nullptr;
    TagsEditor* m_tags = nullptr;
    FieldNote* m_tagsNote = nullptr;
    QCheckBox* m_enabled = nullptr;
    QTimer m_nameTimer;
    std::optional<NameState> m_nameState;
    QString m_checkedName;
    std::optional<base::SecureBytes> m_oldValue;
    QByteArray m_untouched; ///< typedFields() of the beginning
    bool m_wantsCopy = false;
    bool m_isDiscarding = false;
};

} // namespace strongroom::ui
