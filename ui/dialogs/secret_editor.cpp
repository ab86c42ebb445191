// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/secret_editor.h"

#include "model/lists/object_words.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/date_time_field.h"
#include "ui/widgets/generator_popover.h"
#include "ui/widgets/secret_edit.h"
#include "ui/widgets/tags_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDataStream>
#include <QHBoxLayout>
#include <QIODevice>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int nameSettles = 200; ///< milliseconds

QString headingOf(SecretEditor::Mode mode, const QString& name)
{
    switch (mode) {
    case SecretEditor::Mode::Create:
        return SecretEditor::tr("New secret");
    case SecretEditor::Mode::NewVersion:
        return SecretEditor::tr("New version of %1").arg(name);
    case SecretEditor::Mode::Attributes:
        return SecretEditor::tr("Edit %1").arg(name);
    }
    return {};
}

QString verbOf(SecretEditor::Mode mode)
{
    switch (mode) {
    case SecretEditor::Mode::Create:
        return SecretEditor::tr("Create secret");
    case SecretEditor::Mode::NewVersion:
        return SecretEditor::tr("Save as new version");
    case SecretEditor::Mode::Attributes:
        return SecretEditor::tr("Save changes");
    }
    return {};
}

vault::DateChange changeOf(const std::optional<vault::UnixSeconds>& old,
                           const std::optional<vault::UnixSeconds>& now)
{
    if (old == now)
        return {};
    return vault::DateChange(now);
}

/// Drafts write an absent time as 0.
qint64 secondsOf(const std::optional<vault::UnixSeconds>& time) { return time.value_or(0); }
std::optional<vault::UnixSeconds> timeOf(qint64 seconds)
{
    return seconds == 0 ? std::nullopt : std::optional<vault::UnixSeconds>(seconds);
}

} // namespace

SecretEditor::SecretEditor(const base::Clock& clock, QWidget* parent)
    : FormDialog(headingOf(Mode::Create, {}), verbOf(Mode::Create), ButtonRole::Primary, parent)
    , m_clock(clock)
    , m_mode(Mode::Create)
{
    build();
    judge();
    m_untouched = typedFields();
    m_name->setFocus();
}

SecretEditor::SecretEditor(const base::Clock& clock, Mode mode, const vault::SecretProperties& secret,
                           QWidget* parent)
    : FormDialog(headingOf(mode, secret.name.text()), verbOf(mode), ButtonRole::Primary, parent)
    , m_clock(clock)
    , m_mode(mode)
    , m_secret(secret)
{
    build();
    fill(secret);
    judge();
    m_untouched = typedFields();
    if (m_mode == Mode::NewVersion)
        m_value->setFocus();
    else
        m_type->setFocus();
}

SecretEditor::~SecretEditor() = default;

void SecretEditor::build()
{
    if (m_mode == Mode::Create)
        addName();
    if (m_mode != Mode::Attributes)
        addValue();
    addRest();
    if (m_mode != Mode::Attributes) {
        QPushButton* const copy = addButton(tr("Save and copy"));
        copy->setToolTip(tr("Save, then put the value into the clipboard for a while"));
        allowWithAccept(copy);
        connect(copy, &QPushButton::clicked, this, [this] {
            m_wantsCopy = true;
            Q_EMIT submitted();
        });
        connect(acceptButton(), &QPushButton::pressed, this, [this] { m_wantsCopy = false; });
    }
}

void SecretEditor::addName()
{
    m_name = new QLineEdit(this);
    m_name->setFont(monoFont());
    m_name->setMaxLength(127);
    m_name->setPlaceholderText(u"payments-db-password"_s);
    m_nameNote = addField(tr("&Name"), m_name);
    m_nameChoice = new QPushButton(this);
    m_nameChoice->setAutoDefault(false);
    m_nameRow = new QWidget(this);
    auto* const layout = new QHBoxLayout(m_nameRow);
    layout->setContentsMargins(0, 0, 0, metrics::inside);
    layout->addStretch();
    layout->addWidget(m_nameChoice);
    m_nameRow->hide();
    addWide(m_nameRow);
    m_nameTimer.setSingleShot(true);
    m_nameTimer.setInterval(nameSettles);
    connect(m_name, &QLineEdit::textChanged, this, &SecretEditor::onNameEdited);
    connect(&m_nameTimer, &QTimer::timeout, this, [this] {
        if (vault::ObjectName::create(m_name->text()))
            Q_EMIT nameCheckWanted(m_name->text());
    });
    connect(m_nameChoice, &QPushButton::clicked, this, [this] {
        if (m_nameState == NameState::Deleted)
            Q_EMIT recoverWanted(m_name->text());
        else if (m_nameState == NameState::Exists)
            Q_EMIT newVersionWanted(m_name->text());
    });
}

