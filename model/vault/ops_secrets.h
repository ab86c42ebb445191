// SPDX-License-Identifier: Apache-2.0
#pragma once

// The operations on secrets: Key Vault REST, secrets (api-version 7.0 to 2026-04-01), and what the
// window needs beyond them. `version` empty means the current one: the newest by creation.

#include "model/vault/object_filter.h"
#include "model/vault/operation.h"
#include "model/vault/secret.h"

namespace strongroom::vault {

namespace detail {
inline Target secretTarget(const ObjectName& name, const std::optional<VersionId>& version = {})
{
    return { {}, ObjectKind::Secret, name.text(), version ? version->text() : QString() };
}
inline Target secretCollection() { return { {}, ObjectKind::Secret, {}, {} }; }
} // namespace detail

/// PUT /secrets/{name}: makes the secret or a new version. Conflict when the name is deleted but recoverable.
struct SetSecret final
{
    using Output = SecretProperties;
    static constexpr std::string_view name = "SecretSet";
    static constexpr Permission permission = secretPermission("set", "secrets/setSecret/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectSet;
    static constexpr bool failsUnchanged = true; // see Store::markLightly()

    ObjectName secretName;
    base::SecureBytes value;
    QString contentType;
    AttributeChanges attributes;
    Tags tags;

    Target target() const { return detail::secretTarget(secretName); }
};

/// GET /secrets/{name}/{version?}: SecretDisabled when disabled; dates do not matter.
struct GetSecret final
{
    using Output = Secret;
    static constexpr std::string_view name = "SecretGet";
    static constexpr Permission permission = secretPermission("get", "secrets/getSecret/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName secretName;
    std::optional<VersionId> version;

    Target target() const { return detail::secretTarget(secretName, version); }
};

/// PATCH /secrets/{name}/{version?}: absent members stay; `tags` replaces the whole map.
struct UpdateSecret final
{
    using Output = SecretProperties;
    static constexpr std::string_view name = "SecretUpdate";
    static constexpr Permission permission = secretPermission("set", "secrets/update/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectUpdated;

    ObjectName secretName;
    std::optional<VersionId> version;
    std::optional<QString> contentType;
    AttributeChanges attributes;
    std::optional<Tags> tags;

    Target target() const { return detail::secretTarget(secretName, version); }
};

/// DELETE /secrets/{name}: soft delete of all versions.
struct DeleteSecret final
{
    using Output = DeletedSecret;
    static constexpr std::string_view name = "SecretDelete";
    static constexpr Permission permission = secretPermission("delete", "secrets/delete");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectDeleted;

    ObjectName secretName;

