// SPDX-License-Identifier: Apache-2.0
#include "model/local/object_backup.h"

#include "model/crypto/symmetric.h"

#include <cstdlib>

using namespace strongroom;

/// A backup blob, once as it comes and once behind the seal, where only our own store could have put it.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const base::SecureBytes key(crypto::aesKeySize);
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    if (local::openBackup(key, bytes))
        std::abort(); // nobody guesses a seal
    constexpr QByteArrayView header("SRMB\x01", 5);
    const auto sealed = crypto::sealAesGcm(key, header, bytes);
    if (!sealed)
        return 0;
    const auto opened = local::openBackup(key, QByteArray(header + *sealed));
    if (opened) {
        const auto again = local::sealBackup(key, *opened);
        if (!again || !local::openBackup(key, *again))
            std::abort();
    }
    return 0;
}
