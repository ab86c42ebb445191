// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/lock_page.h"

#include "ui/shell/error_sentences.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/passphrase_edit.h"

#include "support/closed_door.h"

#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

template <typename T> T* child(QWidget& page) { return page.findChild<T*>(); }

QPushButton* button(QWidget& page, const QString& words)
{
    for (auto* one : page.findChildren<QPushButton*>())
        if (one->text().remove(u'&') == words)
            return one;
    return nullptr;
}

bool says(QWidget& page, const QString& words)
{
    for (auto* note : page.findChildren<FieldNote*>())
        if (note->text().contains(words))
            return true;
    return false;
}

} // namespace

class TestLockPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rightPassphraseUnlocks();
    void emptyFieldCannotBeSubmitted();
    void wrongPassphraseIsSaidUnderTheField();
    void delayGrows_data();
    void delayGrows();
    void delayKeepsTheButtonOff();
    void otherErrorsAreACard();
    void holderIsNamedBeforeAnythingIsTyped();
    void aServerIsNotAsked();
    void whoAsksNeedNotWait();
    void theSameFailureIsSeenToBeTriedAgain();
    void olderCopyNeedsAWord();
    void keychainIsOfferedWhenThere();
    void recoveryKeyCanBeUsed();
};

void TestLockPage::rightPassphraseUnlocks()
{
    support::ClosedDoor door;
    LockPage page(door, errorSentences, nullptr);
    page.show();
    QSignalSpy unlocked(&page, &LockPage::unlocked);
    QTest::keyClicks(child<PassphraseEdit>(page), u"open sesame"_s);
    button(page, u"Unlock"_s)->click();
    QTRY_COMPARE(unlocked.count(), 1);
    QCOMPARE(door.lastPassphrase, QByteArray("open sesame"));
    QVERIFY(child<PassphraseEdit>(page)->isEmpty());
}

void TestLockPage::emptyFieldCannotBeSubmitted()
{
    support::ClosedDoor door;
    LockPage page(door, errorSentences, nullptr);
    QVERIFY(!button(page, u"Unlock"_s)->isEnabled());
    QTest::keyClick(child<PassphraseEdit>(page), Qt::Key_Return);
    QCOMPARE(door.attempts, 0);
}

void TestLockPage::wrongPassphraseIsSaidUnderTheField()
{
    support::ClosedDoor door;
    door.answer = base::Error{ base::ErrorCode::WrongPassphrase, u"no"_s, u"passphrase"_s };
    LockPage page(door, errorSentences, nullptr);
    page.show();
    QTest::keyClicks(child<PassphraseEdit>(page), u"wrong"_s);
    QTest::keyClick(child<PassphraseEdit>(page), Qt::Key_Return);
    QTRY_VERIFY(says(page, u"does not open"_s));
    QCOMPARE(page.failedAttempts(), 1);
    QVERIFY(!child<ErrorCard>(page)->isVisible());
    QVERIFY(child<PassphraseEdit>(page)->isEnabled());
}

void TestLockPage::delayGrows_data()
{
    QTest::addColumn<int>("failures");
    QTest::addColumn<int>("milliseconds");
    QTest::newRow("none") << 0 << 0;
    QTest::newRow("first") << 1 << 0;
    QTest::newRow("second") << 2 << 1000;
    QTest::newRow("fourth") << 4 << 4000;
    QTest::newRow("many") << 50 << 30000;
}

void TestLockPage::delayGrows()
{
    QFETCH(int, failures);
    QFETCH(int, milliseconds);
    QCOMPARE(LockPage::delayMilliseconds(failures), milliseconds);
}

void TestLockPage::delayKeepsTheButtonOff()
{
    support::ClosedDoor door;
    door.answer = base::Error{ base::ErrorCode::WrongPassphrase, u"no"_s, {} };
    LockPage page(door, errorSentences, nullptr);
    page.show();
    for (int attempt = 1; attempt <= 2; ++attempt) {
        QTest::keyClicks(child<PassphraseEdit>(page), u"wrong"_s);
        QTest::keyClick(child<PassphraseEdit>(page), Qt::Key_Return);
        QTRY_COMPARE(page.failedAttempts(), attempt);
    }
    QTest::keyClicks(child<PassphraseEdit>(page), u"again"_s);
    QTest::keyClick(child<PassphraseEdit>(page), Qt::Key_Return);
    QCOMPARE(door.attempts, 2);
}

void TestLockPage::otherErrorsAreACard()
{
    support::ClosedDoor door;
    door.answer = base::Error{ base::ErrorCode::StoreInUse, u"Process 12 has it."_s, {} };
    LockPage page(door, errorSentences, nullptr);
    page.show();
    QTest::keyClicks(child<PassphraseEdit>(page), u"right"_s);
    button(page, u"Unlock"_s)->click();
    QTRY_VERIFY(child<ErrorCard>(page)->isVisible());
    QCOMPARE(child<ErrorCard>(page)->text().cause, u"Process 12 has it."_s);
    QCOMPARE(page.failedAttempts(), 0);
    button(page, u"Other store..."_s)->setFocus();
    Q_EMIT child<ErrorCard>(page)->nextStepChosen();
    QTRY_COMPARE(door.askedForHandOver, 1);
    QTRY_COMPARE(page.focusWidget(), child<PassphraseEdit>(page)); // what is asked for next
}

