// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QStringList>

namespace strongroom::benchmarks {

/// A line of `openssl speed -mr` and which of its columns counts operations, or bytes, a second.
struct OpenSslSpeed final
{
    QStringList arguments;
    QByteArray line;
    int column;
    double perOperation = 1; ///< bytes of one operation, where the column counts bytes
};

OpenSslSpeed rsaPrivateSpeed(int bits);
OpenSslSpeed rsaPublicSpeed(int bits);
/// `curve` as in "p256".
OpenSslSpeed ecdsaSignSpeed(const QString& curve);
OpenSslSpeed ecdsaVerifySpeed(const QString& curve);
/// A message at a time, for authenticated ciphers. Its nonce is always the same, and nobody asks for the tag.
OpenSslSpeed messageSpeed(const QString& cipher, int bytes);

/// CPU of one operation in nanoseconds, measured for a second; 0 when there is no such line.
double costOf(const OpenSslSpeed& speed);

} // namespace strongroom::benchmarks
