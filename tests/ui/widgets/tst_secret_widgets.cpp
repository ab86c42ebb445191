// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/palette.h"
#include "ui/widgets/secret_canvas.h"
#include "ui/widgets/secret_edit.h"
#include "ui/widgets/secret_field.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

base::SecureBytes bytes(const char* text) { return base::SecureBytes::copyOf(QByteArrayView(text)); }
QByteArray plain(const base::SecureBytes& value) { return value.view().toByteArray(); }

} // namespace

class TestSecretWidgets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsEditedInPlace();
    void countsBytesNotCharacters_data();
    void countsBytesNotCharacters();
    void typesSelectsAndErases();
    void pastesWithOneKindOfLineBreak();
    void findsBlanksAtTheEnds_data();
    void findsBlanksAtTheEnds();
    void theCounterCanBeReadOnBothPalettes();
    void givesTheValueUpOnce();
    void isMaskedWithoutTheFocus();
    void readersHearAPasswordField();
    void dotsSayNothingAboutTheLength();
    void aLateAnswerIsDropped();
    void aClickShowsForATime();
};

void TestSecretWidgets::textIsEditedInPlace()
{
    SecretText text = SecretText::fromUtf8(bytes("h\xc3\xa9llo \xf0\x9f\x94\x91"));
    QCOMPARE(text.size(), 8);
    QCOMPARE(text.utf8Size(), 11);
    text.remove(0, 6);
    text.insert(0, u"ab");
    text.insert(1, u"-");
    QCOMPARE(plain(text.toUtf8()), QByteArray("a-b\xf0\x9f\x94\x91"));
    text.clear();
    QVERIFY(text.isEmpty());
}

void TestSecretWidgets::countsBytesNotCharacters_data()
{
    QTest::addColumn<int>("characters");
    QTest::addColumn<bool>("isTooLong");
    QTest::newRow("fits") << 25600 << false;
    QTest::newRow("one too many") << 25601 << true;
}

void TestSecretWidgets::countsBytesNotCharacters()
{
    QFETCH(int, characters);
    QFETCH(bool, isTooLong);
    SecretEdit edit;
    edit.setValue(base::SecureBytes::copyOf(QByteArray(characters, 'x')));
    QCOMPARE(edit.byteCount(), qsizetype(characters));
    QCOMPARE(edit.isTooLong(), isTooLong);
}

void TestSecretWidgets::typesSelectsAndErases()
{
    SecretEdit edit;
    edit.show();
    QWidget* const editor = edit.editor();
    QTest::keyClicks(editor, u"correct horse"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTest::keyClicks(editor, u"battery"_s);
    QCOMPARE(plain(edit.value()), QByteArray("correct horse\nbattery"));
    QTest::keyClick(editor, Qt::Key_Backspace, Qt::ControlModifier);
    QTest::keyClick(editor, Qt::Key_Backspace);
    QCOMPARE(plain(edit.value()), QByteArray("correct horse"));
    QTest::keyClick(editor, Qt::Key_Left, Qt::ControlModifier);
    QTest::keyClick(editor, Qt::Key_End, Qt::ShiftModifier);
    QTest::keyClicks(editor, u"staple"_s);
    QCOMPARE(plain(edit.value()), QByteArray("correct staple"));
    QTest::keyClick(editor, Qt::Key_Home);
    QTest::keyClick(editor, Qt::Key_Delete);
    QCOMPARE(plain(edit.value()), QByteArray("orrect staple"));
    QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor, u"z"_s);
    QCOMPARE(plain(edit.value()), QByteArray("z"));
}

