// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmarks/bare_token.h"

#include <QLibrary>

#include <p11-kit/pkcs11.h>

#include <array>
#include <cstring>

namespace strongroom::benchmarks {

namespace {

CK_FUNCTION_LIST* listOf(void* list) { return static_cast<CK_FUNCTION_LIST*>(list); }

CK_BYTE* bytesOf(const QByteArray& bytes)
{
    return reinterpret_cast<CK_BYTE*>(const_cast<char*>(bytes.constData()));
}

} // namespace

BareToken::BareToken(const QString& modulePath, const QString& label, const QByteArray& keyId)
{
    QLibrary library(modulePath);
    CK_FUNCTION_LIST* list = nullptr;
    const auto get = reinterpret_cast<CK_C_GetFunctionList>(library.resolve("C_GetFunctionList"));
    if (!get || get(&list) != CKR_OK)
        qFatal("the module has no functions");
    m_list = list;
    openSession(label);
    findKey(keyId);
}

void BareToken::openSession(const QString& label)
{
    std::array<CK_SLOT_ID, 16> slots{};
    CK_ULONG count = slots.size();
    listOf(m_list)->C_GetSlotList(CK_TRUE, slots.data(), &count);
    for (CK_ULONG i = 0; i < count; ++i) {
        CK_TOKEN_INFO info{};
        const QByteArray wanted = label.toUtf8();
        if (listOf(m_list)->C_GetTokenInfo(slots[i], &info) == CKR_OK
            && std::memcmp(info.label, wanted.constData(), static_cast<std::size_t>(wanted.size())) == 0)
            listOf(m_list)->C_OpenSession(slots[i], CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr,
                                          &m_session);
    }
}

void BareToken::findKey(const QByteArray& keyId)
{
    CK_OBJECT_CLASS kind = CKO_PRIVATE_KEY;
    std::array wanted{ CK_ATTRIBUTE{ CKA_CLASS, &kind, sizeof kind },
                       CK_ATTRIBUTE{ CKA_ID, bytesOf(keyId), static_cast<CK_ULONG>(keyId.size()) } };
    CK_ULONG count = 0;
    listOf(m_list)->C_FindObjectsInit(m_session, wanted.data(), wanted.size());
    listOf(m_list)->C_FindObjects(m_session, &m_key, 1, &count);
    listOf(m_list)->C_FindObjectsFinal(m_session);
    if (count != 1)
        qFatal("the token does not have the key");
}

bool BareToken::sign(bool isRsa, const QByteArray& digest)
{
    CK_MECHANISM mechanism{ isRsa ? CKM_RSA_PKCS : CKM_ECDSA, nullptr, 0 };
    std::array<CK_BYTE, 1024> signature{};
    CK_ULONG size = signature.size();
    return listOf(m_list)->C_SignInit(m_session, &mechanism, m_key) == CKR_OK
        && listOf(m_list)->C_Sign(m_session, bytesOf(digest), static_cast<CK_ULONG>(digest.size()),
                                  signature.data(), &size)
        == CKR_OK;
}

} // namespace strongroom::benchmarks
