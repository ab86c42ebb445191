// SPDX-License-Identifier: Apache-2.0
#include "model/hsm/padded_wrap.h"

#include <QtEndian>

#include <cstring>

namespace strongroom::hsm {

namespace {

constexpr std::size_t half = 8; // "semiblock" of the RFC
constexpr int rounds = 6;

} // namespace

PaddedWrap wrapPadded(const base::SecureBytes& text, const BlockCipher& encrypt)
{
    const std::size_t halves = (text.size() + half - 1) / half;
    // The check value first: a constant and the length, then the text, filled up with zeros.
    base::SecureBytes all((halves + 1) * half);
    qToBigEndian(quint32(0xa65959a6), all.data());
    qToBigEndian(static_cast<quint32>(text.size()), all.data() + half / 2);
    std::memcpy(all.data() + half, text.data(), text.size());
    PaddedWrap result;
    if (halves == 1) {
        result.value = encrypt(all.data());
        result.wrapped = all.view().toByteArray();
        return result;
    }
    base::SecureBytes block(2 * half);
    quint64 counter = 0;
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 1; i <= halves; ++i) { // RFC 3394, 2.2.1
            std::memcpy(block.data(), all.data(), half);
            std::memcpy(block.data() + half, all.data() + i * half, half);
            result.value = encrypt(block.data());
            if (result.value != CKR_OK)
                return result;
            const quint64 check = qFromBigEndian<quint64>(block.data()) ^ ++counter;
            qToBigEndian(check, all.data());
            std::memcpy(all.data() + i * half, block.data() + half, half);
        }
    }
    result.wrapped = all.view().toByteArray();
    return result;
}

} // namespace strongroom::hsm
