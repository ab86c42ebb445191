// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/promise.h"
#include "model/ops/desk.h"

#include <QFuture>
#include <QObject>

namespace strongroom::ops {

/// What a name stands for.
struct NamedVault final
{
    vault::VaultId id;
    vault::Sku sku = vault::Sku::Standard;
};

/// The asynchronous edge of the model: the window, the endpoint, jobs and the command line all work
/// through it. Thread-safe. Destroying it finishes what was submitted.
class Operations final : public QObject
{
    Q_OBJECT

public:
    /// `store`, `clock` and `lane` must outlive this object.
    Operations(vault::Store& store, const base::Clock& clock, base::Lane& lane);
    ~Operations() override;

    /// An operation on one vault. The future holds the result; continue with .then(context, ...).
    template <VaultOperation Op>
    base::Answer<ResultOf<Op>> run(const vault::Caller& caller, const vault::VaultId& vaultId, Op op)
    {
        return promised(caller, vaultId, std::move(op));
    }
    /// An operation on the store.
    template <StoreOperation Op> base::Answer<ResultOf<Op>> run(const vault::Caller& caller, Op op)
    {
        return promised(caller, {}, std::move(op));
    }

    /// The same without a future, for the endpoint: `answer` runs on the store's lane.
    template <vault::Operation Op>
    void submit(vault::Caller caller, vault::VaultId vaultId, Op op, AnswerTo<Op> answer)
    {
        m_desk.submit(withRequestId(std::move(caller)), std::move(vaultId), std::move(op), std::move(answer));
    }

    /// The vault or pool a host name means, looked up on the lane; its id is empty when there is none.
    void resolveVault(const QString& name, base::UniqueFunction<void(NamedVault)> answer);
    Desk& desk() { return m_desk; }

Q_SIGNALS:
    /// Emitted on the store's lane: connect with a context object to get it on your thread.
    void changed(const strongroom::vault::VaultChange& change);

private:
    static vault::Caller withRequestId(vault::Caller caller);

    template <vault::Operation Op>
    base::Answer<ResultOf<Op>> promised(const vault::Caller& caller, const vault::VaultId& vaultId, Op op)
    {
        base::Promise<ResultOf<Op>> promise;
        auto future = promise.future();
        submit<Op>(caller, vaultId, std::move(op),
                   [promise = std::move(promise)](ResultOf<Op> result) mutable {
                       promise.fulfil(std::move(result));
                   });
        return future;
    }

    vault::Store& m_store;
    Desk m_desk;
};

} // namespace strongroom::ops
