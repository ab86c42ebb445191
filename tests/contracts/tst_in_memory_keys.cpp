// SPDX-License-Identifier: Apache-2.0
#include "in_memory_store.h"
#include "key_contract.h"

using namespace strongroom;

class TestInMemoryKeyContract final : public contracts::KeyContract
{
    Q_OBJECT

protected:
    std::unique_ptr<vault::Store> makeStore() override { return std::make_unique<support::InMemoryStore>(); }
};

QTEST_GUILESS_MAIN(TestInMemoryKeyContract)
#include "tst_in_memory_keys.moc"
