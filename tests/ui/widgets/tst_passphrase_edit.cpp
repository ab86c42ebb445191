// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/passphrase_edit.h"
#include "ui/widgets/passphrase_strength.h"

#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

QByteArray bytes(const base::SecureBytes& secret) { return secret.view().toByteArray(); }

} // namespace

/// A window with a field and something else to go to.
struct Form final
{
    Form()
    {
        auto* const layout = new QVBoxLayout(&window);
        layout->addWidget(edit);
        layout->addWidget(other);
        window.show();
        edit->setFocus();
        QTest::keyClicks(edit, u"abc"_s);
    }
    QToolButton* eye() const { return edit->findChild<QToolButton*>(); }
    bool isActive() { return QTest::qWaitForWindowActive(&window); }

    QWidget window;
    PassphraseEdit* edit = new PassphraseEdit(&window);
    QLineEdit* other = new QLineEdit(&window);
};

class TestPassphraseEdit final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typingGoesIntoTheBuffer();
    void editorHoldsPlaceHoldersOnly();
    void deletingInTheMiddle();
    void insertingInTheMiddle();
    void replacingASelection();
    void pasting();
    void textSetByAReaderIsTaken();
    void takingEmpties();
    void eyeHasKeysOfItsOwn();
    void tabGoesToTheNextField();
    void eyeClosesWhenTheKeyboardLeaves();
    void capsLock_data();
    void capsLock();
    void everyStrengthHasASentence();
};

void TestPassphraseEdit::typingGoesIntoTheBuffer()
{
    PassphraseEdit edit;
    QTest::keyClicks(&edit, u"horse battery"_s);
    QCOMPARE(bytes(edit.secret()), QByteArray("horse battery"));
}

void TestPassphraseEdit::editorHoldsPlaceHoldersOnly()
{
    PassphraseEdit edit;
    QTest::keyClicks(&edit, u"abc"_s);
    QCOMPARE(edit.text().size(), 3);
    const QString shown = edit.text();
    for (const QChar c : shown)
        QCOMPARE(c, QChar(u'\u2022'));
    QCOMPARE(edit.echoMode(), QLineEdit::Password);
}

void TestPassphraseEdit::deletingInTheMiddle()
{
    PassphraseEdit edit;
    QTest::keyClicks(&edit, u"abcdef"_s);
    edit.setCursorPosition(3);
    QTest::keyClick(&edit, Qt::Key_Backspace);
    QCOMPARE(bytes(edit.secret()), QByteArray("abdef"));
    QTest::keyClick(&edit, Qt::Key_Delete);
    QCOMPARE(bytes(edit.secret()), QByteArray("abef"));
}

void TestPassphraseEdit::insertingInTheMiddle()
{
    PassphraseEdit edit;
    QTest::keyClicks(&edit, u"abef"_s);
    edit.setCursorPosition(2);
    QTest::keyClicks(&edit, u"cd"_s);
    QCOMPARE(bytes(edit.secret()), QByteArray("abcdef"));
    QCOMPARE(edit.cursorPosition(), 4);
}

void TestPassphraseEdit::replacingASelection()
{
    PassphraseEdit edit;
    QTest::keyClicks(&edit, u"abcdef"_s);
    edit.setSelection(1, 3);
    QTest::keyClicks(&edit, u"X"_s);
    QCOMPARE(bytes(edit.secret()), QByteArray("aXef"));
    edit.selectAll();
    QTest::keyClick(&edit, Qt::Key_Delete);
    QVERIFY(edit.isEmpty());
}

void TestPassphraseEdit::pasting()
{
    PassphraseEdit edit;
    QTest::keyClicks(&edit, u"ad"_s);
    edit.setCursorPosition(1);
    QGuiApplication::clipboard()->setText(u"bc\n"_s);
    QTest::keySequence(&edit, QKeySequence::Paste);
    QCOMPARE(bytes(edit.secret()), QByteArray("abcd"));
}

