// SPDX-License-Identifier: Apache-2.0
// Tries what vaults need of a token. Every key here is of the session and ends with it.
#include "model/hsm/token_private.h"

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::hsm {

namespace {

using Outcome = SelfTestCheck::Outcome;
using crypto::KeyAlgorithm;

constexpr int testedRsaBits = 2048;

const KeyAlgorithm& algorithm(QStringView name) { return *crypto::findKeyAlgorithm(name); }

/// What a step found out, beside the token's return value.
struct Finding final
{
    CK_RV value = CKR_OK;
    bool isRight = false;
};

Template sessionKey()
{
    Template part;
    part.flag(CKA_TOKEN, false).flag(CKA_PRIVATE, true).flag(CKA_SENSITIVE, true);
    return part;
}

CK_RV sign(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_MECHANISM mechanism, CK_OBJECT_HANDLE key,
           const QByteArray& input, QByteArray& signature)
{
    signature.resize(1024);
    CK_ULONG size = sizeOf(signature);
    CK_RV value = list->C_SignInit(session, &mechanism, key);
    if (value == CKR_OK)
        value = list->C_Sign(session, bytesOf(input), sizeOf(input), bytesOf(signature), &size);
    signature.truncate(value == CKR_OK ? static_cast<qsizetype>(size) : 0);
    return value;
}

/// Makes a pair, signs in the token, and verifies here with the public part that the token shows.
Finding signAndVerify(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyAlgorithm& used)
{
    const bool isRsa = used.keyType == crypto::KeyType::Rsa;
    Template hidden = sessionKey();
    hidden.flag(CKA_EXTRACTABLE, false).flag(CKA_SIGN, true);
    Template open;
    open.flag(CKA_TOKEN, false).flag(CKA_PRIVATE, false).flag(CKA_VERIFY, true);
    if (isRsa)
        open.number(CKA_MODULUS_BITS, testedRsaBits)
            .bytes(CKA_PUBLIC_EXPONENT, QByteArray::fromHex("010001"));
    else
        open.bytes(CKA_EC_PARAMS, curveParameters(*used.curve));
    CK_MECHANISM generate{ isRsa ? CKM_RSA_PKCS_KEY_PAIR_GEN : CKM_EC_KEY_PAIR_GEN, nullptr, 0 };
    KeyHandles pair;
    Finding finding;
    finding.value = list->C_GenerateKeyPair(session, &generate, open.data(), open.size(), hidden.data(),
                                            hidden.size(), &pair.publicPart, &pair.privatePart);
    if (finding.value != CKR_OK)
        return finding;
    const QByteArray digest(used.digestBytes, '\x5a');
    QByteArray signature;
    finding.value = sign(list, session, { isRsa ? CKM_RSA_PKCS : CKM_ECDSA, nullptr, 0 }, pair.privatePart,
                         isRsa ? digestInfo(used.digestBytes) + digest : digest, signature);
    const auto part = readPublicPart(list, session, pair);
    const auto key = part ? crypto::SoftwareKey::fromPublicKey(*part) : part.error();
    const auto verified = key ? key->verify(used, digest, signature) : key.error();
    finding.isRight = verified && *verified;
    const CK_RV gone = list->C_DestroyObject(session, pair.privatePart);
    list->C_DestroyObject(session, pair.publicPart);
    if (finding.value == CKR_OK)
        finding.value = gone;
    return finding;
}

CK_RV makeSecret(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_MECHANISM_TYPE mechanism,
                 Template& part, CK_OBJECT_HANDLE* key)
{
    part.number(CKA_VALUE_LEN, 32);
    CK_MECHANISM generate{ mechanism, nullptr, 0 };
    return list->C_GenerateKey(session, &generate, part.data(), part.size(), key);
}

Finding encryptAndDecrypt(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session)
{
    Template part = sessionKey();
    part.flag(CKA_EXTRACTABLE, false).flag(CKA_ENCRYPT, true).flag(CKA_DECRYPT, true);
    CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
    Finding finding;
    finding.value = makeSecret(list, session, CKM_AES_KEY_GEN, part, &key);
    if (finding.value != CKR_OK)
        return finding;
    QByteArray iv(16, '\x07');
    CK_MECHANISM cbc{ CKM_AES_CBC, iv.data(), sizeOf(iv) };
    const QByteArray text(32, 't');
    QByteArray sealed(64, '\0');
    QByteArray back(64, '\0');
    CK_ULONG sealedSize = sizeOf(sealed);
    CK_ULONG backSize = sizeOf(back);
    finding.value = list->C_EncryptInit(session, &cbc, key);
    if (finding.value == CKR_OK)
        finding.value = list->C_Encrypt(session, bytesOf(text), sizeOf(text), bytesOf(sealed), &sealedSize);
    if (finding.value == CKR_OK)
        finding.value = list->C_DecryptInit(session, &cbc, key);
    if (finding.value == CKR_OK)
        finding.value = list->C_Decrypt(session, bytesOf(sealed), sealedSize, bytesOf(back), &backSize);
    finding.isRight = back.left(static_cast<qsizetype>(backSize)) == text && !sealed.startsWith(text);
    list->C_DestroyObject(session, key);
    return finding;
}

Finding authenticate(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session)
{
    Template part = sessionKey();
    part.flag(CKA_EXTRACTABLE, false).flag(CKA_SIGN, true);
    CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
    Finding finding;
    finding.value = makeSecret(list, session, CKM_GENERIC_SECRET_KEY_GEN, part, &key);
    if (finding.value != CKR_OK)
        return finding;
    const CK_MECHANISM hmac{ CKM_SHA256_HMAC, nullptr, 0 };
    QByteArray one;
    QByteArray same;
    QByteArray other;
    finding.value = sign(list, session, hmac, key, "text", one);
    if (finding.value == CKR_OK)
        finding.value = sign(list, session, hmac, key, "text", same);
    if (finding.value == CKR_OK)
        finding.value = sign(list, session, hmac, key, "texts", other);
    finding.isRight = one.size() == 32 && one == same && one != other;
    list->C_DestroyObject(session, key);
    return finding;
}

/// An extractable key wrapped and unwrapped again under another one.
Finding wrapAndUnwrap(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session)
{
    Template wrapping = sessionKey();
    wrapping.flag(CKA_EXTRACTABLE, false).flag(CKA_WRAP, true).flag(CKA_UNWRAP, true);
    Template wrapped = sessionKey();
    wrapped.flag(CKA_EXTRACTABLE, true).flag(CKA_ENCRYPT, true);
    Template back = sessionKey();
    back.flag(CKA_EXTRACTABLE, false)
        .flag(CKA_ENCRYPT, true)
        .number(CKA_CLASS, CKO_SECRET_KEY)
        .number(CKA_KEY_TYPE, CKK_AES);
    std::array<CK_OBJECT_HANDLE, 3> keys{};
    Finding finding;
    finding.value = makeSecret(list, session, CKM_AES_KEY_GEN, wrapping, &keys[0]);
    if (finding.value == CKR_OK)
        finding.value = makeSecret(list, session, CKM_AES_KEY_GEN, wrapped, &keys[1]);
    CK_MECHANISM mechanism{ CKM_AES_KEY_WRAP_PAD, nullptr, 0 };
    QByteArray bytes(64, '\0');
    CK_ULONG size = sizeOf(bytes);
    if (finding.value == CKR_OK)
        finding.value = list->C_WrapKey(session, &mechanism, keys[0], keys[1], bytesOf(bytes), &size);
    if (finding.value == CKR_OK)
        finding.value = list->C_UnwrapKey(session, &mechanism, keys[0], bytesOf(bytes), size, back.data(),
                                          back.size(), &keys[2]);
    finding.isRight = finding.value == CKR_OK && size == 40; // RFC 5649: one block of eight more
    for (const CK_OBJECT_HANDLE key : keys) {
        if (key != CK_INVALID_HANDLE)
            list->C_DestroyObject(session, key);
    }
    return finding;
}

Finding isSignedIn(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session)
{
    CK_SESSION_INFO info{};
    const CK_RV value = list->C_GetSessionInfo(session, &info);
    return { value, info.state == CKS_RW_USER_FUNCTIONS };
}

Finding isRandom(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session)
{
    QByteArray one(32, '\0');
    QByteArray other(32, '\0');
    CK_RV value = list->C_GenerateRandom(session, bytesOf(one), sizeOf(one));
    if (value == CKR_OK)
        value = list->C_GenerateRandom(session, bytesOf(other), sizeOf(other));
    return { value, one != other && one != QByteArray(32, '\0') };
}

struct Step final
{
    QLatin1StringView name;
    QLatin1StringView passed;
    CK_MECHANISM_TYPE mechanism; ///< CKM_VENDOR_DEFINED: needs none
    CK_FLAGS flag;
    Finding (*run)(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session);
};

constexpr std::array steps = {
    Step{ "login"_L1, "The token is signed in."_L1, CKM_VENDOR_DEFINED, 0, isSignedIn },
    Step{ "random"_L1, "The token makes random bytes."_L1, CKM_VENDOR_DEFINED, 0, isRandom },
    Step{ "rsa"_L1, "An RSA key was made, signed, was verified outside and is gone."_L1,
          CKM_RSA_PKCS_KEY_PAIR_GEN, CKF_GENERATE_KEY_PAIR,
          [](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
              return signAndVerify(list, session, algorithm(u"RS256"));
          } },
    Step{ "ec"_L1, "A P-256 key was made, signed, was verified outside and is gone."_L1, CKM_EC_KEY_PAIR_GEN,
          CKF_GENERATE_KEY_PAIR,
          [](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
              return signAndVerify(list, session, algorithm(u"ES256"));
          } },
    Step{ "aes"_L1, "An AES key was made, encrypted, decrypted and is gone."_L1, CKM_AES_CBC, CKF_ENCRYPT,
          encryptAndDecrypt },
    Step{ "hmac"_L1, "A key for HMAC was made, signed and is gone."_L1, CKM_SHA256_HMAC, CKF_SIGN,
          authenticate },
    Step{ "wrap"_L1, "A key was wrapped and unwrapped; keys can be imported and released."_L1,
          CKM_AES_KEY_WRAP_PAD, CKF_WRAP, wrapAndUnwrap },
};

} // namespace

std::vector<SelfTestCheck> Token::selfTest()
{
    std::vector<SelfTestCheck> checks;
    for (const Step& step : steps) {
        SelfTestCheck check{ step.name, Outcome::Passed, step.passed };
        if (step.mechanism != CKM_VENDOR_DEFINED && !m_private->canDo(step.mechanism, step.flag)) {
            check.outcome = Outcome::NotOffered;
            check.sentence = u"The token does not offer this."_s;
            checks.push_back(std::move(check));
            continue;
        }
        bool isRight = false;
        const auto done
            = m_private->use(u"test itself"_s, [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
                  const Finding finding = step.run(list, session);
                  isRight = finding.isRight;
                  return finding.value;
              });
        if (!done || !isRight) {
            check.outcome = Outcome::Failed;
            check.sentence = done ? u"The token's answer is wrong."_s : done.error().message;
        }
        checks.push_back(std::move(check));
    }
    return checks;
}

} // namespace strongroom::hsm