void SecretEditor::addValue()
{
    m_value = new SecretEdit(this);
    m_value->setPlaceholder(tr("Type, paste or generate the value"));
    auto* const generate = new QToolButton(this);
    generate->setText(tr("Generate..."));
    generate->setIcon(icon(u"dices"_s, Role::Accent));
    generate->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    generate->setAutoRaise(true);
    generate->setAccessibleName(tr("Generate a value"));
    generate->setObjectName(u"generate"_s);
    m_value->addFootWidget(generate);
    m_value->editor()->setAccessibleName(tr("Value"));
    m_valueNote = addField(tr("&Value"), m_value);
    m_generator = new GeneratorPopover(this);
    connect(generate, &QToolButton::clicked, this, [this, generate] { m_generator->openBelow(generate); });
    connect(m_generator, &GeneratorPopover::chosen, this,
            [this] { m_value->setValue(m_generator->takeValue()); });
    connect(m_value, &SecretEdit::edited, this, &SecretEditor::judge);
}

void SecretEditor::addRest()
{
    m_type = new QComboBox(this);
    m_type->setEditable(true);
    m_type->setInsertPolicy(QComboBox::NoInsert);
    m_type->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_type->setMinimumContentsLength(20); // however long the types are that were used before
    m_type->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_type->lineEdit()->setPlaceholderText(
        tr("for example text/plain, connection-string, application/x-pkcs12"));
    m_typeNote = addField(tr("Content &type"), m_type);
    m_activates = new DateTimeField(m_clock, DateTimeField::Presets::Activation, this);
    m_activates->setName(tr("Activates"));
    m_activatesNote = addField(tr("&Activates"), m_activates);
    m_expires = new DateTimeField(m_clock, DateTimeField::Presets::Expiry, this);
    m_expires->setName(tr("Expires"));
    m_expiresNote = addField(tr("&Expires"), m_expires);
    m_tags = new TagsEditor(this);
    m_tagsNote = addField(tr("Ta&gs"), m_tags);
    m_enabled = new QCheckBox(tr("Ena&bled: programs can read the value"), this);
    m_enabled->setChecked(true);
    addField(tr("State"), m_enabled);
    setContentTypes({});
    connect(m_type, &QComboBox::currentTextChanged, this, &SecretEditor::judge);
    connect(m_activates, &DateTimeField::edited, this, &SecretEditor::judge);
    connect(m_expires, &DateTimeField::edited, this, &SecretEditor::judge);
    connect(m_tags, &TagsEditor::edited, this, &SecretEditor::judge);
}

void SecretEditor::setContentTypes(const QStringList& types)
{
    const QString written = m_type->currentText();
    QStringList all = types;
    all += { u"text/plain"_s,       u"connection-string"_s,    u"api-key"_s,
             u"application/json"_s, u"application/x-pkcs12"_s, u"application/x-pem-file"_s };
    all.removeDuplicates();
    const QSignalBlocker blocker(m_type);
    m_type->clear();
    m_type->addItems(all);
    m_type->setCurrentText(written);
    if (written.isEmpty())
        m_type->setCurrentIndex(-1);
}

void SecretEditor::setTagNames(const QStringList& names) { m_tags->setKnownNames(names); }

void SecretEditor::setName(const QString& name)
{
    if (m_name)
        m_name->setText(name);
}

void SecretEditor::fill(const vault::SecretProperties& secret)
{
    m_type->setCurrentText(secret.contentType);
    m_tags->setTags(secret.tags);
    m_enabled->setChecked(m_mode == Mode::NewVersion || secret.attributes.isEnabled);
    if (m_mode == Mode::Attributes) {
        m_activates->setTime(secret.attributes.notBefore);
        m_expires->setTime(secret.attributes.expires);
        return;
    }
    // A new version takes over how long the old one was meant to live, counted from now.
    const auto& old = secret.attributes;
    if (old.expires && *old.expires > old.created)
        m_expires->setTime(m_clock.now() + (*old.expires - old.created));
}

void SecretEditor::setOldValue(base::SecureBytes value)
{
    m_oldValue = std::move(value);
    judge();
}

void SecretEditor::setOldValueUnknown(const QString& reason)
{
    if (m_valueNote && m_value->isEmpty())
        m_valueNote->set(FieldNote::Kind::Hint, reason);
}

// Judging ----------------------------------------------------------------------------------------

void SecretEditor::onNameEdited()
{
    m_nameState.reset();
    m_nameRow->hide();
    m_nameTimer.start();
    judge();
}

void SecretEditor::setNameState(const vault::ObjectName& name, NameState state)
{
    const auto typed = vault::ObjectName::create(m_name ? m_name->text() : QString());
    if (!typed || !(*typed == name))
        return;
    m_nameState = state;
    m_checkedName = name.text();
    judge();
}

