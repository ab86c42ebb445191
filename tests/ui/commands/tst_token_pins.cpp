// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/token_pins.h"

#include "in_memory_store.h"
#include "ui/dialogs/token_choice_field.h"
#include "ui/dialogs/token_dialogs.h"
#include "ui/widgets/choice_rows.h"
#include "ui/widgets/passphrase_edit.h"
#include "window_parts.h"
#include "working_store.h"

#include <QRadioButton>
#include <QTest>

using namespace strongroom;
using namespace strongroom::support;
using namespace Qt::StringLiterals;

class TestTokenPins final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void givesWhatTheKeychainHas();
    void leavesOthersToThePerson();
    void theDialogOffersTheKeychainWhereThereIsOne();

private:
    vault::TokenState state()
    {
        const auto now = m_parts->working.run(m_vault, vault::GetTokenState{});
        return now ? *now : vault::TokenState();
    }

    struct Parts
    {
        Parts()
            : working(store)
            , door(working.operations())
            , workspace(door, endpoint, working.clock, settings)
        {
        }
        InMemoryStore store;
        WorkingStore working;
        OpenDoor door;
        PaperEndpoint endpoint;
        ui::SettingsBook settings;
        ui::Workspace workspace;
    };
    std::unique_ptr<Parts> m_parts;
    vault::VaultId m_vault;
};

void TestTokenPins::init()
{
    m_parts = std::make_unique<Parts>();
    m_parts->door.isKeychainThere = true;
    auto op = createVault("signing");
    op.sku = vault::Sku::Premium;
    // As after an unlock: the PIN is to be asked for, and nobody has given it.
    op.token = vault::TokenChoice{ { u"/usr/lib/module.so"_s, u"token"_s }, {}, vault::PinKeeping::Ask };
    const auto made = m_parts->working.run(std::move(op));
    QVERIFY(made.has_value());
    m_vault = made->id;
    QTRY_VERIFY(m_parts->workspace.vaults().find(m_vault));
    QVERIFY(!state().hasPin);
}

void TestTokenPins::cleanup() { m_parts.reset(); }

void TestTokenPins::givesWhatTheKeychainHas()
{
    m_parts->door.keptPins.insert(m_vault.value, "1234");
    const ui::TokenPins pins(m_parts->workspace);
    QTRY_VERIFY(state().hasPin);
    QCOMPARE(state().keeping, vault::PinKeeping::Ask); // the store still does not hold it
}

void TestTokenPins::leavesOthersToThePerson()
{
    const ui::TokenPins pins(m_parts->workspace);
    QTest::qWait(100);
    QVERIFY(!state().hasPin);
}

void TestTokenPins::theDialogOffersTheKeychainWhereThereIsOne()
{
    ui::TokenPinDialog without(u"signing"_s, state(), ui::TokenPinDialog::Keychain::No);
    QCOMPARE(without.findChildren<QRadioButton*>().size(), 2);
    ui::TokenPinDialog with(u"signing"_s, state(), ui::TokenPinDialog::Keychain::Yes);
    QVERIFY(!with.isForKeychain());
    with.findChild<ui::PassphraseEdit*>()->insert(u"1234"_s);
    with.findChild<ui::ChoiceRows*>()->choose(ui::keepInKeychain);
    QVERIFY(with.isForKeychain());
    const auto op = with.operation();
    QCOMPARE(op.keeping, vault::PinKeeping::Ask);
    QCOMPARE(op.pin.view(), QByteArrayView("1234"));
}

QTEST_MAIN(TestTokenPins)
#include "tst_token_pins.moc"
