// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "key_contract.h"
#include "support/local_store_file.h"

namespace strongroom::contracts {

/// The key contract of a store in a file.
class LocalKeyContract : public KeyContract
{
protected:
    std::unique_ptr<vault::Store> makeStore() override
    {
        m_file = std::make_unique<support::LocalStoreFile>();
        auto store = m_file->create();
        return store ? std::move(*store) : nullptr;
    }

private:
    std::unique_ptr<support::LocalStoreFile> m_file;
};

} // namespace strongroom::contracts