/// Empty when the name can be used.
QString SecretEditor::judgeName()
{
    const QString text = m_name->text();
    if (text.isEmpty()) {
        m_nameNote->set(FieldNote::Kind::Hint, tr("Letters, digits and hyphens, at most 127."));
        return tr("A name is missing.");
    }
    if (!vault::ObjectName::create(text)) {
        QString wrong = tr("Only letters, digits and hyphens are allowed.");
        m_nameNote->set(FieldNote::Kind::Problem, wrong);
        return wrong;
    }
    m_nameRow->setVisible(m_nameState == NameState::Deleted || m_nameState == NameState::Exists);
    if (!m_nameState) {
        m_nameNote->clear();
        return {};
    }
    switch (*m_nameState) {
    case NameState::Free:
        m_nameNote->set(FieldNote::Kind::Good, tr("This name is free."));
        return {};
    case NameState::Exists:
        m_nameNote->set(FieldNote::Kind::Warning,
                        tr("There is a secret of this name. Saving adds a version to it."));
        m_nameChoice->setText(tr("Add a version to it instead"));
        return {};
    case NameState::Deleted:
        m_nameNote->set(
            FieldNote::Kind::Problem,
            tr("A deleted secret has this name. Recover it, or purge it before the name is free."));
        m_nameChoice->setText(tr("Recover the deleted secret"));
        return tr("The name belongs to a deleted secret.");
    case NameState::Managed:
        m_nameNote->set(FieldNote::Kind::Problem, tr("This name belongs to a certificate."));
        return tr("The name belongs to a certificate.");
    }
    return {};
}

void SecretEditor::judgeValue()
{
    if (m_value->isEmpty() && m_mode == Mode::NewVersion && m_oldValue)
        m_valueNote->set(FieldNote::Kind::Hint,
                         tr("The current value is not shown here. Write the new one."));
    else if (m_value->isTooLong())
        m_valueNote->set(FieldNote::Kind::Problem, tr("A value has at most 25,600 bytes."));
    else if (!m_value->isEmpty() && m_oldValue)
        m_valueNote->set(m_value->value() == *m_oldValue ? FieldNote::Kind::Warning : FieldNote::Kind::Good,
                         m_value->value() == *m_oldValue ? tr("The same as the current value.")
                                                         : tr("Differs from the current value."));
    else
        m_valueNote->clear();
}

void SecretEditor::judge()
{
    QStringList problems;
    if (m_mode == Mode::Create)
        problems += judgeName();
    if (m_value) {
        judgeValue();
        if (m_value->isTooLong())
            problems += tr("The value is too long.");
    }
    const auto type = vault::checkContentType(m_type->currentText());
    m_typeNote->set(FieldNote::Kind::Problem, type ? QString() : tr("At most 255 characters."));
    problems += type ? QString() : tr("The content type is too long.");

    const bool isWrongOrder
        = m_activates->time() && m_expires->time() && *m_expires->time() <= *m_activates->time();
    const bool isOver = m_expires->time() && *m_expires->time() <= m_clock.now();
    if (isWrongOrder)
        m_expiresNote->set(FieldNote::Kind::Problem, tr("The end has to lie after the beginning."));
    else if (isOver)
        m_expiresNote->set(FieldNote::Kind::Warning,
                           tr("This moment is over: the secret would be expired at once."));
    else
        m_expiresNote->clear();
    m_activatesNote->set(FieldNote::Kind::Hint,
                         m_activates->time() ? tr("Programs can read the value before this time, too.")
                                             : QString());
    problems += isWrongOrder ? tr("The end lies before the beginning.") : QString();
    problems += m_tags->problem();
    problems.removeAll(QString());

    if (problems.isEmpty()) {
        allowAccept();
        footNote()->clear();
    } else {
        forbidAccept();
        footNote()->set(FieldNote::Kind::Hint, hasInput() ? problems.first() : QString());
    }
}

bool SecretEditor::hasInput() const
{
    return (m_name && !m_name->text().isEmpty()) || (m_value && !m_value->isEmpty());
}

// Drafts -----------------------------------------------------------------------------------------

/// Everything but the value.
QByteArray SecretEditor::typedFields() const
{
    QByteArray fields;
    QDataStream out(&fields, QIODevice::WriteOnly);
    out << (m_name ? m_name->text() : QString()) << m_type->currentText() << secondsOf(m_activates->time())
        << secondsOf(m_expires->time()) << m_tags->tags() << m_enabled->isChecked();
    return fields;
}

void SecretEditor::setTypedFields(const QByteArray& fields)
{
    QDataStream in(fields);
    QString name;
    QString type;
    qint64 activates = 0;
    qint64 expires = 0;
    vault::Tags tags;
    bool isEnabled = true;
    in >> name >> type >> activates >> expires >> tags >> isEnabled;
    setName(name);
    m_type->setCurrentText(type);
    m_activates->setTime(timeOf(activates));
    m_expires->setTime(timeOf(expires));
    m_tags->setTags(tags);
    m_enabled->setChecked(isEnabled);
}

