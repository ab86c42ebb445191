// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/object_editor.h"

#include "ui/dialogs/object_name_field.h"
#include "ui/widgets/date_time_field.h"
#include "ui/widgets/tags_editor.h"

#include <QCheckBox>
#include <QLineEdit>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

vault::DateChange dateChange(const std::optional<vault::UnixSeconds>& old,
                             const std::optional<vault::UnixSeconds>& now)
{
    if (old == now)
        return {};
    return vault::DateChange(now);
}

} // namespace

ObjectEditor::ObjectEditor(const base::Clock& clock, const ObjectEditorWords& words, QWidget* parent)
    : FormDialog(words.heading, words.verb, ButtonRole::Primary, parent)
    , m_clock(clock)
    , m_words(words)
{
}

ObjectEditor::~ObjectEditor() = default;

// Fields -----------------------------------------------------------------------------------------

void ObjectEditor::addName(vault::ObjectKind kind, const QString& example)
{
    m_name = new ObjectNameField(kind, this);
    m_name->edit()->setPlaceholderText(example);
    addField(tr("&Name"), m_name);
    connect(m_name, &ObjectNameField::edited, this, &ObjectEditor::judge);
}

void ObjectEditor::addDates()
{
    m_activates = new DateTimeField(m_clock, DateTimeField::Presets::Activation, this);
    m_activates->setName(tr("Activates"));
    m_activatesNote = addField(tr("&Activates"), m_activates);
    m_expires = new DateTimeField(m_clock, DateTimeField::Presets::Expiry, this);
    m_expires->setName(tr("Expires"));
    m_expiresNote = addField(tr("&Expires"), m_expires);
    setNoteOf(u"nbf"_s, m_activatesNote);
    setNoteOf(u"exp"_s, m_expiresNote);
    connect(m_activates, &DateTimeField::edited, this, &ObjectEditor::judge);
    connect(m_expires, &DateTimeField::edited, this, &ObjectEditor::judge);
}

void ObjectEditor::addTags()
{
    m_tags = new TagsEditor(this);
    setNoteOf(u"tags"_s, addField(tr("Ta&gs"), m_tags));
    connect(m_tags, &TagsEditor::edited, this, &ObjectEditor::judge);
}

void ObjectEditor::addState()
{
    m_enabled = new QCheckBox(m_words.enabled, this);
    m_enabled->setChecked(true);
    addField(tr("State"), m_enabled);
}

void ObjectEditor::setNoteOf(const QString& field, FieldNote* note) { m_notes.insert(field, note); }

void ObjectEditor::setTagNames(const QStringList& names) { m_tags->setKnownNames(names); }

void ObjectEditor::fill(const vault::Attributes& attributes, const vault::Tags& tags)
{
    m_activates->setTime(attributes.notBefore);
    m_expires->setTime(attributes.expires);
    m_tags->setTags(tags);
    m_enabled->setChecked(attributes.isEnabled);
}

// Judging ----------------------------------------------------------------------------------------

QString ObjectEditor::judgeDates()
{
    const bool isWrongOrder
        = m_activates->time() && m_expires->time() && *m_expires->time() <= *m_activates->time();
    const bool isOver = m_expires->time() && *m_expires->time() <= m_clock.now();
    if (isWrongOrder)
        m_expiresNote->set(FieldNote::Kind::Problem, tr("The end has to lie after the beginning."));
    else if (isOver)
        m_expiresNote->set(FieldNote::Kind::Warning, m_words.afterEnd);
    else
        m_expiresNote->clear();
    m_activatesNote->set(FieldNote::Kind::Hint, m_activates->time() ? m_words.beforeStart : QString());
    return isWrongOrder ? tr("The end lies before the beginning.") : QString();
}

QString ObjectEditor::nameProblem() const { return m_name ? m_name->problem() : QString(); }

QString ObjectEditor::tagsProblem() const { return m_tags->problem(); }

void ObjectEditor::report(QStringList problems, bool hasBegun)
{
    problems.removeAll(QString());
    if (problems.isEmpty()) {
        allowAccept();
        footNote()->clear();
    } else {
        forbidAccept();
        footNote()->set(FieldNote::Kind::Hint, hasBegun ? problems.first() : QString());
    }
}

void ObjectEditor::showFailure(const base::Error& error, const ErrorText& text)
{
    showError(text);
    if (FieldNote* const note = m_notes.value(error.field))
        note->set(FieldNote::Kind::Problem, text.cause.isEmpty() ? text.title : text.cause);
    const bool isAboutName = error.field == "name"_L1 || error.code == base::ErrorCode::DeletedButRecoverable
        || error.code == base::ErrorCode::Managed;
    if (m_name && isAboutName)
        m_name->showProblem(text.title);
}

// Result -----------------------------------------------------------------------------------------

std::optional<vault::ObjectName> ObjectEditor::chosenName() const
{
    const auto name
        = m_name ? vault::ObjectName::create(m_name->text()) : base::Result<vault::ObjectName>(base::Error());
    return name ? std::optional(*name) : std::nullopt;
}

vault::AttributeChanges ObjectEditor::attributes() const
{
    vault::AttributeChanges changes;
    changes.isEnabled = m_enabled->isChecked();
    if (m_activates->time())
        changes.notBefore = vault::DateChange(m_activates->time());
    if (m_expires->time())
        changes.expires = vault::DateChange(m_expires->time());
    return changes;
}

vault::AttributeChanges ObjectEditor::changesOf(const vault::Attributes& old) const
{
    vault::AttributeChanges changes;
    if (m_enabled->isChecked() != old.isEnabled)
        changes.isEnabled = m_enabled->isChecked();
    changes.notBefore = dateChange(old.notBefore, m_activates->time());
    changes.expires = dateChange(old.expires, m_expires->time());
    return changes;
}

std::optional<vault::Tags> ObjectEditor::changeOf(const vault::Tags& old) const
{
    const vault::Tags now = m_tags->tags();
    return now == old ? std::nullopt : std::optional(now);
}

} // namespace strongroom::ui
