// SPDX-License-Identifier: Apache-2.0
#include "model/hsm/token_private.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace strongroom::hsm {

namespace {

bool isSessionLost(CK_RV value)
{
    return value == CKR_SESSION_HANDLE_INVALID || value == CKR_SESSION_CLOSED
        || value == CKR_USER_NOT_LOGGED_IN || value == CKR_CRYPTOKI_NOT_INITIALIZED;
}

/// A template whose values live as long as it does.
class Template final
{
public:
    Template& flag(CK_ATTRIBUTE_TYPE type, bool value)
    {
        static CK_BBOOL yes = CK_TRUE;
        static CK_BBOOL no = CK_FALSE;
        m_attributes.push_back({ type, value ? &yes : &no, sizeof(CK_BBOOL) });
        return *this;
    }
    Template& number(CK_ATTRIBUTE_TYPE type, CK_ULONG value)
    {
        m_numbers.push_back(std::make_unique<CK_ULONG>(value));
        m_attributes.push_back({ type, m_numbers.back().get(), sizeof(CK_ULONG) });
        return *this;
    }
    Template& bytes(CK_ATTRIBUTE_TYPE type, const QByteArray& value)
    {
        m_bytes.push_back(std::make_unique<QByteArray>(value));
        m_attributes.push_back({ type, m_bytes.back()->data(), static_cast<CK_ULONG>(value.size()) });
        return *this;
    }
    CK_ATTRIBUTE* data() { return m_attributes.data(); }
    CK_ULONG size() const { return m_attributes.size(); }

private:
    std::vector<CK_ATTRIBUTE> m_attributes;
    std::vector<std::unique_ptr<CK_ULONG>> m_numbers;
    std::vector<std::unique_ptr<QByteArray>> m_bytes;
};

/// What every private part in a token is: it stays, it is hidden, and it leaves wrapped or never.
Template hiddenPart(const QByteArray& id, const QString& label, TokenKeyUse use)
{
    Template part;
    part.flag(CKA_TOKEN, true)
        .flag(CKA_PRIVATE, true)
        .flag(CKA_SENSITIVE, true)
        .flag(CKA_EXTRACTABLE, use == TokenKeyUse::Exportable)
        .bytes(CKA_ID, id)
        .bytes(CKA_LABEL, label.toUtf8());
    return part;
}

Template openPart(const QByteArray& id, const QString& label)
{
    Template part;
    part.flag(CKA_TOKEN, true).flag(CKA_PRIVATE, false).bytes(CKA_ID, id).bytes(CKA_LABEL, label.toUtf8());
    return part;
}

/// DER of the named curve's object identifier (RFC 5480, 2.1.1.1; SEC 2 for secp256k1).
QByteArray curveParameters(crypto::Curve curve)
{
    switch (curve) {
    case crypto::Curve::P256:
        return QByteArray::fromHex("06082a8648ce3d030107");
    case crypto::Curve::P384:
        return QByteArray::fromHex("06052b81040022");
    case crypto::Curve::P521:
        return QByteArray::fromHex("06052b81040023");
    case crypto::Curve::P256K:
        return QByteArray::fromHex("06052b8104000a");
    }
    return {};
}

QByteArray exponentBytes(quint32 exponent)
{
    QByteArray bytes = QByteArray::fromHex(QByteArray::number(exponent, 16).rightJustified(8, '0'));
    while (bytes.size() > 1 && bytes.front() == '\0')
        bytes.remove(0, 1);
    return bytes;
}

base::Result<SlotFacts> slotWithLabel(const Pkcs11Module& module, const QString& label)
{
    auto facts = module.slotFacts();
    if (!facts)
        return facts.error();
    const auto found = std::find_if(facts->begin(), facts->end(), [&label](const SlotFacts& slot) {
        return slot.isInitialized && slot.label == label;
    });
    if (found == facts->end())
        return base::Error{ base::ErrorCode::TokenAbsent, u"There is no token called '%1'."_s.arg(label),
                            u"token"_s };
    if (found->isPinLocked)
        return tokenError(CKR_PIN_LOCKED, {});
    return *found;
}

} // namespace

CK_RV Token::Private::openSession(CK_SESSION_HANDLE* session)
{
    return list()->C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, session);
}

CK_RV Token::Private::login()
{
    CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
    if (const CK_RV value = openSession(&session); value != CKR_OK)
        return value;
    const CK_RV value = list()->C_Login(session, CKU_USER, pin.data(), pin.size());
    if (value != CKR_OK && value != CKR_USER_ALREADY_LOGGED_IN) {
        list()->C_CloseSession(session);
        return value;
    }
    const std::lock_guard guard(mutex);
    loginSession = session;
    return CKR_OK;
}

