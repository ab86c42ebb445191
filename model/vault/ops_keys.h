// SPDX-License-Identifier: Apache-2.0
#pragma once

// The operations on keys: Key Vault REST, keys (api-version 7.0 to 2026-04-01), and what the window
// needs beyond them. `version` empty means the current one: the newest by creation.

#include "model/vault/key.h"
#include "model/vault/object_filter.h"
#include "model/vault/operation.h"
#include "model/vault/rotation_policy.h"

namespace strongroom::vault {

constexpr Permission keyPermission(std::string_view policyName, std::string_view dataAction)
{
    return { Plane::Data, ObjectKind::Key, policyName, dataAction };
}

namespace detail {
inline Target keyTarget(const ObjectName& name, const std::optional<VersionId>& version = {})
{
    return { {}, ObjectKind::Key, name.text(), version ? version->text() : QString() };
}
inline Target keyCollection() { return { {}, ObjectKind::Key, {}, {} }; }
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
        Oct, ///< the bytes of a symmetric key
        Transfer, ///< a .byok blob wrapped for a key of this vault
    };
    Form form = Form::Der;
    base::SecureBytes bytes;
};

/// POST /keys/{name}/create: a new key or a new version. HSM keys need a vault or pool with a token.
struct CreateKey final
{
    using Output = KeyProperties;
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
    static constexpr Permission permission = keyPermission("list", "keys/read");
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
    static constexpr Permission permission = keyPermission("get", "keys/read");
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

/// POST /keys/{name}/rotate: a new version of the same kind; exp comes from the policy.
struct RotateKey final
{
    using Output = KeyProperties;
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

/// PUT /keys/{name}/rotationpolicy: replaces the whole policy.
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
    static constexpr std::string_view name = "KeySign";
    static constexpr Permission permission = keyPermission("sign", "keys/sign/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QString algorithm; ///< wire name, see crypto/key_algorithm.h
    QByteArray digest;

    Target target() const { return detail::keyTarget(keyName, version); }
};

/// POST .../verify: false for a signature that does not fit, never an error.
struct VerifyWithKey final
{
    using Output = KeyResult<bool>;
    static constexpr std::string_view name = "KeyVerify";
    static constexpr Permission permission = keyPermission("verify", "keys/verify/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QString algorithm; ///< wire name, see crypto/key_algorithm.h
    QByteArray digest;
    QByteArray signature;

    Target target() const { return detail::keyTarget(keyName, version); }
};

/// POST .../encrypt
struct EncryptWithKey final
{
    using Output = KeyResult<crypto::EncryptOutput>;
    static constexpr std::string_view name = "KeyEncrypt";
    static constexpr Permission permission = keyPermission("encrypt", "keys/encrypt/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QString algorithm; ///< wire name, see crypto/key_algorithm.h
    crypto::EncryptInput input;

    Target target() const { return detail::keyTarget(keyName, version); }
};

/// POST .../decrypt: every failure is one error at one cost.
struct DecryptWithKey final
{
    using Output = KeyResult<base::SecureBytes>;
    static constexpr std::string_view name = "KeyDecrypt";
    static constexpr Permission permission = keyPermission("decrypt", "keys/decrypt/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QString algorithm; ///< wire name, see crypto/key_algorithm.h
    crypto::DecryptInput input;

    Target target() const { return detail::keyTarget(keyName, version); }
};

/// POST .../wrapkey
struct WrapWithKey final
{
    using Output = KeyResult<crypto::EncryptOutput>;
    static constexpr std::string_view name = "KeyWrap";
    static constexpr Permission permission = keyPermission("wrapKey", "keys/wrap/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QString algorithm; ///< wire name, see crypto/key_algorithm.h
    crypto::EncryptInput input;

    Target target() const { return detail::keyTarget(keyName, version); }
};

/// POST .../unwrapkey
struct UnwrapWithKey final
{
    using Output = KeyResult<base::SecureBytes>;
    static constexpr std::string_view name = "KeyUnwrap";
    static constexpr Permission permission = keyPermission("unwrapKey", "keys/unwrap/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName keyName;
    std::optional<VersionId> version;
    QString algorithm; ///< wire name, see crypto/key_algorithm.h
    crypto::DecryptInput input;

    Target target() const { return detail::keyTarget(keyName, version); }
};

/// A window of the keys list: filtered, sorted, with counts. Not part of the REST face.
struct BrowseKeys final
{
    using Output = BrowseResult<KeyProperties>;
    static constexpr std::string_view name = "KeyList";
    static constexpr Permission permission = keyPermission("list", "keys/read");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    BrowseRequest request;

    Target target() const { return detail::keyCollection(); }
};

} // namespace strongroom::vault