void TestPassphraseEdit::textSetByAReaderIsTaken()
{
    PassphraseEdit edit;
    edit.setText(u"typed by a reader"_s);
    QCOMPARE(bytes(edit.secret()), QByteArray("typed by a reader"));
    QVERIFY(!edit.text().contains(u'r'));
}

void TestPassphraseEdit::takingEmpties()
{
    PassphraseEdit edit;
    QTest::keyClicks(&edit, u"abc"_s);
    QSignalSpy edited(&edit, &PassphraseEdit::edited);
    QCOMPARE(bytes(edit.takeSecret()), QByteArray("abc"));
    QVERIFY(edit.isEmpty() && edit.text().isEmpty());
    QCOMPARE(edited.count(), 1);
}

void TestPassphraseEdit::eyeHasKeysOfItsOwn()
{
    Form form;
    QVERIFY(form.isActive());
    QTest::keyClick(form.edit, Qt::Key_H, Qt::ControlModifier);
    QVERIFY(form.edit->isRevealed());
    QVERIFY(form.edit->hasFocus());
    QTest::keyClicks(form.edit, u"d"_s);
    QCOMPARE(bytes(form.edit->secret()), QByteArray("abcd"));
    QTest::keyClick(form.edit, Qt::Key_H, Qt::ControlModifier);
    QVERIFY(!form.edit->isRevealed());
}

/// The next field is for the same passphrase once more, as a rule: nothing may lie in between.
void TestPassphraseEdit::tabGoesToTheNextField()
{
    Form form;
    QVERIFY(form.isActive());
    QTest::keyClick(form.edit, Qt::Key_Tab);
    QVERIFY(form.other->hasFocus());
    QTest::keyClicks(QApplication::focusWidget(), u"a b"_s);
    QCOMPARE(form.other->text(), u"a b"_s);
    QCOMPARE(bytes(form.edit->secret()), QByteArray("abc"));
    QVERIFY(!form.edit->isRevealed());
}

void TestPassphraseEdit::eyeClosesWhenTheKeyboardLeaves()
{
    Form form;
    QVERIFY(form.isActive());
    form.other->setFocus();
    QTest::mouseClick(form.eye(), Qt::LeftButton);
    QVERIFY(form.edit->isRevealed());
    QVERIFY(form.edit->hasFocus());
    form.other->setFocus();
    QVERIFY(!form.edit->isRevealed());
    form.edit->setFocus();
    QTest::keyClick(form.edit, Qt::Key_H, Qt::ControlModifier);
    QTest::keyClick(form.edit, Qt::Key_Tab);
    QVERIFY(form.other->hasFocus());
    QVERIFY(!form.edit->isRevealed());
}

void TestPassphraseEdit::capsLock_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isShifted");
    QTest::addColumn<bool>("isOn");
    QTest::newRow("small") << u"a"_s << false << false;
    QTest::newRow("capital with shift") << u"A"_s << true << false;
    QTest::newRow("capital alone") << u"A"_s << false << true;
    QTest::newRow("small with shift") << u"a"_s << true << true;
}

void TestPassphraseEdit::capsLock()
{
    QFETCH(QString, text);
    QFETCH(bool, isShifted);
    QFETCH(bool, isOn);
    PassphraseEdit edit;
    QSignalSpy seen(&edit, &PassphraseEdit::capsLockSeen);
    QTest::sendKeyEvent(QTest::Press, &edit, Qt::Key_A, text, isShifted ? Qt::ShiftModifier : Qt::NoModifier);
    QCOMPARE(seen.count(), 1);
    QCOMPARE(seen[0][0].toBool(), isOn);
}

void TestPassphraseEdit::everyStrengthHasASentence()
{
    for (const auto& passphrase :
         { u""_s, u"password123"_s, u"k7#Qz"_s, u"k7#Qz2!v"_s, u"T9w$eR2q^Lm4&zX8"_s })
        QVERIFY(!strengthSentence(strengthOf(passphrase)).isEmpty());
}

QTEST_MAIN(TestPassphraseEdit)
#include "tst_passphrase_edit.moc"
