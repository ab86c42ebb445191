// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/crypto_key.h"

#include <QCryptographicHash>

namespace strongroom::contracts {

/// The block to the power of the public exponent: what encryption does after padding. The block is one byte
/// after another of the modulus' length.
QByteArray rsaPublicOperation(const crypto::PublicKey& key, const QByteArray& block);

/// 00 02, padding of the given length, 00, message: PKCS#1 v1.5 for a modulus of `size` bytes.
QByteArray pkcs1Block(int size, const QByteArray& message);

/// What an OAEP block is made of (RFC 8017, 7.1.1); the defaults make a right one.
struct OaepBlock final
{
    int size = 256;
    QByteArray message;
    QCryptographicHash::Algorithm hash = QCryptographicHash::Sha256;
    QCryptographicHash::Algorithm mgfHash = QCryptographicHash::Sha256;
    QByteArray label;
    char first = '\0';
    char padding = '\0'; ///< what the padding string is made of
    char separator = '\x01';

    QByteArray encoded() const;
};

} // namespace strongroom::contracts
