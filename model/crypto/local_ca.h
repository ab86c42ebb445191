// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <QByteArray>
#include <QString>

namespace strongroom::crypto {

/// A certificate and its private key (PKCS#8), both PEM.
struct CertificateWithKey final
{
    QByteArray certificatePem;
    base::SecureBytes keyPem;
};

/// A certificate authority for the endpoint of one store: P-256, ten years, path length 0, and name
/// constraints that let it vouch for localhost, the names below it and loopback addresses only. A person
/// who trusts it gives nobody power over any other name (requirement L7). `name` becomes its common name.
base::Result<CertificateWithKey> makeLocalCa(base::UnixSeconds now, const QString& name);

/// A server certificate by `ca` for every host name of the endpoint, valid for 396 days, as browsers
/// and SDKs accept at most 398. Make a new one when less than a month is left.
base::Result<CertificateWithKey> makeServerCertificate(const CertificateWithKey& ca, base::UnixSeconds now);

} // namespace strongroom::crypto
