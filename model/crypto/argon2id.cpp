// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/argon2id.h"

#include <QElapsedTimer>

#include <argon2.h>

#include <algorithm>
#include <thread>

namespace strongroom::crypto {

using base::Error;
using base::ErrorCode;
using base::SecureBytes;

base::Result<SecureBytes> argon2id(const SecureBytes& passphrase, QByteArrayView salt,
                                   const Argon2Settings& settings, std::size_t length)
{
    constexpr quint32 mostMemoryKiB = 4 * 1024 * 1024;
    const bool isSane = settings.memoryKiB >= 8 * settings.lanes && settings.memoryKiB <= mostMemoryKiB
        && settings.passes >= 1 && settings.passes <= 64 && settings.lanes >= 1 && settings.lanes <= 64
        && salt.size() >= 8 && salt.size() <= 1024 && length >= 4 && length <= 1024;
    if (!isSane)
        return Error{ ErrorCode::BadParameter,
                      QStringLiteral("the passphrase settings are out of range"),
                      {} };
    SecureBytes key(length);
    const int outcome = argon2id_hash_raw(settings.passes, settings.memoryKiB, settings.lanes,
                                          passphrase.data(), passphrase.size(), salt.data(),
                                          static_cast<std::size_t>(salt.size()), key.data(), key.size());
    if (outcome == ARGON2_MEMORY_ALLOCATION_ERROR)
        return Error{ ErrorCode::Unavailable,
                      QStringLiteral("there is not enough memory to check the passphrase"),
                      {} };
    if (outcome != ARGON2_OK)
        return Error{ ErrorCode::Internal, QString::fromLatin1(argon2_error_message(outcome)), {} };
    return key;
}

Argon2Settings calibrated(std::chrono::milliseconds target)
{
    constexpr quint32 mostMemoryKiB = 256 * 1024;
    Argon2Settings settings{ leastArgon2MemoryKiB, leastArgon2Passes,
                             std::clamp(std::thread::hardware_concurrency(), 1U, 4U) };
    QElapsedTimer timer;
    timer.start();
    const auto probe
        = argon2id(SecureBytes::copyOf(QByteArrayView("probe")), "0123456789abcdef", settings, 32);
    const qint64 elapsed = std::max<qint64>(timer.elapsed(), 1);
    if (!probe)
        return settings;

    // Time grows with memory times passes. Memory first, as it is what an attacker's hardware lacks.
    const qint64 wanted = qint64{ leastArgon2MemoryKiB } * leastArgon2Passes * target.count() / elapsed;
    const qint64 memory = std::clamp<qint64>(wanted / leastArgon2Passes, leastArgon2MemoryKiB, mostMemoryKiB);
    settings.memoryKiB = static_cast<quint32>(memory / 1024 * 1024);
    settings.passes = static_cast<quint32>(std::clamp<qint64>(wanted / memory, leastArgon2Passes, 12));
    return settings;
}

} // namespace strongroom::crypto
