// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/grant_role_dialog.h"

#include "model/vault/built_in_roles.h"
#include "ui/dialogs/access_words.h"
#include "ui/widgets/choice_rows.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace strongroom;
using namespace strongroom::ui;
using namespace Qt::StringLiterals;

namespace {

vault::VaultProperties vaultOf(vault::Sku sku)
{
    vault::VaultProperties made{ {}, *vault::VaultName::create(u"contoso"_s) };
    made.sku = sku;
    return made;
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
    void everyRoleSaysWhatItGives();
};

void TestGrantRoleDialog::aRoleCanBeLimitedToOneKey()
{
    GrantRoleDialog dialog(vaultOf(vault::Sku::Standard), applications(), {});
    auto* scope = dialog.findChild<ChoiceRows*>();
    auto* name = dialog.findChild<QLineEdit*>();
    QCOMPARE(dialog.operation()->scope, u"/"_s);
    QVERIFY(!name->isEnabled());
    scope->choose(2);
    QVERIFY(!dialog.operation());
    QVERIFY(!dialog.acceptButton()->isEnabled());
    name->setText(u"token-signing"_s);
    QCOMPARE(dialog.operation()->scope, u"/keys/token-signing"_s);
    scope->choose(1);
    QCOMPARE(dialog.operation()->scope, u"/secrets/token-signing"_s);
}

void TestGrantRoleDialog::aPoolOffersItsOwnRolesAndKeysOnly()
{
    GrantRoleDialog dialog(vaultOf(vault::Sku::ManagedHsm), applications(), {});
    const auto boxes = dialog.findChildren<QComboBox*>();
    QCOMPARE(boxes.last()->count(), int(vault::poolRoles().size()));
    QCOMPARE(boxes.last()->currentText(), u"Managed HSM Crypto User"_s);
    dialog.findChild<ChoiceRows*>()->choose(1);
    dialog.findChild<QLineEdit*>()->setText(u"root"_s);
    QCOMPARE(dialog.operation()->scope, u"/keys/root"_s);
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

QTEST_MAIN(TestGrantRoleDialog)
#include "tst_grant_role_dialog.moc"
