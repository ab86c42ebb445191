// SPDX-License-Identifier: Apache-2.0
#pragma once

// What an object is to be, or what it is. For the sources of this module only.

#include "model/base/secure_bytes.h"

#include <QByteArray>

#include <p11-kit/pkcs11.h>

#include <memory>
#include <vector>

namespace strongroom::hsm {

/// A template whose values live as long as it does. Move-only.
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
    Template& secret(CK_ATTRIBUTE_TYPE type, base::SecureBytes value)
    {
        m_secrets.push_back(std::make_unique<base::SecureBytes>(std::move(value)));
        m_attributes.push_back({ type, m_secrets.back()->data(), m_secrets.back()->size() });
        return *this;
    }
    CK_ATTRIBUTE* data() { return m_attributes.data(); }
    CK_ULONG size() const { return m_attributes.size(); }

private:
    std::vector<CK_ATTRIBUTE> m_attributes;
    std::vector<std::unique_ptr<CK_ULONG>> m_numbers;
    std::vector<std::unique_ptr<QByteArray>> m_bytes;
    std::vector<std::unique_ptr<base::SecureBytes>> m_secrets;
};

/// One attribute of an object, or nothing.
QByteArray attributeOf(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                       CK_ATTRIBUTE_TYPE type);
/// An attribute that is a number; nothing reads as the largest one.
CK_ULONG numberOf(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                  CK_ATTRIBUTE_TYPE type);
bool isSet(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
           CK_ATTRIBUTE_TYPE type);

struct FoundObjects final
{
    CK_RV value = CKR_OK;
    std::vector<CK_OBJECT_HANDLE> handles;
};
/// All objects that match the template.
FoundObjects findObjects(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, Template& wanted);

inline CK_BYTE* bytesOf(const QByteArray& bytes)
{
    return reinterpret_cast<CK_BYTE*>(const_cast<char*>(bytes.constData()));
}

inline CK_ULONG sizeOf(const QByteArray& bytes) { return static_cast<CK_ULONG>(bytes.size()); }

} // namespace strongroom::hsm
