// SPDX-License-Identifier: Apache-2.0
#include "model/hsm/pkcs11_template.h"

#include <array>

namespace strongroom::hsm {

QByteArray attributeOf(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                       CK_ATTRIBUTE_TYPE type)
{
    CK_ATTRIBUTE attribute{ type, nullptr, 0 };
    if (list->C_GetAttributeValue(session, object, &attribute, 1) != CKR_OK
        || attribute.ulValueLen == CK_UNAVAILABLE_INFORMATION)
        return {};
    QByteArray value(static_cast<qsizetype>(attribute.ulValueLen), '\0');
    attribute.pValue = value.data();
    return list->C_GetAttributeValue(session, object, &attribute, 1) == CKR_OK ? value : QByteArray();
}

CK_ULONG numberOf(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                  CK_ATTRIBUTE_TYPE type)
{
    CK_ULONG number = CK_UNAVAILABLE_INFORMATION;
    CK_ATTRIBUTE attribute{ type, &number, sizeof number };
    const bool isThere = list->C_GetAttributeValue(session, object, &attribute, 1) == CKR_OK;
    return isThere ? number : CK_UNAVAILABLE_INFORMATION;
}

bool isSet(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type)
{
    CK_BBOOL value = CK_FALSE;
    CK_ATTRIBUTE attribute{ type, &value, sizeof value };
    return list->C_GetAttributeValue(session, object, &attribute, 1) == CKR_OK && value == CK_TRUE;
}

FoundObjects findObjects(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, Template& wanted)
{
    FoundObjects found;
    found.value = list->C_FindObjectsInit(session, wanted.data(), wanted.size());
    if (found.value != CKR_OK)
        return found;
    std::array<CK_OBJECT_HANDLE, 64> some{};
    CK_ULONG count = 0;
    do {
        found.value = list->C_FindObjects(session, some.data(), some.size(), &count);
        if (found.value == CKR_OK)
            found.handles.insert(found.handles.end(), some.begin(),
                                 some.begin() + static_cast<std::ptrdiff_t>(count));
    } while (found.value == CKR_OK && count > 0);
    const CK_RV ended = list->C_FindObjectsFinal(session);
    if (found.value == CKR_OK)
        found.value = ended;
    return found;
}

} // namespace strongroom::hsm
