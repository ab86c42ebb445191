// SPDX-License-Identifier: Apache-2.0
#include "model/local/store_keys.h"

#include "model/crypto/symmetric.h"

namespace strongroom::local {

StoreKeys StoreKeys::derive(const base::SecureBytes& root, QByteArrayView storeId)
{
    const auto key = [&](QByteArrayView purpose, std::size_t length = 32) {
        return crypto::hkdfSha256(root, storeId, purpose, length);
    };
    return { key("strongroom store 1: page"),     key("strongroom store 1: page mac"),
             key("strongroom store 1: salt", 16), key("strongroom store 1: value"),
             key("strongroom store 1: row"),      key("strongroom store 1: audit"),
             key("strongroom store 1: backup"),   key("strongroom store 1: identity") };
}

StoreKeys StoreKeys::clone() const
{
    return { page.clone(), pageMac.clone(), pageSalt.clone(), value.clone(),
             row.clone(),  audit.clone(),   backup.clone(),   identity.clone() };
}

} // namespace strongroom::local
