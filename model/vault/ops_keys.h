// SPDX-License-Identifier: Apache-2.0
#pragma once

// The operations on keys: Key Vault REST, keys (api-version 7.0 to 2026-04-01), and what the window
// needs beyond them. `version` empty means the current one: the newest by creation.

#include "model/base/unique_function.h"
#include "model/vault/key.h"
#include "model/vault/object_filter.h"
#include "model/vault/operation.h"
#include "model/vault/rotation_policy.h"

namespace strongroom::vault {

constexpr Permission keyPermission(std::string_view policyName, std::string_view dataAction)
{
    return { Plane::Data, ObjectKind::Key, policyName, dataAction };
}
/// Operations with the public part need no more than the right to read it (built-in roles for Key Vault data
/// plane operations).
constexpr Permission publicKeyPermission(std::string_view policyName, std::string_view dataAction)
{
    return { Plane::Data, ObjectKind::Key, policyName, dataAction, "keys/read" };
}
/// Vaults let whoever reads keys see the deleted ones too; pools keep the two rights apart.
constexpr Permission deletedKeyPermission(std::string_view policyName)
{
    return { Plane::Data, ObjectKind::Key, policyName, "keys/read", {}, "keys/deletedKeys/read/action" };
}

namespace detail {
inline Target keyTarget(const ObjectName& name, const std::optional<VersionId>& version = {})
{
    return { {}, ObjectKind::Key, name.text(), version ? version->text() : QString() };
}
inline Target keyCollection() { return { {}, ObjectKind::Key, {}, {} }; }
inline Target keyUse(const ObjectName& name, const std::optional<VersionId>& version,
                     const QString& algorithm)
{
    Target target = keyTarget(name, version);
    target.algorithm = algorithm;
    return target;
}
} // namespace detail

/// What a key, or a version of it, may be given at creation and import.
struct KeyDraft final
{
    QStringList operations; ///< empty: defaultOperations()
    AttributeChanges attributes;
    Tags tags;
    bool isExportable = false;
    std::optional<ReleasePolicy> releasePolicy;
};

/// The private part of an imported key.
struct ImportedKey final
{
    enum class Form {
        Der, ///< PKCS#8, PKCS#1 or SEC1 of an RSA or EC key
        Jwk, ///< a private JSON Web Key of RSA or EC, as crypto::readPrivateJwk() reads it
        Oct, ///< the bytes of a symmetric key
        Transfer, ///< a .byok blob wrapped for a key of this vault
    };
    Form form = Form::Der;
    base::SecureBytes bytes;
    crypto::KeyType type = crypto::KeyType::Rsa; ///< of a transfer blob, which does not say it itself
    std::optional<crypto::Curve> curve
        = {}; ///< what the key in a transfer blob must have, where that is said
};

/// A key that was made outside the store's lane and waits to become a version.
struct NewKey final
{
    crypto::PublicKey publicKey;
    KeyProtection protection = KeyProtection::Software;
    base::SecureBytes
        stored; ///< what the vault keeps: the private part, or the key's identifier in the token
    base::UniqueFunction<void()> discard; ///< set when something must be undone should it not become one
};

/// POST /keys/{name}/create: a new key or a new version. HSM keys need a vault or pool with a token.
struct CreateKey final
{
    using Output = KeyProperties;
    using Outcome = NewKey;
    static constexpr std::string_view name = "KeyCreate";
    static constexpr Permission permission = keyPermission("create", "keys/create/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectSet;

    ObjectName keyName;
    crypto::KeyType type = crypto::KeyType::Rsa;
    KeyProtection protection = KeyProtection::Software;
    int bits = 0; ///< RSA and symmetric keys; 0: 2048 for RSA
    std::optional<crypto::Curve> curve; ///< EC; empty: P-256
    quint32 publicExponent = 65537;
    KeyDraft draft;

    Target target() const { return detail::keyTarget(keyName); }
};

/// PUT /keys/{name}: the parts of the key are checked to belong together.
struct ImportKey final
{
    using Output = KeyProperties;
    using Outcome = NewKey;
    static constexpr std::string_view name = "KeyImport";
    static constexpr Permission permission = keyPermission("import", "keys/import/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectSet;

    ObjectName keyName;
    ImportedKey key;
    KeyProtection protection = KeyProtection::Software;
    KeyDraft draft;

    Target target() const { return detail::keyTarget(keyName); }
};

/// GET /keys/{name}/{version?}: KeyDisabled when disabled.
struct GetKey final
{
    using Output = KeyProperties;
    static constexpr std::string_view name = "KeyGet";
    static constexpr Permission permission = keyPermission("get", "keys/read");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;

