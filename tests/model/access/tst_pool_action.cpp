// SPDX-License-Identifier: Apache-2.0
#include "model/access/pool_action.h"

#include "model/vault/built_in_roles.h"
#include "model/vault/ops_keys.h"
#include "model/vault/ops_secrets.h"
#include "model/vault/ops_store.h"
#include "model/vault/ops_vaults.h"

#include <QTest>

using namespace strongroom;
using namespace strongroom::vault;

class PoolActionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheRightAsPoolsDo()
    {
        QCOMPARE(access::poolAction(CreateKey::permission), "keys/create");
        QCOMPARE(access::poolAction(DeleteKey::permission), "keys/delete");
        QCOMPARE(access::poolAction(GetKey::permission), "keys/read/action");
        QCOMPARE(access::poolAction(GetDeletedKey::permission), "keys/deletedKeys/read/action");
        QCOMPARE(access::poolAction(PurgeDeletedKey::permission), "keys/deletedKeys/delete");
        QCOMPARE(access::poolAction(UpdateKey::permission), "keys/write/action");
        QCOMPARE(access::poolAction(WrapWithKey::permission), "keys/wrap/action");
        QCOMPARE(access::poolAction(GetRandomBytes::permission), "rng/action");
        QCOMPARE(access::poolAction(AssignRole::permission), "roleAssignments/write/action");
    }

    void hasNoneForWhatIsNotInPools()
    {
        QVERIFY(access::poolAction(GetSecret::permission).empty());
        QVERIFY(access::poolAction(CreateVault::permission).empty());
        QVERIFY(access::poolAction(SetAccessPolicy::permission).empty());
    }

    // A right that no role of pools gives would lock everybody out but the owner.
    void everyActionOfKeysIsGivenBySomeRole()
    {
        for (const Permission& permission :
             { CreateKey::permission,         ImportKey::permission,      GetKey::permission,
               ListDeletedKeys::permission,   UpdateKey::permission,      DeleteKey::permission,
               BackupKey::permission,         RestoreKey::permission,     PurgeDeletedKey::permission,
               RecoverDeletedKey::permission, RotateKey::permission,      GetRotationPolicy::permission,
               SetRotationPolicy::permission, SignWithKey::permission,    VerifyWithKey::permission,
               EncryptWithKey::permission,    DecryptWithKey::permission, WrapWithKey::permission,
               UnwrapWithKey::permission,     ReleaseKey::permission,     GetRandomBytes::permission }) {
            const auto action = access::poolAction(permission);
            QVERIFY(std::ranges::any_of(poolRoles(),
                                        [&](const BuiltInRole& role) { return grants(role, action); }));
        }
    }
};

QTEST_GUILESS_MAIN(PoolActionTest)
#include "tst_pool_action.moc"