    Target target() const { return detail::secretTarget(secretName); }
};

/// GET /secrets: current versions, ordered by upper-cased name.
struct ListSecrets final
{
    using Output = Page<SecretProperties>;
    static constexpr std::string_view name = "SecretList";
    static constexpr Permission permission = secretPermission("list", "secrets/readMetadata/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    PageRequest page;

    Target target() const { return detail::secretCollection(); }
};

/// GET /secrets/{name}/versions: ordered by version id.
struct ListSecretVersions final
{
    using Output = Page<SecretProperties>;
    static constexpr std::string_view name = "SecretListVersions";
    static constexpr Permission permission = secretPermission("list", "secrets/readMetadata/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName secretName;
    PageRequest page;

    Target target() const { return detail::secretTarget(secretName); }
};

/// POST /secrets/{name}/backup: an opaque blob of all versions, at most 500.
struct BackupSecret final
{
    using Output = QByteArray;
    static constexpr std::string_view name = "SecretBackup";
    static constexpr Permission permission = secretPermission("backup", "secrets/backup/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName secretName;

    Target target() const { return detail::secretTarget(secretName); }
};

/// POST /secrets/restore: Conflict when the name is taken, live or deleted; keeps version ids.
struct RestoreSecret final
{
    using Output = SecretProperties;
    static constexpr std::string_view name = "SecretRestore";
    static constexpr Permission permission = secretPermission("restore", "secrets/restore/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectRecovered;

    QByteArray blob;

    Target target() const { return detail::secretCollection(); }
};

struct ListDeletedSecrets final
{
    using Output = Page<DeletedSecret>;
    static constexpr std::string_view name = "SecretListDeleted";
    static constexpr Permission permission = secretPermission("list", "secrets/readMetadata/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    PageRequest page;

    Target target() const { return detail::secretCollection(); }
};

/// GET /deletedsecrets/{name}: DeletedSecretDisabled when it was disabled.
struct GetDeletedSecret final
{
    using Output = DeletedSecret;
    static constexpr std::string_view name = "SecretGetDeleted";
    static constexpr Permission permission = secretPermission("get", "secrets/readMetadata/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName secretName;

    Target target() const { return detail::secretTarget(secretName); }
};

/// DELETE /deletedsecrets/{name}: for ever; PurgeProtected when the vault is.
struct PurgeDeletedSecret final
{
    using Output = base::Nothing;
    static constexpr std::string_view name = "SecretPurge";
    static constexpr Permission permission = secretPermission("purge", "secrets/purge/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectPurged;

    ObjectName secretName;

    Target target() const { return detail::secretTarget(secretName); }
};

struct RecoverDeletedSecret final
{
    using Output = SecretProperties;
    static constexpr std::string_view name = "SecretRecover";
    static constexpr Permission permission = secretPermission("recover", "secrets/recover/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectRecovered;

    ObjectName secretName;

    Target target() const { return detail::secretTarget(secretName); }
};

/// A window of the secrets list: filtered, sorted, with counts. Not part of the REST face.
struct BrowseSecrets final
{
    using Output = BrowseResult<SecretProperties>;
    static constexpr std::string_view name = "SecretList";
    static constexpr Permission permission = secretPermission("list", "secrets/readMetadata/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    BrowseRequest request;

    Target target() const { return detail::secretCollection(); }
};

/// What the filter bar offers, with counts. Not part of the REST face.
struct FacetSecrets final
{
    using Output = std::vector<ValueCount>;
    static constexpr std::string_view name = "SecretList";
    static constexpr Permission permission = secretPermission("list", "secrets/readMetadata/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    FacetRequest request;

    Target target() const { return detail::secretCollection(); }
};

/// Whether names are free, for editors and imports. Order and number as asked.
struct CheckSecretNames final
{
    using NameState = vault::NameState;
    using Output = std::vector<NameState>;
    static constexpr std::string_view name = "SecretList";
    static constexpr Permission permission = secretPermission("list", "secrets/readMetadata/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    std::vector<ObjectName> names;

    Target target() const { return detail::secretCollection(); }
};

/// Adds a version with the value, content type and tags of an older one, enabled and without dates: how
/// "make this version current again" works, because versions cannot be removed.
struct PromoteSecretVersion final
{
    using Output = SecretProperties;
    static constexpr std::string_view name = "SecretSet";
    static constexpr Permission permission = secretPermission("set", "secrets/setSecret/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectSet;

    ObjectName secretName;
    VersionId version;

    Target target() const { return detail::secretTarget(secretName, version); }
};

/// How two versions differ, without giving either value away: runs of equal and unequal characters.
struct CompareSecretVersions final
{
    struct Run final
    {
        enum class Kind { Same, OnlyFirst, OnlySecond };
        Kind kind = Kind::Same;
        int characters = 0;
        friend bool operator==(const Run&, const Run&) = default;
    };
    using Output = std::vector<Run>;
    static constexpr std::string_view name = "SecretGet";
    static constexpr Permission permission = secretPermission("get", "secrets/getSecret/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    ObjectName secretName;
    VersionId first;
    VersionId second;

    Target target() const { return detail::secretTarget(secretName, first); }
};

} // namespace strongroom::vault
