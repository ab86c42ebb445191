// SPDX-License-Identifier: Apache-2.0
#include "model/hsm/pkcs11_functions.h"

#include <p11-kit/p11-kit.h>

#include <array>

using namespace Qt::StringLiterals;

namespace strongroom::hsm {

namespace {

/// PKCS#11 texts are padded with blanks and not terminated.
template <std::size_t N> QString textOf(const unsigned char (&field)[N])
{
    return QString::fromUtf8(reinterpret_cast<const char*>(field), N).trimmed();
}

struct NamedMechanism
{
    CK_MECHANISM_TYPE type;
    QLatin1StringView name;
};
constexpr std::array mechanismNames = {
    NamedMechanism{ CKM_RSA_PKCS_KEY_PAIR_GEN, "RSA-PKCS-KEY-PAIR-GEN"_L1 },
    NamedMechanism{ CKM_RSA_PKCS, "RSA-PKCS"_L1 },
    NamedMechanism{ CKM_RSA_X_509, "RSA-X-509"_L1 },
    NamedMechanism{ CKM_RSA_PKCS_OAEP, "RSA-PKCS-OAEP"_L1 },
    NamedMechanism{ CKM_RSA_PKCS_PSS, "RSA-PKCS-PSS"_L1 },
    NamedMechanism{ CKM_SHA256_RSA_PKCS, "SHA256-RSA-PKCS"_L1 },
    NamedMechanism{ CKM_EC_KEY_PAIR_GEN, "EC-KEY-PAIR-GEN"_L1 },
    NamedMechanism{ CKM_ECDSA, "ECDSA"_L1 },
    NamedMechanism{ CKM_ECDH1_DERIVE, "ECDH1-DERIVE"_L1 },
    NamedMechanism{ CKM_AES_KEY_GEN, "AES-KEY-GEN"_L1 },
    NamedMechanism{ CKM_AES_CBC, "AES-CBC"_L1 },
    NamedMechanism{ CKM_AES_CBC_PAD, "AES-CBC-PAD"_L1 },
    NamedMechanism{ CKM_AES_GCM, "AES-GCM"_L1 },
    NamedMechanism{ CKM_AES_KEY_WRAP, "AES-KEY-WRAP"_L1 },
    NamedMechanism{ CKM_AES_KEY_WRAP_PAD, "AES-KEY-WRAP-PAD"_L1 },
    NamedMechanism{ CKM_GENERIC_SECRET_KEY_GEN, "GENERIC-SECRET-KEY-GEN"_L1 },
    NamedMechanism{ CKM_SHA256_HMAC, "SHA256-HMAC"_L1 },
    NamedMechanism{ CKM_SHA384_HMAC, "SHA384-HMAC"_L1 },
    NamedMechanism{ CKM_SHA512_HMAC, "SHA512-HMAC"_L1 },
    // Not used here; people read them in the list of what a token can do.
    NamedMechanism{ CKM_AES_ECB, "AES-ECB"_L1 },
    NamedMechanism{ CKM_AES_CTR, "AES-CTR"_L1 },
    NamedMechanism{ CKM_AES_CMAC, "AES-CMAC"_L1 },
    NamedMechanism{ CKM_AES_ECB_ENCRYPT_DATA, "AES-ECB-ENCRYPT-DATA"_L1 },
    NamedMechanism{ CKM_AES_CBC_ENCRYPT_DATA, "AES-CBC-ENCRYPT-DATA"_L1 },
    NamedMechanism{ CKM_SHA1_RSA_PKCS, "SHA1-RSA-PKCS"_L1 },
    NamedMechanism{ CKM_SHA224_RSA_PKCS, "SHA224-RSA-PKCS"_L1 },
    NamedMechanism{ CKM_SHA384_RSA_PKCS, "SHA384-RSA-PKCS"_L1 },
    NamedMechanism{ CKM_SHA512_RSA_PKCS, "SHA512-RSA-PKCS"_L1 },
    NamedMechanism{ CKM_SHA1_RSA_PKCS_PSS, "SHA1-RSA-PKCS-PSS"_L1 },
    NamedMechanism{ CKM_SHA224_RSA_PKCS_PSS, "SHA224-RSA-PKCS-PSS"_L1 },
    NamedMechanism{ CKM_SHA256_RSA_PKCS_PSS, "SHA256-RSA-PKCS-PSS"_L1 },
    NamedMechanism{ CKM_SHA384_RSA_PKCS_PSS, "SHA384-RSA-PKCS-PSS"_L1 },
    NamedMechanism{ CKM_SHA512_RSA_PKCS_PSS, "SHA512-RSA-PKCS-PSS"_L1 },
    NamedMechanism{ CKM_MD5_RSA_PKCS, "MD5-RSA-PKCS"_L1 },
    NamedMechanism{ CKM_SHA_1, "SHA-1"_L1 },
    NamedMechanism{ CKM_SHA224, "SHA224"_L1 },
    NamedMechanism{ CKM_SHA256, "SHA256"_L1 },
    NamedMechanism{ CKM_SHA384, "SHA384"_L1 },
    NamedMechanism{ CKM_SHA512, "SHA512"_L1 },
    NamedMechanism{ CKM_MD5, "MD5"_L1 },
    NamedMechanism{ CKM_SHA_1_HMAC, "SHA-1-HMAC"_L1 },
    NamedMechanism{ CKM_SHA224_HMAC, "SHA224-HMAC"_L1 },
    NamedMechanism{ CKM_MD5_HMAC, "MD5-HMAC"_L1 },
    NamedMechanism{ CKM_EC_EDWARDS_KEY_PAIR_GEN, "EC-EDWARDS-KEY-PAIR-GEN"_L1 },
    NamedMechanism{ CKM_EDDSA, "EDDSA"_L1 },
    NamedMechanism{ CKM_DSA, "DSA"_L1 },
    NamedMechanism{ CKM_DSA_KEY_PAIR_GEN, "DSA-KEY-PAIR-GEN"_L1 },
    NamedMechanism{ CKM_DSA_PARAMETER_GEN, "DSA-PARAMETER-GEN"_L1 },
    NamedMechanism{ CKM_DSA_SHA1, "DSA-SHA1"_L1 },
    NamedMechanism{ CKM_DSA_SHA224, "DSA-SHA224"_L1 },
    NamedMechanism{ CKM_DSA_SHA256, "DSA-SHA256"_L1 },
    NamedMechanism{ CKM_DSA_SHA384, "DSA-SHA384"_L1 },
    NamedMechanism{ CKM_DSA_SHA512, "DSA-SHA512"_L1 },
    NamedMechanism{ CKM_DH_PKCS_KEY_PAIR_GEN, "DH-PKCS-KEY-PAIR-GEN"_L1 },
    NamedMechanism{ CKM_DH_PKCS_DERIVE, "DH-PKCS-DERIVE"_L1 },
    NamedMechanism{ CKM_DH_PKCS_PARAMETER_GEN, "DH-PKCS-PARAMETER-GEN"_L1 },
    NamedMechanism{ CKM_DES_KEY_GEN, "DES-KEY-GEN"_L1 },
    NamedMechanism{ CKM_DES_ECB, "DES-ECB"_L1 },
    NamedMechanism{ CKM_DES_CBC, "DES-CBC"_L1 },
    NamedMechanism{ CKM_DES_CBC_PAD, "DES-CBC-PAD"_L1 },
    NamedMechanism{ CKM_DES_ECB_ENCRYPT_DATA, "DES-ECB-ENCRYPT-DATA"_L1 },
    NamedMechanism{ CKM_DES_CBC_ENCRYPT_DATA, "DES-CBC-ENCRYPT-DATA"_L1 },
    NamedMechanism{ CKM_DES2_KEY_GEN, "DES2-KEY-GEN"_L1 },
    NamedMechanism{ CKM_DES3_KEY_GEN, "DES3-KEY-GEN"_L1 },
    NamedMechanism{ CKM_DES3_ECB, "DES3-ECB"_L1 },
    NamedMechanism{ CKM_DES3_CBC, "DES3-CBC"_L1 },
    NamedMechanism{ CKM_DES3_CBC_PAD, "DES3-CBC-PAD"_L1 },
    NamedMechanism{ CKM_DES3_CMAC, "DES3-CMAC"_L1 },
    NamedMechanism{ CKM_DES3_ECB_ENCRYPT_DATA, "DES3-ECB-ENCRYPT-DATA"_L1 },
    NamedMechanism{ CKM_DES3_CBC_ENCRYPT_DATA, "DES3-CBC-ENCRYPT-DATA"_L1 },
};

QString nameOf(CK_MECHANISM_TYPE type)
{
    for (const NamedMechanism& known : mechanismNames) {
        if (known.type == type)
            return known.name;
    }
    return u"0x"_s + QString::number(type, 16).rightJustified(8, u'0');
}

QStringList usesOf(CK_FLAGS flags)
{
    struct Use
    {
        CK_FLAGS flag;
        QLatin1StringView word;
    };
    constexpr std::array all = {
        Use{ CKF_GENERATE | CKF_GENERATE_KEY_PAIR, "generate"_L1 },
        Use{ CKF_SIGN, "sign"_L1 },
        Use{ CKF_VERIFY, "verify"_L1 },
        Use{ CKF_ENCRYPT, "encrypt"_L1 },
        Use{ CKF_DECRYPT, "decrypt"_L1 },
        Use{ CKF_WRAP, "wrap"_L1 },
        Use{ CKF_UNWRAP, "unwrap"_L1 },
        Use{ CKF_DERIVE, "derive"_L1 },
    };
    QStringList words;
    for (const Use& use : all) {
        if (flags & use.flag)
            words.append(use.word);
    }
    return words;
}

SlotFacts factsOf(CK_FUNCTION_LIST* list, CK_SLOT_ID id)
{
    SlotFacts facts;
    facts.id = id;
    CK_SLOT_INFO slot{};
    if (list->C_GetSlotInfo(id, &slot) == CKR_OK) {
        facts.description = textOf(slot.slotDescription);
        facts.hasToken = slot.flags & CKF_TOKEN_PRESENT;
    }
    CK_TOKEN_INFO token{};
    if (!facts.hasToken || list->C_GetTokenInfo(id, &token) != CKR_OK)
        return facts;
    facts.label = textOf(token.label);
    facts.manufacturer = textOf(token.manufacturerID);
    facts.model = textOf(token.model);
    facts.serialNumber = textOf(token.serialNumber);
    facts.isInitialized = token.flags & CKF_TOKEN_INITIALIZED;
    facts.needsLogin = token.flags & CKF_LOGIN_REQUIRED;
    facts.isPinSet = token.flags & CKF_USER_PIN_INITIALIZED;
    facts.isPinLocked = token.flags & CKF_USER_PIN_LOCKED;
    facts.isLastTry = token.flags & CKF_USER_PIN_FINAL_TRY;
    return facts;
}

QString descriptionOf(CK_FUNCTION_LIST* list)
{
    CK_INFO info{};
    return list->C_GetInfo(&info) == CKR_OK ? textOf(info.libraryDescription) : QString();
}

} // namespace

base::Error tokenError(CK_RV value, const QString& what)
{
    using base::ErrorCode;
    switch (value) {
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
        return { ErrorCode::TokenPinWrong, u"The token refused the PIN."_s, u"pin"_s };
    case CKR_USER_PIN_NOT_INITIALIZED:
        return { ErrorCode::TokenPinWrong, u"The token has no user PIN yet."_s, u"pin"_s };
    case CKR_PIN_EXPIRED:
        return { ErrorCode::TokenPinLocked, u"The PIN of the token has expired and must be changed."_s,
                 u"pin"_s };
    case CKR_PIN_LOCKED:
        return { ErrorCode::TokenPinLocked, u"The token has locked its PIN after too many wrong ones."_s,
                 u"pin"_s };
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_TOKEN_NOT_RECOGNIZED:
    case CKR_SLOT_ID_INVALID:
    case CKR_DEVICE_REMOVED:
        return { ErrorCode::TokenAbsent, u"The token is not there."_s, {} };
    case CKR_MECHANISM_INVALID:
    case CKR_MECHANISM_PARAM_INVALID:
    case CKR_CURVE_NOT_SUPPORTED:
    case CKR_FUNCTION_NOT_SUPPORTED:
    case CKR_KEY_TYPE_INCONSISTENT:
    case CKR_KEY_SIZE_RANGE:
    case CKR_KEY_FUNCTION_NOT_PERMITTED:
        return { ErrorCode::MechanismMissing, u"The token cannot do this: %1."_s.arg(what), u"alg"_s };
    case CKR_KEY_UNEXTRACTABLE:
    case CKR_KEY_NOT_WRAPPABLE:
        return { ErrorCode::Forbidden, u"The key was made so that it never leaves the token."_s, {} };
    case CKR_SESSION_HANDLE_INVALID:
    case CKR_SESSION_CLOSED:
    case CKR_USER_NOT_LOGGED_IN:
        return { ErrorCode::TokenFailed, u"The token ended the session at '%1', and again."_s.arg(what), {} };
    case CKR_CRYPTOKI_NOT_INITIALIZED:
        return { ErrorCode::TokenAbsent, u"The token is not there, and its module does not start."_s, {} };
    case CKR_DEVICE_MEMORY:
        return { ErrorCode::TokenFailed, u"The token has no room for this."_s, {} };
    case CKR_TOKEN_WRITE_PROTECTED:
    case CKR_SESSION_READ_ONLY:
        return { ErrorCode::TokenFailed, u"The token is write-protected."_s, {} };
    default:
        return { ErrorCode::TokenFailed,
                 u"The token failed at '%1' (0x%2)."_s.arg(what, QString::number(value, 16)),
                 {} };
    }
}

Pkcs11Module::Pkcs11Module(std::unique_ptr<Functions> functions)
    : m_functions(std::move(functions))
{
}

Pkcs11Module::~Pkcs11Module()
{
    p11_kit_module_finalize(m_functions->list);
    p11_kit_module_release(m_functions->list);
}

base::Result<std::shared_ptr<Pkcs11Module>> Pkcs11Module::load(const QString& path)
{
    auto functions = std::make_unique<Functions>();
    functions->path = path;
    functions->list = p11_kit_module_load(path.toLocal8Bit().constData(), 0);
    if (!functions->list)
        return base::Error{ base::ErrorCode::TokenAbsent,
                            u"The PKCS#11 module '%1' cannot be loaded."_s.arg(path), u"module"_s };
    if (const CK_RV value = p11_kit_module_initialize(functions->list); value != CKR_OK) {
        p11_kit_module_release(functions->list);
        return tokenError(value, u"start the module"_s);
    }
    functions->description = descriptionOf(functions->list);
    return std::shared_ptr<Pkcs11Module>(new Pkcs11Module(std::move(functions)));
}

std::vector<std::shared_ptr<Pkcs11Module>> Pkcs11Module::configured()
{
    std::vector<std::shared_ptr<Pkcs11Module>> modules;
    CK_FUNCTION_LIST** const lists = p11_kit_modules_load(nullptr, 0);
    if (!lists)
        return modules;
    for (CK_FUNCTION_LIST** list = lists; *list; ++list) {
        auto functions = std::make_unique<Functions>();
        functions->list = *list;
        if (p11_kit_module_initialize(*list) != CKR_OK) {
            p11_kit_module_release(*list);
            continue;
        }
        char* const file = p11_kit_module_get_filename(*list);
        functions->path = QString::fromLocal8Bit(file);
        free(file);
        functions->description = descriptionOf(*list);
        modules.push_back(std::shared_ptr<Pkcs11Module>(new Pkcs11Module(std::move(functions))));
    }
    free(lists); // the modules themselves are released one by one
    return modules;
}

base::Result<void> Pkcs11Module::restart()
{
    p11_kit_module_finalize(m_functions->list); // nothing, where it could not be started the last time
    if (const CK_RV value = p11_kit_module_initialize(m_functions->list); value != CKR_OK)
        return tokenError(value, u"start the module"_s);
    return {};
}

QString Pkcs11Module::path() const { return m_functions->path; }

QString Pkcs11Module::description() const { return m_functions->description; }

base::Result<std::vector<SlotFacts>> Pkcs11Module::slotFacts() const
{
    CK_FUNCTION_LIST* const list = m_functions->list;
    CK_ULONG count = 0;
    if (const CK_RV value = list->C_GetSlotList(CK_FALSE, nullptr, &count); value != CKR_OK)
        return tokenError(value, u"list the slots"_s);
    std::vector<CK_SLOT_ID> ids(count);
    if (const CK_RV value = list->C_GetSlotList(CK_FALSE, ids.data(), &count); value != CKR_OK)
        return tokenError(value, u"list the slots"_s);
    ids.resize(count);
    std::vector<SlotFacts> facts;
    facts.reserve(ids.size());
    for (const CK_SLOT_ID id : ids)
        facts.push_back(factsOf(list, id));
    return facts;
}

base::Result<std::vector<MechanismFacts>> Pkcs11Module::mechanisms(quint64 slot) const
{
    CK_FUNCTION_LIST* const list = m_functions->list;
    CK_ULONG count = 0;
    if (const CK_RV value = list->C_GetMechanismList(slot, nullptr, &count); value != CKR_OK)
        return tokenError(value, u"list the mechanisms"_s);
    std::vector<CK_MECHANISM_TYPE> types(count);
    if (const CK_RV value = list->C_GetMechanismList(slot, types.data(), &count); value != CKR_OK)
        return tokenError(value, u"list the mechanisms"_s);
    types.resize(count);
    std::vector<MechanismFacts> facts;
    for (const CK_MECHANISM_TYPE type : types) {
        CK_MECHANISM_INFO info{};
        if (list->C_GetMechanismInfo(slot, type, &info) != CKR_OK)
            continue;
        facts.push_back({ type, nameOf(type), static_cast<int>(info.ulMinKeySize),
                          static_cast<int>(info.ulMaxKeySize), usesOf(info.flags) });
    }
    return facts;
}

} // namespace strongroom::hsm
