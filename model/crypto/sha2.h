// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace strongroom::crypto {

/// SHA-256, SHA-384 or SHA-512 (FIPS 180-4), named by the length of the digest: 32, 48 or 64, as
/// KeyAlgorithm::digestBytes of an algorithm that signs.
QByteArray sha2(QByteArrayView bytes, int digestBytes);

} // namespace strongroom::crypto
