// SPDX-License-Identifier: Apache-2.0
#pragma once

// What a file asks us to compute before its password can be tried. For the sources of this module only.

#include "model/crypto/openssl_handles.h"

#include <cstdint>

namespace strongroom::crypto {

/// What all key derivations of one file may cost together: several times what cautious programs write
/// today, and a second or two of work. A file that asks for more is an attack.
class PasswordBudget final
{
public:
    /// Takes the cost of one derivation, and says whether it was there.
    bool affords(const X509_ALGOR* algorithm);
    /// The same for a number of rounds alone, as in the MAC of PKCS#12.
    bool affordsRounds(const ASN1_INTEGER* rounds);

private:
    bool take(std::int64_t rounds);

#ifdef STRONGROOM_FUZZ // so that a second of fuzzing is not one input
    std::int64_t m_left = 5'000;
#else
    std::int64_t m_left = 2'000'000;
#endif
};

} // namespace strongroom::crypto
