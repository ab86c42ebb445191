// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/secure_bytes.h"
#include "model/crypto/symmetric.h"

#include <QByteArray>

// What the memory tests plant and look for. Made when needed on both sides, so that the looked-for text
// lies nowhere in the program that is looked through.
namespace strongroom::canaries {

inline constexpr int count = 1000;

/// 40 hexadecimal digits that occur nowhere else.
inline base::SecureBytes make(const QByteArray& seed, int number)
{
    const QByteArray source = seed + '/' + QByteArray::number(number);
    QByteArray text = crypto::sha256(source).toHex().first(40);
    auto canary = base::SecureBytes::copyOf(QByteArrayView(text));
    base::wipe(text);
    return canary;
}

inline constexpr int passphraseNumber = -1;
inline constexpr int pinNumber = -2; ///< of the token called tokenLabel
inline constexpr int plaintextNumber = -3; ///< what keys encrypted and decrypted
inline constexpr auto tokenLabel = "canaries";

} // namespace strongroom::canaries
