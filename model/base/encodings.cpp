// SPDX-License-Identifier: Apache-2.0
#include "model/base/encodings.h"

#include <QUuid>
#include <QtEndian>

#include <array>
#include <atomic>
#include <cstring>
#include <pthread.h>
#include <stdexcept>
#include <sys/random.h>

namespace strongroom::base {

namespace {

Error malformed(const char* what)
{
    return Error{ ErrorCode::BadParameter, QLatin1String("malformed ") + QLatin1String(what), {} };
}

/// Of this process: one more than its parent's. Asks the kernel for nothing.
unsigned generation()
{
    static std::atomic<unsigned> counted = 1;
    static const int registered = pthread_atfork(nullptr, nullptr, [] { ++counted; });
    if (registered != 0)
        throw std::runtime_error("no memory");
    return counted.load(std::memory_order_relaxed);
}

/// A UUID of version 4. The kernel is asked for many at once: one call costs more than one UUID needs.
QUuid newUuid()
{
    constexpr std::size_t size = 16;
    thread_local std::array<char, 64 * size> bytes;
    thread_local std::size_t used = bytes.size();
    thread_local unsigned owner = 0;
    if (used == bytes.size() || owner != generation()) { // a forked child must not give out the same ones
        owner = generation();
        for (std::size_t filled = 0; filled < bytes.size();) {
            const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
            if (got > 0)
                filled += static_cast<std::size_t>(got);
            else if (errno != EINTR)
                throw std::runtime_error("no random numbers");
        }
        used = 0;
    }
    std::array<unsigned char, size> taken;
    std::memcpy(taken.data(), bytes.data() + used, size);
    explicit_bzero(bytes.data() + used, size); // what was given out is not kept
    used += size;
    taken[6] = static_cast<unsigned char>((taken[6] & 0x0f) | 0x40); // RFC 4122 section 4.4
    taken[8] = static_cast<unsigned char>((taken[8] & 0x3f) | 0x80);
    return { qFromBigEndian<quint32>(taken.data()),
             qFromBigEndian<quint16>(taken.data() + 4),
             qFromBigEndian<quint16>(taken.data() + 6),
             taken[8],
             taken[9],
             taken[10],
             taken[11],
             taken[12],
             taken[13],
             taken[14],
             taken[15] };
}

} // namespace

QByteArray toBase64Url(QByteArrayView bytes)
{
    return QByteArray::fromRawData(bytes.data(), bytes.size())
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

Result<QByteArray> fromBase64Url(QByteArrayView text)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        text.toByteArray(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || text.contains('=') || text.size() % 4 == 1)
        return malformed("base64url");
    return *decoded;
}

Result<QByteArray> fromBase64(QByteArrayView text)
{
    const auto decoded
        = QByteArray::fromBase64Encoding(text.toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || text.size() % 4 != 0)
        return malformed("base64");
    return *decoded;
}

QByteArray toHex(QByteArrayView bytes) { return bytes.toByteArray().toHex(); }

Result<QByteArray> fromHex(QByteArrayView text)
{
    const auto isHexDigit
        = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
    if (text.size() % 2 != 0 || !std::all_of(text.begin(), text.end(), isHexDigit))
        return malformed("hexadecimal text");
    return QByteArray::fromHex(text.toByteArray());
}

QString randomHexId() { return newUuid().toString(QUuid::Id128); }

QString randomUuid() { return newUuid().toString(QUuid::WithoutBraces); }

} // namespace strongroom::base
