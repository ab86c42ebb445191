// SPDX-License-Identifier: Apache-2.0
#include "model/vault/key_checks.h"

#include "model/crypto/jwk.h"
#include "model/vault/messages.h"
#include "model/vault/release_policy.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::vault {

using base::Error;
using base::ErrorCode;
using base::Result;
using crypto::KeyType;

namespace {

constexpr int smallestExponent = 3;

Error bad(const QString& message, const QString& field)
{
    return { ErrorCode::BadParameter, message, field };
}

Result<void> checkPlace(KeyType type, KeyProtection protection, Sku sku)
{
    if (auto offered = checkProtection(protection, sku); !offered)
        return offered;
    if (type == KeyType::Oct && protection == KeyProtection::Software)
        return bad(u"Symmetric keys are kept in an HSM only: oct-HSM."_s, u"kty"_s);
    return {};
}

Result<void> checkSize(KeyType type, int bits)
{
    const bool isGood = type == KeyType::Rsa ? bits == 2048 || bits == 3072 || bits == 4096
        : type == KeyType::Oct               ? bits == 128 || bits == 192 || bits == 256
                                             : true;
    if (!isGood)
        return bad(type == KeyType::Rsa
                       ? u"RSA keys have 2048, 3072 or 4096 bits."_s
                       : u"Symmetric keys have 128, 192 or 256 bits, which are 16, 24 or 32 bytes."_s,
                   u"key_size"_s);
    return {};
}

bool isJson(QString contentType)
{
    contentType = contentType.remove(u' ').toLower();
    return contentType == "application/json;charset=utf-8"_L1 || contentType == "application/json"_L1;
}

Result<std::optional<ReleasePolicy>> checkedPolicy(std::optional<ReleasePolicy> policy)
{
    if (policy) {
        if (!isJson(policy->contentType))
            return bad(u"The content type of a release policy is \"application/json; charset=utf-8\"."_s,
                       u"contentType"_s);
        auto data = normalizedReleasePolicy(policy->data);
        if (!data)
            return data.error();
        policy->data = std::move(*data);
    }
    return policy;
}

} // namespace

Result<void> checkProtection(KeyProtection protection, Sku sku)
{
    if (protection == KeyProtection::Hsm && sku == Sku::Standard)
        return bad(u"Keys in an HSM need a Premium vault or a Managed HSM pool."_s, u"kty"_s);
    if (protection == KeyProtection::Software && isPool(sku))
        return bad(u"A Managed HSM pool holds only HSM keys: RSA-HSM, EC-HSM and oct-HSM."_s, u"kty"_s);
    return {};
}

int bitsOf(const CreateKey& op) { return op.bits == 0 && op.type == KeyType::Rsa ? 2048 : op.bits; }

crypto::Curve curveOf(const CreateKey& op) { return op.curve.value_or(crypto::Curve::P256); }

Result<void> checkKeyKind(const CreateKey& op, Sku sku)
{
    if (auto place = checkPlace(op.type, op.protection, sku); !place)
        return place;
    if (op.type == KeyType::Ec) {
        if (op.bits != 0 && op.bits != crypto::fieldBits(curveOf(op)))
            return bad(u"The size of an elliptic-curve key is that of its curve."_s, u"key_size"_s);
        return {};
    }
    if (op.curve)
        return bad(u"Only elliptic-curve keys have a curve."_s, u"crv"_s);
    if (op.type == KeyType::Rsa && (op.publicExponent < smallestExponent || op.publicExponent % 2 == 0))
        return bad(u"The public exponent is an odd number of 3 or more."_s, u"public_exponent"_s);
    return checkSize(op.type, bitsOf(op));
}

Result<void> checkKeyKind(const crypto::PublicKey& key, KeyProtection protection, Sku sku)
{
    if (auto place = checkPlace(key.type, protection, sku); !place)
        return place;
    return checkSize(key.type, key.bits);
}

Result<crypto::SoftwareKey> clearKeyOf(const ImportedKey& key)
{
    switch (key.form) {
    case ImportedKey::Form::Der:
        return crypto::SoftwareKey::fromPrivateDer(key.bytes);
    case ImportedKey::Form::Jwk:
        return crypto::readPrivateJwk(key.bytes);
    case ImportedKey::Form::Oct:
        // Keys for HMAC could be longer, but each symmetric key is one for AES as well.
        if (auto sized = checkSize(KeyType::Oct, static_cast<int>(key.bytes.size()) * 8); !sized)
            return sized.error();
        return crypto::SoftwareKey::fromOct(key.bytes.clone());
    case ImportedKey::Form::Transfer:
        break;
    }
    return bad(u"A transfer blob can be imported as a key in an HSM only."_s, u"key_hsm"_s);
}

