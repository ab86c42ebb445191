// SPDX-License-Identifier: Apache-2.0
// What a token says of its keys.
#include "model/hsm/token_private.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::hsm {

namespace {

/// The kind of key that an object belongs to, if it is one of ours.
std::optional<crypto::KeyType> typeOf(CK_ULONG keyType)
{
    switch (keyType) {
    case CKK_RSA:
        return crypto::KeyType::Rsa;
    case CKK_EC:
        return crypto::KeyType::Ec;
    case CKK_AES:
    case CKK_GENERIC_SECRET:
        return crypto::KeyType::Oct;
    default:
        return std::nullopt;
    }
}

std::optional<TokenKeyFacts> factsOf(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session,
                                     CK_OBJECT_HANDLE object)
{
    const auto type = typeOf(numberOf(list, session, object, CKA_KEY_TYPE));
    if (!type)
        return std::nullopt;
    const auto is = [&](CK_ATTRIBUTE_TYPE attribute) { return isSet(list, session, object, attribute); };
    TokenKeyFacts facts;
    facts.id = attributeOf(list, session, object, CKA_ID);
    facts.label = QString::fromUtf8(attributeOf(list, session, object, CKA_LABEL));
    facts.type = *type;
    facts.isSensitive = is(CKA_SENSITIVE);
    facts.isAlwaysSensitive = is(CKA_ALWAYS_SENSITIVE);
    facts.isExtractable = is(CKA_EXTRACTABLE);
    facts.isNeverExtractable = is(CKA_NEVER_EXTRACTABLE);
    facts.isLocal = is(CKA_LOCAL);
    return facts;
}

CK_RV collect(CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, CK_OBJECT_CLASS kind,
              const QByteArray& idPrefix, std::vector<TokenKeyFacts>& keys)
{
    Template wanted;
    wanted.number(CKA_CLASS, kind).flag(CKA_TOKEN, true);
    const FoundObjects objects = findObjects(list, session, wanted);
    for (const CK_OBJECT_HANDLE object : objects.handles) {
        if (!attributeOf(list, session, object, CKA_ID).startsWith(idPrefix))
            continue;
        if (auto facts = factsOf(list, session, object))
            keys.push_back(std::move(*facts));
    }
    return objects.value;
}

} // namespace

base::Result<TokenKeyFacts> Token::facts(const QByteArray& id)
{
    std::optional<TokenKeyFacts> facts;
    const auto read = m_private->useKey(
        id, u"read what the key is"_s,
        [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session, const KeyHandles& handles) {
            facts = factsOf(list, session, handles.privatePart);
            return facts ? CKR_OK : CKR_OBJECT_HANDLE_INVALID;
        });
    if (!read)
        return read.error();
    return *facts;
}

base::Result<std::vector<TokenKeyFacts>> Token::keys(const QByteArray& idPrefix)
{
    std::vector<TokenKeyFacts> keys;
    const auto read
        = m_private->use(u"list the keys"_s, [&](CK_FUNCTION_LIST* list, CK_SESSION_HANDLE session) {
              keys.clear();
              const CK_RV value = collect(list, session, CKO_PRIVATE_KEY, idPrefix, keys);
              return value == CKR_OK ? collect(list, session, CKO_SECRET_KEY, idPrefix, keys) : value;
          });
    if (!read)
        return read.error();
    // The two objects of a symmetric key are one key.
    std::stable_sort(keys.begin(), keys.end(),
                     [](const TokenKeyFacts& a, const TokenKeyFacts& b) { return a.id < b.id; });
    const auto isSameKey = [](const TokenKeyFacts& a, const TokenKeyFacts& b) {
        return a.id == b.id && a.type == crypto::KeyType::Oct && b.type == crypto::KeyType::Oct;
    };
    keys.erase(std::unique(keys.begin(), keys.end(), isSameKey), keys.end());
    return keys;
}

} // namespace strongroom::hsm