    Target target() const { return detail::keyTarget(keyName, version); }
};

/// PATCH /keys/{name}/{version?}: absent members stay; an immutable release policy never changes.
struct UpdateKey final
{
    using Output = KeyProperties;
    static constexpr std::string_view name = "KeyUpdate";
    static constexpr Permission permission = keyPermission("update", "keys/update/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectUpdated;

    ObjectName keyName;
    std::optional<VersionId> version;
    std::optional<QStringList> operations;
    AttributeChanges attributes;
    std::optional<Tags> tags;
    std::optional<ReleasePolicy> releasePolicy;

    Target target() const { return detail::keyTarget(keyName, version); }
};

/// DELETE /keys/{name}: soft delete of all versions.
struct DeleteKey final
{
    using Output = DeletedKey;
    static constexpr std::string_view name = "KeyDelete";
    static constexpr Permission permission = keyPermission("delete", "keys/delete");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectDeleted;

    ObjectName keyName;

    Target target() const { return detail::keyTarget(keyName); }
};

/// GET /keys: current versions, ordered by upper-cased name.
struct ListKeys final
{
    using Output = Page<KeyProperties>;
    static constexpr std::string_view name = "KeyList";
    static constexpr Permission permission = keyPermission("list", "keys/read");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    PageRequest page;

    Target target() const { return detail::keyCollection(); }
};

/// GET /keys/{name}/versions: ordered by version id.
struct ListKeyVersions final
{
    using Output = Page<KeyProperties>;
    static constexpr std::string_view name = "KeyListVersions";
    static constexpr Permission permission = keyPermission("list", "keys/read");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    PageRequest page;

    Target target() const { return detail::keyTarget(keyName); }
};

/// POST /keys/{name}/backup: an opaque blob of all versions; of HSM keys the handles.
struct BackupKey final
{
    using Output = QByteArray;
    static constexpr std::string_view name = "KeyBackup";
    static constexpr Permission permission = keyPermission("backup", "keys/backup/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;

    Target target() const { return detail::keyTarget(keyName); }
};

/// POST /keys/restore: Conflict when the name is taken, live or deleted.
struct RestoreKey final
{
    using Output = KeyProperties;
    static constexpr std::string_view name = "KeyRestore";
    static constexpr Permission permission = keyPermission("restore", "keys/restore/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectRecovered;

    QByteArray blob;

    Target target() const { return detail::keyCollection(); }
};

/// GET /deletedkeys
struct ListDeletedKeys final
{
    using Output = Page<DeletedKey>;
    static constexpr std::string_view name = "KeyListDeleted";
    static constexpr Permission permission = deletedKeyPermission("list");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    PageRequest page;

    Target target() const { return detail::keyCollection(); }
};

/// GET /deletedkeys/{name}
struct GetDeletedKey final
{
    using Output = DeletedKey;
    static constexpr std::string_view name = "KeyGetDeleted";
    static constexpr Permission permission = deletedKeyPermission("get");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;

    Target target() const { return detail::keyTarget(keyName); }
};

/// DELETE /deletedkeys/{name}: for ever, in the token too; PurgeProtected when the vault is.
struct PurgeDeletedKey final
{
    using Output = base::Nothing;
    static constexpr std::string_view name = "KeyPurge";
    static constexpr Permission permission = keyPermission("purge", "keys/purge/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectPurged;

    ObjectName keyName;

    Target target() const { return detail::keyTarget(keyName); }
};

/// POST /deletedkeys/{name}/recover
struct RecoverDeletedKey final
{
    using Output = KeyProperties;
    static constexpr std::string_view name = "KeyRecover";
    static constexpr Permission permission = keyPermission("recover", "keys/recover/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectRecovered;

    ObjectName keyName;

    Target target() const { return detail::keyTarget(keyName); }
};

/// POST /keys/{name}/rotate: a new version of the same kind; exp comes from the policy. BadParameter when the
/// current version was imported into an HSM.
struct RotateKey final
{
    using Output = KeyProperties;
    using Outcome = NewKey;
    static constexpr std::string_view name = "KeyRotate";
    static constexpr Permission permission = keyPermission("rotate", "keys/rotate/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectSet;

    ObjectName keyName;

    Target target() const { return detail::keyTarget(keyName); }
};

/// GET /keys/{name}/rotationpolicy
struct GetRotationPolicy final
{
    using Output = RotationPolicy;
    static constexpr std::string_view name = "KeyRotationPolicyGet";
    static constexpr Permission permission = keyPermission("getrotationpolicy", "keyrotationpolicies/read");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;

