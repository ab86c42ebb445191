// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/password_cost.h"

#include <openssl/x509.h>

#include <algorithm>

namespace strongroom::crypto {

namespace {

using Pbe = std::unique_ptr<PBEPARAM, FreeWith<PBEPARAM_free>>;
using Pbe2 = std::unique_ptr<PBE2PARAM, FreeWith<PBE2PARAM_free>>;
using Pbkdf2 = std::unique_ptr<PBKDF2PARAM, FreeWith<PBKDF2PARAM_free>>;
using Scrypt = std::unique_ptr<SCRYPT_PARAMS, FreeWith<SCRYPT_PARAMS_free>>;

template <typename T> T* parametersOf(const X509_ALGOR* algorithm, const ASN1_ITEM* item)
{
    return static_cast<T*>(ASN1_TYPE_unpack_sequence(item, algorithm->parameter));
}

int kindOf(const X509_ALGOR* algorithm)
{
    const ASN1_OBJECT* identifier = nullptr;
    X509_ALGOR_get0(&identifier, nullptr, nullptr, algorithm);
    return OBJ_obj2nid(identifier);
}

constexpr std::int64_t tooMany = INT64_MAX;

/// Zero where a number is not there, which the library will refuse.
std::int64_t numberIn(const ASN1_INTEGER* number)
{
    std::int64_t value = 0;
    if (!number)
        return 0;
    return ASN1_INTEGER_get_int64(&value, number) == 1 ? std::max<std::int64_t>(value, 0) : tooMany;
}

/// N * r * p: blocks mixed (RFC 7914), each of about the work of one round of a hash.
std::int64_t costOf(const SCRYPT_PARAMS* scrypt)
{
    std::int64_t product = 0;
    const bool isHuge
        = __builtin_mul_overflow(numberIn(scrypt->costParameter), numberIn(scrypt->blockSize), &product)
        || __builtin_mul_overflow(product, numberIn(scrypt->parallelizationParameter), &product);
    return isHuge ? tooMany : product;
}

} // namespace

bool PasswordBudget::take(std::int64_t rounds)
{
    if (rounds > m_left)
        return false;
    m_left -= rounds;
    return true;
}

bool PasswordBudget::affordsRounds(const ASN1_INTEGER* rounds) { return take(numberIn(rounds)); }

bool PasswordBudget::affords(const X509_ALGOR* algorithm)
{
    if (!algorithm)
        return true; // the library refuses what it cannot read, here and below
    if (kindOf(algorithm) != NID_pbes2) {
        const Pbe pbe(parametersOf<PBEPARAM>(algorithm, ASN1_ITEM_rptr(PBEPARAM)));
        return !pbe || affordsRounds(pbe->iter);
    }
    const Pbe2 pbes2(parametersOf<PBE2PARAM>(algorithm, ASN1_ITEM_rptr(PBE2PARAM)));
    if (!pbes2)
        return true;
    if (kindOf(pbes2->keyfunc) == NID_id_scrypt) {
        const Scrypt scrypt(parametersOf<SCRYPT_PARAMS>(pbes2->keyfunc, ASN1_ITEM_rptr(SCRYPT_PARAMS)));
        return !scrypt || take(costOf(scrypt.get()));
    }
    const Pbkdf2 pbkdf2(parametersOf<PBKDF2PARAM>(pbes2->keyfunc, ASN1_ITEM_rptr(PBKDF2PARAM)));
    return !pbkdf2 || affordsRounds(pbkdf2->iter);
}

} // namespace strongroom::crypto
