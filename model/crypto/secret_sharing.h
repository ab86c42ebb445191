// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/base/secure_bytes.h"

#include <vector>

namespace strongroom::crypto {

/// A part of a secret that says nothing by itself (Shamir 1979, over GF(2^8) with the polynomial of AES).
struct SecretShare final
{
    int index = 0; ///< 1-255, another one for each share
    base::SecureBytes bytes; ///< as long as the secret
};

/// `count` shares, of which any `required` give the secret back and fewer say nothing of it.
/// BadParameter unless 2 <= required <= count <= 255 and there is a secret.
base::Result<std::vector<SecretShare>> splitSecret(const base::SecureBytes& secret, int count, int required);

/// The secret, when these are enough shares of it; with too few or foreign ones, other bytes: the caller
/// must be able to tell. BadParameter when they cannot be shares of one secret.
base::Result<base::SecureBytes> combineShares(const std::vector<SecretShare>& shares);

} // namespace strongroom::crypto
