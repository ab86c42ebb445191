// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/secret_editor.h"

#include "fake_clock.h"
#include "ui/widgets/secret_edit.h"
#include "ui/widgets/secret_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

base::SecureBytes bytes(const char* text) { return base::SecureBytes::copyOf(QByteArrayView(text)); }

vault::SecretProperties secret()
{
    return {
        *vault::ObjectName::create(u"payments-db"_s), vault::VersionId::random(), {}, {}, {}, false, {}
    };
}

bool says(const QWidget& widget, const QString& part)
{
    for (const auto* const note : widget.findChildren<FieldNote*>())
        if (note->text().contains(part))
            return true;
    return false;
}

} // namespace

class TestSecretEditor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNewVersionNeedsAValue();
    void anEmptyVersionIsAskedFor();
    void theReasonNotToCompareStays();
    void theOldValueIsMaskedUntilAskedFor();
    void aFlawOfTheValueIsSaidAndNotInTheWay();
    void kindAndContentTypeFollowEachOther();
    void theKindComesBackWithTheDraft();

private:
    support::FakeClock m_clock;
};

void TestSecretEditor::aNewVersionNeedsAValue()
{
    SecretEditor editor(m_clock, SecretEditor::Mode::NewVersion, secret());
    editor.setOldValue(bytes("old"));
    QVERIFY(!editor.acceptButton()->isEnabled());
    QVERIFY(!editor.setOperation());
    editor.findChild<SecretEdit*>()->setValue(bytes("new"));
    QVERIFY(editor.acceptButton()->isEnabled());
    QVERIFY(says(editor, u"Differs from the current value"_s));
    QCOMPARE(editor.setOperation()->value, bytes("new"));
    editor.findChild<SecretEdit*>()->clear();
    QVERIFY(!editor.acceptButton()->isEnabled());
}

void TestSecretEditor::anEmptyVersionIsAskedFor()
{
    SecretEditor editor(m_clock, SecretEditor::Mode::NewVersion, secret());
    editor.setOldValue(bytes("old"));
    auto* const box = editor.findChild<QCheckBox*>(u"storesEmpty"_s);
    auto* const value = editor.findChild<SecretEdit*>();
    QVERIFY(box->isVisibleTo(&editor));
    box->toggle(); // as a screen reader does
    QVERIFY(editor.acceptButton()->isEnabled());
    QVERIFY(says(editor, u"programs read an empty text"_s));
    QVERIFY(editor.setOperation()->value.isEmpty());

    value->setValue(bytes("new"));
    QVERIFY(!box->isVisibleTo(&editor));
    value->clear();
    QVERIFY(box->isVisibleTo(&editor));
    QVERIFY(!editor.acceptButton()->isEnabled()); // it was taken back by typing
}

void TestSecretEditor::theReasonNotToCompareStays()
{
    SecretEditor editor(m_clock, SecretEditor::Mode::NewVersion, secret());
    editor.setOldValueUnknown(u"The current version is disabled."_s);
    QVERIFY(says(editor, u"is disabled."_s));
    editor.findChild<SecretEdit*>()->setValue(bytes("new"));
    QVERIFY(!says(editor, u"is disabled."_s));
    editor.findChild<SecretEdit*>()->clear();
    QVERIFY(says(editor, u"is disabled."_s));
}

void TestSecretEditor::theOldValueIsMaskedUntilAskedFor()
{
    SecretEditor editor(m_clock, SecretEditor::Mode::NewVersion, secret());
    auto* const old = editor.findChild<SecretField*>();
    QVERIFY(old && old->isVisibleTo(&editor));
    for (const auto* const button : old->findChildren<QToolButton*>())
        QVERIFY(!button->isVisibleTo(old) || button->accessibleName().startsWith("Show"_L1));
    old->beginHold(); // before it has come
    QVERIFY(!old->isRevealed());
    editor.setOldValue(bytes("old"));
    QVERIFY(old->isRevealed());
    old->endHold();
    QVERIFY(!old->isRevealed());
    old->beginHold();
    QVERIFY(old->isRevealed());
    old->endHold();

    SecretEditor unknown(m_clock, SecretEditor::Mode::NewVersion, secret());
    unknown.setOldValueUnknown(u"The current version is disabled."_s);
    QVERIFY(!unknown.findChild<SecretField*>()->isVisibleTo(&unknown));
    QVERIFY(!SecretEditor(m_clock).findChild<SecretField*>());
}

void TestSecretEditor::aFlawOfTheValueIsSaidAndNotInTheWay()
{
    SecretEditor editor(m_clock, SecretEditor::Mode::NewVersion, secret());
    auto* const kind = editor.findChild<QComboBox*>(u"kind"_s);
    auto* const value = editor.findChild<SecretEdit*>();
    value->setValue(bytes("{\n \"a\": x}"));
    QVERIFY(!says(editor, u"JSON"_s)); // plain text is anything
    kind->setCurrentText(u"JSON"_s);
    QVERIFY(says(editor, u"This is not valid JSON: line 2, column 7."_s));
    QVERIFY(editor.acceptButton()->isEnabled());
    QVERIFY(editor.setOperation());
    value->setValue(bytes("{\n \"a\": 1}"));
    QVERIFY(!says(editor, u"not valid"_s));
    QVERIFY(says(editor, u"The value fits this kind."_s));
    kind->setCurrentText(u"Certificate or key (PEM)"_s);
    QVERIFY(says(editor, u"no line begins with -----BEGIN."_s));
    value->clear();
    QVERIFY(!says(editor, u"PEM"_s));
}

void TestSecretEditor::kindAndContentTypeFollowEachOther()
{
    vault::SecretProperties json = secret();
    json.contentType = u"application/vnd.contoso+json"_s;
    SecretEditor editor(m_clock, SecretEditor::Mode::NewVersion, json);
    editor.findChild<SecretEdit*>()->setValue(bytes("{}"));
    auto* const kind = editor.findChild<QComboBox*>(u"kind"_s);
    QCOMPARE(kind->currentText(), u"JSON"_s);
    const auto choose = [&editor, kind](const QString& word) {
        kind->setCurrentText(word);
        Q_EMIT kind->activated(kind->currentIndex());
        return editor.setOperation()->contentType;
    };
    QCOMPARE(choose(u"JSON"_s), json.contentType);
    QCOMPARE(choose(u"Connection string"_s), u"connection-string"_s);
    QComboBox* type = nullptr;
    for (auto* const box : editor.findChildren<QComboBox*>())
        type = box->isEditable() ? box : type;
    type->setCurrentText(u"application/x-pem-file"_s);
    QCOMPARE(kind->currentText(), u"Certificate or key (PEM)"_s);
    type->setCurrentText(u"bitlocker"_s); // may be anything
    QCOMPARE(kind->currentText(), u"Certificate or key (PEM)"_s);
    QCOMPARE(choose(u"Plain text"_s), u"bitlocker"_s);
}

void TestSecretEditor::theKindComesBackWithTheDraft()
{
    SecretEditor editor(m_clock);
    editor.findChild<QComboBox*>(u"kind"_s)->setCurrentText(u"JSON"_s);
    const auto draft = editor.draft();
    QVERIFY(draft);
    const std::unique_ptr<SecretEditor> resumed(SecretEditor::resumed(m_clock, *draft));
    QVERIFY(resumed);
    QCOMPARE(resumed->findChild<QComboBox*>(u"kind"_s)->currentText(), u"JSON"_s);
}

QTEST_MAIN(TestSecretEditor)
#include "tst_secret_editor.moc"
