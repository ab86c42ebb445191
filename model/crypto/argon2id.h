// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <QByteArrayView>
#include <QtGlobal>

#include <chrono>
#include <cstddef>

namespace strongroom::crypto {

/// The cost of one guess at a passphrase (RFC 9106).
struct Argon2Settings final
{
    quint32 memoryKiB = 256 * 1024;
    quint32 passes = 3;
    quint32 lanes = 4;

    friend bool operator==(const Argon2Settings&, const Argon2Settings&) = default;
};

/// The least that calibrated() gives, the second recommendation of RFC 9106 section 4 but for the lanes.
inline constexpr quint32 leastArgon2MemoryKiB = 64 * 1024;
inline constexpr quint32 leastArgon2Passes = 3;

/// The key of a passphrase. BadParameter when the settings are absurd (they may come from a file): over
/// 4 GiB, 64 passes or 64 lanes, a salt under 8 bytes. Takes about half a second with calibrated()
/// settings, on `lanes` threads.
base::Result<base::SecureBytes> argon2id(const base::SecureBytes& passphrase, QByteArrayView salt,
                                         const Argon2Settings& settings, std::size_t length);

/// Settings that take about `target` on this machine: 64 to 256 MiB, from 3 passes on. Measures by
/// running the least settings once.
Argon2Settings calibrated(std::chrono::milliseconds target);

} // namespace strongroom::crypto
