// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/key_editor.h"

#include "fake_clock.h"
#include "ui/dialogs/key_file_field.h"
#include "ui/dialogs/object_name_field.h"
#include "ui/dialogs/rotation_policy_form.h"
#include "ui/widgets/duration_edit.h"
#include "ui/widgets/rotation_timeline.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

vault::VaultProperties vaultOf(vault::Sku sku, const QString& token = {})
{
    vault::VaultProperties vault{ { u"id"_s }, *vault::VaultName::create(u"v-1"_s) };
    vault.sku = sku;
    if (!token.isEmpty())
        vault.token = { u"/usr/lib/module.so"_s, token };
    return vault;
}

bool says(const QWidget& widget, const QString& part)
{
    for (const auto* const label : widget.findChildren<QLabel*>())
        if (label->text().contains(part))
            return true;
    return false;
}

constexpr auto policyJson
    = R"({"version":"1.0.0","anyOf":[{"authority":"https://attest.example","allOf":[{"claim":"x","equals":true}]}]})";

/// As the reading of a file answers.
void give(KeyEditor& editor, const char* fileName, const char* content)
{
    const auto bytes
        = std::make_shared<const base::SecureBytes>(base::SecureBytes::copyOf(QByteArrayView(content)));
    editor.fileField()->setContent(QString::fromUtf8(fileName), KeyFileField::Content(bytes), {});
    editor.fileField()->showKey(transfer::readKeyFile(*bytes, {}), u"No key."_s);
}

constexpr auto wrappedKey
    = R"({"schema_version":"1.0.0","header":{"kid":"https://v/keys/kek","alg":"dir","enc":"CKM_RSA_AES_KEY_WRAP"},"ciphertext":"AAAA"})";
/// RFC 7517, A.2.
constexpr auto clearKey = R"({"kty":"EC","crv":"P-256",
    "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    "d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"})";

} // namespace

class TestKeyEditor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStandardVaultHasNoToken();
    void aPoolHasNothingElse();
    void symmetricKeysGoIntoTheToken();
    void releaseNeedsAPolicyThatCanBeRead();
    void editingChangesOnlyWhatWasChanged();
    void rotationRulesAreSaidWhileTyping();
    void rotationIsDrawnFiveEventsAhead();
    void keysImportedIntoATokenCannotRotate();
    void aWrappedKeyGoesIntoTheToken();
    void aVaultWithoutATokenTakesNoWrappedKey();
    void theFileProposesAName();
    void namesFromFiles_data();
    void namesFromFiles();

private:
    support::FakeClock m_clock;
};

void TestKeyEditor::aStandardVaultHasNoToken()
{
    KeyEditor editor(m_clock, KeyEditor::Mode::Create, vaultOf(vault::Sku::Standard));
    editor.nameField()->setText(u"k"_s);
    QCOMPARE(editor.findChild<QComboBox*>(u"keyType"_s)->count(), 2);
    QVERIFY(says(editor, u"A Standard vault has no token"_s));
    QVERIFY(says(editor, u"cannot be exported later"_s));
    const auto op = editor.createOperation();
    QVERIFY(op.has_value());
    QCOMPARE(op->protection, vault::KeyProtection::Software);
    QCOMPARE(op->bits, 2048);
    QVERIFY(!op->draft.isExportable);
}

void TestKeyEditor::aPoolHasNothingElse()
{
    KeyEditor editor(m_clock, KeyEditor::Mode::Create, vaultOf(vault::Sku::ManagedHsm, u"pool token"_s));
    editor.nameField()->setText(u"k"_s);
    QCOMPARE(editor.createOperation()->protection, vault::KeyProtection::Hsm);
    QVERIFY(says(editor, u"stays in the token for ever"_s));
}

void TestKeyEditor::symmetricKeysGoIntoTheToken()
{
    KeyEditor editor(m_clock, KeyEditor::Mode::Create, vaultOf(vault::Sku::Premium, u"t"_s));
    editor.nameField()->setText(u"k"_s);
    auto* const type = editor.findChild<QComboBox*>(u"keyType"_s);
    QCOMPARE(type->count(), 3);
    QCOMPARE(editor.createOperation()->protection, vault::KeyProtection::Software);
    type->setCurrentIndex(2);
    const auto op = editor.createOperation();
    QCOMPARE(op->type, crypto::KeyType::Oct);
    QCOMPARE(op->protection, vault::KeyProtection::Hsm);
    QCOMPARE(op->bits, 256);
    QCOMPARE(op->draft.operations, vault::defaultOperations(crypto::KeyType::Oct));
}

