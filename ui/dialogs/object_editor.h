// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/vault/secret.h"
#include "ui/dialogs/form_dialog.h"

class QCheckBox;

namespace strongroom::ui {

class DateTimeField;
class ObjectNameField;
class TagsEditor;

/// What the editor of one kind of object says.
struct ObjectEditorWords final
{
    QString heading;
    QString verb;
    QString enabled; ///< "Ena&bled: programs can use the key"
    QString beforeStart; ///< what holds before the activation date
    QString afterEnd; ///< what an expiry date in the past means
};

/// The frame of the editors of objects: name, dates, tags and state are the same whatever the kind, and so is
/// what is said of them. A kind adds its own fields between, judges them, and makes its operations. Keeps
/// everything when saving fails.
class ObjectEditor : public FormDialog
{
    Q_OBJECT

public:
    ~ObjectEditor() override;

    void setTagNames(const QStringList& names);
    /// nullptr where the object has its name already.
    ObjectNameField* nameField() const { return m_name; }
    /// Shows the error beside its field when it has one.
    void showFailure(const base::Error& error, const ErrorText& text);

protected:
    /// `clock` must outlive it.
    ObjectEditor(const base::Clock& clock, const ObjectEditorWords& words, QWidget* parent);

    // Fields, from top to bottom; the owner puts its own between them.
    void addName(vault::ObjectKind kind, const QString& example);
    void addDates();
    void addTags();
    void addState();
    /// What showFailure() calls the field in the answers of a vault: "key_ops".
    void setNoteOf(const QString& field, FieldNote* note);

    /// Says beside each field what is wrong, and calls report(). Called on every edit, also while the form is
    /// being built.
    virtual void judge() = 0;
    /// The first sentence of each field that is wrong, empty when it is right.
    QString judgeDates();
    QString nameProblem() const;
    QString tagsProblem() const;
    /// Allows or forbids to save; the first problem is said once something `hasBegun`.
    void report(QStringList problems, bool hasBegun);

    const base::Clock& clock() const { return m_clock; }
    DateTimeField* activates() const { return m_activates; }
    DateTimeField* expires() const { return m_expires; }
    TagsEditor* tags() const { return m_tags; }
    QCheckBox* enabledBox() const { return m_enabled; }

    void fill(const vault::Attributes& attributes, const vault::Tags& tags);
    /// Nothing while the name cannot be used, or where there is none to choose.
    std::optional<vault::ObjectName> chosenName() const;
    /// Of a new version.
    vault::AttributeChanges attributes() const;
    /// What has changed since.
    vault::AttributeChanges changesOf(const vault::Attributes& old) const;
    std::optional<vault::Tags> changeOf(const vault::Tags& old) const;

private:
    const base::Clock& m_clock;
    const ObjectEditorWords m_words;
    QHash<QString, FieldNote*> m_notes; ///< by the name of the field in the answers of a vault
    ObjectNameField* m_name = nullptr;
    DateTimeField* m_activates = nullptr;
    FieldNote* m_activatesNote = nullptr;
    DateTimeField* m_expires = nullptr;
    FieldNote* m_expiresNote = nullptr;
    TagsEditor* m_tags = nullptr;
    QCheckBox* m_enabled = nullptr;
};

} // namespace strongroom::ui
