// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/secret_editor.h"

#include "model/lists/object_words.h"
#include "ui/dialogs/object_name_field.h"
#include "ui/theme/icons.h"
#include "ui/widgets/date_time_field.h"
#include "ui/widgets/generator_popover.h"
#include "ui/widgets/secret_edit.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/tags_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDataStream>
#include <QIODevice>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

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

ObjectEditorWords wordsOf(SecretEditor::Mode mode, const QString& name)
{
    return { headingOf(mode, name), verbOf(mode), SecretEditor::tr("Ena&bled: programs can read the value"),
             SecretEditor::tr("Programs can read the value before this time, too."),
             SecretEditor::tr("This moment is over: the secret would be expired at once.") };
}

using vault::ContentKind;

constexpr std::array contentKinds{ ContentKind::PlainText, ContentKind::Json, ContentKind::ConnectionString,
                                   ContentKind::Pem };

QString kindWord(ContentKind kind)
{
    switch (kind) {
    case ContentKind::PlainText:
        return SecretEditor::tr("Plain text");
    case ContentKind::Json:
        return SecretEditor::tr("JSON");
    case ContentKind::ConnectionString:
        return SecretEditor::tr("Connection string");
    case ContentKind::Pem:
        return SecretEditor::tr("Certificate or key (PEM)");
    }
    return {};
}

QString flawSentence(const vault::ContentFlaw& flaw)
{
    using Kind = vault::ContentFlaw::Kind;
    switch (flaw.kind) {
    case Kind::NotJson:
        return SecretEditor::tr("This is not valid JSON: line %1, column %2.")
            .arg(flaw.line)
            .arg(flaw.column);
    case Kind::NoPemBlock:
        return SecretEditor::tr("This is not PEM: no line begins with -----BEGIN.");
    case Kind::OpenPemBlock:
        return SecretEditor::tr("The PEM block that begins in line %1 has no end.").arg(flaw.line);
    case Kind::NotBase64:
        return SecretEditor::tr("This is not valid PEM: line %1, column %2.").arg(flaw.line).arg(flaw.column);
    case Kind::NoNameAndValue:
        return SecretEditor::tr("There is no name=value in line %1, column %2.")
            .arg(flaw.line)
            .arg(flaw.column);
    }
    return {};
}

/// Drafts write an absent time as 0.
qint64 secondsOf(const std::optional<vault::UnixSeconds>& time) { return time.value_or(0); }
std::optional<vault::UnixSeconds> timeOf(qint64 seconds)
{
    return seconds == 0 ? std::nullopt : std::optional<vault::UnixSeconds>(seconds);
}

} // namespace

SecretEditor::SecretEditor(const base::Clock& clock, QWidget* parent)
    : ObjectEditor(clock, wordsOf(Mode::Create, {}), parent)
    , m_mode(Mode::Create)
{
    build();
    m_untouched = typedFields();
    nameField()->setFocus();
}

SecretEditor::SecretEditor(const base::Clock& clock, Mode mode, const vault::SecretProperties& secret,
                           QWidget* parent)
    : ObjectEditor(clock, wordsOf(mode, secret.name.text()), parent)
    , m_mode(mode)
    , m_secret(secret)
{
    build();
    fillFrom(secret);
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
    if (m_mode == Mode::Create) {
        addName(vault::ObjectKind::Secret, u"payments-db-password"_s);
        nameField()->offerNewVersion();
    }
    if (m_mode == Mode::NewVersion)
        addOldValue();
    if (m_mode != Mode::Attributes) {
        addValue();
        addKind();
    }
    addType();
    addDates();
    addTags();
    addState();
    setContentTypes({});
    if (m_mode != Mode::Attributes)
        addCopy();
    judge();
}

void SecretEditor::addCopy()
{
    QPushButton* const copy = addButton(tr("Save and copy"));
    copy->setToolTip(tr("Save, then put the value into the clipboard for a while"));
    allowWithAccept(copy);
    connect(copy, &QPushButton::clicked, this, [this] {
        m_wantsCopy = true;
        Q_EMIT submitted();
    });
    connect(acceptButton(), &QPushButton::pressed, this, [this] { m_wantsCopy = false; });
}

