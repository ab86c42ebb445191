// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/software_key.h"
#include "model/vault/ops_keys.h"
#include "model/vault/vault_properties.h"

namespace strongroom::vault {

/// Limits of the service ("About keys"; Managed HSM service limits).
namespace limits {
inline constexpr qsizetype keyTagCharacters = 256;
inline constexpr int poolKeyVersions = 100;
inline constexpr qint64 poolKeys = 5000;
inline constexpr int randomBytes = 128;
} // namespace limits

/// The rules of requests for keys that need no store to be judged; every kind of store applies them first
/// (Key Vault, "About keys"; Managed HSM, "About keys").

/// Type, size, curve and exponent, and whether a vault of this kind has such keys: RSA 2048, 3072, 4096; the
/// four curves; symmetric keys of 128, 192, 256 bits in tokens only; HSM keys not in Standard vaults, and
/// nothing but HSM keys in pools.
base::Result<void> checkKeyKind(const CreateKey& op, Sku sku);
base::Result<void> checkKeyKind(const crypto::PublicKey& key, KeyProtection protection, Sku sku);
/// The part of it that is known before the key is: software keys not in pools, HSM keys not in Standard
/// vaults.
base::Result<void> checkProtection(KeyProtection protection, Sku sku);
/// The size that is made when the request names none.
int bitsOf(const CreateKey& op);
crypto::Curve curveOf(const CreateKey& op);

/// The key of an import that brings it in the clear; BadParameter when its parts are none or do not belong
/// together. A transfer blob is opened in a token only.
base::Result<crypto::SoftwareKey> clearKeyOf(const ImportedKey& key);

/// What a version of a key is given, checked: operations with their default, tags, dates, and a release
/// policy exactly where the key is exportable.
struct KeyGiven final
{
    QStringList operations;
    Attributes attributes;
    std::optional<ReleasePolicy> releasePolicy; ///< normalized
};
base::Result<KeyGiven> checkedDraft(const KeyDraft& draft, crypto::KeyType type, KeyProtection protection);

/// What an update makes of a version: `key` with new operations and release policy. Attributes and tags are
/// checked and applied elsewhere.
base::Result<KeyProperties> applied(const UpdateKey& op, KeyProperties key);

/// BadParameter for a key whose current version cannot be rotated.
base::Result<void> checkRotation(const KeyProperties& current);
/// The rules of every policy, and no rotation of a key that cannot be rotated.
base::Result<void> checkRotationPolicy(const RotationPolicy& policy, const KeyProperties& current,
                                       PolicyScope scope);
/// What a policy does to this version: it may have been set before a version came that cannot be rotated.
RotationPolicy effectOf(RotationPolicy policy, const KeyProperties& current);

/// The algorithm of a request, if keys can use it so: BadParameter with the field "alg" otherwise.
base::Result<const crypto::KeyAlgorithm*> algorithmFor(const QString& name, KeyUse use,
                                                       const crypto::PublicKey& key);

/// What the audit log keeps of the algorithm, or of the `enc` of a release, that a request names: nothing of
/// a text that is the name of none, because it may be anything, a plaintext put in the wrong place as well.
QString loggedAlgorithm(const QString& name);

/// "RSA 2048", "EC-HSM P-256", "oct-HSM 256": how lists name a key, and what `type:` finds.
QString keyKindText(const crypto::PublicKey& key, KeyProtection protection);

} // namespace strongroom::vault
