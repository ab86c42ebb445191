// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_secrets.h"
#include "model/vault/ops_store.h"
#include "model/vault/ops_vaults.h"
#include "model/vault/permit.h"

#include <memory>

namespace strongroom::vault {

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
    virtual base::Result<CheckSecretNames::Output> run(const CheckSecretNames& op, const Permit& permit) = 0;
    virtual base::Result<PromoteSecretVersion::Output> run(const PromoteSecretVersion& op,
                                                           const Permit& permit)
        = 0;
    virtual base::Result<CompareSecretVersions::Output> run(const CompareSecretVersions& op,
                                                            const Permit& permit)
        = 0;
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
};

/// One vault, local or remote.
class Vault : public SecretOperations, public VaultManagement
{
public:
    using SecretOperations::run;
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
};

/// A place that holds vaults, their directory and their audit log, and that can do several operations
/// as one unit of work. All calls come from one lane. Units: begin(), then for each operation mark(),
/// the work, appendAudit(), and keep() or revert(); at the end commit() or abandon().
class Store : public StoreManagement
{
public:
    using StoreManagement::run;

    virtual base::Result<void> begin() = 0;
    /// Durable when it returns. After an error the outcome is unknown until wasCommitted() is asked,
    /// and the store takes no further work until it has been reopened (requirements D4, D5).
    virtual base::Result<void> commit() = 0;
    virtual void abandon() = 0;

    virtual base::Result<void> mark() = 0;
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
