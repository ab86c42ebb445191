// SPDX-License-Identifier: Apache-2.0
#pragma once

// The administration of a Managed HSM pool: its roles, settings, security domain, backups and restores (Key
// Vault REST, Managed HSM administration). Role assignments are made and removed by AssignRole and
// RemoveRoleAssignment.

#include "model/vault/backup_place.h"
#include "model/vault/ops_vaults.h"
#include "model/vault/pool.h"
#include "model/vault/security_domain.h"

namespace strongroom::vault {

/// GET /{scope}/providers/Microsoft.Authorization/roleDefinitions: built-in roles, then the pool's own.
struct ListRoleDefinitions final
{
    using Output = std::vector<RoleDefinition>;
    static constexpr std::string_view name = "RoleDefinitionList";
    static constexpr Permission permission = poolManagementPermission("roleDefinitions/read/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    QString scope = QStringLiteral("/");

    Target target() const { return detail::scopeTarget(scope); }
};

/// GET .../roleDefinitions/{id}
struct GetRoleDefinition final
{
    using Output = RoleDefinition;
    static constexpr std::string_view name = "RoleDefinitionGet";
    static constexpr Permission permission = poolManagementPermission("roleDefinitions/read/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    QString roleId;
    QString scope = QStringLiteral("/");

    Target target() const { return detail::scopeTarget(scope); }
};

/// PUT .../roleDefinitions/{id}: makes or changes one of the pool's own roles. For the whole pool only,
/// because a role can be assigned at any scope.
struct PutRoleDefinition final
{
    using Output = RoleDefinition;
    static constexpr std::string_view name = "RoleDefinitionPut";
    static constexpr Permission permission = poolManagementPermission("roleDefinitions/write/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::AccessChanged;

    RoleDefinition role; ///< dates and isBuiltIn are not looked at

    Target target() const { return {}; }
};

/// DELETE .../roleDefinitions/{id}: Conflict while the role is assigned to somebody. The output is the role
/// that was there.
struct DeleteRoleDefinition final
{
    using Output = RoleDefinition;
    static constexpr std::string_view name = "RoleDefinitionDelete";
    static constexpr Permission permission = poolManagementPermission("roleDefinitions/delete/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::AccessChanged;

    QString roleId;

    Target target() const { return {}; }
};

/// GET /{scope}/providers/Microsoft.Authorization/roleAssignments: those of the scope, of the scopes around
/// it, and of the narrower ones in it.
struct ListRoleAssignments final
{
    using Output = std::vector<RoleAssignment>;
    static constexpr std::string_view name = "RoleAssignmentList";
    static constexpr Permission permission = poolManagementPermission("roleAssignments/read/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    QString scope = QStringLiteral("/");
    bool onlyAtScope = false; ///< atScope(): without those of narrower scopes
    QString principalId = {}; ///< empty: of everybody

    Target target() const { return detail::scopeTarget(scope); }
};

/// GET .../roleAssignments/{id}
struct GetRoleAssignment final
{
    using Output = RoleAssignment;
    static constexpr std::string_view name = "RoleAssignmentGet";
    static constexpr Permission permission = poolManagementPermission("roleAssignments/read/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    QString assignmentId;
    QString scope = QStringLiteral("/");

    Target target() const { return detail::scopeTarget(scope); }
};

// Settings have no rights of their own in the service. Reading goes with reading roles, changing with what
// administrators have and nobody else.

/// GET /settings
struct ListSettings final
{
    using Output = std::vector<PoolSetting>;
    static constexpr std::string_view name = "SettingsList";
    static constexpr Permission permission = poolManagementPermission("roleDefinitions/read/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

/// GET /settings/{name}
struct GetSetting final
{
    using Output = PoolSetting;
    static constexpr std::string_view name = "SettingsGet";
    static constexpr Permission permission = poolManagementPermission("roleDefinitions/read/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    QString settingName;

    Target target() const { return { {}, {}, settingName, {} }; }
};

/// PATCH /settings/{name}
struct UpdateSetting final
{
    using Output = PoolSetting;
    static constexpr std::string_view name = "SettingsUpdate";
    static constexpr Permission permission = poolManagementPermission("securitydomain/upload/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultUpdated;

    QString settingName;
    QString value;

    Target target() const { return { {}, {}, settingName, {} }; }
};

/// POST /securitydomain/download: the domain key, split among 3 to 10 holders. The output is the document
/// that is to be kept; the store remembers only that it was given.
struct DownloadSecurityDomain final
{
    using Output = QByteArray;
    static constexpr std::string_view name = "SecurityDomainDownload";
    static constexpr Permission permission = poolManagementPermission("securitydomain/download/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultUpdated;

    std::vector<crypto::PublicKey> holders;
    int required = limits::domainRequiredMinimum;

    Target target() const { return {}; }
};

/// GET /securitydomain/download/pending
struct GetSecurityDomainDownload final
{
    using Output = SecurityDomainState;
    static constexpr std::string_view name = "SecurityDomainDownloadStatus";
    static constexpr Permission permission = poolManagementPermission("securitydomain/download/read");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

/// GET /securitydomain/upload: the key for which shares are wrapped on their way in. It stays the same until
/// a domain has come.
struct GetTransferKey final
{
    using Output = crypto::PublicKey;
    using Outcome = base::SecureBytes; ///< the key pair, as SoftwareKey::toStored() gives it
    static constexpr std::string_view name = "SecurityDomainTransferKeyGet";
    static constexpr Permission permission = poolManagementPermission("securitydomain/transferkey/read");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

/// POST /securitydomain/upload: enough shares of another pool's domain, wrapped for the transfer key. The
/// pool then works in that domain; it still reads backups of the domains it had before.
struct UploadSecurityDomain final
{
    using Output = SecurityDomainState;
    static constexpr std::string_view name = "SecurityDomainUpload";
    static constexpr Permission permission = poolManagementPermission("securitydomain/upload/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultUpdated;

    QByteArray document;

    Target target() const { return {}; }
};

/// GET /securitydomain/upload/pending
struct GetSecurityDomainUpload final
{
    using Output = SecurityDomainState;
    static constexpr std::string_view name = "SecurityDomainUploadStatus";
    static constexpr Permission permission = poolManagementPermission("securitydomain/upload/read");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

// Backups and restores take long, so each is two operations: one that the caller waits for, which says that
// it has begun, and one that does it. ops/pool_jobs.h runs the second after the first.

/// POST /backup: everything of the pool but the keys themselves, which never leave their token. Conflict
/// while another backup or restore of the pool is under way.
struct StartBackup final
{
    using Output = PoolJob;
    static constexpr std::string_view name = "BackupCreate";
    static constexpr Permission permission = poolManagementPermission("backup/start/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultUpdated;

    BackupTarget place;

    Target target() const { return {}; }
};

/// Writes the backup that was begun.
struct PerformBackup final
{
    using Output = PoolJob;
    using Outcome = base::Nothing;
    static constexpr std::string_view name = "BackupPerform";
    static constexpr Permission permission = poolManagementPermission("backup/start/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultUpdated;

    QString jobId;
    BackupTarget place;

    Target target() const { return {}; }
};

/// PUT /restore, and PUT /keys/{name}/restore with a name.
struct StartRestore final
{
    using Output = PoolJob;
    static constexpr std::string_view name = "RestoreCreate";
    static constexpr Permission permission = poolManagementPermission("restore/start/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultUpdated;

    BackupTarget place;
    QString folder; ///< "mhsm-NAME-YYYYMMDDHHmmSS"
    std::optional<ObjectName> keyName = {}; ///< only this key, and nothing else of the pool

    Target target() const { return keyName ? Target{ {}, ObjectKind::Key, keyName->text(), {} } : Target{}; }
};

/// A backup that has been read and opened.
struct OpenedBackup final
{
    base::SecureBytes content;
    std::vector<QByteArray> keysInToken; ///< identifiers of all keys that the pool's token has
};

/// Brings back what the backup holds, all or nothing. Roles, their assignments and settings become those of
/// the backup, and so do the properties of keys; keys and versions that the backup does not know stay,
/// because a token could not bring them back. Keys whose part in the token is gone are named in the details.
struct PerformRestore final
{
    using Output = PoolJob;
    using Outcome = OpenedBackup;
    static constexpr std::string_view name = "RestorePerform";
    static constexpr Permission permission = poolManagementPermission("restore/start/action");
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectRecovered;

    QString jobId;
    BackupTarget place;
    QString folder;
    std::optional<ObjectName> keyName = {};

    Target target() const { return { {}, ObjectKind::Key, keyName ? keyName->text() : QString(), {} }; }
};

/// What was begun has failed. By the program itself.
struct FailPoolJob final
{
    using Output = PoolJob;
    static constexpr std::string_view name = "PoolJobFail";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultUpdated;

    QString jobId;
    base::Error reason;

    Target target() const { return {}; }
};

/// GET /backup/{jobId}/pending
struct GetBackup final
{
    using Output = PoolJob;
    static constexpr std::string_view name = "BackupStatus";
    static constexpr Permission permission = poolManagementPermission("backup/status/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    QString jobId;

    Target target() const { return {}; }
};

/// GET /restore/{jobId}/pending, of whole pools and of single keys.
struct GetRestore final
{
    using Output = PoolJob;
    static constexpr std::string_view name = "RestoreStatus";
    static constexpr Permission permission = poolManagementPermission("restore/status/action");
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    QString jobId;

    Target target() const { return {}; }
};

/// The backups and restores of a pool that its store remembers, the newest first. The service has no such
/// list; it is for the person at the window.
struct ListPoolJobs final
{
    using Output = std::vector<PoolJob>;
    static constexpr std::string_view name = "PoolJobList";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

} // namespace strongroom::vault
