// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "in_memory_store.h"

namespace strongroom::support {

/// A live vault of an InMemoryStore.
class InMemoryVault final : public vault::Vault
{
public:
    InMemoryVault(InMemoryStore& store, vault::VaultId id);

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

private:
    using Object = InMemoryStore::Object;
    using Version = InMemoryStore::Version;

    InMemoryStore::StoredVault& stored();
    Object* live(const vault::ObjectName& name);
    Object* deleted(const vault::ObjectName& name);
    static Version* version(Object& object, const std::optional<vault::VersionId>& id);
    vault::SecretProperties propertiesOf(const Object& object, const Version& version);
    vault::DeletedSecret deletedOf(const Object& object);
    base::Result<vault::SecretProperties> add(const vault::ObjectName& name, Version version,
                                              const vault::Permit& permit);
    std::vector<const Object*> objects(bool areDeleted);

    InMemoryStore& m_store;
    vault::VaultId m_id;
};

} // namespace strongroom::support
