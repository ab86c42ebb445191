// SPDX-License-Identifier: Apache-2.0
#include "model/local/object_backup.h"

#include "model/crypto/symmetric.h"
#include "model/local/pool_content.h"

#include <cstdlib>

using namespace strongroom;

namespace {

/// What a pool's backup holds behind its seal: what is understood is the same when it is read again.
void poolContent(QByteArrayView bytes)
{
    const auto content = local::PoolContent::decode(bytes);
    if (!content)
        return;
    const QByteArray written = content->encoded();
    const auto again = local::PoolContent::decode(written);
    if (!again || again->encoded() != written)
        std::abort();
}

} // namespace

/// A backup blob, once as it comes and once behind the seal, where only our own store could have put it; and
/// the content of a pool's backup.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const base::SecureBytes key(crypto::aesKeySize);
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    poolContent(bytes);
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
