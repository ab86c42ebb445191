// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/crypto_key.h"
#include "model/vault/secret.h"

#include <QStringList>

namespace strongroom::vault {

/// Under which condition a key may leave (Key Vault, policy grammar). `data` is the policy's JSON.
struct ReleasePolicy final
{
    QString contentType = QStringLiteral("application/json; charset=utf-8");
    bool isImmutable = false;
    QByteArray data;

    friend bool operator==(const ReleasePolicy&, const ReleasePolicy&) = default;
};

/// Where the private part is.
enum class KeyProtection { Software, Hsm };

/// Where the private part comes from. Versions of which it is not known count as made here.
enum class KeyOrigin { MadeHere, Imported };

/// All of a key version but its private part.
struct KeyProperties final
{
    ObjectName name;
    VersionId version;
    Attributes attributes;
    Tags tags;
    crypto::PublicKey publicKey;
    KeyProtection protection = KeyProtection::Software;
    QStringList
        operations; ///< "encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey", "import", "export"
    bool isManaged = false; ///< belongs to a certificate of the same name
    bool isExportable = false;
    std::optional<ReleasePolicy> releasePolicy;
    KeyOrigin origin = KeyOrigin::MadeHere; ///< no part of the REST face

    friend bool operator==(const KeyProperties&, const KeyProperties&) = default;
};

struct DeletedKey final
{
    KeyProperties properties;
    Deletion deletion;

    friend bool operator==(const DeletedKey&, const DeletedKey&) = default;
};

/// "RSA", "EC-HSM", ...: the JWK kty with the service's suffix.
QString keyTypeText(crypto::KeyType type, KeyProtection protection);
struct KeyTypeAndProtection final
{
    crypto::KeyType type;
    KeyProtection protection;
};
std::optional<KeyTypeAndProtection> keyTypeFromText(QStringView text);

/// What the service gives a new key that names no operations: RSA all six, EC sign and verify, symmetric
/// encrypt, decrypt, wrapKey, unwrapKey.
QStringList defaultOperations(crypto::KeyType type);
/// Known names, no doubles, and "import" alone.
base::Result<void> checkOperations(const QStringList& operations, crypto::KeyType type,
                                   KeyProtection protection);

/// False for what was imported into an HSM: its next version has to be imported too (Key Vault, "Configure
/// key autorotation").
bool canRotate(KeyProtection protection, KeyOrigin origin);
bool canRotate(const KeyProperties& key);

/// What a cryptographic request asks of a key, in the words of key_ops.
enum class KeyUse { Encrypt, Decrypt, Sign, Verify, WrapKey, UnwrapKey };
QString toText(KeyUse use);

/// Whether encrypting, wrapping and verifying with this algorithm needs no more than the public part of a
/// key. False for names that are none.
bool usesPublicKey(QStringView algorithm);

/// May this version be used so now? KeyDisabled, KeyOperationForbidden, or Forbidden outside its dates:
/// before nbf and after exp a key no longer encrypts, wraps and signs, but still decrypts, unwraps and
/// verifies.
base::Result<void> checkUse(const KeyProperties& key, KeyUse use, UnixSeconds now);

} // namespace strongroom::vault