void Token::Private::closeSessions()
{
    const std::lock_guard guard(mutex);
    for (const CK_SESSION_HANDLE session : idle)
        list()->C_CloseSession(session);
    if (loginSession != CK_INVALID_HANDLE)
        list()->C_CloseSession(std::exchange(loginSession, CK_INVALID_HANDLE));
    idle.clear();
    handles.clear();
}

base::Result<void> Token::Private::use(const QString& what, const Work& work)
{
    for (int attempt = 0;; ++attempt) {
        CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
        {
            const std::lock_guard guard(mutex);
            if (!idle.empty()) {
                session = idle.back();
                idle.pop_back();
            }
        }
        CK_RV value = session == CK_INVALID_HANDLE ? openSession(&session) : CKR_OK;
        if (value == CKR_OK)
            value = work(list(), session);
        if (value == CKR_OK) {
            const std::lock_guard guard(mutex);
            idle.push_back(session);
            return {};
        }
        // An operation may still be active in it: a session that has failed is not used again.
        list()->C_CloseSession(session);
        if (!isSessionLost(value) || attempt > 0)
            return tokenError(value, what);
        closeSessions();
        if (const CK_RV again = login(); again != CKR_OK)
            return tokenError(again, u"sign in"_s);
    }
}

base::Result<KeyHandles> Token::Private::handlesOf(const QByteArray& id)
{
    {
        const std::lock_guard guard(mutex);
        if (const auto known = handles.constFind(id); known != handles.constEnd())
            return *known;
    }
    KeyHandles found;
    const auto looked = use(u"find the key"_s, [&](CK_FUNCTION_LIST* functions, CK_SESSION_HANDLE session) {
        Template wanted;
        wanted.bytes(CKA_ID, id).flag(CKA_TOKEN, true);
        CK_RV value = functions->C_FindObjectsInit(session, wanted.data(), wanted.size());
        std::array<CK_OBJECT_HANDLE, 8> objects{};
        CK_ULONG count = 0;
        if (value == CKR_OK)
            value = functions->C_FindObjects(session, objects.data(), objects.size(), &count);
        functions->C_FindObjectsFinal(session);
        for (CK_ULONG i = 0; value == CKR_OK && i < count; ++i) {
            CK_OBJECT_CLASS kind = 0;
            CK_ATTRIBUTE attribute{ CKA_CLASS, &kind, sizeof kind };
            value = functions->C_GetAttributeValue(session, objects[i], &attribute, 1);
            (kind == CKO_PUBLIC_KEY ? found.publicPart : found.privatePart) = objects[i];
        }
        return value;
    });
    if (!looked)
        return looked.error();
    if (found.privatePart == CK_INVALID_HANDLE)
        return base::Error{ base::ErrorCode::KeyNotFound, u"The token does not have this key."_s, {} };
    const std::lock_guard guard(mutex);
    handles.insert(id, found);
    return found;
}

base::Result<void> Token::Private::useKey(
    const QByteArray& id, const QString& what,
    const std::function<CK_RV(CK_FUNCTION_LIST*, CK_SESSION_HANDLE, const KeyHandles&)>& work)
{
    for (int attempt = 0;; ++attempt) {
        const auto found = handlesOf(id);
        if (!found)
            return found.error();
        bool isStale = false;
        auto done = use(what, [&](CK_FUNCTION_LIST* functions, CK_SESSION_HANDLE session) {
            const CK_RV value = work(functions, session, *found);
            isStale = value == CKR_KEY_HANDLE_INVALID || value == CKR_OBJECT_HANDLE_INVALID;
            return value;
        });
        if (!isStale || attempt > 0)
            return done;
        const std::lock_guard guard(mutex);
        handles.remove(id);
    }
}

bool Token::Private::canDo(CK_MECHANISM_TYPE mechanism, CK_FLAGS flag) const
{
    CK_MECHANISM_INFO info{};
    return list()->C_GetMechanismInfo(slot, mechanism, &info) == CKR_OK && (info.flags & flag);
}

Token::Token(std::unique_ptr<Private> p)
    : m_private(std::move(p))
{
}

Token::~Token() { m_private->closeSessions(); }

base::Result<std::shared_ptr<Token>> Token::open(const TokenAddress& address, const base::SecureBytes& pin)
{
    auto module = Pkcs11Module::load(address.modulePath);
    if (!module)
        return module.error();
    const auto slot = slotWithLabel(**module, address.label);
    if (!slot)
        return slot.error();
    auto p = std::make_unique<Private>();
    p->module = std::move(*module);
    p->slot = slot->id;
    p->pin = pin.clone();
    if (const CK_RV value = p->login(); value != CKR_OK)
        return tokenError(value, u"sign in"_s);
    return std::shared_ptr<Token>(new Token(std::move(p)));
}

