// SPDX-License-Identifier: Apache-2.0
#include "model/vault/key.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace strongroom::vault {

namespace {

QString typeWord(crypto::KeyType type)
{
    switch (type) {
    case crypto::KeyType::Rsa:
        return u"RSA"_s;
    case crypto::KeyType::Ec:
        return u"EC"_s;
    case crypto::KeyType::Oct:
        return u"oct"_s;
    }
    return {};
}

base::Error badOperations(const QString& message)
{
    return { base::ErrorCode::BadParameter, message, u"key_ops"_s };
}

bool isForTheFuture(KeyUse use)
{
    return use == KeyUse::Encrypt || use == KeyUse::Sign || use == KeyUse::WrapKey;
}

} // namespace

QString keyTypeText(crypto::KeyType type, KeyProtection protection)
{
    return protection == KeyProtection::Hsm ? typeWord(type) + "-HSM"_L1 : typeWord(type);
}

std::optional<KeyTypeAndProtection> keyTypeFromText(QStringView text)
{
    for (const auto type : { crypto::KeyType::Rsa, crypto::KeyType::Ec, crypto::KeyType::Oct }) {
        for (const auto protection : { KeyProtection::Software, KeyProtection::Hsm }) {
            if (text.compare(keyTypeText(type, protection), Qt::CaseInsensitive) == 0)
                return KeyTypeAndProtection{ type, protection };
        }
    }
    return std::nullopt;
}

QStringList defaultOperations(crypto::KeyType type)
{
    switch (type) {
    case crypto::KeyType::Rsa:
        return { u"encrypt"_s, u"decrypt"_s, u"sign"_s, u"verify"_s, u"wrapKey"_s, u"unwrapKey"_s };
    case crypto::KeyType::Ec:
        return { u"sign"_s, u"verify"_s };
    case crypto::KeyType::Oct:
        return { u"encrypt"_s, u"decrypt"_s, u"wrapKey"_s, u"unwrapKey"_s };
    }
    return {};
}

base::Result<void> checkOperations(const QStringList& operations, crypto::KeyType type,
                                   KeyProtection protection)
{
    static const QSet<QString> known = { u"encrypt"_s, u"decrypt"_s,   u"sign"_s,   u"verify"_s,
                                         u"wrapKey"_s, u"unwrapKey"_s, u"import"_s, u"export"_s };
    for (const QString& operation : operations) {
        if (!known.contains(operation))
            return badOperations(u"'%1' is not a key operation."_s.arg(operation.left(40)));
    }
    if (QSet<QString>(operations.begin(), operations.end()).size() != operations.size())
        return badOperations(u"A key operation is named twice."_s);
    if (operations.contains("import"_L1)) {
        const bool isExchangeKey
            = operations.size() == 1 && type == crypto::KeyType::Rsa && protection == KeyProtection::Hsm;
        if (!isExchangeKey)
            return badOperations(u"The operation 'import' stands alone, on an RSA-HSM key."_s);
    }
    if (operations.contains("export"_L1) && protection != KeyProtection::Hsm)
        return badOperations(u"The operation 'export' is for keys in an HSM, which alone can be released."_s);
    const bool doesEncrypt = operations.contains("encrypt"_L1) || operations.contains("decrypt"_L1)
        || operations.contains("wrapKey"_L1) || operations.contains("unwrapKey"_L1);
    if (type == crypto::KeyType::Ec && doesEncrypt)
        return badOperations(u"Elliptic-curve keys only sign and verify."_s);
    return {};
}

QString toText(KeyUse use)
{
    switch (use) {
    case KeyUse::Encrypt:
        return u"encrypt"_s;
    case KeyUse::Decrypt:
        return u"decrypt"_s;
    case KeyUse::Sign:
        return u"sign"_s;
    case KeyUse::Verify:
        return u"verify"_s;
    case KeyUse::WrapKey:
        return u"wrapKey"_s;
    case KeyUse::UnwrapKey:
        return u"unwrapKey"_s;
    }
    return {};
}

bool usesPublicKey(QStringView algorithm)
{
    const crypto::KeyAlgorithm* const known = crypto::findKeyAlgorithm(algorithm);
    return known && known->keyType != crypto::KeyType::Oct;
}

bool canRotate(KeyProtection protection, KeyOrigin origin)
{
    return protection == KeyProtection::Software || origin == KeyOrigin::MadeHere;
}

bool canRotate(const KeyProperties& key) { return canRotate(key.protection, key.origin); }

base::Result<void> checkUse(const KeyProperties& key, KeyUse use, UnixSeconds now)
{
    if (!key.attributes.isEnabled)
        return base::Error{ base::ErrorCode::KeyDisabled,
                            u"Operation %1 is not allowed on a disabled key."_s.arg(toText(use)),
                            {} };
    if (!key.operations.contains(toText(use)))
        return base::Error{ base::ErrorCode::KeyOperationForbidden,
                            u"Operation %1 is not permitted on this key."_s.arg(toText(use)),
                            {} };
    if (!isForTheFuture(use))
        return {};
    if (key.attributes.notBefore && *key.attributes.notBefore > now)
        return base::Error{ base::ErrorCode::Forbidden,
                            u"Operation %1 is not allowed on a key that is not yet valid."_s.arg(toText(use)),
                            {} };
    if (key.attributes.expires && *key.attributes.expires <= now)
        return base::Error{ base::ErrorCode::Forbidden,
                            u"Operation %1 is not allowed on an expired key."_s.arg(toText(use)),
                            {} };
    return {};
}

} // namespace strongroom::vault
