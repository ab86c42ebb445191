// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/local_store.h"
#include "model/ops/operations.h"

namespace strongroom::benchmarks {

/// The keys of every benchmark store.
local::StoreKeys benchmarkKeys();
QString benchmarkStoreId();
/// "secret-000042"
vault::ObjectName secretName(int number);
/// The file of a store with so many secrets that is kept between runs, in the build folder, because filling
/// it takes minutes. Made when it is not there, or when this program cannot read it.
QString keptStore(int secrets);

/// A store with one vault, "bench", and so many secrets in it, under the operations layer.
class FilledStore final
{
public:
    /// Makes the file, or opens it when it was made before with as many secrets.
    FilledStore(const QString& file, int secrets);
    /// Whether `file` is there and can be opened.
    static bool isGood(const QString& file);

    ops::Operations& operations() { return *m_operations; }
    local::LocalStore& store() { return *m_store; }
    const vault::VaultId& vaultId() const { return m_vaultId; }
    const base::Clock& clock() const { return m_clock; }

    template <ops::StoreOperation Op> typename Op::Output run(Op op)
    {
        return m_operations->run(vault::Caller::owner(), std::move(op)).takeResult().value();
    }
    template <ops::VaultOperation Op> typename Op::Output run(const vault::VaultId& vault, Op op)
    {
        return m_operations->run(vault::Caller::owner(), vault, std::move(op)).takeResult().value();
    }

private:
    void fill(int secrets);

    base::SystemClock m_clock;
    std::unique_ptr<local::LocalStore> m_store;
    base::Lane m_lane{ "store" };
    std::unique_ptr<ops::Operations> m_operations;
    vault::VaultId m_vaultId;
};

} // namespace strongroom::benchmarks
