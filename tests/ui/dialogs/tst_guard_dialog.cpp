// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/guard_dialog.h"

#include "ui/widgets/name_lines.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

GuardQuestion question()
{
    GuardQuestion made;
    made.heading = u"Purge?"_s;
    made.sentence = u"For ever."_s;
    made.word = u"db-password"_s;
    made.acceptText = u"Purge"_s;
    return made;
}

} // namespace

class GuardDialogTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheExactWordOpensTheGuard()
    {
        GuardDialog dialog(question());
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        QSignalSpy submitted(&dialog, &FormDialog::submitted);
        auto* line = dialog.findChild<QLineEdit*>();
        for (const QString& wrong : { u""_s, u"DB-password"_s, u"db-password "_s, u"db-passwor"_s }) {
            line->setText(wrong);
            QVERIFY2(!dialog.acceptButton()->isEnabled(), qPrintable(wrong));
        }
        line->setText(u"DB-pass"_s);
        QCOMPARE(line->accessibleDescription(), u"Capitals count."_s); // what the note beside it says
        line->setText(u"db-password"_s);
        QVERIFY(dialog.acceptButton()->isEnabled());
        dialog.acceptButton()->click();
        QCOMPARE(submitted.size(), 1);
    }

    void theLongestNameFits()
    {
        GuardQuestion asked = question();
        asked.word = QString(127, u'x');
        asked.names = { asked.word };
        GuardDialog dialog(asked);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.open();
        for (const auto* label : dialog.findChildren<QLabel*>())
            QVERIFY2(label->minimumSizeHint().width() <= dialog.width(), qPrintable(label->text()));
        QCOMPARE(dialog.findChild<NameLines*>()->findChild<QWidget*>()->accessibleName(), asked.word);
    }

    void enterDoesNotDestroy()
    {
        GuardDialog dialog(question());
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        QSignalSpy submitted(&dialog, &FormDialog::submitted);
        dialog.open();
        auto* line = dialog.findChild<QLineEdit*>();
        QTest::keyClicks(line, u"db-password"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(submitted.size(), 0);
        QVERIFY(!dialog.isVisible());
    }

    void productionWantsTheButtonHeld()
    {
        GuardQuestion asked = question();
        asked.isProduction = true;
        GuardDialog dialog(asked);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        QSignalSpy submitted(&dialog, &FormDialog::submitted);
        dialog.open();
        dialog.findChild<QLineEdit*>()->setText(asked.word);
        QTest::mouseClick(dialog.acceptButton(), Qt::LeftButton);
        QTest::qWait(300);
        QCOMPARE(submitted.size(), 0);
        QTest::mousePress(dialog.acceptButton(), Qt::LeftButton);
        QVERIFY(submitted.wait(3 * GuardDialog::holdMilliseconds));
        QTest::mouseRelease(dialog.acceptButton(), Qt::LeftButton);
        QCOMPARE(submitted.size(), 1);
    }
};

QTEST_MAIN(GuardDialogTest)
#include "tst_guard_dialog.moc"
