// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/key_editor.h"

#include "model/lists/key_words.h"
#include "model/vault/key_checks.h"
#include "model/vault/release_policy.h"
#include "ui/dialogs/key_file_field.h"
#include "ui/dialogs/key_operations_field.h"
#include "ui/dialogs/object_name_field.h"
#include "ui/dialogs/rotation_policy_form.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/choice_rows.h"
#include "ui/widgets/tags_editor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>

#include <array>

namespace strongroom::ui {

using namespace Qt::StringLiterals;
using vault::KeyProtection;

namespace {

constexpr std::array rsaSizes{ 2048, 3072, 4096 };
constexpr std::array octSizes{ 128, 192, 256 };
constexpr std::array curves{ crypto::Curve::P256, crypto::Curve::P384, crypto::Curve::P521,
                             crypto::Curve::P256K };
enum Place { InStore, InToken };

QString headingOf(KeyEditor::Mode mode, const QString& name)
{
    switch (mode) {
    case KeyEditor::Mode::Create:
        return KeyEditor::tr("New key");
    case KeyEditor::Mode::Import:
        return KeyEditor::tr("Import a key");
    case KeyEditor::Mode::Attributes:
        return KeyEditor::tr("Edit %1").arg(name);
    }
    return {};
}

QString verbOf(KeyEditor::Mode mode)
{
    switch (mode) {
    case KeyEditor::Mode::Create:
        return KeyEditor::tr("Create key");
    case KeyEditor::Mode::Import:
        return KeyEditor::tr("Import key");
    case KeyEditor::Mode::Attributes:
        return KeyEditor::tr("Save changes");
    }
    return {};
}

vault::PolicyScope scopeOf(const vault::VaultProperties& vault)
{
    return isPool(vault.sku) ? vault::PolicyScope::ManagedHsm : vault::PolicyScope::Vault;
}

bool hasToken(const vault::VaultProperties& vault) { return !vault.token.isEmpty(); }

ObjectEditorWords wordsOf(KeyEditor::Mode mode, const QString& name)
{
    return { headingOf(mode, name), verbOf(mode), KeyEditor::tr("Ena&bled: programs can use the key"),
             KeyEditor::tr("Before this time it does not sign, encrypt or wrap."),
             KeyEditor::tr("This moment is over: the key would no longer sign, encrypt or wrap.") };
}

} // namespace

KeyEditor::KeyEditor(const base::Clock& clock, Mode mode, const vault::VaultProperties& vault,
                     QWidget* parent)
    : ObjectEditor(clock, wordsOf(mode, {}), parent)
    , m_mode(mode)
    , m_vault(vault)
{
    build();
    if (m_mode == Mode::Import)
        m_file->setFocus();
    else
        nameField()->setFocus();
}

KeyEditor::KeyEditor(const base::Clock& clock, const vault::VaultProperties& vault,
                     const vault::KeyProperties& key, QWidget* parent)
    : ObjectEditor(clock, wordsOf(Mode::Attributes, key.name.text()), parent)
    , m_mode(Mode::Attributes)
    , m_vault(vault)
    , m_key(key)
{
    build();
    fillFrom(key);
    judge();
    m_operations->setFocus();
}

KeyEditor::~KeyEditor() = default;

// Fields -----------------------------------------------------------------------------------------

void KeyEditor::build()
{
    if (m_mode == Mode::Import)
        addFile();
    if (m_mode != Mode::Attributes)
        addName(vault::ObjectKind::Key, {});
    if (m_mode == Mode::Create)
        addKind();
    else if (m_file && hasToken(m_vault))
        addType();
    if (m_mode != Mode::Attributes)
        addPlace();
    addOperations();
    addDates();
    if (m_mode != Mode::Attributes)
        addRotation();
    addRelease();
    addTags();
    addState();
    if (m_mode != Mode::Attributes) {
        m_consequence = new FieldNote(this);
        addWide(m_consequence);
    }
    if (m_mode == Mode::Create)
        showSizes();
    else if (m_type)
        setFieldVisible(m_type, false);
    showRelease();
    judge();
}

void KeyEditor::addFile()
{
    m_file = new KeyFileField(this);
    m_file->setAccessibleName(tr("File with the key"));
    if (hasToken(m_vault))
        m_file->acceptWrapped();
    setNoteOf(u"key_hsm"_s, addField(tr("&File"), m_file));
    connect(m_file, &KeyFileField::keyChanged, this, &KeyEditor::onKeyOfFile);
}

void KeyEditor::onKeyOfFile()
{
    if (m_type)
        setFieldVisible(m_type, isWrapped());
    if (isWrapped())
        m_place->choose(InToken);
    if (m_file->key()) {
        m_operations->setKind(type(), protection());
        if (nameField()->text().isEmpty() || nameField()->text() == m_proposedName) {
            m_proposedName = nameFromFile(m_file->fileName());
            nameField()->setText(m_proposedName);
        }
    }
    judge();
}

bool KeyEditor::isWrapped() const { return m_file && m_file->key() && m_file->key()->isWrapped(); }

void KeyEditor::addOperations()
{
    m_operations = new KeyOperationsField(this);
    m_operationsNote = addField(tr("&Operations"), m_operations);
    setNoteOf(u"key_ops"_s, m_operationsNote);
    connect(m_operations, &KeyOperationsField::edited, this, &KeyEditor::judge);
}

void KeyEditor::addType()
{
    m_type = new QComboBox(this);
    m_type->setObjectName(u"keyType"_s);
    m_type->addItem(tr("RSA: sign, encrypt and wrap"), int(crypto::KeyType::Rsa));
    m_type->addItem(tr("Elliptic curve: sign"), int(crypto::KeyType::Ec));
    if (hasToken(m_vault))
        m_type->addItem(tr("Symmetric (AES): encrypt and wrap"), int(crypto::KeyType::Oct));
    QString hint;
    if (m_mode == Mode::Import)
        hint = tr("A .byok file does not say it, and the token has to know.");
    else if (!hasToken(m_vault))
        hint = tr("Symmetric keys are kept in a token only.");
    addField(tr("&Type"), m_type)->set(FieldNote::Kind::Hint, hint);
    connect(m_type, &QComboBox::currentIndexChanged, this, [this] {
        if (type() == crypto::KeyType::Oct && m_place)
            m_place->choose(InToken);
        if (m_size)
            showSizes();
        m_operations->setKind(type(), protection());
        judge();
    });
}

void KeyEditor::addKind()
{
    addType();
    m_size = new QComboBox(this);
    m_size->setObjectName(u"keySize"_s);
    m_sizeNote = addField(tr("&Size"), m_size);
    setNoteOf(u"key_size"_s, m_sizeNote);
    setNoteOf(u"crv"_s, m_sizeNote);
    connect(m_size, &QComboBox::currentIndexChanged, this, &KeyEditor::judge);
}

void KeyEditor::addPlace()
{
    m_place = new ChoiceRows(this);
    m_place->setAccessibleName(tr("Kept in"));
    m_place->addChoice(tr("The store"),
                       tr("The private part is in the store's file, encrypted. Backups carry it."));
    m_place->addChoice(tr("The vault's token (HSM)"),
                       hasToken(m_vault)
                           ? tr("It stays in the token \u201c%1\u201d and never leaves it. Without the "
                                "token nobody can use it, not even from a backup.")
                                 .arg(m_vault.token.label)
                           : QString());
    if (isPool(m_vault.sku)) {
        m_place->choose(InToken);
        m_place->forbid(InStore, tr("A Managed HSM pool keeps keys in its token only."));
    } else if (m_vault.sku == vault::Sku::Standard) {
        m_place->forbid(InToken, tr("A Standard vault has no token. Premium vaults do."));
    } else if (!hasToken(m_vault)) {
        m_place->forbid(InToken, tr("This vault has no token yet. Choose one in its properties."));
    }
    addField(tr("Kept in"), m_place);
    connect(m_place, &ChoiceRows::changed, this, [this] {
        m_operations->setKind(type(), protection());
        showRelease();
        showRotation();
        judge();
    });
}

void KeyEditor::addRotation()
{
    m_rotates = new QCheckBox(tr("Set a &rotation policy"), this);
    m_rotates->setObjectName(u"rotates"_s);
    addField(tr("Rotation"), m_rotates);
    vault::Attributes version;
    version.created = clock().now();
    m_rotation = new RotationPolicyForm(clock(), scopeOf(m_vault), version, this);
    vault::RotationPolicy proposal = vault::defaultRotationPolicy();
    vault::LifetimeAction rotate{ vault::LifetimeAction::Kind::Rotate, vault::Duration{}, {} };
    rotate.timeAfterCreate->months = 18;
    proposal.actions.insert(proposal.actions.begin(), rotate);
    proposal.expiryTime = vault::Duration{};
    proposal.expiryTime->years = 2;
    m_rotation->setPolicy(proposal);
    m_rotation->hide();
    addWide(m_rotation);
    connect(m_rotates, &QCheckBox::toggled, this, [this](bool isOn) {
        m_rotation->setVisible(isOn);
        judge();
    });
    showRotation();
    connect(m_rotation, &RotationPolicyForm::edited, this, &KeyEditor::judge);
}

void KeyEditor::showRotation()
{
    const auto origin = m_mode == Mode::Import ? vault::KeyOrigin::Imported : vault::KeyOrigin::MadeHere;
    m_rotation->setCanRotate(vault::canRotate(protection(), origin));
}

void KeyEditor::addRelease()
{
    const bool isKnown = m_key.has_value();
    m_exportable = new QCheckBox(tr("May be released to an attested environment"), this);
    m_exportable->setObjectName(u"exportable"_s);
    m_exportable->setVisible(!isKnown);
    m_releasePolicy = new QPlainTextEdit(this);
    m_releasePolicy->setObjectName(u"releasePolicy"_s);
    m_releasePolicy->setAccessibleName(tr("Release policy"));
    m_releasePolicy->setFont(monoFont());
    m_releasePolicy->setTabChangesFocus(true);
    m_releasePolicy->setFixedHeight(6 * m_releasePolicy->fontMetrics().height());
    m_releasePolicy->setPlaceholderText(
        u"{\"version\":\"1.0.0\",\"anyOf\":[{\"authority\":\"https://...\",\"allOf\":[...]}]}"_s);
    m_fixed = new QCheckBox(tr("The policy can never be changed"), this);
    if (!isKnown)
        addField(tr("Release"), m_exportable);
    m_releaseNote = addField(tr("Release policy"), m_releasePolicy);
    setNoteOf(u"release_policy"_s, m_releaseNote);
    addField(QString(), m_fixed);
    connect(m_exportable, &QCheckBox::toggled, this, [this] {
        showRelease();
        judge();
    });
    connect(m_releasePolicy, &QPlainTextEdit::textChanged, this, &KeyEditor::judge);
}

void KeyEditor::fillFrom(const vault::KeyProperties& key)
{
    m_operations->setKind(key.publicKey.type, key.protection);
    m_operations->setOperations(key.operations);
    fill(key.attributes, key.tags);
    if (!key.releasePolicy)
        return;
    m_releasePolicy->setPlainText(QString::fromUtf8(key.releasePolicy->data));
    m_fixed->setChecked(key.releasePolicy->isImmutable);
    m_releasePolicy->setReadOnly(key.releasePolicy->isImmutable);
    m_fixed->setEnabled(!key.releasePolicy->isImmutable);
}

void KeyEditor::showSizes()
{
    const QSignalBlocker blocker(m_size);
    m_size->clear();
    switch (type()) {
    case crypto::KeyType::Rsa:
        for (const int bits : rsaSizes)
            m_size->addItem(tr("%1 bits").arg(bits), bits);
        break;
    case crypto::KeyType::Ec:
        for (const crypto::Curve curve : curves)
            m_size->addItem(crypto::toText(curve), int(curve));
        break;
    case crypto::KeyType::Oct:
        for (const int bits : octSizes)
            m_size->addItem(tr("%1 bits").arg(bits), bits);
        m_size->setCurrentIndex(int(octSizes.size()) - 1);
        break;
    }
}

void KeyEditor::showRelease()
{
    const bool canRelease = protection() == KeyProtection::Hsm;
    const bool isReleased = m_key ? m_key->isExportable : canRelease && m_exportable->isChecked();
    m_exportable->setEnabled(canRelease);
    setFieldVisible(m_exportable, !m_key && hasToken(m_vault));
    setFieldVisible(m_releasePolicy, isReleased);
    setFieldVisible(m_fixed, isReleased);
}

// Judging ----------------------------------------------------------------------------------------

crypto::KeyType KeyEditor::type() const
{
    if (m_key)
        return m_key->publicKey.type;
    if (m_file && !isWrapped())
        return m_file->key() ? m_file->key()->publicKey.type : crypto::KeyType::Rsa;
    return crypto::KeyType(m_type->currentData().toInt());
}

KeyProtection KeyEditor::protection() const
{
    if (m_key)
        return m_key->protection;
    return m_place && m_place->chosen() == InToken ? KeyProtection::Hsm : KeyProtection::Software;
}

QString KeyEditor::judgeOperations()
{
    if (m_operations->operations().isEmpty()) {
        m_operationsNote->set(FieldNote::Kind::Problem, tr("Tick at least one operation."));
        return tr("The key could do nothing.");
    }
    if (const auto checked = vault::checkOperations(m_operations->operations(), type(), protection());
        !checked) {
        m_operationsNote->set(FieldNote::Kind::Problem, checked.error().message);
        return tr("These operations do not go together.");
    }
    m_operationsNote->clear();
    return {};
}

QString KeyEditor::judgeRelease()
{
    if (m_releasePolicy->isHidden())
        return {};
    const auto checked = vault::normalizedReleasePolicy(m_releasePolicy->toPlainText().toUtf8());
    if (checked)
        m_releaseNote->set(FieldNote::Kind::Good,
                           tr("Released to environments that one of these attests: %1.")
                               .arg(vault::authoritiesOf(*checked).join(u", "_s)));
    else
        m_releaseNote->set(m_releasePolicy->toPlainText().isEmpty() ? FieldNote::Kind::Hint
                                                                    : FieldNote::Kind::Problem,
                           checked.error().message);
    return checked ? QString() : tr("The release policy is not right yet.");
}

void KeyEditor::judge()
{
    if (!enabledBox() || (m_mode == Mode::Create && m_size->count() == 0))
        return; // still being built
    QStringList problems;
    if (m_file && !m_file->key())
        problems += tr("There is no key to import yet.");
    problems += nameProblem();
    problems += judgeOperations();
    if (m_file && m_file->key() && type() == crypto::KeyType::Oct && protection() == KeyProtection::Software)
        problems += tr("Symmetric keys are kept in a token only.");
    if (isWrapped() && protection() == KeyProtection::Software)
        problems += tr("A wrapped key goes into the token only.");
    problems += judgeDates();
    if (m_rotation && m_rotates->isChecked())
        problems += m_rotation->problem();
    problems += judgeRelease();
    problems += tagsProblem();
    report(problems, !nameField() || !nameField()->text().isEmpty() || m_file);
    showConsequence();
}

void KeyEditor::showConsequence()
{
    if (m_sizeNote)
        m_sizeNote->set(FieldNote::Kind::Hint,
                        type() == crypto::KeyType::Rsa && m_size->currentData().toInt() == 4096
                            ? tr("Slow: about six times the time of 2048 bits for each signature.")
                            : QString());
    if (!m_consequence)
        return;
    if (protection() == KeyProtection::Software)
        m_consequence->set(
            FieldNote::Kind::Warning,
            tr("Type, size and place cannot be changed later. The private part cannot be exported "
               "later; only backups carry it, encrypted."));
    else if (m_exportable->isChecked())
        m_consequence->set(
            FieldNote::Kind::Warning,
            tr("Type, size and place cannot be changed later. The key stays in the token and leaves "
               "it only for environments that meet the release policy."));
    else
        m_consequence->set(
            FieldNote::Kind::Warning,
            tr("Type, size and place cannot be changed later. The key stays in the token for ever; "
               "nobody can export it, and backups hold only its handle.")
                + (m_mode == Mode::Import
                       ? u' ' + tr("It cannot be rotated: its next version is imported too.")
                       : QString()));
}

// Result -----------------------------------------------------------------------------------------

vault::KeyDraft KeyEditor::draft() const
{
    vault::KeyDraft draft{ m_operations->operations(), attributes(), tags()->tags() };
    draft.isExportable = protection() == KeyProtection::Hsm && m_exportable->isChecked();
    if (draft.isExportable) {
        draft.releasePolicy.emplace();
        draft.releasePolicy->data = m_releasePolicy->toPlainText().toUtf8();
        draft.releasePolicy->isImmutable = m_fixed->isChecked();
    }
    return draft;
}

std::optional<vault::CreateKey> KeyEditor::createOperation() const
{
    const auto name = chosenName();
    if (m_mode != Mode::Create || !name)
        return {};
    vault::CreateKey op{ *name, type(), protection() };
    if (type() == crypto::KeyType::Ec)
        op.curve = crypto::Curve(m_size->currentData().toInt());
    else
        op.bits = m_size->currentData().toInt();
    op.draft = draft();
    return op;
}

std::optional<vault::ImportKey> KeyEditor::importOperation() const
{
    const auto name = chosenName();
    if (m_mode != Mode::Import || !name || !m_file->key())
        return {};
    const vault::ImportedKey& key = m_file->key()->key;
    return vault::ImportKey{ *name, { key.form, key.bytes.clone(), type() }, protection(), draft() };
}

std::optional<vault::UpdateKey> KeyEditor::updateOperation() const
{
    if (!m_key)
        return {};
    vault::UpdateKey op{ m_key->name, m_key->version, {}, changesOf(m_key->attributes), changeOf(m_key->tags),
                         {} };
    if (m_operations->operations() != m_key->operations)
        op.operations = m_operations->operations();
    if (m_key->releasePolicy && !m_key->releasePolicy->isImmutable) {
        vault::ReleasePolicy policy = *m_key->releasePolicy;
        policy.data = m_releasePolicy->toPlainText().toUtf8();
        policy.isImmutable = m_fixed->isChecked();
        if (policy != *m_key->releasePolicy)
            op.releasePolicy = policy;
    }
    return op;
}

std::optional<vault::RotationPolicy> KeyEditor::rotationPolicy() const
{
    return m_rotation && m_rotates->isChecked() ? m_rotation->policy() : std::nullopt;
}

} // namespace strongroom::ui
