// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/protected_key.h"

#include "model/crypto/openssl_keys.h"
#include "model/crypto/password_cost.h"

#include <openssl/pkcs12.h>
#include <openssl/x509.h>

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

using Shrouded = std::unique_ptr<X509_SIG, FreeWith<X509_SIG_free>>;
using Pkcs8 = std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeWith<PKCS8_PRIV_KEY_INFO_free>>;

Shrouded shroudedFrom(const base::SecureBytes& der)
{
    const unsigned char* cursor = der.data();
    Shrouded shrouded(d2i_X509_SIG(nullptr, &cursor, static_cast<long>(der.size())));
    return cursor == der.data() + der.size() ? std::move(shrouded) : nullptr;
}

} // namespace

base::Error passwordNeeded()
{
    return { base::ErrorCode::BadParameter, u"The file is protected by a password."_s, u"password"_s };
}

base::Error passwordWrong()
{
    return { base::ErrorCode::BadParameter, u"The password of the file is wrong."_s, u"password"_s };
}

base::Error passwordTooCostly()
{
    return badKey(u"The file asks for more rounds of key derivation than are accepted."_s);
}

bool isDerKey(const base::SecureBytes& der)
{
    const unsigned char* cursor = der.data();
    const Key key(d2i_AutoPrivateKey(nullptr, &cursor, static_cast<long>(der.size())));
    return key && cursor == der.data() + der.size();
}

bool isProtectedKey(const base::SecureBytes& der) { return shroudedFrom(der) != nullptr; }

base::Result<SoftwareKey> openProtectedKey(const base::SecureBytes& der, const base::SecureBytes& password)
{
    const Shrouded shrouded = shroudedFrom(der);
    if (!shrouded)
        return badKey(u"The encrypted key is damaged."_s);
    if (password.isEmpty())
        return passwordNeeded();
    const X509_ALGOR* algorithm = nullptr;
    X509_SIG_get0(shrouded.get(), &algorithm, nullptr);
    if (!PasswordBudget().affords(algorithm))
        return passwordTooCostly();
    const Pkcs8 info(PKCS8_decrypt(shrouded.get(), reinterpret_cast<const char*>(password.data()),
                                   static_cast<int>(password.size())));
    if (!info)
        return passwordWrong();
    return softwareKeyFrom(info.get());
}

} // namespace strongroom::crypto
