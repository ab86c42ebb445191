// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/openssl_handles.h"

struct ec_key_st;

namespace strongroom::crypto {

struct EcKeyFree final
{
    void operator()(ec_key_st* key) const;
};
/// An EC key in the form that signs without envelopes.
using EcKey = std::unique_ptr<ec_key_st, EcKeyFree>;

/// Null when `key` has no private part on a curve.
EcKey ecKeyOf(EVP_PKEY* key);

/// ECDSA as r||s, each of `width` bytes (RFC 7518, 3.4); empty when the library fails. Thread-safe.
QByteArray ecdsaSignature(ec_key_st* key, QByteArrayView digest, int width);

} // namespace strongroom::crypto
