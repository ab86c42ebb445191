// SPDX-License-Identifier: Apache-2.0
#include "model/crypto/pfx.h"

#include "model/crypto/openssl_keys.h"
#include "model/crypto/password_cost.h"
#include "model/crypto/protected_key.h"

#include <openssl/pkcs12.h>

#include <optional>

using namespace Qt::StringLiterals;

namespace strongroom::crypto {

namespace {

void freeSafes(STACK_OF(PKCS7) * safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }
void freeBags(STACK_OF(PKCS12_SAFEBAG) * bags) { sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free); }

using Pfx = std::unique_ptr<PKCS12, FreeWith<PKCS12_free>>;
using Safes = std::unique_ptr<STACK_OF(PKCS7), FreeWith<freeSafes>>;
using Bags = std::unique_ptr<STACK_OF(PKCS12_SAFEBAG), FreeWith<freeBags>>;
using Pkcs8 = std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeWith<PKCS8_PRIV_KEY_INFO_free>>;

constexpr int deepestBag = 4;

/// No password and an empty one are two things in PKCS#12.
struct Password final
{
    const char* text;
    int size;
};

Pfx pfxFrom(const base::SecureBytes& der)
{
    const unsigned char* cursor = der.data();
    Pfx pfx(d2i_PKCS12(nullptr, &cursor, static_cast<long>(der.size())));
    return cursor == der.data() + der.size() ? std::move(pfx) : nullptr;
}

/// What was met on the way to the first key.
struct Search final
{
    Password password;
    PasswordBudget budget;
    std::optional<base::Result<SoftwareKey>> key;
    bool isUndecrypted = false;
    bool isTooCostly = false;

    void look(const PKCS12_SAFEBAG* bag, int depth)
    {
        switch (PKCS12_SAFEBAG_get_nid(bag)) {
        case NID_keyBag:
            key = softwareKeyFrom(PKCS12_SAFEBAG_get0_p8inf(bag));
            break;
        case NID_pkcs8ShroudedKeyBag:
            openShrouded(bag);
            break;
        case NID_safeContentsBag:
            if (depth < deepestBag)
                lookIn(PKCS12_SAFEBAG_get0_safes(bag), depth + 1);
            break;
        default:
            break;
        }
    }
    void openShrouded(const PKCS12_SAFEBAG* bag)
    {
        const X509_ALGOR* algorithm = nullptr;
        X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &algorithm, nullptr);
        if (!budget.affords(algorithm)) {
            isTooCostly = true;
            return;
        }
        const Pkcs8 info(PKCS12_decrypt_skey(bag, password.text, password.size));
        if (info)
            key = softwareKeyFrom(info.get());
        else
            isUndecrypted = true;
    }
    void lookIn(const STACK_OF(PKCS12_SAFEBAG) * bags, int depth)
    {
        for (int i = 0; !key && i < sk_PKCS12_SAFEBAG_num(bags); ++i)
            look(sk_PKCS12_SAFEBAG_value(bags, i), depth);
    }
    void lookIn(PKCS7* safe)
    {
        if (PKCS7_type_is_data(safe)) {
            const Bags bags(PKCS12_unpack_p7data(safe));
            lookIn(bags.get(), 0);
            return;
        }
        if (!PKCS7_type_is_encrypted(safe) || !safe->d.encrypted || !safe->d.encrypted->enc_data)
            return;
        if (!budget.affords(safe->d.encrypted->enc_data->algorithm)) {
            isTooCostly = true;
            return;
        }
        const Bags bags(PKCS12_unpack_p7encdata(safe, password.text, password.size));
        isUndecrypted = isUndecrypted || !bags;
        lookIn(bags.get(), 0);
    }
};

} // namespace

bool isPfx(const base::SecureBytes& der) { return pfxFrom(der) != nullptr; }

base::Result<SoftwareKey> firstKeyOfPfx(const base::SecureBytes& der, const base::SecureBytes& password)
{
    const Pfx pfx = pfxFrom(der);
    const Safes safes(pfx ? PKCS12_unpack_authsafes(pfx.get()) : nullptr);
    if (!safes)
        return badKey(u"The PKCS#12 file is damaged or of a kind that is not supported."_s);
    Password used{ reinterpret_cast<const char*>(password.data()), static_cast<int>(password.size()) };
    PasswordBudget budget;
    if (PKCS12_mac_present(pfx.get()) == 1) {
        const ASN1_INTEGER* rounds = nullptr;
        PKCS12_get0_mac(nullptr, nullptr, nullptr, &rounds, pfx.get());
        if (!budget.affordsRounds(rounds))
            return passwordTooCostly();
        bool isRight = PKCS12_verify_mac(pfx.get(), used.text, used.size) == 1;
        if (!isRight && password.isEmpty()) {
            used = { "", 0 };
            isRight = PKCS12_verify_mac(pfx.get(), used.text, used.size) == 1;
        }
        if (!isRight)
            return password.isEmpty() ? passwordNeeded() : passwordWrong();
    }
    Search search{ used, budget, std::nullopt, false, false };
    for (int i = 0; !search.key && i < sk_PKCS7_num(safes.get()); ++i)
        search.lookIn(sk_PKCS7_value(safes.get(), i));
    if (search.key)
        return std::move(*search.key);
    if (search.isTooCostly)
        return passwordTooCostly();
    if (search.isUndecrypted)
        return badKey(u"The key of the PKCS#12 file is encrypted in a way that is not supported."_s);
    return badKey(u"The PKCS#12 file holds no private key."_s);
}

} // namespace strongroom::crypto
