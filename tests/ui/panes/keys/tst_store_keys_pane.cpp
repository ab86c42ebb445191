// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/keys/store_keys_pane.h"

#include "pane_fixture.h"
#include "ui/panes/keys/key_dialogs.h"
#include "ui/widgets/passphrase_edit.h"

#include <QPushButton>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;
using ops::KeySlot;
using ui::PaneKind;

class TestStoreKeysPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_parts->window.reset(); }
    void theWaysToOpenAreListed();
    void thePassphraseIsChanged();
    void aWrongPassphraseLeavesTheDialog();
    void theRecoveryKeyIsTriedAndReplaced();
    void theKeychainComesAndGoes();

private:
    void press(const QString& words);
    static void type(QWidget* dialog, const QString& name, const QString& text);
    std::unique_ptr<PaneStage> m_parts;
    ui::StoreKeysPane* m_pane = nullptr;
};

void TestStoreKeysPane::init()
{
    m_parts = std::make_unique<PaneStage>();
    m_parts->door.keySlots = { { u"p"_s, KeySlot::Kind::Passphrase, {}, 1'700'000'000 },
                               { u"r"_s, KeySlot::Kind::RecoveryKey, {}, 1'700'000'000 } };
    m_pane = m_parts->showPane<ui::StoreKeysPane>({ PaneKind::StoreKeys, {}, {}, {} });
    QTRY_COMPARE(m_pane->statusText(), u"2 ways to open this store"_s);
}

void TestStoreKeysPane::press(const QString& words)
{
    auto* button = buttonNamed(m_pane, words);
    QVERIFY2(button, qPrintable(words));
    button->click();
}

void TestStoreKeysPane::type(QWidget* dialog, const QString& name, const QString& text)
{
    auto* field = dialog->findChild<ui::PassphraseEdit*>(name);
    QVERIFY2(field, qPrintable(name));
    field->wipe();
    field->insert(text);
}

void TestStoreKeysPane::theWaysToOpenAreListed()
{
    const auto words = wordsIn(m_pane);
    QVERIFY(words.contains(u"Passphrase"_s) && words.contains(u"Recovery key"_s));
    QVERIFY(words.contains(u"/home/me/store"_s));
    QVERIFY(!buttonNamed(m_pane, u"Add the keychain of this computer"_s));
}

void TestStoreKeysPane::thePassphraseIsChanged()
{
    press(u"Change..."_s);
    auto* dialog = openDialog<ui::ChangePassphraseDialog>();
    QVERIFY(dialog && !dialog->acceptButton()->isEnabled());
    type(dialog, u"formerPassphrase"_s, u"the old one"_s);
    type(dialog, u"newPassphrase"_s, u"marble otter fjord lantern"_s);
    QVERIFY(!dialog->acceptButton()->isEnabled());
    type(dialog, u"newPassphraseAgain"_s, u"marble otter fjord lantern"_s);
    QVERIFY(dialog->acceptButton()->isEnabled());
    dialog->acceptButton()->click();
    QTRY_COMPARE(m_parts->door.currentPassphrase, QByteArray("marble otter fjord lantern"));
    QTRY_VERIFY(!openDialog<ui::ChangePassphraseDialog>());
    QCOMPARE(m_parts->notices.back().text, u"The passphrase is changed."_s);
}

void TestStoreKeysPane::aWrongPassphraseLeavesTheDialog()
{
    press(u"Change..."_s);
    auto* dialog = openDialog<ui::ChangePassphraseDialog>();
    type(dialog, u"formerPassphrase"_s, u"not this"_s);
    type(dialog, u"newPassphrase"_s, u"marble otter fjord lantern"_s);
    type(dialog, u"newPassphraseAgain"_s, u"marble otter fjord lantern"_s);
    dialog->acceptButton()->click();
    QTRY_VERIFY(wordsIn(dialog).contains(u"Does not open it."_s));
    QVERIFY(dialog->isVisible() && dialog->acceptButton()->isEnabled());
    QCOMPARE(m_parts->door.currentPassphrase, QByteArray("the old one"));
}

void TestStoreKeysPane::theRecoveryKeyIsTriedAndReplaced()
{
    press(u"Try it..."_s);
    auto* trial = openDialog<ui::TryRecoveryKeyDialog>();
    QVERIFY(trial && !trial->acceptButton()->isEnabled());
    trial->findChild<ui::PassphraseEdit*>()->insert(u"OLD11-OLD22"_s);
    trial->acceptButton()->click();
    QTRY_VERIFY(!m_parts->notices.empty());
    QCOMPARE(m_parts->notices.back().text, u"The recovery key opens this store."_s);

    press(u"Replace..."_s);
    ui::FormDialog* question = nullptr;
    QTRY_VERIFY((question = openDialog<ui::FormDialog>()));
    QCOMPARE(m_parts->door.recoveryKey, QByteArray("OLD11-OLD22"));
    question->acceptButton()->click();
    ui::NewRecoveryKeyDialog* shown = nullptr;
    QTRY_VERIFY((shown = openDialog<ui::NewRecoveryKeyDialog>()));
    QCOMPARE(m_parts->door.recoveryKey, QByteArray("NEW11-NEW22"));
    QVERIFY(!wordsIn(shown).contains(u"NEW11"_s));
    shown->acceptButton()->click();
    QTRY_VERIFY(!openDialog<ui::NewRecoveryKeyDialog>());
}

void TestStoreKeysPane::theKeychainComesAndGoes()
{
    m_parts->door.isKeychainThere = true;
    m_pane->refresh();
    QTRY_VERIFY(buttonNamed(m_pane, u"Add the keychain of this computer"_s));
    press(u"Add the keychain of this computer"_s);
    QTRY_COMPARE(m_pane->statusText(), u"3 ways to open this store"_s);
    QVERIFY(!buttonNamed(m_pane, u"Add the keychain of this computer"_s));
    press(u"Remove"_s);
    QTRY_COMPARE(m_pane->statusText(), u"2 ways to open this store"_s);
}

QTEST_MAIN(TestStoreKeysPane)
#include "tst_store_keys_pane.moc"