Result<KeyGiven> checkedDraft(const KeyDraft& draft, KeyType type, KeyProtection protection)
{
    KeyGiven given;
    given.operations = draft.operations.isEmpty() ? defaultOperations(type) : draft.operations;
    if (auto checked = checkOperations(given.operations, type, protection); !checked)
        return checked.error();
    if (auto checked = checkTags(draft.tags, limits::keyTagCharacters); !checked)
        return checked.error();
    auto attributes = applied(draft.attributes, {});
    if (!attributes)
        return attributes.error();
    given.attributes = std::move(*attributes);
    if (draft.isExportable && protection != KeyProtection::Hsm)
        return bad(u"Only keys in an HSM can be exportable."_s, u"exportable"_s);
    if (draft.isExportable && !draft.releasePolicy)
        return bad(u"Exportable keys must have release policy."_s, u"release_policy"_s);
    if (!draft.isExportable && draft.releasePolicy)
        return bad(u"Non-exportable keys must not have release policy."_s, u"release_policy"_s);
    auto policy = checkedPolicy(draft.releasePolicy);
    if (!policy)
        return policy.error();
    given.releasePolicy = std::move(*policy);
    return given;
}

Result<KeyProperties> applied(const UpdateKey& op, KeyProperties key)
{
    if (op.operations) {
        if (auto checked = checkOperations(*op.operations, key.publicKey.type, key.protection); !checked)
            return checked.error();
        key.operations = *op.operations;
    }
    if (op.tags) {
        if (auto checked = checkTags(*op.tags, limits::keyTagCharacters); !checked)
            return checked.error();
    }
    if (!op.releasePolicy)
        return key;
    if (!key.isExportable)
        return bad(u"Non-exportable keys must not have release policy."_s, u"release_policy"_s);
    auto policy = checkedPolicy(op.releasePolicy);
    if (!policy)
        return policy.error();
    if (key.releasePolicy && key.releasePolicy->isImmutable && *key.releasePolicy != **policy)
        return bad(u"AKV.SKR.1020: The release policy of this key is immutable."_s, u"release_policy"_s);
    key.releasePolicy = std::move(*policy);
    return key;
}

Result<void> checkRotation(const KeyProperties& current)
{
    return canRotate(current) ? Result<void>() : importedIntoHsm();
}

Result<void> checkRotationPolicy(const RotationPolicy& policy, const KeyProperties& current,
                                 PolicyScope scope)
{
    if (auto checked = checkRotationPolicy(policy, scope); !checked)
        return checked;
    return effectOf(policy, current) == policy ? Result<void>() : importedIntoHsm();
}

RotationPolicy effectOf(RotationPolicy policy, const KeyProperties& current)
{
    if (!canRotate(current))
        std::erase_if(policy.actions, [](const LifetimeAction& action) {
            return action.kind == LifetimeAction::Kind::Rotate;
        });
    return policy;
}

Result<const crypto::KeyAlgorithm*> algorithmFor(const QString& name, KeyUse use,
                                                 const crypto::PublicKey& key)
{
    const crypto::KeyAlgorithm* const algorithm = crypto::findKeyAlgorithm(name);
    if (!algorithm)
        return bad(u"There is no algorithm '%1'."_s.arg(name.left(40)), u"alg"_s);
    const bool isSigning = use == KeyUse::Sign || use == KeyUse::Verify;
    const bool isWrapping = use == KeyUse::WrapKey || use == KeyUse::UnwrapKey;
    if (isSigning ? !algorithm->canSign() : isWrapping ? !algorithm->canWrap() : !algorithm->canEncrypt())
        return bad(u"The algorithm %1 is not for the operation %2."_s.arg(name, toText(use)), u"alg"_s);
    if (auto fits = crypto::checkFits(*algorithm, key); !fits)
        return fits.error();
    return algorithm;
}

QString loggedAlgorithm(const QString& name)
{
    const bool isKnown = crypto::findKeyAlgorithm(name)
        || std::ranges::find(releaseEncryptions, name) != releaseEncryptions.end();
    return isKnown ? name : QString();
}

QString keyKindText(const crypto::PublicKey& key, KeyProtection protection)
{
    return keyTypeText(key.type, protection) + u' '
        + (key.curve ? crypto::toText(*key.curve) : QString::number(key.bits));
}

} // namespace strongroom::vault