void TestSecretWidgets::pastesWithOneKindOfLineBreak()
{
    SecretEdit edit;
    edit.show();
    QApplication::clipboard()->setText(u"a\r\nb"_s);
    QTest::keyClick(edit.editor(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(plain(edit.value()), QByteArray("a\nb"));
    QApplication::clipboard()->clear();
}

void TestSecretWidgets::findsBlanksAtTheEnds_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("isOdd");
    QTest::newRow("clean") << QByteArray("a b") << false;
    QTest::newRow("before") << QByteArray(" a") << true;
    QTest::newRow("after") << QByteArray("a ") << true;
    QTest::newRow("line break") << QByteArray("a\n") << true;
    QTest::newRow("only blanks") << QByteArray("  ") << true;
    QTest::newRow("empty") << QByteArray() << false;
}

void TestSecretWidgets::findsBlanksAtTheEnds()
{
    QFETCH(QByteArray, value);
    QFETCH(bool, isOdd);
    SecretEdit edit;
    edit.setValue(base::SecureBytes::copyOf(value));
    QCOMPARE(!edit.finding().isEmpty(), isOdd);
}

void TestSecretWidgets::theCounterCanBeReadOnBothPalettes()
{
    SecretEdit edit;
    const QLabel* counter = nullptr;
    for (const auto* label : edit.findChildren<QLabel*>())
        if (label->text().contains(u"25,600"_s))
            counter = label;
    QVERIFY(counter);
    for (const Scheme scheme : { Scheme::Light, Scheme::Dark, Scheme::Light }) {
        edit.setPalette(paletteOf(scheme)); // while it is open
        QCOMPARE(counter->palette().color(QPalette::WindowText), color(Role::Muted, scheme));
    }
}

void TestSecretWidgets::givesTheValueUpOnce()
{
    SecretEdit edit;
    edit.setValue(bytes("secret"));
    QCOMPARE(plain(edit.takeValue()), QByteArray("secret"));
    QVERIFY(edit.isEmpty());
    QCOMPARE(edit.byteCount(), 0);
}

void TestSecretWidgets::isMaskedWithoutTheFocus()
{
    QWidget window;
    auto* const edit = new SecretEdit(&window);
    auto* const other = new QToolButton(&window);
    other->move(0, 300);
    window.resize(400, 400);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    edit->setValue(bytes("secret"));
    edit->editor()->setFocus();
    const auto* const canvas = window.findChild<SecretCanvas*>();
    QTRY_VERIFY(!canvas->isMasked());
    other->setFocus(Qt::TabFocusReason);
    QTRY_VERIFY(canvas->isMasked());
}

void TestSecretWidgets::readersHearAPasswordField()
{
    QAccessible::setActive(true);
    SecretEdit edit;
    edit.setValue(bytes("canary"));
    edit.show();
    QAccessibleInterface* const reader = QAccessible::queryAccessibleInterface(edit.editor());
    QVERIFY(reader);
    QVERIFY(reader->state().passwordEdit);
    QVERIFY(!reader->text(QAccessible::Value).contains(u"canary"_s));
    // A reader may still write into it.
    QVERIFY(reader->editableTextInterface());
    reader->editableTextInterface()->replaceText(0, 12, u"typed by a reader"_s);
    QCOMPARE(plain(edit.value()), QByteArray("typed by a reader"));
}

void TestSecretWidgets::dotsSayNothingAboutTheLength()
{
    const auto picture = [](const char* value) {
        SecretCanvas canvas(SecretCanvas::Mode::Show);
        canvas.resize(300, 40);
        canvas.setHasValue(true);
        canvas.setContent(SecretText::fromUtf8(bytes(value)));
        canvas.setMasked(true);
        return canvas.grab().toImage();
    };
    QCOMPARE(picture("a"), picture("a much longer value with many characters"));
}

void TestSecretWidgets::aLateAnswerIsDropped()
{
    SecretField field;
    field.show();
    QSignalSpy wanted(&field, &SecretField::revealWanted);
    field.beginHold();
    QCOMPARE(wanted.size(), 1);
    field.endHold();
    field.reveal(bytes("late"));
    QVERIFY(!field.isRevealed());
    QVERIFY(field.findChild<SecretCanvas*>()->content().isEmpty());
}

void TestSecretWidgets::aClickShowsForATime()
{
    SecretField field;
    field.setRevealSeconds(1);
    field.show();
    connect(&field, &SecretField::revealWanted, &field, [&field] { field.reveal(bytes("shown")); });
    auto* const eye = field.findChildren<QToolButton*>().constFirst();
    QTest::mousePress(eye, Qt::LeftButton);
    QVERIFY(field.isRevealed());
    QTest::mouseRelease(eye, Qt::LeftButton);
    QVERIFY(field.isRevealed());
    QTRY_VERIFY_WITH_TIMEOUT(!field.isRevealed(), 10000);
    QVERIFY(field.findChild<SecretCanvas*>()->content().isEmpty());
}

QTEST_MAIN(TestSecretWidgets)
#include "tst_secret_widgets.moc"
