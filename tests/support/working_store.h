// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fake_clock.h"
#include "model/ops/operations.h"

#include <QTest>

namespace strongroom::support {

/// A store under the operations layer, asked synchronously by a test.
class WorkingStore final
{
public:
    explicit WorkingStore(vault::Store& store)
        : m_operations(store, clock, m_lane)
    {
    }

    template <ops::StoreOperation Op> ops::ResultOf<Op> run(Op op)
    {
        return m_operations.run(caller, std::move(op)).takeResult();
    }
    template <ops::VaultOperation Op> ops::ResultOf<Op> run(const vault::VaultId& vault, Op op)
    {
        return m_operations.run(caller, vault, std::move(op)).takeResult();
    }
    ops::Operations& operations() { return m_operations; }

    FakeClock clock;
    vault::Caller caller = vault::Caller::owner();

private:
    base::Lane m_lane{ "store" };
    ops::Operations m_operations;
};

inline vault::ObjectName named(const char* text)
{
    return *vault::ObjectName::create(QString::fromUtf8(text));
}

inline vault::SetSecret setSecret(const char* name, const char* value)
{
    return { named(name), base::SecureBytes::copyOf(QByteArrayView(value)), {}, {}, {} };
}

inline vault::CreateVault createVault(const char* name)
{
    return { *vault::VaultName::create(QString::fromUtf8(name)) };
}

} // namespace strongroom::support
