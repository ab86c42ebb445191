// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"

#include <QByteArray>
#include <QStringList>

namespace strongroom::crypto {

/// What the program asks of an X.509 certificate. Parsing trusts nothing: it says what is written, not
/// whether the signature holds.
struct Certificate final
{
    QString subjectCommonName; ///< empty when there is none
    QStringList dnsNames;
    QStringList ipAddresses; ///< IPv6 in full, without "::"
    base::UnixSeconds notBefore = 0;
    base::UnixSeconds notAfter = 0;
    bool isAuthority = false;
    QByteArray sha1Thumbprint; ///< 20 bytes: x5t
    QByteArray sha256Thumbprint; ///< 32 bytes: x5t#S256
    QByteArray publicKeyPem; ///< "BEGIN PUBLIC KEY"
    QByteArray der;

    friend bool operator==(const Certificate&, const Certificate&) = default;
};

/// PEM (the first certificate in it) or DER, told apart by the content.
base::Result<Certificate> parseCertificate(QByteArrayView pemOrDer);
base::Result<QByteArray> certificatePemToDer(QByteArrayView pem);
base::Result<QByteArray> certificateDerToPem(QByteArrayView der);

} // namespace strongroom::crypto
