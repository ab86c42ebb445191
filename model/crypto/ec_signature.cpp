// SPDX-License-Identifier: Apache-2.0

// OpenSSL's plain functions: a signature of P-256 takes less time than its envelope, which finds everything
// by name and makes a DER structure that has to be taken apart again.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "model/crypto/ec_signature.h"

#include <openssl/ec.h>
#include <openssl/ecdsa.h>

namespace strongroom::crypto {

namespace {

using Signature = std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>>;

} // namespace

void EcKeyFree::operator()(ec_key_st* key) const { EC_KEY_free(key); }

EcKey ecKeyOf(EVP_PKEY* key)
{
    EcKey plain(EVP_PKEY_get1_EC_KEY(key));
    return plain && EC_KEY_get0_private_key(plain.get()) ? std::move(plain) : EcKey();
}

QByteArray ecdsaSignature(ec_key_st* key, QByteArrayView digest, int width)
{
    const Signature signature(ECDSA_do_sign(bytesOf(digest), static_cast<int>(digest.size()), key));
    if (!signature)
        return {};
    QByteArray fixed(2 * width, Qt::Uninitialized);
    unsigned char* const out = bytesOf(fixed);
    const bool fits = BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, width) == width
        && BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + width, width) == width;
    return fits ? fixed : QByteArray();
}

} // namespace strongroom::crypto