void SecretEditor::addOldValue()
{
    m_old = new SecretField(this);
    m_old->removeCopy();
    addField(tr("C&urrent value"), m_old);
    // Before the value has come, the wish waits for it.
    connect(m_old, &SecretField::revealWanted, this, [this] {
        if (m_oldValue)
            m_old->reveal(m_oldValue->clone());
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
    if (m_mode == Mode::NewVersion)
        addEmptyChoice();
    m_value->editor()->setAccessibleName(tr("Value"));
    m_valueNote = addField(tr("&Value"), m_value);
    setNoteOf(u"value"_s, m_valueNote);
    m_generator = new GeneratorPopover(this);
    connect(generate, &QToolButton::clicked, this, [this, generate] { m_generator->openBelow(generate); });
    connect(m_generator, &GeneratorPopover::chosen, this,
            [this] { m_value->setValue(m_generator->takeValue()); });
    connect(m_value, &SecretEdit::edited, this, &SecretEditor::judge);
}

void SecretEditor::addEmptyChoice()
{
    m_storesEmpty = new QCheckBox(tr("Store an empty value"), this);
    m_storesEmpty->setObjectName(u"storesEmpty"_s);
    m_value->addFootWidget(m_storesEmpty);
    connect(m_storesEmpty, &QCheckBox::toggled, this, &SecretEditor::judge);
}

void SecretEditor::addKind()
{
    m_kind = new QComboBox(this);
    m_kind->setObjectName(u"kind"_s);
    for (const ContentKind kind : contentKinds)
        m_kind->addItem(kindWord(kind));
    m_kindNote = addField(tr("&Kind"), m_kind);
    connect(m_kind, &QComboBox::activated, this, &SecretEditor::followKind);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &SecretEditor::judge);
}

void SecretEditor::addType()
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
    setNoteOf(u"contentType"_s, m_typeNote);
    connect(m_type, &QComboBox::currentTextChanged, this, &SecretEditor::followType);
    connect(m_type, &QComboBox::currentTextChanged, this, &SecretEditor::judge);
}

ContentKind SecretEditor::contentKind() const
{
    return m_kind ? contentKinds[std::size_t(m_kind->currentIndex())] : ContentKind::PlainText;
}

void SecretEditor::setContentKind(ContentKind kind)
{
    if (m_kind)
        m_kind->setCurrentIndex(int(std::ranges::find(contentKinds, kind) - contentKinds.begin()));
}

void SecretEditor::followType()
{
    if (const auto kind = vault::contentKindOf(m_type->currentText()))
        setContentKind(*kind);
}

