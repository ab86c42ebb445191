// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/secret_sharing.h"
#include "model/crypto/software_key.h"
#include "model/vault/attributes.h"

#include <vector>

namespace strongroom::vault {

namespace limits {
inline constexpr int domainHoldersMinimum = 3;
inline constexpr int domainHoldersMaximum = 10;
inline constexpr int domainRequiredMinimum = 2;
} // namespace limits

/// The security domain of a pool: a key of 256 bits, in which its backups are sealed. Outside the store it
/// exists only as shares, each wrapped for the RSA key of one holder (Managed HSM, security domain).
///
/// This is the document that holders keep, and the one in which they send shares to another pool: there,
/// all shares are wrapped for one transfer key.
struct SecurityDomain final
{
    struct Share
    {
        QByteArray holder; ///< thumbprint of the key it is wrapped for, 32 bytes
        QByteArray wrapped;

        friend bool operator==(const Share&, const Share&) = default;
    };
    QString pool; ///< where it was made; for people
    QByteArray id; ///< see domainIdOf()
    int holders = 0;
    int required = 0;
    std::vector<Share> shares;

    static base::Result<SecurityDomain> read(QByteArrayView document);
    QByteArray write() const;

    friend bool operator==(const SecurityDomain&, const SecurityDomain&) = default;
};

/// A name of 16 bytes for a domain key, which says nothing of it.
QByteArray domainIdOf(const base::SecureBytes& key);

/// The RSA key with these members of a JWK; BadParameter below 2048 bits, and for what is none.
base::Result<crypto::PublicKey> domainHolder(const QByteArray& modulus, const QByteArray& exponent);

/// The key, split and wrapped: BadParameter unless there are 3 to 10 holders, all different, and 2 or more
/// of them are required.
base::Result<SecurityDomain> splitDomain(const QString& pool, const base::SecureBytes& key,
                                         const std::vector<crypto::PublicKey>& holders, int required);
/// The shares of `domain` that are wrapped for this key, opened: BadParameter when one is damaged or is not
/// of this domain.
base::Result<std::vector<crypto::SecretShare>> openShares(const SecurityDomain& domain,
                                                          const crypto::CryptoKey& holder);
/// The same domain with these shares, wrapped for a transfer key.
base::Result<SecurityDomain> wrapShares(const SecurityDomain& domain,
                                        const std::vector<crypto::SecretShare>& shares,
                                        const crypto::PublicKey& transferKey);
/// The key, from enough shares: BadParameter for too few and for those of another domain.
base::Result<base::SecureBytes> joinDomain(const SecurityDomain& domain,
                                           std::vector<crypto::SecretShare> shares);

/// How a pool stands with its security domain.
struct SecurityDomainState final
{
    QByteArray id;
    int holders = 0; ///< of the last download; 0: never downloaded
    int required = 0;
    UnixSeconds downloaded = 0; ///< 0: never
    UnixSeconds uploaded = 0; ///< when another pool's domain came; 0: never

    friend bool operator==(const SecurityDomainState&, const SecurityDomainState&) = default;
};

} // namespace strongroom::vault
