// SPDX-License-Identifier: Apache-2.0
#include "model/vault/built_in_roles.h"

#include <QTest>

using namespace strongroom::vault;
using namespace Qt::StringLiterals;

class BuiltInRolesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void grantsWhatTheServiceSays_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<QString>("action");
        QTest::addColumn<bool>("isGranted");
        const auto row = [](const char* role, const char* action, bool isGranted) {
            QTest::addRow("%s, %s", role, action)
                << QString::fromLatin1(role) << QString::fromLatin1(action) << isGranted;
        };
        row("Key Vault Administrator", "secrets/purge/action", true);
        row("Key Vault Administrator", "keys/sign/action", true);
        row("Key Vault Reader", "keys/read", true);
        row("Key Vault Reader", "secrets/readMetadata/action", true);
        row("Key Vault Reader", "secrets/getSecret/action", false);
        row("Key Vault Secrets User", "secrets/getSecret/action", true);
        row("Key Vault Secrets User", "SECRETS/GETSECRET/ACTION", true);
        row("Key Vault Secrets User", "secrets/setSecret/action", false);
        row("Key Vault Secrets Officer", "secrets/purge/action", true);
        row("Key Vault Secrets Officer", "secrets/delete", true);
        row("Key Vault Secrets Officer", "keys/read", false);
        row("Key Vault Certificate User", "secrets/getSecret/action", true);
        row("Key Vault Certificates Officer", "secrets/getSecret/action", false);
        row("Key Vault Crypto User", "keys/create/action", false);
        row("Key Vault Crypto Service Release User", "keys/release/action", true);
        row("Managed HSM Administrator", "roleAssignments/write/action", true);
        row("Managed HSM Administrator", "securitydomain/download/action", true);
        row("Managed HSM Administrator", "keys/read/action", false);
        row("Managed HSM Crypto Officer", "keys/deletedKeys/delete", true);
        row("Managed HSM Crypto Officer", "keys/read/action", false);
        row("Managed HSM Crypto User", "rng/action", true);
        row("Managed HSM Crypto User", "keys/deletedKeys/recover/action", false);
        row("Managed HSM Crypto Auditor", "keys/deletedKeys/read/action", true);
        row("Managed HSM Crypto Auditor", "keys/deletedKeys/delete", false);
        row("Managed HSM Policy Administrator", "roleDefinitions/write/action", true);
        row("Managed HSM Policy Administrator", "keys/read/action", false);
    }
    void grantsWhatTheServiceSays()
    {
        QFETCH(QString, role);
        QFETCH(QString, action);
        const BuiltInRole* found = builtInRoleByName(role);
        QVERIFY(found);
        QTEST(grants(*found, action.toStdString()), "isGranted");
    }

    void areFoundByIdAndNameWithoutCase()
    {
        for (const auto all : { builtInRoles(), poolRoles() }) {
            for (const BuiltInRole& role : all) {
                const QString id
                    = QString::fromLatin1(role.id.data(), static_cast<qsizetype>(role.id.size()));
                QCOMPARE(builtInRole(id.toUpper()), &role);
                QCOMPARE(role.isForPools, all.data() == poolRoles().data());
            }
        }
        QCOMPARE(poolRoles().size(), std::size_t(9));
        QVERIFY(builtInRole(u"21dbd100-6940-42c2-9190-5d6cb909625b"_s)
                != builtInRole(u"21dbd100-6940-42c2-9190-5d6cb909625c"_s));
        QVERIFY(!builtInRole(u"no-such-id"_s));
        QCOMPARE(builtInRoleByName(u"key vault secrets user"_s),
                 builtInRole(u"4633458b-17de-408a-b874-0445c86b69e6"_s));
        QVERIFY(!builtInRoleByName(u""_s));
    }
};

QTEST_GUILESS_MAIN(BuiltInRolesTest)
#include "tst_built_in_roles.moc"