void SecretEditor::followKind()
{
    const QString written = m_type->currentText();
    const auto said = vault::contentKindOf(written);
    if ((said || written.trimmed().isEmpty()) && said != contentKind())
        m_type->setCurrentText(vault::contentTypeOf(contentKind()));
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

void SecretEditor::setName(const QString& name)
{
    if (nameField())
        nameField()->setText(name);
}

void SecretEditor::fillFrom(const vault::SecretProperties& secret)
{
    m_type->setCurrentText(secret.contentType);
    if (m_mode == Mode::Attributes)
        return fill(secret.attributes, secret.tags);
    // A new version takes over how long the old one was meant to live, counted from now.
    const vault::Attributes& old = secret.attributes;
    vault::Attributes next;
    if (old.expires && *old.expires > old.created)
        next.expires = clock().now() + (*old.expires - old.created);
    fill(next, secret.tags);
}

void SecretEditor::setOldValue(base::SecureBytes value)
{
    m_oldValue = std::move(value);
    if (m_old)
        m_old->reveal(m_oldValue->clone()); // if somebody waits for it
    judge();
}

void SecretEditor::setOldValueUnknown(const QString& reason)
{
    m_whyOldIsUnknown = reason;
    if (m_old)
        setFieldVisible(m_old, false);
    judge();
}

void SecretEditor::setRevealSeconds(int seconds)
{
    if (m_old)
        m_old->setRevealSeconds(seconds);
}

// Judging ----------------------------------------------------------------------------------------

bool SecretEditor::isValueMissing() const
{
    return m_storesEmpty && m_value->isEmpty() && !m_storesEmpty->isChecked();
}

void SecretEditor::judgeValue()
{
    const bool isEmpty = m_value->isEmpty();
    if (m_storesEmpty) {
        m_storesEmpty->setVisible(isEmpty);
        if (!isEmpty)
            m_storesEmpty->setChecked(false); // whoever takes the text away again says it again
    }
    if (isValueMissing())
        m_valueNote->set(FieldNote::Kind::Hint,
                         m_whyOldIsUnknown.isEmpty() ? tr("Write the new value.") : m_whyOldIsUnknown);
    else if (m_value->isTooLong())
        m_valueNote->set(FieldNote::Kind::Problem, tr("A value has at most 25,600 bytes."));
    else if (!isEmpty && m_oldValue)
        m_valueNote->set(m_value->value() == *m_oldValue ? FieldNote::Kind::Warning : FieldNote::Kind::Good,
                         m_value->value() == *m_oldValue ? tr("The same as the current value.")
                                                         : tr("Differs from the current value."));
    else if (isEmpty && (m_storesEmpty || !typedName().isEmpty()))
        m_valueNote->set(m_storesEmpty ? FieldNote::Kind::Warning : FieldNote::Kind::Hint,
                         tr("Without a value, programs read an empty text."));
    else
        m_valueNote->clear();
}

/// Never in the way of saving: a vault takes any text.
void SecretEditor::judgeContent()
{
    if (m_value->isEmpty() || contentKind() == ContentKind::PlainText)
        return m_kindNote->clear();
    const base::SecureBytes value = m_value->value();
    const auto flaw = vault::flawIn(value.view(), contentKind());
    m_kindNote->set(flaw ? FieldNote::Kind::Warning : FieldNote::Kind::Good,
                    flaw ? flawSentence(*flaw) : tr("The value fits this kind."));
}

void SecretEditor::judge()
{
    if (!enabledBox())
        return; // still being built
    QStringList problems{ nameProblem() };
    if (m_value) {
        judgeValue();
        judgeContent();
        if (m_value->isTooLong())
            problems += tr("The value is too long.");
        if (isValueMissing())
            problems += tr("The value is missing.");
    }
    const auto type = vault::checkContentType(m_type->currentText());
    m_typeNote->set(FieldNote::Kind::Problem, type ? QString() : tr("At most 255 characters."));
    problems += type ? QString() : tr("The content type is too long.");
    problems += judgeDates();
    problems += tagsProblem();
    report(problems, !typedName().isEmpty() || (m_value && !m_value->isEmpty()));
}

// Drafts -----------------------------------------------------------------------------------------

QString SecretEditor::typedName() const { return nameField() ? nameField()->text() : QString(); }

/// Everything but the value.
QByteArray SecretEditor::typedFields() const
{
    QByteArray fields;
    QDataStream out(&fields, QIODevice::WriteOnly);
    out << typedName() << m_type->currentText() << secondsOf(activates()->time())
        << secondsOf(expires()->time()) << tags()->tags() << enabledBox()->isChecked() << int(contentKind());
    return fields;
}

void SecretEditor::setTypedFields(const QByteArray& fields)
{
    QDataStream in(fields);
    QString name;
    QString type;
    qint64 notBefore = 0;
    qint64 end = 0;
    vault::Tags written;
    vault::Attributes attributes;
    int kind = 0;
    in >> name >> type >> notBefore >> end >> written >> attributes.isEnabled >> kind;
    attributes.notBefore = timeOf(notBefore);
    attributes.expires = timeOf(end);
    setName(name);
    m_type->setCurrentText(type);
    setContentKind(ContentKind(kind));
    fill(attributes, written);
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

base::SecureBytes SecretEditor::value() const { return m_value ? m_value->value() : base::SecureBytes(); }

std::optional<vault::SetSecret> SecretEditor::setOperation() const
{
    const auto name = m_secret ? std::optional(m_secret->name) : chosenName();
    if (!name || !m_value || isValueMissing())
        return {};
    return vault::SetSecret{ *name, m_value->value(), m_type->currentText().trimmed(), attributes(),
                             tags()->tags() };
}

std::optional<vault::UpdateSecret> SecretEditor::updateOperation() const
{
    if (!m_secret)
        return {};
    vault::UpdateSecret op{
        m_secret->name, m_secret->version, {}, changesOf(m_secret->attributes), changeOf(m_secret->tags)
    };
    if (m_type->currentText().trimmed() != m_secret->contentType)
        op.contentType = m_type->currentText().trimmed();
    return op;
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
