// SPDX-License-Identifier: Apache-2.0
#include "model/base/encodings.h"
#include "support/local_store_file.h"
#include "support/working_store.h"

using namespace Qt::StringLiterals;
using namespace strongroom;
using namespace strongroom::vault;
using base::ErrorCode;
using support::LocalStoreFile;
using support::WorkingStore;

namespace {

const auto administrator = u"a290e904-7015-4bba-90c8-60543313cdb4"_s;
const auto cryptoUser = u"21dbd100-6940-42c2-9190-5d6cb909625b"_s;
const auto somebody = u"5b3b7e5a-0d6f-4f0e-9c55-6f6c6d1f0a01"_s;
const auto another = u"5b3b7e5a-0d6f-4f0e-9c55-6f6c6d1f0a02"_s;
const auto strangerId = u"5b3b7e5a-0d6f-4f0e-9c55-6f6c6d1f0a03"_s;
const auto ownRole = u"11111111-0000-4000-8000-000000000001"_s;

RoleDefinition role(const QString& id, const QString& name, const QStringList& actions)
{
    return { id, name, u"made by a test"_s, false, { { actions, { u"rng/action"_s } } }, 0, 0 };
}

CreateVault createPool(const char* name)
{
    CreateVault op = support::createVault(name);
    op.sku = Sku::ManagedHsm;
    op.token = TokenChoice{ { u"/nowhere.so"_s, u"no token"_s }, base::SecureBytes(), PinKeeping::Store };
    return op;
}

template <typename Output> ErrorCode codeOf(const base::Result<Output>& result)
{
    return result ? ErrorCode::Internal : result.error().code;
}

} // namespace