void TestLockPage::holderIsNamedBeforeAnythingIsTyped()
{
    support::ClosedDoor door;
    door.holder = base::Error{ base::ErrorCode::StoreInUse, u"Process 12 has it."_s, {} };
    LockPage page(door, errorSentences, nullptr);
    page.show();
    QVERIFY(child<ErrorCard>(page)->isVisible());
    QCOMPARE(child<ErrorCard>(page)->text().cause, u"Process 12 has it."_s);
    QCOMPARE(door.attempts, 0);
    // It goes, and another one comes, without anybody asking.
    door.holder.reset();
    QTRY_VERIFY(!child<ErrorCard>(page)->isVisible());
    door.holder = base::Error{ base::ErrorCode::StoreInUse, u"Process 13 has it."_s, {} };
    QTRY_COMPARE(child<ErrorCard>(page)->text().cause, u"Process 13 has it."_s);
    QTRY_VERIFY(child<ErrorCard>(page)->isVisible());
    door.holder.reset();
    button(page, u"Ask it to hand over"_s)->click();
    QTRY_COMPARE(door.askedForHandOver, 1);
    QTRY_VERIFY(says(page, u"You can unlock it now"_s));
    QVERIFY(!child<ErrorCard>(page)->isVisible());
}

void TestLockPage::aServerIsNotAsked()
{
    support::ClosedDoor door;
    door.holder = base::Error{ base::ErrorCode::StoreInUse, u"Process 12 serves it. Stop that."_s, {} };
    door.isHolderAttended = false;
    LockPage page(door, errorSentences, nullptr);
    page.show();
    QVERIFY(child<ErrorCard>(page)->isVisible());
    QCOMPARE(child<ErrorCard>(page)->text().cause, u"Process 12 serves it. Stop that."_s);
    QVERIFY(!button(page, u"Ask it to hand over"_s));
    door.holder.reset();
    QTRY_VERIFY(!child<ErrorCard>(page)->isVisible());
}

void TestLockPage::whoAsksNeedNotWait()
{
    support::ClosedDoor door;
    door.holder = base::Error{ base::ErrorCode::StoreInUse, u"Process 12 has it."_s, {} };
    door.isHolderSlow = true;
    LockPage page(door, errorSentences, nullptr);
    page.show();
    QVERIFY(button(page, u"Stop waiting"_s)->isHidden());
    button(page, u"Ask it to hand over"_s)->click();
    QVERIFY(!child<PassphraseEdit>(page)->isEnabled());
    QVERIFY(door.isHandOverAwaited());
    button(page, u"Stop waiting"_s)->click();
    QVERIFY(!door.isHandOverAwaited());
    QVERIFY(child<PassphraseEdit>(page)->isEnabled());
    QVERIFY(button(page, u"Stop waiting"_s)->isHidden());
    QVERIFY(child<ErrorCard>(page)->isVisible()); // it has the store still
    door.handOver(base::Error{ base::ErrorCode::StoreInUse, u"It did not let go."_s, {} });
    QTest::qWait(50);
    QCOMPARE(child<ErrorCard>(page)->text().cause, u"Process 12 has it."_s); // late, for nobody
}

void TestLockPage::theSameFailureIsSeenToBeTriedAgain()
{
    support::ClosedDoor door;
    door.answer = base::Error{ base::ErrorCode::StoreTampered, u"Page 7 was changed."_s, {} };
    LockPage page(door, errorSentences, nullptr);
    page.show();
    auto* const field = child<PassphraseEdit>(page);
    auto* const card = child<ErrorCard>(page);
    for (int attempt = 1; attempt <= 2; ++attempt) {
        QTest::keyClicks(field, u"right"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QTest::qWait(50); // the answer has long been there
        QVERIFY(page.isTrying());
        QVERIFY(child<QProgressBar>(page)->isVisible());
        QVERIFY(!card->isVisible() && !field->isEnabled());
        QVERIFY(field->accessibleDescription().isEmpty());
        QTRY_VERIFY(card->isVisible());
        QVERIFY(!page.isTrying() && field->isEnabled());
        // Read again with the field, to which the keyboard comes back.
        QCOMPARE(page.focusWidget(), field);
        QVERIFY(field->accessibleDescription().contains(card->text().title));
        QCOMPARE(door.attempts, attempt);
    }
}

void TestLockPage::olderCopyNeedsAWord()
{
    support::ClosedDoor door;
    door.answer = base::Error{ base::ErrorCode::StoreRolledBack, u"older"_s, {} };
    LockPage page(door, errorSentences, nullptr);
    page.show();
    QTest::keyClicks(child<PassphraseEdit>(page), u"right"_s);
    button(page, u"Unlock"_s)->click();
    QTRY_VERIFY(child<ErrorCard>(page)->isVisible());
    QVERIFY(!door.isRollbackAccepted);
    Q_EMIT child<ErrorCard>(page)->nextStepChosen();
    QVERIFY(door.isRollbackAccepted);
}

void TestLockPage::keychainIsOfferedWhenThere()
{
    support::ClosedDoor door;
    LockPage page(door, errorSentences, nullptr);
    QVERIFY(button(page, u"Unlock with this computer"_s)->isHidden());
    door.isKeychainThere = true;
    page.reset();
    QVERIFY(!button(page, u"Unlock with this computer"_s)->isHidden());
    QSignalSpy unlocked(&page, &LockPage::unlocked);
    button(page, u"Unlock with this computer"_s)->click();
    QTRY_COMPARE(unlocked.count(), 1);
}

void TestLockPage::recoveryKeyCanBeUsed()
{
    support::ClosedDoor door;
    LockPage page(door, errorSentences, nullptr);
    page.show();
    button(page, u"Use the recovery key"_s)->click();
    QTest::keyClicks(child<PassphraseEdit>(page), u"ABCDE-FGHJK"_s);
    button(page, u"Unlock"_s)->click();
    QTRY_COMPARE(door.lastRecoveryKey, QByteArray("ABCDE-FGHJK"));
}

QTEST_MAIN(TestLockPage)
#include "tst_lock_page.moc"
