// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/symmetric.h"
#include "model/vault/names.h"

namespace strongroom::local {

/// Where a value belongs: it opens nowhere else.
struct ValuePlace final
{
    vault::VaultId vault;
    vault::ObjectKind kind = vault::ObjectKind::Secret;
    qint64 object = 0;
    QByteArray version; ///< 16 bytes
};

using SealedValue = crypto::SealedWithKey;

/// Seals a value under a fresh key, and that key under `wrappingKey`.
base::Result<SealedValue> sealValue(const base::SecureBytes& wrappingKey, const ValuePlace& place,
                                    QByteArrayView value);
/// StoreTampered when key, place or bytes are not those of sealValue().
base::Result<base::SecureBytes> openValue(const base::SecureBytes& wrappingKey, const ValuePlace& place,
                                          const SealedValue& sealed);

} // namespace strongroom::local