void TestKeyEditor::releaseNeedsAPolicyThatCanBeRead()
{
    KeyEditor editor(m_clock, KeyEditor::Mode::Create, vaultOf(vault::Sku::ManagedHsm, u"t"_s));
    editor.nameField()->setText(u"k"_s);
    auto* const exportable = editor.findChild<QCheckBox*>(u"exportable"_s);
    auto* const policy = editor.findChild<QPlainTextEdit*>(u"releasePolicy"_s);
    QVERIFY(editor.acceptButton()->isEnabled());
    QVERIFY(policy->isHidden());
    exportable->setChecked(true);
    QVERIFY(!policy->isHidden());
    QVERIFY(!editor.acceptButton()->isEnabled());
    policy->setPlainText(u"{\"version\":1}"_s);
    QVERIFY(!editor.acceptButton()->isEnabled());
    policy->setPlainText(QString::fromLatin1(policyJson));
    QVERIFY(editor.acceptButton()->isEnabled());
    QVERIFY(says(editor, u"https://attest.example"_s));
    QVERIFY(editor.createOperation()->draft.isExportable);
}

void TestKeyEditor::editingChangesOnlyWhatWasChanged()
{
    vault::KeyProperties key{ *vault::ObjectName::create(u"k"_s), vault::VersionId::random() };
    key.operations = { u"sign"_s, u"verify"_s };
    key.attributes.expires = m_clock.now() + 86400;
    KeyEditor editor(m_clock, vaultOf(vault::Sku::Standard), key);
    auto op = editor.updateOperation();
    QVERIFY(op.has_value());
    QVERIFY(!op->operations && !op->tags && !op->attributes.expires && !op->attributes.isEnabled);
    editor.findChild<QCheckBox*>(u"encrypt"_s)->setChecked(true);
    op = editor.updateOperation();
    QCOMPARE(op->operations->size(), 3);
    QVERIFY(op->operations->contains(u"encrypt"_s));
    QVERIFY(!op->attributes.expires);
}

void TestKeyEditor::rotationRulesAreSaidWhileTyping()
{
    RotationPolicyForm form(m_clock, vault::PolicyScope::Vault, {});
    QVERIFY(form.policy().has_value());
    form.findChild<QComboBox*>(u"rotate"_s)->setCurrentIndex(1);
    auto* const time = form.findChild<DurationEdit*>(u"rotateTime"_s);
    time->setDuration({ .days = 3 });
    Q_EMIT time->edited();
    QVERIFY(!form.problem().isEmpty());
    QVERIFY(!form.policy());
    QVERIFY(says(form, u"7 days"_s));
    time->setDuration({ .days = 7 });
    Q_EMIT time->edited();
    QVERIFY(form.problem().isEmpty());
    RotationPolicyForm pool(m_clock, vault::PolicyScope::ManagedHsm, {});
    vault::RotationPolicy policy = *form.policy();
    pool.setPolicy(policy);
    QVERIFY(!pool.problem().isEmpty()); // 28 days there
}

void TestKeyEditor::rotationIsDrawnFiveEventsAhead()
{
    vault::Attributes version;
    version.created = m_clock.now();
    RotationPolicyForm form(m_clock, vault::PolicyScope::Vault, version);
    auto* const timeline = form.findChild<RotationTimeline*>();
    QVERIFY(timeline->events().empty());
    form.findChild<QComboBox*>(u"rotate"_s)->setCurrentIndex(1);
    QCOMPARE(timeline->events().size(), std::size_t(5));
    QVERIFY(timeline->accessibleDescription().contains(u"Rotation on"_s));
    vault::Duration eighteenMonths;
    eighteenMonths.months = 18;
    QCOMPARE(timeline->events().front().time, eighteenMonths.after(m_clock.now()));
}

void TestKeyEditor::keysImportedIntoATokenCannotRotate()
{
    KeyEditor editor(m_clock, KeyEditor::Mode::Import, vaultOf(vault::Sku::Premium, u"t"_s));
    editor.findChild<QCheckBox*>(u"rotates"_s)->setChecked(true);
    auto* const rotate = editor.findChild<QComboBox*>(u"rotate"_s);
    QVERIFY(rotate->isEnabled());
    QCOMPARE(editor.rotationPolicy()->actions.size(), std::size_t(2));
    const auto places = editor.findChildren<QRadioButton*>();
    const auto choose = [&places](const QString& text) {
        for (QRadioButton* const place : places)
            if (place->text().remove(u'&') == text)
                place->click();
    };
    choose(u"The vault's token (HSM)"_s);
    QVERIFY(!rotate->isEnabled());
    QCOMPARE(editor.rotationPolicy()->actions.size(), std::size_t(1)); // the notice
    QVERIFY(says(editor, u"It cannot be rotated"_s));
    choose(u"The store"_s);
    QVERIFY(rotate->isEnabled());
    QCOMPARE(editor.rotationPolicy()->actions.size(), std::size_t(2));
    // What is made there can be made again.
    KeyEditor pool(m_clock, KeyEditor::Mode::Create, vaultOf(vault::Sku::ManagedHsm, u"t"_s));
    QVERIFY(pool.findChild<QComboBox*>(u"rotate"_s)->isEnabled());
    KeyEditor imported(m_clock, KeyEditor::Mode::Import, vaultOf(vault::Sku::ManagedHsm, u"t"_s));
    QVERIFY(!imported.findChild<QComboBox*>(u"rotate"_s)->isEnabled());
}

