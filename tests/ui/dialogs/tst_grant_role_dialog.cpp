// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/grant_role_dialog.h"

#include "model/vault/built_in_roles.h"
#include "ui/dialogs/access_words.h"
#include "ui/dialogs/right_words.h"
#include "ui/widgets/choice_rows.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <algorithm>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

vault::AccessRules rulesOf(vault::Sku sku)
{
    vault::AccessRules rules{ { {}, *vault::VaultName::create(u"contoso"_s) }, {}, {}, {}, {}, {} };
    rules.vault.sku = sku;
    return rules;
}

std::vector<vault::Application> applications()
{
    vault::Application made;
    made.objectId = u"p-1"_s;
    made.name = u"payments-api"_s;
    return { made };
}

} // namespace

class TestGrantRoleDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRoleCanBeLimitedToOneKey();
    void aPoolOffersItsOwnRolesAndKeysOnly();
    void aRoleThatPeopleMadeCanBeGranted();
    void everyRoleSaysWhatItGives();
    void everyRightOfPoolsHasWords();
};

void TestGrantRoleDialog::aRoleCanBeLimitedToOneKey()
{
    GrantRoleDialog dialog(rulesOf(vault::Sku::Standard), applications());
    auto* scope = dialog.findChild<ChoiceRows*>();
    auto* name = dialog.findChild<QLineEdit*>();
    QCOMPARE(dialog.operation()->scope, u"/"_s);
    QVERIFY(name->isHidden()); // nothing to fill in
    scope->choose(2);
    QVERIFY(!name->isHidden());
    QVERIFY(!dialog.operation());
    QVERIFY(!dialog.acceptButton()->isEnabled());
    name->setText(u"token-signing"_s);
    QCOMPARE(dialog.operation()->scope, u"/keys/token-signing"_s);
    scope->choose(1);
    QCOMPARE(dialog.operation()->scope, u"/secrets/token-signing"_s);
    scope->choose(0);
    QVERIFY(name->isHidden());
    QCOMPARE(dialog.operation()->scope, u"/"_s);
}

void TestGrantRoleDialog::aPoolOffersItsOwnRolesAndKeysOnly()
{
    GrantRoleDialog dialog(rulesOf(vault::Sku::ManagedHsm), applications());
    const auto boxes = dialog.findChildren<QComboBox*>();
    QCOMPARE(boxes.last()->count(), int(vault::poolRoles().size()));
    QCOMPARE(boxes.last()->currentText(), u"Managed HSM Crypto User"_s);
    auto* scope = dialog.findChild<ChoiceRows*>();
    scope->choose(1);
    QCOMPARE(dialog.operation()->scope, u"/keys"_s);
    scope->choose(2);
    dialog.findChild<QLineEdit*>()->setText(u"root"_s);
    QCOMPARE(dialog.operation()->scope, u"/keys/root"_s);
}

void TestGrantRoleDialog::aRoleThatPeopleMadeCanBeGranted()
{
    auto rules = rulesOf(vault::Sku::ManagedHsm);
    rules.roles = { { u"11111111-0000-4000-8000-000000000001"_s,
                      u"signers"_s,
                      {},
                      false,
                      { { { u"keys/sign/action"_s }, {} } },
                      0,
                      0 } };
    GrantRoleDialog dialog(rules, applications());
    const auto boxes = dialog.findChildren<QComboBox*>();
    QComboBox* const role = boxes.last();
    QCOMPARE(role->itemText(role->count() - 1), u"signers"_s);
    role->setCurrentIndex(role->count() - 1);
    QCOMPARE(dialog.operation()->roleId, rules.roles.front().id);
    QVERIFY(std::ranges::any_of(dialog.findChildren<FieldNote*>(),
                                [](const FieldNote* note) { return note->text() == u"Sign"_s; }));
}

void TestGrantRoleDialog::everyRoleSaysWhatItGives()
{
    for (const auto roles : { vault::builtInRoles(), vault::poolRoles() }) {
        for (const vault::BuiltInRole& role : roles) {
            const QString id = QString::fromLatin1(role.id.data(), qsizetype(role.id.size()));
            QVERIFY2(!roleMeaning(id).isEmpty(), role.name.data());
        }
    }
}

void TestGrantRoleDialog::everyRightOfPoolsHasWords()
{
    for (const std::string_view action : vault::poolActions()) {
        const QString name = QString::fromLatin1(action.data(), qsizetype(action.size()));
        QVERIFY2(rightWords(name) != name, qUtf8Printable(name));
    }
    QCOMPARE(poolRights().size(), vault::poolActions().size());
}

QTEST_MAIN(TestGrantRoleDialog)
#include "tst_grant_role_dialog.moc"
