// SPDX-License-Identifier: Apache-2.0
#include "support/in_memory_store.h"
#include "vault_contract.h"

using namespace strongroom;

class TestInMemoryStore final : public contracts::VaultContract
{
    Q_OBJECT

protected:
    std::unique_ptr<vault::Store> makeStore() override { return std::make_unique<support::InMemoryStore>(); }
};

QTEST_GUILESS_MAIN(TestInMemoryStore)
#include "tst_in_memory_store.moc"
