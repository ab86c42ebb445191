// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/vault_create_dialog.h"

#include "ui/dialogs/token_choice_field.h"
#include "ui/widgets/choice_rows.h"
#include "ui/widgets/passphrase_edit.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

std::vector<vault::TokenModule> modules()
{
    vault::TokenModule module{ u"/usr/lib/module.so"_s, u"A module"_s };
    vault::TokenSlot good;
    good.id = 7;
    good.hasToken = true;
    good.isInitialized = true;
    good.label = u"signing"_s;
    good.mechanisms = { { u"EC-KEY-PAIR-GEN"_s, 256, 521, { u"generate"_s } } };
    vault::TokenSlot blank = good;
    blank.isInitialized = false;
    vault::TokenSlot trusted = good; // certificates only, as p11-kit's trust module has it
    trusted.label = u"System Trust"_s;
    trusted.mechanisms.clear();
    module.slots = { blank, trusted, good };
    return { module };
}

} // namespace

class TestVaultCreateDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStandardVaultAsksForNoToken();
    void aPremiumVaultMayGetItsTokenLater();
    void aPoolNeedsTokenAndPin();
    void thePinMayGoToTheKeychain();
    void growsWithWhatItAsks();
    void tabGoesFromTopToBottom();
};

void TestVaultCreateDialog::aStandardVaultAsksForNoToken()
{
    VaultCreateDialog dialog;
    dialog.tokenField()->setModules(modules());
    QVERIFY(dialog.tokenField()->isHidden());
    QVERIFY(!dialog.acceptButton()->isEnabled());
    dialog.findChild<QLineEdit*>()->setText(u"contoso"_s);
    QVERIFY(dialog.acceptButton()->isEnabled());
    const auto op = dialog.operation();
    QVERIFY(op && !op->token);
}

void TestVaultCreateDialog::aPremiumVaultMayGetItsTokenLater()
{
    VaultCreateDialog dialog;
    dialog.tokenField()->setModules(modules());
    dialog.findChild<QLineEdit*>()->setText(u"contoso"_s);
    dialog.findChild<QComboBox*>(u"tier"_s)->setCurrentIndex(1);
    QVERIFY(!dialog.tokenField()->isHidden());
    QVERIFY(dialog.acceptButton()->isEnabled());
    auto* const token = dialog.findChild<QComboBox*>(u"token"_s);
    QCOMPARE(token->count(), 2); // none, and the one that is initialised and makes keys
    token->setCurrentIndex(1);
    QVERIFY(!dialog.acceptButton()->isEnabled()); // no PIN yet
    dialog.findChild<PassphraseEdit*>(u"tokenPin"_s)->insert(u"1234"_s);
    QVERIFY(dialog.acceptButton()->isEnabled());
    const auto op = dialog.operation();
    QVERIFY(op && op->token);
    QCOMPARE(op->token->binding, (vault::TokenBinding{ u"/usr/lib/module.so"_s, u"signing"_s }));
    QCOMPARE(op->token->pin.view().toByteArray(), QByteArray("1234"));
    QCOMPARE(op->token->keeping, vault::PinKeeping::Store);
}

void TestVaultCreateDialog::aPoolNeedsTokenAndPin()
{
    VaultCreateDialog dialog;
    dialog.findChild<QLineEdit*>()->setText(u"contoso"_s);
    dialog.findChild<QComboBox*>(u"tier"_s)->setCurrentIndex(2);
    QVERIFY(!dialog.acceptButton()->isEnabled());
    QVERIFY(!dialog.operation());
    dialog.tokenField()->setModules(modules());
    QCOMPARE(dialog.findChild<QComboBox*>(u"token"_s)->count(), 1);
    dialog.findChild<PassphraseEdit*>(u"tokenPin"_s)->insert(u"1234"_s);
    QVERIFY(dialog.acceptButton()->isEnabled());
    const auto op = dialog.operation();
    QCOMPARE(op->sku, vault::Sku::ManagedHsm);
    QCOMPARE(op->permissionModel, vault::PermissionModel::Rbac);
}

void TestVaultCreateDialog::thePinMayGoToTheKeychain()
{
    VaultCreateDialog dialog;
    auto* const field = dialog.tokenField();
    auto* const keeping = field->findChild<ChoiceRows*>();
    QCOMPARE(keeping->findChildren<QRadioButton*>().size(), 2); // no keychain, no offer
    field->offerKeychain();
    dialog.findChild<QLineEdit*>()->setText(u"contoso"_s);
    dialog.findChild<QComboBox*>(u"tier"_s)->setCurrentIndex(2);
    keeping->choose(keepInKeychain);
    QVERIFY(!field->isForKeychain()); // there is no token yet
    field->setModules(modules());
    dialog.findChild<PassphraseEdit*>(u"tokenPin"_s)->insert(u"1234"_s);
    QVERIFY(field->isForKeychain());
    const auto op = dialog.operation();
    QVERIFY(op && op->token);
    QCOMPARE(op->token->keeping, vault::PinKeeping::Ask); // not in the store
    QCOMPARE(op->token->pin.view().toByteArray(), QByteArray("1234"));
}

void TestVaultCreateDialog::growsWithWhatItAsks()
{
    VaultCreateDialog dialog;
    dialog.tokenField()->setModules(modules());
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    dialog.resize(dialog.width(), 300);
    dialog.findChild<QComboBox*>(u"tier"_s)->setCurrentIndex(1);
    dialog.findChild<QComboBox*>(u"token"_s)->setCurrentIndex(1);
    QTRY_COMPARE(dialog.height(), static_cast<QDialog&>(dialog).sizeHint().height());
}

void TestVaultCreateDialog::tabGoesFromTopToBottom()
{
    VaultCreateDialog dialog;
    dialog.tokenField()->setModules(modules());
    auto* const name = dialog.findChild<QLineEdit*>();
    name->setText(u"contoso"_s);
    dialog.show();
    dialog.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    name->setFocus();
    int top = -1;
    QStringList met;
    QWidget* at = name;
    do {
        const int here = at->mapTo(&dialog, QPoint()).y();
        met += at->accessibleName() + u" at "_s + QString::number(here);
        QVERIFY2(here >= top, qPrintable(met.join(u", "_s)));
        top = here;
        QTest::keyClick(at, Qt::Key_Tab);
        at = QApplication::focusWidget();
    } while (at && at != name);
    QVERIFY2(met.size() > 6, qPrintable(met.join(u", "_s)));
    QVERIFY(met.last().startsWith(dialog.acceptButton()->accessibleName()));
}

QTEST_MAIN(TestVaultCreateDialog)
#include "tst_vault_create_dialog.moc"
