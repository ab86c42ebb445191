// SPDX-License-Identifier: Apache-2.0
#include "local_key_store.h"

using namespace strongroom;

class TestLocalKeyContract final : public contracts::LocalKeyContract
{
    Q_OBJECT
};

QTEST_GUILESS_MAIN(TestLocalKeyContract)
#include "tst_local_keys.moc"