    Target target() const { return detail::keyTarget(keyName); }
};

/// PUT /keys/{name}/rotationpolicy: replaces the whole policy. BadParameter for a rotation of what was
/// imported into an HSM; notices it can have.
struct SetRotationPolicy final
{
    using Output = RotationPolicy;
    static constexpr std::string_view name = "KeyRotationPolicySet";
    static constexpr Permission permission = keyPermission("setrotationpolicy", "keyrotationpolicies/write");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectUpdated;

    ObjectName keyName;
    RotationPolicy policy;

    Target target() const { return detail::keyTarget(keyName); }
};

/// The version that did a cryptographic operation, and its result.
template <typename Value> struct KeyResult final
{
    VersionId version;
    Value value;
};

/// POST .../sign: `digest` is signed as it is.
struct SignWithKey final
{
    using Output = KeyResult<QByteArray>;
    using Outcome = Output;
    static constexpr std::string_view name = "KeySign";
    static constexpr Permission permission = keyPermission("sign", "keys/sign/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QString algorithm; ///< wire name, see crypto/key_algorithm.h
    QByteArray digest;

    Target target() const { return detail::keyUse(keyName, version, algorithm); }
};

/// POST .../verify: false for a signature that does not fit, never an error.
struct VerifyWithKey final
{
    using Output = KeyResult<bool>;
    using Outcome = Output;
    static constexpr std::string_view name = "KeyVerify";
    static constexpr Permission permission = publicKeyPermission("verify", "keys/verify/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QString algorithm; ///< wire name, see crypto/key_algorithm.h
    QByteArray digest;
    QByteArray signature;

    Target target() const { return detail::keyUse(keyName, version, algorithm); }
};

/// POST .../encrypt
struct EncryptWithKey final
{
    using Output = KeyResult<crypto::EncryptOutput>;
    using Outcome = Output;
    static constexpr std::string_view name = "KeyEncrypt";
    static constexpr Permission permission = publicKeyPermission("encrypt", "keys/encrypt/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QString algorithm; ///< wire name, see crypto/key_algorithm.h
    crypto::EncryptInput input;

    Target target() const { return detail::keyUse(keyName, version, algorithm); }
};

/// POST .../decrypt: every failure is one error at one cost.
struct DecryptWithKey final
{
    using Output = KeyResult<base::SecureBytes>;
    using Outcome = Output;
    static constexpr std::string_view name = "KeyDecrypt";
    static constexpr Permission permission = keyPermission("decrypt", "keys/decrypt/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QString algorithm; ///< wire name, see crypto/key_algorithm.h
    crypto::DecryptInput input;

    Target target() const { return detail::keyUse(keyName, version, algorithm); }
};

/// POST .../wrapkey
struct WrapWithKey final
{
    using Output = KeyResult<crypto::EncryptOutput>;
    using Outcome = Output;
    static constexpr std::string_view name = "KeyWrap";
    static constexpr Permission permission = publicKeyPermission("wrapKey", "keys/wrap/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QString algorithm; ///< wire name, see crypto/key_algorithm.h
    crypto::EncryptInput input;

    Target target() const { return detail::keyUse(keyName, version, algorithm); }
};

/// POST .../unwrapkey
struct UnwrapWithKey final
{
    using Output = KeyResult<base::SecureBytes>;
    using Outcome = Output;
    static constexpr std::string_view name = "KeyUnwrap";
    static constexpr Permission permission = keyPermission("unwrapKey", "keys/unwrap/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QString algorithm; ///< wire name, see crypto/key_algorithm.h
    crypto::DecryptInput input;

    Target target() const { return detail::keyUse(keyName, version, algorithm); }
};

/// POST .../release: the key, wrapped for the environment that `target` attests, when the release policy is
/// met; a compact JWS. Forbidden when it is not, or when the key cannot be exported.
struct ReleaseKey final
{
    using Output = KeyResult<QByteArray>;
    using Outcome = Output;
    static constexpr std::string_view name = "KeyRelease";
    static constexpr Permission permission = keyPermission("release", "keys/release/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QByteArray attestation; ///< `target`: a JWT of an authority of the policy
    QString nonce;
    QString encryption; ///< `enc`: "CKM_RSA_AES_KEY_WRAP" (default), "RSA_AES_KEY_WRAP_256",
                        ///< "RSA_AES_KEY_WRAP_384"
    QString vaultUrl; ///< as it was called: what is signed names the key by its address

    Target target() const { return detail::keyUse(keyName, version, encryption); }
};

/// What a token says of where a key was made (GET .../attestation).
struct KeyAttestation final
{
    KeyProperties properties;
    QByteArray certificatePem;
    QByteArray privateKeyAttestation;
    QByteArray publicKeyAttestation;
    QString version;
};

/// GET .../attestation: NotSupported where the token gives none.
struct GetKeyAttestation final
{
    using Output = KeyAttestation;
    static constexpr std::string_view name = "KeyGet";
    static constexpr Permission permission = keyPermission("get", "keys/read");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;

