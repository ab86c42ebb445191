// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/crypto/rsa_signature.h"

#include <QDateTime>

namespace strongroom::support {

namespace der {

inline QByteArray element(char tag, const QByteArray& content)
{
    QByteArray length;
    if (content.size() < 128) {
        length += static_cast<char>(content.size());
    } else {
        length += static_cast<char>(0x82);
        length += static_cast<char>(content.size() >> 8);
        length += static_cast<char>(content.size() & 0xff);
    }
    return tag + length + content;
}
inline QByteArray sequence(const QByteArray& content) { return element(0x30, content); }
/// A positive number: a leading one bit would make it negative.
inline QByteArray integer(const QByteArray& bigEndian)
{
    const bool needsZero = !bigEndian.isEmpty() && (bigEndian.at(0) & 0x80);
    return element(0x02, (needsZero ? QByteArray(1, '\0') : QByteArray()) + bigEndian);
}
inline QByteArray bits(const QByteArray& content) { return element(0x03, QByteArray(1, '\0') + content); }
inline QByteArray time(base::UnixSeconds seconds)
{
    const auto date = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    return element(0x18, date.toString(QStringLiteral("yyyyMMddHHmmss")).toLatin1() + 'Z');
}

} // namespace der

/// A certificate as an application of a test registers it (RFC 5280): an RSA key that signs itself.
inline QByteArray selfSignedCertificate(const crypto::SigningKey& key, base::UnixSeconds from,
                                        base::UnixSeconds to)
{
    using namespace der;
    const QByteArray sha256WithRsa = sequence(QByteArray::fromHex("06092a864886f70d01010b0500"));
    const QByteArray rsaEncryption = sequence(QByteArray::fromHex("06092a864886f70d0101010500"));
    const crypto::RsaPublicMembers members = key.members();
    const QByteArray publicKey
        = sequence(rsaEncryption + bits(sequence(integer(members.n) + integer(members.e))));
    const QByteArray name
        = sequence(element(0x31, sequence(QByteArray::fromHex("0603550403") + element(0x0c, "application"))));
    const QByteArray body
        = sequence(element(static_cast<char>(0xa0), integer("\x02")) + integer("\x01") + sha256WithRsa + name
                   + sequence(time(from) + time(to)) + name + publicKey);
    return sequence(body + sha256WithRsa + bits(*key.sign(crypto::RsaScheme::Rs256, body)));
}

} // namespace strongroom::support
