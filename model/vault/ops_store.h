// SPDX-License-Identifier: Apache-2.0
#pragma once

// Operations of a store: its vaults, its directory of applications, its audit log, its endpoint's
// identity. They run on a Store, not on a Vault.

#include "model/base/secure_bytes.h"
#include "model/vault/audit.h"
#include "model/vault/object_filter.h"
#include "model/vault/operation.h"
#include "model/vault/rotation_policy.h"
#include "model/vault/secret.h"
#include "model/vault/vault_properties.h"

namespace strongroom::vault {

/// VaultNameTaken also while a deleted vault holds the name. A pool needs a token; a Premium vault without
/// one has no HSM keys yet.
struct CreateVault final
{
    using Output = VaultProperties;
    static constexpr std::string_view name = "VaultPut";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultCreated;

    VaultName vaultName;
    Sku sku = Sku::Standard;
    PermissionModel permissionModel = PermissionModel::Rbac;
    int retentionDays = 90;
    bool hasPurgeProtection = false;
    Environment environment = Environment::Local;
    Tags tags;
    std::optional<TokenChoice> token;

    Target target() const { return { {}, {}, vaultName.text(), {} }; }
};

/// Live vaults, ordered by name.
struct ListVaults final
{
    using Output = std::vector<VaultProperties>;
    static constexpr std::string_view name = "VaultList";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

/// Purge protection can be switched on, never off; retention cannot change; absent members stay.
struct UpdateVault final
{
    using Output = VaultProperties;
    static constexpr std::string_view name = "VaultPatch";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultUpdated;

    VaultId vault;
    std::optional<PermissionModel> permissionModel;
    std::optional<bool> hasPurgeProtection;
    std::optional<Environment> environment;
    std::optional<Sku> sku; ///< standard to premium only
    std::optional<Tags> tags;
    std::optional<TokenChoice> token; ///< for a Premium vault that has none

    Target target() const { return { vault, {}, {}, {} }; }
};

/// Soft delete with all that is in it; role assignments and policies are lost, as in the service.
struct DeleteVault final
{
    using Output = DeletedVault;
    static constexpr std::string_view name = "VaultDelete";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultDeleted;

    VaultId vault;

    Target target() const { return { vault, {}, {}, {} }; }
};

struct ListDeletedVaults final
{
    using Output = std::vector<DeletedVault>;
    static constexpr std::string_view name = "VaultListDeleted";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

struct RecoverVault final
{
    using Output = VaultProperties;
    static constexpr std::string_view name = "VaultRecover";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultRecovered;

    VaultId vault;

    Target target() const { return { vault, {}, {}, {} }; }
};

struct PurgeVault final
{
    using Output = base::Nothing;
    static constexpr std::string_view name = "VaultPurge";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::VaultPurged;

    VaultId vault;

    Target target() const { return { vault, {}, {}, {} }; }
};

/// Purges every deleted object and vault whose time has come; the output names them. Each has an audit row of
/// its own, as if somebody had purged it.
struct PurgeExpired final
{
    using Output = std::vector<Target>;
    static constexpr std::string_view name = "ScheduledPurge";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::ObjectPurged;

    Target target() const { return {}; }
    static std::string_view nameFor(const Target& purged);
    static const Output& furtherRows(const Output& purged) { return purged; }
};

/// Registers a program and makes its first secret, which is never shown again.
struct RegisterApplication final
{
    struct Output final
    {
        Application application;
        base::SecureBytes clientSecret;
    };
    static constexpr std::string_view name = "ApplicationCreate";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::DirectoryChanged;

    QString applicationName; ///< 1-120 characters; unique without case

    Target target() const { return { {}, {}, applicationName, {} }; }
};

struct ListApplications final
{
    using Output = std::vector<Application>;
    static constexpr std::string_view name = "ApplicationList";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

/// By client id. Used by the authority to check a client assertion.
struct FindApplication final
{
    using Output = Application;
    static constexpr std::string_view name = "ApplicationGet";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    QString clientId;

    Target target() const { return { {}, {}, clientId, {} }; }
};

/// Its policies and role assignments stay behind as "no longer exists", as in the service.
struct DeleteApplication final
{
    using Output = base::Nothing;
    static constexpr std::string_view name = "ApplicationDelete";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::DirectoryChanged;

    QString clientId;

    Target target() const { return { {}, {}, clientId, {} }; }
};

/// A further secret, shown once.
struct AddApplicationSecret final
{
    struct Output final
    {
        ApplicationCredential credential;
        base::SecureBytes clientSecret;
    };
    static constexpr std::string_view name = "ApplicationCredentialAdd";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::DirectoryChanged;

    QString clientId;
    base::UnixSeconds expires = 0; ///< 0 = never

    Target target() const { return { {}, {}, clientId, {} }; }
};

/// A certificate (PEM or DER) whose key signs client assertions, until it ends.
struct AddApplicationCertificate final
{
    using Output = ApplicationCredential;
    static constexpr std::string_view name = "ApplicationCredentialAdd";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::DirectoryChanged;

    QString clientId;
    QByteArray certificateDer;
    base::UnixSeconds expires = 0; ///< sooner than the certificate ends; 0 = when it does

