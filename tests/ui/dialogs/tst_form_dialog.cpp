// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/form_dialog.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

/// Two fields, of which the lower one was made first.
class Form final : public FormDialog
{
public:
    enum class Complete { Yes, No };

    explicit Form(Complete complete)
        : FormDialog(u"Form"_s, u"Do it"_s, ButtonRole::Primary)
        , lower(new QLineEdit(this))
        , upper(new QLineEdit(this))
    {
        setAttribute(Qt::WA_DeleteOnClose, false);
        addField(u"&Upper"_s, upper);
        addField(u"&Lower"_s, lower);
        if (complete == Complete::No)
            forbidAccept();
    }

    QLineEdit* const lower;
    QLineEdit* const upper;
};

} // namespace

class TestFormDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typingGoesToWhatHasToBeFilledIn();
    void enterDoesWhatIsComplete();
    void tabGoesDownAndBack();
};

void TestFormDialog::typingGoesToWhatHasToBeFilledIn()
{
    Form form(Form::Complete::No);
    form.show();
    QVERIFY(QTest::qWaitForWindowActive(&form));
    QCOMPARE(form.focusWidget(), form.upper);
}

void TestFormDialog::enterDoesWhatIsComplete()
{
    Form form(Form::Complete::Yes);
    form.show();
    QVERIFY(QTest::qWaitForWindowActive(&form));
    QCOMPARE(form.focusWidget(), form.acceptButton());
}

void TestFormDialog::tabGoesDownAndBack()
{
    Form form(Form::Complete::No);
    form.show();
    QVERIFY(QTest::qWaitForWindowActive(&form));
    QTest::keyClick(form.focusWidget(), Qt::Key_Tab);
    QCOMPARE(form.focusWidget(), form.lower);
    QTest::keyClick(form.focusWidget(), Qt::Key_Backtab);
    QCOMPARE(form.focusWidget(), form.upper);
}

QTEST_MAIN(TestFormDialog)
#include "tst_form_dialog.moc"
