// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"

#include <QByteArrayView>

namespace strongroom::local {

/// The keys of one store, each for one purpose, all derived from its root key and bound to its id.
struct StoreKeys final
{
    base::SecureBytes page; ///< AES-256 of the file's pages
    base::SecureBytes pageMac; ///< HMAC of the file's pages
    base::SecureBytes pageSalt; ///< 16 bytes, the clear beginning of the file
    base::SecureBytes value; ///< wraps the key of each version
    base::SecureBytes row; ///< MACs of protected rows
    base::SecureBytes audit; ///< MACs of the audit log and of the store's state
    base::SecureBytes backup; ///< backup blobs of single objects
    base::SecureBytes identity; ///< the endpoint's keys

    static StoreKeys derive(const base::SecureBytes& root, QByteArrayView storeId);
    StoreKeys clone() const;
};

} // namespace strongroom::local
