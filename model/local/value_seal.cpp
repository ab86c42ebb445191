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
    const QByteArray where = placeBytes(place);
    const base::SecureBytes key = crypto::randomBytes(crypto::aesKeySize);
    auto sealedValue = crypto::sealAesGcm(key, where, value);
    if (!sealedValue)
        return sealedValue.error();
    auto sealedKey = crypto::sealAesGcm(wrappingKey, where, key.view());
    if (!sealedKey)
        return sealedKey.error();
    return SealedValue{ std::move(*sealedKey), std::move(*sealedValue) };
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
