// SPDX-License-Identifier: Apache-2.0
#include "model/local/value_seal.h"

#include "model/crypto/symmetric.h"
#include "model/local/row_bytes.h"

namespace strongroom::local {

namespace {

QByteArray placeBytes(const ValuePlace& place)
{
    RowBytes bytes;
    bytes.text(place.vault.value)
        .number(static_cast<qint64>(place.kind))
        .number(place.object)
        .bytes(place.version);
    return bytes.view().toByteArray();
}

} // namespace

base::Result<SealedValue> sealValue(const base::SecureBytes& wrappingKey, const ValuePlace& place,
                                    QByteArrayView value)
{
    return crypto::sealUnderNewKey(wrappingKey, placeBytes(place), value);
}

base::Result<base::SecureBytes> openValue(const base::SecureBytes& wrappingKey, const ValuePlace& place,
                                          const SealedValue& sealed)
{
    const QByteArray where = placeBytes(place);
    const auto key = crypto::openAesGcm(wrappingKey, where, sealed.key);
    if (!key)
        return key.error();
    return crypto::openAesGcm(*key, where, sealed.value);
}

} // namespace strongroom::local