    Target target() const { return detail::keyTarget(keyName, version); }
};

/// POST /rng: 1-128 bytes of the token's generator; Managed HSM pools only.
struct GetRandomBytes final
{
    using Output = base::SecureBytes;
    using Outcome = Output;
    static constexpr std::string_view name = "RandomBytesGet";
    static constexpr Permission permission = keyPermission({}, "rng/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    int count = 0;

    Target target() const { return detail::keyCollection(); }
};

/// A rotation that the policy asks for, by the program itself: Conflict unless `dueVersion` is still the
/// current version and its time has come, so that one due date rotates once.
struct RotateKeyIfDue final
{
    using Output = KeyProperties;
    using Outcome = NewKey;
    static constexpr std::string_view name = "KeyRotateIfDue";
    static constexpr Permission permission = keyPermission("rotate", "keys/rotate/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectSet;

    ObjectName keyName;
    VersionId dueVersion;

    Target target() const { return detail::keyTarget(keyName, dueVersion); }
};

/// The notice that a version nears its expiry, once for each version: Conflict when it was given already or
/// is not due.
struct NotifyKeyNearExpiry final
{
    using Output = KeyProperties;
    static constexpr std::string_view name = "KeyNearExpiryEventGridNotification";
    static constexpr Permission permission = keyPermission("rotate", "keys/rotate/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectUpdated;

    ObjectName keyName;
    VersionId dueVersion;

    Target target() const { return detail::keyTarget(keyName, dueVersion); }
};

/// A row of the keys list.
struct KeyListing final
{
    KeyProperties properties;
    RotationPolicy policy; ///< the default one where none was set

    friend bool operator==(const KeyListing&, const KeyListing&) = default;
};

/// A window of the keys list: filtered, sorted, with counts. Not part of the REST face.
struct BrowseKeys final
{
    using Output = BrowseResult<KeyListing>;
    static constexpr std::string_view name = "KeyList";
    static constexpr Permission permission = keyPermission("list", "keys/read");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    BrowseRequest request;

    Target target() const { return detail::keyCollection(); }
};

/// What the filter bar offers, with counts. Not part of the REST face.
struct FacetKeys final
{
    using Output = std::vector<ValueCount>;
    static constexpr std::string_view name = "KeyList";
    static constexpr Permission permission = keyPermission("list", "keys/read");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    FacetRequest request;

    Target target() const { return detail::keyCollection(); }
};

/// Whether names are free, for editors and imports. Order and number as asked.
struct CheckKeyNames final
{
    using Output = std::vector<NameState>;
    static constexpr std::string_view name = "KeyList";
    static constexpr Permission permission = keyPermission("list", "keys/read");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    std::vector<ObjectName> names;

    Target target() const { return detail::keyCollection(); }
};

} // namespace strongroom::vault