std::optional<EditorDraft> SecretEditor::draft() const
{
    const QByteArray typed = typedFields();
    if (typed == m_untouched && (!m_value || m_value->isEmpty()))
        return {};
    EditorDraft draft;
    QDataStream out(&draft.fields, QIODevice::WriteOnly);
    out << int(m_mode) << typed;
    if (m_secret) {
        const vault::Attributes& attributes = m_secret->attributes;
        out << m_secret->name.text() << m_secret->version.text() << m_secret->contentType << m_secret->tags
            << attributes.isEnabled << secondsOf(attributes.notBefore) << secondsOf(attributes.expires)
            << attributes.created;
    }
    draft.value = value();
    return draft;
}

SecretEditor* SecretEditor::resumed(const base::Clock& clock, const EditorDraft& draft, QWidget* parent)
{
    QDataStream in(draft.fields);
    int mode = 0;
    QByteArray typed;
    in >> mode >> typed;
    SecretEditor* editor = nullptr;
    if (Mode(mode) == Mode::Create) {
        editor = new SecretEditor(clock, parent);
    } else {
        QString name;
        QString version;
        in >> name >> version;
        const auto knownName = vault::ObjectName::create(name);
        const auto knownVersion = vault::VersionId::create(version);
        if (!knownName || !knownVersion)
            return nullptr;
        vault::SecretProperties secret{ *knownName, *knownVersion, {}, {}, {}, false, {} };
        qint64 notBefore = 0;
        qint64 expires = 0;
        in >> secret.contentType >> secret.tags >> secret.attributes.isEnabled >> notBefore >> expires
            >> secret.attributes.created;
        secret.attributes.notBefore = timeOf(notBefore);
        secret.attributes.expires = timeOf(expires);
        editor = new SecretEditor(clock, Mode(mode), secret, parent);
    }
    editor->setTypedFields(typed);
    if (editor->m_value)
        editor->m_value->setValue(draft.value);
    editor->judge();
    return editor;
}

// Result -----------------------------------------------------------------------------------------

vault::AttributeChanges SecretEditor::attributeChanges() const
{
    vault::AttributeChanges changes;
    changes.isEnabled = m_enabled->isChecked();
    if (m_activates->time())
        changes.notBefore = vault::DateChange(m_activates->time());
    if (m_expires->time())
        changes.expires = vault::DateChange(m_expires->time());
    return changes;
}

base::SecureBytes SecretEditor::value() const { return m_value ? m_value->value() : base::SecureBytes(); }

std::optional<vault::SetSecret> SecretEditor::setOperation() const
{
    const auto name = m_secret ? base::Result<vault::ObjectName>(m_secret->name)
                               : vault::ObjectName::create(m_name->text());
    if (!name || !m_value)
        return {};
    return vault::SetSecret{ *name, m_value->value(), m_type->currentText().trimmed(), attributeChanges(),
                             m_tags->tags() };
}

std::optional<vault::UpdateSecret> SecretEditor::updateOperation() const
{
    if (!m_secret)
        return {};
    vault::UpdateSecret op{ m_secret->name, m_secret->version, {}, {}, {} };
    const vault::Attributes& old = m_secret->attributes;
    if (m_type->currentText().trimmed() != m_secret->contentType)
        op.contentType = m_type->currentText().trimmed();
    if (m_enabled->isChecked() != old.isEnabled)
        op.attributes.isEnabled = m_enabled->isChecked();
    op.attributes.notBefore = changeOf(old.notBefore, m_activates->time());
    op.attributes.expires = changeOf(old.expires, m_expires->time());
    if (m_tags->tags() != m_secret->tags)
        op.tags = m_tags->tags();
    return op;
}

void SecretEditor::showFailure(const base::Error& error, const ErrorText& text)
{
    showError(text);
    const QHash<QString, FieldNote*> notes{ { u"name"_s, m_nameNote },        { u"value"_s, m_valueNote },
                                            { u"contentType"_s, m_typeNote }, { u"tags"_s, m_tagsNote },
                                            { u"exp"_s, m_expiresNote },      { u"nbf"_s, m_activatesNote } };
    if (FieldNote* const note = notes.value(error.field))
        note->set(FieldNote::Kind::Problem, text.title);
}

/// What was typed is given up only on the second try.
void SecretEditor::reject()
{
    const bool wouldLose = m_mode != Mode::Attributes && m_value && !m_value->isEmpty();
    if (wouldLose && !m_isDiscarding) {
        m_isDiscarding = true;
        footNote()->set(FieldNote::Kind::Warning, tr("The value is not saved. Cancel again to discard it."));
        return;
    }
    QDialog::reject();
}

} // namespace strongroom::ui
