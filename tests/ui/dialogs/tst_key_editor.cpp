// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/key_editor.h"

#include "fake_clock.h"
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

QTEST_MAIN(TestKeyEditor)
#include "tst_key_editor.moc"
