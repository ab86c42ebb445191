// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/object_shelf.h"
#include "model/local/vault_table.h"
#include "model/vault/store.h"

namespace strongroom::local {

/// A live vault of a LocalStore, for the time of one unit of work.
class LocalVault final : public vault::Vault
{
public:
    /// The tables must outlive the vault.
    LocalVault(StoreContext& context, ObjectTable& objects, VaultTable& vaults, VaultRow row,
               QString tenantId);

    const VaultRow& row() const { return m_row; }

    using Vault::run;
    base::Result<vault::SetSecret::Output> run(const vault::SetSecret& op,
                                               const vault::Permit& permit) override;
    base::Result<vault::GetSecret::Output> run(const vault::GetSecret& op,
                                               const vault::Permit& permit) override;
    base::Result<vault::UpdateSecret::Output> run(const vault::UpdateSecret& op,
                                                  const vault::Permit& permit) override;
    base::Result<vault::DeleteSecret::Output> run(const vault::DeleteSecret& op,
                                                  const vault::Permit& permit) override;
    base::Result<vault::ListSecrets::Output> run(const vault::ListSecrets& op,
                                                 const vault::Permit& permit) override;
    base::Result<vault::ListSecretVersions::Output> run(const vault::ListSecretVersions& op,
                                                        const vault::Permit& permit) override;
    base::Result<vault::BackupSecret::Output> run(const vault::BackupSecret& op,
                                                  const vault::Permit& permit) override;
    base::Result<vault::RestoreSecret::Output> run(const vault::RestoreSecret& op,
                                                   const vault::Permit& permit) override;
    base::Result<vault::ListDeletedSecrets::Output> run(const vault::ListDeletedSecrets& op,
                                                        const vault::Permit& permit) override;
    base::Result<vault::GetDeletedSecret::Output> run(const vault::GetDeletedSecret& op,
                                                      const vault::Permit& permit) override;
    base::Result<vault::PurgeDeletedSecret::Output> run(const vault::PurgeDeletedSecret& op,
                                                        const vault::Permit& permit) override;
    base::Result<vault::RecoverDeletedSecret::Output> run(const vault::RecoverDeletedSecret& op,
                                                          const vault::Permit& permit) override;
    base::Result<vault::BrowseSecrets::Output> run(const vault::BrowseSecrets& op,
                                                   const vault::Permit& permit) override;
    base::Result<vault::CheckSecretNames::Output> run(const vault::CheckSecretNames& op,
                                                      const vault::Permit& permit) override;
    base::Result<vault::PromoteSecretVersion::Output> run(const vault::PromoteSecretVersion& op,
                                                          const vault::Permit& permit) override;
    base::Result<vault::CompareSecretVersions::Output> run(const vault::CompareSecretVersions& op,
                                                           const vault::Permit& permit) override;
    base::Result<vault::CountObjects::Output> run(const vault::CountObjects& op,
                                                  const vault::Permit& permit) override;
    base::Result<vault::GetAccessRules::Output> run(const vault::GetAccessRules& op,
                                                    const vault::Permit& permit) override;
    base::Result<vault::SetAccessPolicy::Output> run(const vault::SetAccessPolicy& op,
                                                     const vault::Permit& permit) override;
    base::Result<vault::AssignRole::Output> run(const vault::AssignRole& op,
                                                const vault::Permit& permit) override;
    base::Result<vault::RemoveRoleAssignment::Output> run(const vault::RemoveRoleAssignment& op,
                                                          const vault::Permit& permit) override;

    /// What a request decides by; read anew after a change.
    std::shared_ptr<const vault::AccessRules> rules();

private:
    vault::SecretProperties secretOf(const ObjectRow& object, const VersionFacts& facts) const;
    vault::DeletedSecret deletedSecretOf(const ObjectRow& object) const;

    StoreContext& m_context;
    ObjectTable& m_objects;
    VaultTable& m_vaults;
    VaultRow m_row;
    QString m_tenantId;
    std::shared_ptr<const vault::AccessRules> m_rules; // shared with the requests it decides
    ObjectShelf m_secrets;
};

} // namespace strongroom::local
