// SPDX-License-Identifier: Apache-2.0
#include "app/tour_pool.h"

#include "model/base/promise.h"
#include "model/ops/pool_jobs.h"

#include <QThreadPool>

namespace strongroom::app {

using namespace Qt::StringLiterals;
using vault::Caller;
using vault::VaultId;

namespace {

const auto signers = u"6b1f1c55-7a32-4c1c-9d5b-0b1f6a3c2a01"_s;
const auto custodians = u"6b1f1c55-7a32-4c1c-9d5b-0b1f6a3c2a02"_s;

/// Asks one thing after the other; who asks does not wait.
class PoolPreparation final
{
public:
    PoolPreparation(ops::Operations& operations, VaultId pool, QString folder, base::Promise<VaultId> promise)
        : m_operations(operations)
        , m_pool(std::move(pool))
        , m_folder(std::move(folder))
        , m_promise(std::move(promise))
    {
    }

    template <typename Op> void ask(Op op) const
    {
        m_operations.submit<Op>(Caller::owner(), m_pool, std::move(op), [](const ops::ResultOf<Op>& result) {
            if (!result)
                qWarning("tour: %s", qUtf8Printable(result.error().message));
        });
    }
    void run() const
    {
        ask(role(signers, u"Ledger signers"_s, u"Programs that sign the ledger."_s,
                 { u"keys/read/action"_s, u"keys/sign/action"_s, u"keys/verify/action"_s }));
        ask(role(custodians, u"Key custodians"_s, u"They make and rotate keys and use none."_s,
                 { u"keys/read/action"_s, u"keys/create"_s, u"keys/rotate/action"_s, u"keys/write/action"_s,
                   u"backup/start/action"_s, u"backup/status/action"_s }));
        grant();
        ask(download());
    }
    /// To a program of the directory, as a person would.
    void grant() const
    {
        m_operations.submit<vault::ListApplications>(
            Caller::owner(), {}, {},
            [&operations = m_operations, pool = m_pool](const ops::ResultOf<vault::ListApplications>& all) {
                if (!all || all->empty())
                    return;
                for (const auto& scope : { u"/keys"_s, u"/keys/ledger-signing"_s })
                    operations.submit<vault::AssignRole>(
                        Caller::owner(), pool, { signers, all->back().objectId, scope }, [](const auto&) {});
            });
    }
    vault::BackupTarget target() const { return { vault::BackupTarget::Kind::Folder, m_folder }; }
    void backUp(ops::PoolJobAnswers answers) const
    {
        ops::backUpPool(m_operations, Caller::owner(), m_pool, target(), std::move(answers));
    }
    void restore(const QString& backup, ops::PoolJobAnswers answers) const
    {
        ops::restorePool(m_operations, Caller::owner(), m_pool, { target(), backup }, std::move(answers));
    }
    void finish() { m_promise.fulfil(m_pool); }

private:
    static vault::PutRoleDefinition role(const QString& id, const QString& name, const QString& description,
                                         const QStringList& actions)
    {
        vault::PutRoleDefinition op;
        op.role.id = id;
        op.role.name = name;
        op.role.description = description;
        op.role.permissions = { { actions, {} } };
        return op;
    }
    static vault::DownloadSecurityDomain download()
    {
        vault::DownloadSecurityDomain op;
        for (int holder = 0; holder < 3; ++holder) {
            if (const auto key = crypto::SoftwareKey::generateRsa(2048, 65537))
                op.holders.push_back(key->publicKey());
        }
        return op;
    }

    ops::Operations& m_operations;
    const VaultId m_pool;
    const QString m_folder;
    base::Promise<VaultId> m_promise;
};
using PreparationPointer = std::shared_ptr<PoolPreparation>; // of the answers that are still to come

void restoreNothing(const PreparationPointer& preparation)
{
    preparation->restore(u"mhsm-signing-pool-20260101000000"_s,
                         { [](const auto&) {}, [preparation](const auto&) { preparation->finish(); } });
}

void prepare(const PreparationPointer& preparation)
{
    // Making holders' keys takes a while.
    QThreadPool::globalInstance()->start([preparation] {
        preparation->run();
        preparation->backUp(
            { [](const auto&) {}, [preparation](const auto&) { restoreNothing(preparation); } });
    });
}

vault::CreateVault poolWithoutToken()
{
    vault::CreateVault op{ .vaultName = *vault::VaultName::create(u"signing-pool"_s) };
    op.sku = vault::Sku::ManagedHsm;
    op.environment = vault::Environment::Production;
    op.token = vault::TokenChoice{ { u"/nowhere.so"_s, u"pool token"_s }, {}, vault::PinKeeping::Store };
    return op;
}

} // namespace

QFuture<VaultId> preparePool(ops::Operations& operations, const VaultId& pool, const QString& folder)
{
    base::Promise<VaultId> promise;
    auto future = promise.future();
    if (!pool.isEmpty()) {
        prepare(std::make_shared<PoolPreparation>(operations, pool, folder, std::move(promise)));
        return future;
    }
    operations.submit<vault::CreateVault>(
        Caller::owner(), {}, poolWithoutToken(),
        [&operations, folder,
         promise = std::move(promise)](const ops::ResultOf<vault::CreateVault>& made) mutable {
            if (!made)
                return promise.fulfil({});
            prepare(std::make_shared<PoolPreparation>(operations, made->id, folder, std::move(promise)));
        });
    return future;
}

} // namespace strongroom::app
