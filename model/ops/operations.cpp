// SPDX-License-Identifier: Apache-2.0
#include "model/ops/operations.h"

#include "model/base/encodings.h"

namespace strongroom::ops {

Operations::Operations(vault::Store& store, const base::Clock& clock, base::Lane& lane)
    : m_store(store)
    , m_desk(store, clock, lane, [this](const vault::VaultChange& change) { Q_EMIT changed(change); })
{
    qRegisterMetaType<vault::VaultChange>();
}

Operations::~Operations() = default;

vault::Caller Operations::withRequestId(vault::Caller caller)
{
    if (caller.requestId.isEmpty())
        caller.requestId = base::randomUuid();
    return caller;
}

void Operations::resolveVault(const QString& name, base::UniqueFunction<void(NamedVault)> answer)
{
    m_desk.between([this, name, answer = std::move(answer)]() mutable {
        NamedVault found{ m_store.vaultByName(name) };
        if (const auto rules = m_store.rules(found.id))
            found.sku = rules->vault.sku;
        answer(std::move(found));
    });
}

} // namespace strongroom::ops
