// SPDX-License-Identifier: Apache-2.0
#include "model/transfer/domain_files.h"

#include "model/crypto/certificate.h"
#include "model/crypto/key_file.h"
#include "model/crypto/public_key_text.h"
#include "model/vault/key_texts.h"

using namespace Qt::StringLiterals;

namespace strongroom::transfer {

using base::Error;
using base::ErrorCode;
using base::Result;

Result<DomainHolder> readDomainHolder(QByteArrayView pem)
{
    const auto key = crypto::readPublicKeyPem(pem);
    if (!key)
        return key.error();
    auto checked = vault::domainHolder(key->n, key->e);
    if (!checked)
        return checked.error();
    DomainHolder holder{ std::move(*checked), {}, {} };
    if (const auto certificate = crypto::parseCertificate(pem))
        holder.name = certificate->subjectCommonName;
    if (const auto thumbprint = vault::keyThumbprint(holder.key))
        holder.thumbprint = *thumbprint;
    return holder;
}

Result<std::vector<crypto::SecretShare>> openDomainShares(const vault::SecurityDomain& domain,
                                                          const base::SecureBytes& keyFile,
                                                          const base::SecureBytes& password)
{
    const auto key = crypto::readKeyFile(keyFile, password);
    if (!key)
        return key.error();
    auto shares = vault::openShares(domain, *key);
    if (shares && shares->empty())
        return Error{ ErrorCode::BadParameter,
                      u"This is the key of no holder of the security domain."_s,
                      {} };
    return shares;
}

} // namespace strongroom::transfer
