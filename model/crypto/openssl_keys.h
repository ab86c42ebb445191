// SPDX-License-Identifier: Apache-2.0
#pragma once

// OpenSSL's keys and ours. For the sources of this module only.

#include "model/crypto/openssl_handles.h"
#include "model/crypto/software_key.h"

namespace strongroom::crypto {

using Number = std::unique_ptr<BIGNUM, FreeWith<BN_clear_free>>;
using ParamBuild = std::unique_ptr<OSSL_PARAM_BLD, FreeWith<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, FreeWith<OSSL_PARAM_free>>;

base::Error badKey(const QString& message);
/// The library failed where it should not.
base::Error libraryFailed();

Number numberOf(std::span<const unsigned char> bytes);
Number numberOf(const QByteArray& bytes);

/// 2048, 3072, 4096: what the service takes.
bool isRsaSize(int bits);
const char* groupName(Curve curve);

/// What can be shown of a key; badKey() for a type, size or curve the service lacks.
base::Result<PublicKey> publicPartOf(const EVP_PKEY* key);
/// Null when it is not a key: a point off its curve, an empty modulus, a symmetric key.
Key publicKeyFrom(const PublicKey& part);
Key keyFrom(const char* type, OSSL_PARAM_BLD* build, int selection);

/// A key of PKCS#8 in the clear, checked as SoftwareKey::fromPrivateDer() does.
base::Result<SoftwareKey> softwareKeyFrom(const PKCS8_PRIV_KEY_INFO* info);

/// A private number of the key as `width` big-endian bytes, 0 for as many as it needs; empty if it has
/// none.
base::SecureBytes secretMemberOf(const EVP_PKEY* key, const char* parameter, int width);

} // namespace strongroom::crypto