void TestKeyEditor::aWrappedKeyGoesIntoTheToken()
{
    KeyEditor editor(m_clock, KeyEditor::Mode::Import, vaultOf(vault::Sku::Premium, u"t"_s));
    QVERIFY(says(editor, u".byok"_s));
    auto* const type = editor.findChild<QComboBox*>(u"keyType"_s);
    QVERIFY(type && type->isHidden());
    give(editor, "partner.byok", wrappedKey);
    QVERIFY(says(editor, u"wrapped for https://v/keys/kek"_s));
    QVERIFY(!type->isHidden());
    type->setCurrentIndex(1);
    QVERIFY(editor.acceptButton()->isEnabled());
    const auto op = editor.importOperation();
    QVERIFY(op.has_value());
    QCOMPARE(op->keyName.text(), u"partner"_s);
    QCOMPARE(op->protection, vault::KeyProtection::Hsm);
    QCOMPARE(op->key.form, vault::ImportedKey::Form::Transfer);
    QCOMPARE(op->key.type, crypto::KeyType::Ec);
    QVERIFY(op->key.bytes.view() == QByteArrayView(wrappedKey));
    QCOMPARE(op->draft.operations, vault::defaultOperations(crypto::KeyType::Ec));
    // Not into the store: only the token can open it.
    editor.findChild<QRadioButton*>()->click();
    QVERIFY(!editor.acceptButton()->isEnabled());
    // Another file, with a key in the clear, says its type itself.
    give(editor, "partner.jwk", clearKey);
    QVERIFY(type->isHidden());
    QVERIFY(editor.acceptButton()->isEnabled());
    QCOMPARE(editor.importOperation()->key.form, vault::ImportedKey::Form::Der);
}

void TestKeyEditor::aVaultWithoutATokenTakesNoWrappedKey()
{
    KeyEditor editor(m_clock, KeyEditor::Mode::Import, vaultOf(vault::Sku::Standard));
    QVERIFY(!says(editor, u".byok"_s));
    give(editor, "partner.byok", wrappedKey);
    QVERIFY(says(editor, u"wrapped for a token"_s));
    QVERIFY(!editor.fileField()->key());
    QVERIFY(!editor.acceptButton()->isEnabled());
}

void TestKeyEditor::theFileProposesAName()
{
    KeyEditor editor(m_clock, KeyEditor::Mode::Import, vaultOf(vault::Sku::Standard));
    give(editor, "no key.pem", "nonsense");
    QVERIFY(editor.nameField()->text().isEmpty());
    give(editor, "Partner key (2).jwk", clearKey);
    QCOMPARE(editor.nameField()->text(), u"Partner-key-2"_s);
    give(editor, "other.jwk", clearKey);
    QCOMPARE(editor.nameField()->text(), u"other"_s); // it was only proposed
    editor.nameField()->setText(u"mine"_s);
    give(editor, "third.jwk", clearKey);
    QCOMPARE(editor.nameField()->text(), u"mine"_s);
}

void TestKeyEditor::namesFromFiles_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << u"signing.pem"_s << u"signing"_s;
    QTest::newRow("dots") << u"app.prod.key.pem"_s << u"app-prod-key"_s;
    QTest::newRow("ends") << u"__a key__.der"_s << u"a-key"_s;
    QTest::newRow("accents") << u"Schl\u00fcssel.pfx"_s << u"Schlussel"_s;
    QTest::newRow("nothing left") << u"\u9375.pem"_s << QString();
    QTest::newRow("long") << QString(200, u'a') + u".pem"_s << QString(127, u'a');
}

void TestKeyEditor::namesFromFiles()
{
    QFETCH(QString, file);
    QFETCH(QString, name);
    QCOMPARE(nameFromFile(file), name);
    QVERIFY(name.isEmpty() || vault::ObjectName::create(name));
}

QTEST_MAIN(TestKeyEditor)
#include "tst_key_editor.moc"
