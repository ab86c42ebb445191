// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_keys.h"
#include "model/vault/ops_pools.h"
#include "model/vault/ops_secrets.h"
#include "model/vault/ops_store.h"
#include "model/vault/ops_tokens.h"
#include "model/vault/ops_vaults.h"
#include "model/vault/permit.h"

#include <memory>

namespace strongroom::vault {

inline base::Error notSupported()
{
    return { base::ErrorCode::NotSupported, QStringLiteral("This kind of vault cannot do that."), {} };
}

/// One overloaded run() per operation, synchronous, called on the store's lane inside a unit of work.
/// An operation that cannot be done here returns NotSupported.
class SecretOperations
{
public:
    virtual ~SecretOperations() = default;
    virtual base::Result<SetSecret::Output> run(const SetSecret& op, const Permit& permit) = 0;
    virtual base::Result<GetSecret::Output> run(const GetSecret& op, const Permit& permit) = 0;
    virtual base::Result<UpdateSecret::Output> run(const UpdateSecret& op, const Permit& permit) = 0;
    virtual base::Result<DeleteSecret::Output> run(const DeleteSecret& op, const Permit& permit) = 0;
    virtual base::Result<ListSecrets::Output> run(const ListSecrets& op, const Permit& permit) = 0;
    virtual base::Result<ListSecretVersions::Output> run(const ListSecretVersions& op, const Permit& permit)
        = 0;
    virtual base::Result<BackupSecret::Output> run(const BackupSecret& op, const Permit& permit) = 0;
    virtual base::Result<RestoreSecret::Output> run(const RestoreSecret& op, const Permit& permit) = 0;
    virtual base::Result<ListDeletedSecrets::Output> run(const ListDeletedSecrets& op, const Permit& permit)
        = 0;
    virtual base::Result<GetDeletedSecret::Output> run(const GetDeletedSecret& op, const Permit& permit) = 0;
    virtual base::Result<PurgeDeletedSecret::Output> run(const PurgeDeletedSecret& op, const Permit& permit)
        = 0;
    virtual base::Result<RecoverDeletedSecret::Output> run(const RecoverDeletedSecret& op,
                                                           const Permit& permit)
        = 0;
    virtual base::Result<BrowseSecrets::Output> run(const BrowseSecrets& op, const Permit& permit) = 0;
    virtual base::Result<FacetSecrets::Output> run(const FacetSecrets& op, const Permit& permit) = 0;
    virtual base::Result<CheckSecretNames::Output> run(const CheckSecretNames& op, const Permit& permit) = 0;
    virtual base::Result<PromoteSecretVersion::Output> run(const PromoteSecretVersion& op,
                                                           const Permit& permit)
        = 0;
    virtual base::Result<CompareSecretVersions::Output> run(const CompareSecretVersions& op,
                                                            const Permit& permit)
        = 0;
};

/// Keys. Operations with a slow part have prepare() instead of run(), or both: see TwoStepOperation.
class KeyOperations
{
public:
    virtual ~KeyOperations() = default;
    virtual base::Result<Work<CreateKey::Outcome>> prepare(const CreateKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<CreateKey::Output> run(const CreateKey&, const CreateKey::Outcome&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<ImportKey::Outcome>> prepare(const ImportKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<ImportKey::Output> run(const ImportKey&, const ImportKey::Outcome&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<RotateKey::Outcome>> prepare(const RotateKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<RotateKey::Output> run(const RotateKey&, const RotateKey::Outcome&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<RotateKeyIfDue::Outcome>> prepare(const RotateKeyIfDue&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<RotateKeyIfDue::Output> run(const RotateKeyIfDue&, const RotateKeyIfDue::Outcome&,
                                                     const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<SignWithKey::Outcome>> prepare(const SignWithKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<VerifyWithKey::Outcome>> prepare(const VerifyWithKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<EncryptWithKey::Outcome>> prepare(const EncryptWithKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<DecryptWithKey::Outcome>> prepare(const DecryptWithKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<WrapWithKey::Outcome>> prepare(const WrapWithKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<UnwrapWithKey::Outcome>> prepare(const UnwrapWithKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<ReleaseKey::Outcome>> prepare(const ReleaseKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<GetRandomBytes::Outcome>> prepare(const GetRandomBytes&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<GetKey::Output> run(const GetKey&, const Permit&) { return notSupported(); }
    virtual base::Result<UpdateKey::Output> run(const UpdateKey&, const Permit&) { return notSupported(); }
    virtual base::Result<DeleteKey::Output> run(const DeleteKey&, const Permit&) { return notSupported(); }
    virtual base::Result<ListKeys::Output> run(const ListKeys&, const Permit&) { return notSupported(); }
    virtual base::Result<ListKeyVersions::Output> run(const ListKeyVersions&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<BackupKey::Output> run(const BackupKey&, const Permit&) { return notSupported(); }
    virtual base::Result<RestoreKey::Output> run(const RestoreKey&, const Permit&) { return notSupported(); }
    virtual base::Result<ListDeletedKeys::Output> run(const ListDeletedKeys&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<GetDeletedKey::Output> run(const GetDeletedKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<PurgeDeletedKey::Output> run(const PurgeDeletedKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<RecoverDeletedKey::Output> run(const RecoverDeletedKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<GetRotationPolicy::Output> run(const GetRotationPolicy&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<SetRotationPolicy::Output> run(const SetRotationPolicy&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<GetKeyAttestation::Output> run(const GetKeyAttestation&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<NotifyKeyNearExpiry::Output> run(const NotifyKeyNearExpiry&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<BrowseKeys::Output> run(const BrowseKeys&, const Permit&) { return notSupported(); }
    virtual base::Result<FacetKeys::Output> run(const FacetKeys&, const Permit&) { return notSupported(); }
    virtual base::Result<CheckKeyNames::Output> run(const CheckKeyNames&, const Permit&)
    {
        return notSupported();
    }
};

class VaultManagement
{
public:
    virtual ~VaultManagement() = default;
    virtual base::Result<CountObjects::Output> run(const CountObjects& op, const Permit& permit) = 0;
    virtual base::Result<GetAccessRules::Output> run(const GetAccessRules& op, const Permit& permit) = 0;
    virtual base::Result<SetAccessPolicy::Output> run(const SetAccessPolicy& op, const Permit& permit) = 0;
    virtual base::Result<AssignRole::Output> run(const AssignRole& op, const Permit& permit) = 0;
    virtual base::Result<RemoveRoleAssignment::Output> run(const RemoveRoleAssignment& op,
                                                           const Permit& permit)
        = 0;
    virtual base::Result<Work<TestToken::Outcome>> prepare(const TestToken&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<GetTokenState::Outcome>> prepare(const GetTokenState&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<SetTokenPin::Output> run(const SetTokenPin&, const Permit&)
    {
        return notSupported();
    }
};

/// The administration of a pool; NotSupported in vaults.
class PoolOperations
{
public:
    virtual ~PoolOperations() = default;
    virtual base::Result<ListRoleDefinitions::Output> run(const ListRoleDefinitions&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<GetRoleDefinition::Output> run(const GetRoleDefinition&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<PutRoleDefinition::Output> run(const PutRoleDefinition&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<DeleteRoleDefinition::Output> run(const DeleteRoleDefinition&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<ListRoleAssignments::Output> run(const ListRoleAssignments&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<GetRoleAssignment::Output> run(const GetRoleAssignment&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<ListSettings::Output> run(const ListSettings&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<GetSetting::Output> run(const GetSetting&, const Permit&) { return notSupported(); }
    virtual base::Result<UpdateSetting::Output> run(const UpdateSetting&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<DownloadSecurityDomain::Output> run(const DownloadSecurityDomain&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<GetSecurityDomainDownload::Output> run(const GetSecurityDomainDownload&,
                                                                const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<UploadSecurityDomain::Output> run(const UploadSecurityDomain&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<GetSecurityDomainUpload::Output> run(const GetSecurityDomainUpload&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<GetTransferKey::Outcome>> prepare(const GetTransferKey&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<GetTransferKey::Output> run(const GetTransferKey&, const GetTransferKey::Outcome&,
                                                     const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<StartBackup::Output> run(const StartBackup&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<StartRestore::Output> run(const StartRestore&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<FailPoolJob::Output> run(const FailPoolJob&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<GetBackup::Output> run(const GetBackup&, const Permit&) { return notSupported(); }
    virtual base::Result<GetRestore::Output> run(const GetRestore&, const Permit&) { return notSupported(); }
    virtual base::Result<ListPoolJobs::Output> run(const ListPoolJobs&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<PerformBackup::Outcome>> prepare(const PerformBackup&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<PerformBackup::Output> run(const PerformBackup&, const PerformBackup::Outcome&,
                                                    const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<PerformRestore::Outcome>> prepare(const PerformRestore&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<PerformRestore::Output> run(const PerformRestore&, const PerformRestore::Outcome&,
                                                     const Permit&)
    {
        return notSupported();
    }
};

/// One vault, local or remote.
class Vault : public SecretOperations, public KeyOperations, public VaultManagement, public PoolOperations
{
public:
    using KeyOperations::prepare;
    using KeyOperations::run;
    using PoolOperations::prepare;
    using PoolOperations::run;
    using SecretOperations::run;
    using VaultManagement::prepare;
    using VaultManagement::run;
};

class StoreManagement
{
public:
    virtual ~StoreManagement() = default;
    virtual base::Result<CreateVault::Output> run(const CreateVault& op, const Permit& permit) = 0;
    virtual base::Result<ListVaults::Output> run(const ListVaults& op, const Permit& permit) = 0;
    virtual base::Result<UpdateVault::Output> run(const UpdateVault& op, const Permit& permit) = 0;
    virtual base::Result<DeleteVault::Output> run(const DeleteVault& op, const Permit& permit) = 0;
    virtual base::Result<ListDeletedVaults::Output> run(const ListDeletedVaults& op, const Permit& permit)
        = 0;
    virtual base::Result<RecoverVault::Output> run(const RecoverVault& op, const Permit& permit) = 0;
    virtual base::Result<PurgeVault::Output> run(const PurgeVault& op, const Permit& permit) = 0;
    virtual base::Result<PurgeExpired::Output> run(const PurgeExpired& op, const Permit& permit) = 0;
    virtual base::Result<RegisterApplication::Output> run(const RegisterApplication& op, const Permit& permit)
        = 0;
    virtual base::Result<ListApplications::Output> run(const ListApplications& op, const Permit& permit) = 0;
    virtual base::Result<FindApplication::Output> run(const FindApplication& op, const Permit& permit) = 0;
    virtual base::Result<DeleteApplication::Output> run(const DeleteApplication& op, const Permit& permit)
        = 0;
    virtual base::Result<AddApplicationSecret::Output> run(const AddApplicationSecret& op,
                                                           const Permit& permit)
        = 0;
    virtual base::Result<AddApplicationCertificate::Output> run(const AddApplicationCertificate& op,
                                                                const Permit& permit)
        = 0;
    virtual base::Result<RemoveApplicationCredential::Output> run(const RemoveApplicationCredential& op,
                                                                  const Permit& permit)
        = 0;
    virtual base::Result<AuthenticateApplication::Output> run(const AuthenticateApplication& op,
                                                              const Permit& permit)
        = 0;
    virtual base::Result<RecordRefusal::Output> run(const RecordRefusal& op, const Permit& permit) = 0;
    virtual base::Result<ObtainEndpointIdentity::Output> run(const ObtainEndpointIdentity& op,
                                                             const Permit& permit)
        = 0;
    virtual base::Result<GetEndpointCa::Output> run(const GetEndpointCa& op, const Permit& permit) = 0;
    virtual base::Result<ListAudit::Output> run(const ListAudit& op, const Permit& permit) = 0;
    virtual base::Result<VerifyAudit::Output> run(const VerifyAudit& op, const Permit& permit) = 0;
    virtual base::Result<SearchStore::Output> run(const SearchStore& op, const Permit& permit) = 0;
    virtual base::Result<ListDueKeys::Output> run(const ListDueKeys&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<ListAttestationAuthorities::Output> run(const ListAttestationAuthorities&,
                                                                 const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<SetAttestationAuthority::Output> run(const SetAttestationAuthority&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<RemoveAttestationAuthority::Output> run(const RemoveAttestationAuthority&,
                                                                 const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<ListTokenModules::Outcome>> prepare(const ListTokenModules&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<ProbeToken::Outcome>> prepare(const ProbeToken&, const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<Work<CollectTokenLeftovers::Outcome>> prepare(const CollectTokenLeftovers&,
                                                                       const Permit&)
    {
        return notSupported();
    }
    virtual base::Result<CollectTokenLeftovers::Output>
    run(const CollectTokenLeftovers&, const CollectTokenLeftovers::Outcome&, const Permit&)
    {
        return notSupported();
    }
};

/// A place that holds vaults, their directory and their audit log, and that can do several operations
/// as one unit of work. All calls come from one lane. Units: begin(), then for each operation mark(),
/// the work, appendAudit(), and keep() or revert(); at the end commit() or abandon().
class Store : public StoreManagement
{
public:
    using StoreManagement::prepare;
    using StoreManagement::run;

    virtual base::Result<void> begin() = 0;
    /// Durable when it returns. After an error the outcome is unknown until wasCommitted() is asked,
    /// and the store takes no further work until it has been reopened (requirements D4, D5).
    virtual base::Result<void> commit() = 0;
    virtual void abandon() = 0;
    /// DiskFull when there is room left only for what reading, deleting and locking write.
    virtual base::Result<void> mayGrow() const = 0;

    virtual base::Result<void> mark() = 0;
    /// The same for an operation that fails before it changes anything, or together with the store. When it
    /// has changed something all the same, revert() answers with an error and the unit is lost.
    virtual base::Result<void> markLightly() { return mark(); }
    virtual base::Result<void> keep() = 0;
    virtual base::Result<void> revert() = 0; ///< undoes what was done since mark()

    /// Adds the row to the hash chain, in the unit of work; fills in nothing the caller gave.
    virtual base::Result<void> appendAudit(const AuditRecord& record) = 0;
    /// After a failed commit(): reopens the file, checks it, and says whether the row with this request
    /// id is in it.
    virtual base::Result<bool> wasCommitted(const QString& requestId) = 0;

    /// nullptr when there is no such live vault. Valid until the next call on the store.
    virtual Vault* find(const VaultId& id) = 0;
    /// By name, without case; for the endpoint's host names. Empty when there is none.
    virtual VaultId vaultByName(const QString& name) = 0;
    /// What decides about a vault, or nullptr when there is no such live vault.
    virtual std::shared_ptr<const AccessRules> rules(const VaultId& id) = 0;
    /// The latest time this store has seen, so that a clock set back purges and expires nothing early.
    virtual UnixSeconds latestTimeSeen() const = 0;
};

} // namespace strongroom::vault