    Target target() const { return { {}, {}, clientId, {} }; }
};

struct RemoveApplicationCredential final
{
    using Output = base::Nothing;
    static constexpr std::string_view name = "ApplicationCredentialRemove";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::DirectoryChanged;

    QString clientId;
    QString credentialId;

    Target target() const { return { {}, {}, clientId, {} }; }
};

/// Checks a client secret at the token endpoint: Unauthenticated when it does not fit or is expired.
struct AuthenticateApplication final
{
    using Output = Application;
    static constexpr std::string_view name = "Authentication";
    static constexpr Permission permission = doorPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    QString clientId;
    base::SecureBytes clientSecret;

    Target target() const { return { {}, {}, clientId, {} }; }
};

/// Only writes the audit row of a request that was refused at the door, before it became an operation: no
/// token, a bad one, no such resource, a body that cannot be read.
struct RecordRefusal final
{
    using Output = base::Nothing;
    static constexpr std::string_view name = "Authentication";
    static constexpr Permission permission = doorPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    VaultId vault;
    base::Error error; ///< becomes the result of the operation and of its row
    std::string_view operation = name; ///< what the row calls it

    Target target() const { return { vault, {}, {}, {} }; }
};

/// What the endpoint needs to be itself: a local CA (made once), a server key and chain (renewed when
/// little of its life is left), the key that signs tokens, the tenant. PEM.
struct ObtainEndpointIdentity final
{
    struct Output final
    {
        QString tenantId;
        QByteArray caCertificatePem;
        QByteArray serverChainPem; ///< leaf first, then the CA
        base::SecureBytes serverKeyPem;
        base::SecureBytes tokenKeyPem; ///< RSA-2048, RS256
        base::UnixSeconds serverCertificateExpires = 0;
    };
    static constexpr std::string_view name = "EndpointStart";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

/// The certificate of the local CA alone, to be exported or trusted.
struct GetEndpointCa final
{
    struct Output final
    {
        QString tenantId;
        QByteArray caCertificatePem;
    };
    static constexpr std::string_view name = "EndpointCaGet";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write; // it is made when it is not there yet
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

struct ListAudit final
{
    using Output = std::vector<AuditRecord>;
    static constexpr std::string_view name = "AuditList";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    AuditQuery query;

    Target target() const { return { query.vault, {}, {}, {} }; }
};

struct VerifyAudit final
{
    using Output = AuditVerification;
    static constexpr std::string_view name = "AuditVerify";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

/// Live objects of all vaults whose name, content type or tags contain `text` and that meet `filter`; nothing
/// when both are empty.
struct SearchStore final
{
    struct Hit final
    {
        VaultId vault;
        ObjectKind kind = ObjectKind::Secret;
        QString name;
        QString contentType;
        Attributes attributes;
        Tags tags;
    };
    using Output = std::vector<Hit>;
    static constexpr std::string_view name = "StoreSearch";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    QString text;
    int limit = 200;
    ObjectFilter filter;

    Target target() const { return {}; }
};

/// A key version whose rotation policy asks for something now.
struct DueKey final
{
    LifetimeAction::Kind action = LifetimeAction::Kind::Rotate;
    VaultId vault;
    ObjectName keyName;
    VersionId version;
    UnixSeconds due = 0;
};

/// At most `limit`, the longest overdue first, and those that become due `within` seconds; for the program's
/// own rotation.
struct ListDueKeys final
{
    using Output = std::vector<DueKey>;
    static constexpr std::string_view name = "KeyListDue";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    int limit = 100;
    UnixSeconds within = 0;

    Target target() const { return {}; }
};

/// Who may attest environments that keys are released to: an issuer and the keys it signs with.
struct AttestationAuthority final
{
    QString issuer; ///< https URL, as in release policies and as `iss` of attestation tokens
    QByteArray jwks; ///< JSON Web Key Set (RFC 7517)
    UnixSeconds updated = 0;

    friend bool operator==(const AttestationAuthority&, const AttestationAuthority&) = default;
};

struct ListAttestationAuthorities final
{
    using Output = std::vector<AttestationAuthority>;
    static constexpr std::string_view name = "AttestationAuthorityList";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Read;
    static constexpr ChangeKind change = ChangeKind::None;

    Target target() const { return {}; }
};

/// Adds the authority or replaces its keys: BadParameter unless the set holds at least one signing key.
struct SetAttestationAuthority final
{
    using Output = AttestationAuthority;
    static constexpr std::string_view name = "AttestationAuthoritySet";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::DirectoryChanged;

    QString issuer;
    QByteArray jwks;

    Target target() const { return { {}, {}, issuer, {} }; }
};

struct RemoveAttestationAuthority final
{
    using Output = base::Nothing;
    static constexpr std::string_view name = "AttestationAuthorityRemove";
    static constexpr Permission permission = managementPermission;
    static constexpr Effect effect = Effect::Write;
    static constexpr ChangeKind change = ChangeKind::DirectoryChanged;

    QString issuer;

    Target target() const { return { {}, {}, issuer, {} }; }
};

} // namespace strongroom::vault