/// The roles and settings of pools in a file. No token is needed for them.
class TestLocalVaultPools final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_file = std::make_unique<LocalStoreFile>();
        m_store = std::move(*m_file->create());
        work();
        m_pool = makePool("pool");
    }
    void cleanup()
    {
        m_work.reset();
        m_store.reset();
    }

    void vaultsHaveNone()
    {
        const auto vault = m_work->run(support::createVault("vault"));
        QVERIFY(vault);
        QCOMPARE(codeOf(m_work->run(vault->id, ListSettings{})), ErrorCode::NotSupported);
        QCOMPARE(codeOf(m_work->run(vault->id, ListRoleDefinitions{})), ErrorCode::NotSupported);
        QCOMPARE(codeOf(m_work->run(vault->id, PutRoleDefinition{ role(ownRole, u"r"_s, {}) })),
                 ErrorCode::NotSupported);
        QCOMPARE(codeOf(m_work->run(vault->id, GetRoleAssignment{ u"a"_s })), ErrorCode::NotSupported);
    }

    void keepsSettings()
    {
        const UpdateSetting change{ u"allowKeyManagementOperationsThroughARM"_s, u"TRUE"_s };
        const auto changed = m_work->run(m_pool, UpdateSetting(change));
        QVERIFY(changed);
        QCOMPARE(changed->value, u"true"_s);
        QCOMPARE(codeOf(m_work->run(m_pool, UpdateSetting{ change.settingName, u"maybe"_s })),
                 ErrorCode::BadParameter);
        QCOMPARE(codeOf(m_work->run(m_pool, UpdateSetting{ u"nothing"_s, u"true"_s })),
                 ErrorCode::NoSuchResource);
        QVERIFY(reopen());
        QCOMPARE(m_work->run(m_pool, GetSetting{ change.settingName })->value, u"true"_s);
        QCOMPARE(m_work->run(makePool("other"), ListSettings{})->front().value, u"false"_s);
    }

    void keepsRoles()
    {
        const auto made
            = m_work->run(m_pool, PutRoleDefinition{ role(ownRole, u"signers"_s, { u"keys/*"_s }) });
        QVERIFY(made);
        QVERIFY(!made->isBuiltIn);
        QCOMPARE(made->created, made->updated);
        m_work->clock.advance(5);
        const auto changed
            = m_work->run(m_pool, PutRoleDefinition{ role(ownRole, u"signer"_s, { u"keys/sign/action"_s }) });
        QVERIFY(changed);
        QCOMPARE(changed->created, made->created);
        QCOMPARE(changed->updated, made->updated + 5);
        QVERIFY(reopen());
        QCOMPARE(*m_work->run(m_pool, GetRoleDefinition{ ownRole.toUpper() }), *changed);
        QCOMPARE(m_work->run(m_pool, ListRoleDefinitions{})->size(), 10u);
        QVERIFY(m_work->run(m_pool, GetRoleDefinition{ administrator })->isBuiltIn);
        QCOMPARE(codeOf(m_work->run(m_pool, PutRoleDefinition{ role(base::randomUuid(), u"Signer"_s, {}) })),
                 ErrorCode::Conflict);
        QCOMPARE(codeOf(m_work->run(makePool("other"), GetRoleDefinition{ ownRole })),
                 ErrorCode::RoleNotFound);
    }

    void removesRolesNobodyHas()
    {
        QVERIFY(m_work->run(m_pool, PutRoleDefinition{ role(ownRole, u"signers"_s, { u"keys/*"_s }) }));
        const auto given = m_work->run(m_pool, AssignRole{ ownRole, somebody, u"/keys"_s });
        QVERIFY(given);
        QCOMPARE(codeOf(m_work->run(m_pool, DeleteRoleDefinition{ ownRole })), ErrorCode::Conflict);
        QCOMPARE(*m_work->run(m_pool, RemoveRoleAssignment{ given->id }), *given);
        QCOMPARE(m_work->run(m_pool, DeleteRoleDefinition{ ownRole })->name, u"signers"_s);
        QCOMPARE(codeOf(m_work->run(m_pool, DeleteRoleDefinition{ ownRole })), ErrorCode::RoleNotFound);
        QCOMPARE(codeOf(m_work->run(m_pool, DeleteRoleDefinition{ administrator })), ErrorCode::Forbidden);
    }

    void hasRoomForFiftyRoles()
    {
        for (int i = 0; i < 50; ++i)
            QVERIFY(
                m_work->run(m_pool, PutRoleDefinition{ role(base::randomUuid(), QString::number(i), {}) }));
        QCOMPARE(codeOf(m_work->run(m_pool, PutRoleDefinition{ role(ownRole, u"one more"_s, {}) })),
                 ErrorCode::BadParameter);
    }

    void ownRolesDecide()
    {
        m_work->caller = stranger();
        QCOMPARE(codeOf(m_work->run(m_pool, ListSettings{})), ErrorCode::ForbiddenByRbac);
        m_work->caller = Caller::owner();
        QVERIFY(m_work->run(
            m_pool, PutRoleDefinition{ role(ownRole, u"readers"_s, { u"roleDefinitions/read/action"_s }) }));
        QVERIFY(m_work->run(m_pool, AssignRole{ ownRole, strangerId }));
        m_work->caller = stranger();
        QVERIFY(m_work->run(m_pool, ListSettings{}));
        QCOMPARE(codeOf(m_work->run(m_pool, UpdateSetting{ u"x"_s, u"true"_s })), ErrorCode::ForbiddenByRbac);
        m_work->caller = Caller::owner();
        QVERIFY(m_work->run(m_pool, PutRoleDefinition{ role(ownRole, u"readers"_s, {}) }));
        m_work->caller = stranger();
        QCOMPARE(codeOf(m_work->run(m_pool, ListSettings{})), ErrorCode::ForbiddenByRbac);
    }

    void assignmentsHaveScopes()
    {
        const auto id = base::randomUuid();
        QCOMPARE(m_work->run(m_pool, AssignRole{ cryptoUser, somebody, u"/keys/a"_s, id })->id, id);
        QCOMPARE(codeOf(m_work->run(m_pool, AssignRole{ cryptoUser, another, u"/"_s, id })),
                 ErrorCode::Conflict);
        QVERIFY(m_work->run(m_pool, AssignRole{ cryptoUser, somebody }));
        QVERIFY(m_work->run(m_pool, AssignRole{ administrator, another, u"/keys"_s }));
        // The same id in another pool is another assignment.
        QVERIFY(m_work->run(makePool("other"), AssignRole{ cryptoUser, somebody, u"/"_s, id }));

        const auto count = [&](const ListRoleAssignments& op) {
            return m_work->run(m_pool, ListRoleAssignments(op))->size();
        };
        QCOMPARE(count({}), 3u);
        QCOMPARE(count({ u"/"_s, true, {} }), 1u);
        QCOMPARE(count({ u"/keys"_s, false, {} }), 3u);
        QCOMPARE(count({ u"/keys/a"_s, true, {} }), 3u);
        QCOMPARE(count({ u"/keys/ab"_s, false, {} }), 2u);
        QCOMPARE(count({ u"/"_s, false, somebody.toUpper() }), 2u);
        QCOMPARE(m_work->run(m_pool, GetRoleAssignment{ id, u"/keys/a"_s })->principalId, somebody);
        QCOMPARE(codeOf(m_work->run(m_pool, GetRoleAssignment{ id })), ErrorCode::RoleNotFound);
        QCOMPARE(codeOf(m_work->run(m_pool, RemoveRoleAssignment{ id, u"/"_s })), ErrorCode::RoleNotFound);
        QVERIFY(m_work->run(m_pool, RemoveRoleAssignment{ id, u"/keys/a"_s }));
    }

    void whoAdministersOneKeyStaysThere()
    {
        QVERIFY(m_work->run(m_pool, AssignRole{ administrator, strangerId, u"/keys/a"_s }));
        const auto whole = m_work->run(m_pool, AssignRole{ cryptoUser, somebody });
        QVERIFY(whole);
        m_work->caller = stranger();
        QVERIFY(m_work->run(m_pool, AssignRole{ cryptoUser, another, u"/keys/a"_s }));
        QCOMPARE(codeOf(m_work->run(m_pool, AssignRole{ cryptoUser, another, u"/keys/b"_s })),
                 ErrorCode::ForbiddenByRbac);
        QCOMPARE(codeOf(m_work->run(m_pool, AssignRole{ cryptoUser, another })), ErrorCode::ForbiddenByRbac);
        QCOMPARE(codeOf(m_work->run(m_pool, RemoveRoleAssignment{ whole->id, u"/keys/a"_s })),
                 ErrorCode::RoleNotFound);
        QCOMPARE(codeOf(m_work->run(m_pool, RemoveRoleAssignment{ whole->id })), ErrorCode::ForbiddenByRbac);
        QCOMPARE(codeOf(m_work->run(m_pool, PutRoleDefinition{ role(ownRole, u"r"_s, {}) })),
                 ErrorCode::ForbiddenByRbac);
    }

    void purgingLeavesNothing()
    {
        QVERIFY(m_work->run(m_pool, PutRoleDefinition{ role(ownRole, u"signers"_s, { u"keys/*"_s }) }));
        QVERIFY(m_work->run(m_pool, UpdateSetting{ u"AllowKeyManagementOperationsThroughARM"_s, u"true"_s }));
        QVERIFY(m_work->run(DeleteVault{ m_pool }));
        QVERIFY(m_work->run(PurgeVault{ m_pool }));
        m_work.reset();
        QVERIFY(m_store->check()->findings.isEmpty());
        work();
        QCOMPARE(m_work->run(makePool("pool"), ListRoleDefinitions{})->size(), 9u);
    }

private:
    void work() { m_work = std::make_unique<WorkingStore>(*m_store); }
    VaultId makePool(const char* name) { return m_work->run(createPool(name))->id; }
    bool reopen()
    {
        m_work.reset();
        m_store.reset();
        auto store = m_file->open();
        if (!store)
            return false;
        m_store = std::move(*store);
        work();
        return m_store->check()->findings.isEmpty();
    }
    Caller stranger() const
    {
        Caller caller;
        caller.kind = Caller::Kind::Application;
        caller.objectId = strangerId;
        caller.tenantId = m_store->tenantId();
        caller.address = u"127.0.0.1"_s;
        return caller;
    }

    std::unique_ptr<LocalStoreFile> m_file;
    std::unique_ptr<local::LocalStore> m_store;
    std::unique_ptr<WorkingStore> m_work;
    VaultId m_pool;
};

QTEST_GUILESS_MAIN(TestLocalVaultPools)
#include "tst_local_vault_pools.moc"
