// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/create_page.h"

#include "support/closed_door.h"
#include "ui/shell/error_sentences.h"
#include "ui/widgets/field_note.h"
#include "ui/widgets/passphrase_edit.h"

#include <QFileDialog>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

struct Page final
{
    Page()
        : page(door, errorSentences, nullptr)
        , fields(page.findChildren<PassphraseEdit*>())
        , create(page.findChild<QPushButton*>(u"createStore"_s))
    {
        page.show();
    }
    QString notes() const
    {
        QStringList all;
        for (const auto* note : page.findChildren<FieldNote*>())
            all += note->text();
        return all.join(u'\n');
    }

    support::ClosedDoor door;
    CreatePage page;
    QList<PassphraseEdit*> fields;
    QPushButton* create;
};

} // namespace

class TestCreatePage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothPassphrasesMustBeTheSame();
    void aWeakPassphraseIsSaid();
    void givesTheRecoveryKeyOn();
    void aFailureIsSaidAndKeepsThePage();
    void aFolderThatIsNotThereCanBeNamed();
};

void TestCreatePage::bothPassphrasesMustBeTheSame()
{
    Page shown;
    QVERIFY(!shown.create->isEnabled());
    QTest::keyClicks(shown.fields[0], u"marble otter fjord lantern"_s);
    QVERIFY(!shown.create->isEnabled());
    QTest::keyClicks(shown.fields[1], u"marble otter fjord"_s);
    QVERIFY(!shown.create->isEnabled());
    QVERIFY(shown.notes().contains(u"Not the same yet."_s));
    QTest::keyClicks(shown.fields[1], u" lantern"_s);
    QVERIFY(shown.create->isEnabled());
    QVERIFY(shown.notes().contains(u"The same."_s));
}

void TestCreatePage::aWeakPassphraseIsSaid()
{
    Page shown;
    QTest::keyClicks(shown.fields[0], u"abc"_s);
    QVERIFY(shown.notes().contains(u"Weak."_s));
    shown.fields[0]->wipe();
    QTest::keyClicks(shown.fields[0], u"marble otter fjord lantern"_s);
    QVERIFY(shown.notes().contains(u"Strong."_s));
}

void TestCreatePage::aFolderThatIsNotThereCanBeNamed()
{
    Page shown;
    const QTemporaryDir outer;
    for (auto* button : shown.page.findChildren<QPushButton*>())
        if (button->text() == u"C&hange..."_s)
            button->click();
    auto* const dialog = shown.page.findChild<QFileDialog*>();
    QVERIFY(dialog && dialog->isVisible());
    auto* const name = dialog->findChild<QLineEdit*>(u"fileNameEdit"_s);
    QCOMPARE(name->text(), u"contoso"_s); // as it was proposed
    name->setText(outer.filePath(u"new one"_s));
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_COMPARE(shown.page.findChild<QLineEdit*>(u"storeFolder"_s)->text(), outer.filePath(u"new one"_s));
    QVERIFY(!QFileInfo::exists(outer.filePath(u"new one"_s))); // it is made with the store
}

void TestCreatePage::givesTheRecoveryKeyOn()
{
    Page shown;
    std::shared_ptr<base::SecureBytes> key;
    QObject::connect(&shown.page, &CreatePage::created, &shown.page,
                     [&key](const std::shared_ptr<base::SecureBytes>& made) { key = made; });
    for (auto* field : shown.fields)
        QTest::keyClicks(field, u"marble otter fjord lantern"_s);
    QTest::keyClick(shown.fields[1], Qt::Key_Return);
    QTRY_VERIFY(key);
    QCOMPARE(shown.door.lastPassphrase, QByteArray("marble otter fjord lantern"));
    QCOMPARE(key->view().toByteArray(), QByteArray("AAAAA-BBBBB-CCCCC"));
    for (const auto* field : shown.fields)
        QVERIFY(field->isEmpty());
}

void TestCreatePage::aFailureIsSaidAndKeepsThePage()
{
    Page shown;
    shown.door.answer = base::Error{ base::ErrorCode::DiskFull, u"No space."_s, {} };
    const auto expected = errorSentences(shown.door.answer.error());
    for (auto* field : shown.fields)
        QTest::keyClicks(field, u"marble otter fjord lantern"_s);
    shown.create->click();
    QTRY_VERIFY(shown.notes().contains(expected.title));
    QVERIFY(shown.fields[0]->isEnabled());
    // Another folder or more room, and it can be tried again.
    for (const auto* field : shown.fields)
        QCOMPARE(field->secret().view().toByteArray(), QByteArray("marble otter fjord lantern"));
    QVERIFY(shown.create->isEnabled());
    shown.door.answer = {};
    shown.create->click();
    QVERIFY(!shown.notes().contains(expected.title));
    QTRY_VERIFY(shown.fields[0]->isEmpty() && shown.fields[1]->isEmpty());
}

QTEST_MAIN(TestCreatePage)
#include "tst_create_page.moc"
