// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/secret_editor.h"

#include "fake_clock.h"
#include "ui/widgets/secret_edit.h"
#include "ui/widgets/secret_field.h"

#include <QCheckBox>
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

QTEST_MAIN(TestSecretEditor)
#include "tst_secret_editor.moc"
