// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/security_domain.h"

namespace strongroom::transfer {

// The files by which people take part in a security domain. The domain itself is a file too, and
// SecurityDomain::read() reads it.

inline constexpr qsizetype domainFileBytes = 1 << 20;

/// One who will hold a share, out of the certificate or public key that they gave, in PEM.
struct DomainHolder final
{
    crypto::PublicKey key;
    QString name; ///< the common name of a certificate; empty for a bare key
    QString thumbprint; ///< RFC 7638, base64url: the name of the holder in the domain

    friend bool operator==(const DomainHolder&, const DomainHolder&) = default;
};

/// BadParameter for what is no RSA key of a usual size.
base::Result<DomainHolder> readDomainHolder(QByteArrayView pem);

/// The shares that the private key in a holder's file opens: BadParameter when there is none for it, and,
/// with the field "password", when that is missing or wrong.
base::Result<std::vector<crypto::SecretShare>> openDomainShares(const vault::SecurityDomain& domain,
                                                                const base::SecureBytes& keyFile,
                                                                const base::SecureBytes& password);

} // namespace strongroom::transfer
