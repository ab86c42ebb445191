// SPDX-License-Identifier: Apache-2.0
#include "in_memory_store.h"
#include "key_contract.h"

using namespace strongroom;

/// The key contract of a Premium vault in memory, whose HSM keys are in no HSM.
class TestInMemoryTokenKeyContract final : public contracts::KeyContract
{
    Q_OBJECT

protected:
    std::unique_ptr<vault::Store> makeStore() override { return std::make_unique<support::InMemoryStore>(); }
    vault::KeyProtection protection() const override { return vault::KeyProtection::Hsm; }
    vault::CreateVault keyVault() const override
    {
        auto op = support::createVault("keys");
        op.sku = vault::Sku::Premium;
        return op;
    }
};

QTEST_GUILESS_MAIN(TestInMemoryTokenKeyContract)
#include "tst_in_memory_token_keys.moc"