base::Result<std::unique_ptr<crypto::CryptoKey>>
Token::generateRsa(const QByteArray& id, const QString& label, int bits, quint32 exponent, TokenKeyUse use)
{
    const bool isExchange = use == TokenKeyUse::KeyExchange;
    Template hidden = hiddenPart(id, label, use);
    hidden.flag(CKA_SIGN, !isExchange).flag(CKA_DECRYPT, !isExchange).flag(CKA_UNWRAP, isExchange);
    Template open = openPart(id, label);
    open.flag(CKA_VERIFY, !isExchange).flag(CKA_ENCRYPT, !isExchange).flag(CKA_WRAP, isExchange);
    open.number(CKA_MODULUS_BITS, static_cast<CK_ULONG>(bits))
        .bytes(CKA_PUBLIC_EXPONENT, exponentBytes(exponent));
    const auto made
        = m_private->use(u"make an RSA key"_s, [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
              CK_MECHANISM mechanism{ CKM_RSA_PKCS_KEY_PAIR_GEN, nullptr, 0 };
              KeyHandles handles;
              return list->C_GenerateKeyPair(session, &mechanism, open.data(), open.size(), hidden.data(),
                                             hidden.size(), &handles.publicPart, &handles.privatePart);
          });
    if (!made)
        return made.error();
    return find(id);
}

base::Result<std::unique_ptr<crypto::CryptoKey>> Token::generateEc(const QByteArray& id, const QString& label,
                                                                   crypto::Curve curve, TokenKeyUse use)
{
    Template hidden = hiddenPart(id, label, use);
    hidden.flag(CKA_SIGN, true);
    Template open = openPart(id, label);
    open.flag(CKA_VERIFY, true).bytes(CKA_EC_PARAMS, curveParameters(curve));
    const auto made = m_private->use(
        u"make an elliptic-curve key"_s, [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
            CK_MECHANISM mechanism{ CKM_EC_KEY_PAIR_GEN, nullptr, 0 };
            KeyHandles handles;
            return list->C_GenerateKeyPair(session, &mechanism, open.data(), open.size(), hidden.data(),
                                           hidden.size(), &handles.publicPart, &handles.privatePart);
        });
    if (!made)
        return made.error();
    return find(id);
}

base::Result<std::unique_ptr<crypto::CryptoKey>>
Token::generateOct(const QByteArray& id, const QString& label, int bits, TokenKeyUse use)
{
    Template hidden = hiddenPart(id, label, use);
    hidden.flag(CKA_ENCRYPT, true).flag(CKA_DECRYPT, true).flag(CKA_WRAP, true).flag(CKA_UNWRAP, true);
    hidden.number(CKA_VALUE_LEN, static_cast<CK_ULONG>(bits / 8));
    const auto made
        = m_private->use(u"make a symmetric key"_s, [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
              CK_MECHANISM mechanism{ CKM_AES_KEY_GEN, nullptr, 0 };
              CK_OBJECT_HANDLE handle = CK_INVALID_HANDLE;
              return list->C_GenerateKey(session, &mechanism, hidden.data(), hidden.size(), &handle);
          });
    if (!made)
        return made.error();
    return find(id);
}

base::Result<std::unique_ptr<crypto::CryptoKey>> Token::find(const QByteArray& id)
{
    return tokenKey(shared_from_this(), id);
}

base::Result<void> Token::destroy(const QByteArray& id)
{
    const auto handles = m_private->handlesOf(id);
    if (!handles)
        return handles.error().code == base::ErrorCode::KeyNotFound ? base::Result<void>() : handles.error();
    auto gone = m_private->use(u"destroy the key"_s, [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
        CK_RV value = list->C_DestroyObject(session, handles->privatePart);
        if (value == CKR_OK && handles->publicPart != CK_INVALID_HANDLE)
            value = list->C_DestroyObject(session, handles->publicPart);
        return value;
    });
    const std::lock_guard guard(m_private->mutex);
    m_private->handles.remove(id);
    return gone;
}

base::Result<base::SecureBytes> Token::random(int count)
{
    base::SecureBytes bytes(static_cast<std::size_t>(count));
    const auto made
        = m_private->use(u"make random bytes"_s, [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
              return list->C_GenerateRandom(session, bytes.data(), bytes.size());
          });
    if (!made)
        return made.error();
    return bytes;
}

void Token::forgetHandles()
{
    const std::lock_guard guard(m_private->mutex);
    m_private->handles.clear();
}

} // namespace strongroom::hsm
