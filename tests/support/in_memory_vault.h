// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "in_memory_lists.h"
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
    base::Result<vault::FacetSecrets::Output> run(const vault::FacetSecrets& op,
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
    using Vault::prepare;
    base::Result<vault::Work<vault::CreateKey::Outcome>> prepare(const vault::CreateKey& op,
                                                                 const vault::Permit& permit) override;
    base::Result<vault::CreateKey::Output> run(const vault::CreateKey& op, const vault::NewKey& made,
                                               const vault::Permit& permit) override;
    base::Result<vault::Work<vault::ImportKey::Outcome>> prepare(const vault::ImportKey& op,
                                                                 const vault::Permit& permit) override;
    base::Result<vault::ImportKey::Output> run(const vault::ImportKey& op, const vault::NewKey& made,
                                               const vault::Permit& permit) override;
    base::Result<vault::Work<vault::RotateKey::Outcome>> prepare(const vault::RotateKey& op,
                                                                 const vault::Permit& permit) override;
    base::Result<vault::RotateKey::Output> run(const vault::RotateKey& op, const vault::NewKey& made,
                                               const vault::Permit& permit) override;
    base::Result<vault::Work<vault::RotateKeyIfDue::Outcome>> prepare(const vault::RotateKeyIfDue& op,
                                                                      const vault::Permit& permit) override;
    base::Result<vault::RotateKeyIfDue::Output>
    run(const vault::RotateKeyIfDue& op, const vault::NewKey& made, const vault::Permit& permit) override;
    base::Result<vault::Work<vault::SignWithKey::Outcome>> prepare(const vault::SignWithKey& op,
                                                                   const vault::Permit& permit) override;
    base::Result<vault::Work<vault::VerifyWithKey::Outcome>> prepare(const vault::VerifyWithKey& op,
                                                                     const vault::Permit& permit) override;
    base::Result<vault::Work<vault::EncryptWithKey::Outcome>> prepare(const vault::EncryptWithKey& op,
                                                                      const vault::Permit& permit) override;
    base::Result<vault::Work<vault::DecryptWithKey::Outcome>> prepare(const vault::DecryptWithKey& op,
                                                                      const vault::Permit& permit) override;
    base::Result<vault::Work<vault::WrapWithKey::Outcome>> prepare(const vault::WrapWithKey& op,
                                                                   const vault::Permit& permit) override;
    base::Result<vault::Work<vault::UnwrapWithKey::Outcome>> prepare(const vault::UnwrapWithKey& op,
                                                                     const vault::Permit& permit) override;
    base::Result<vault::SetTokenPin::Output> run(const vault::SetTokenPin& op, const vault::Permit&) override;
    base::Result<vault::Work<vault::GetTokenState::Outcome>> prepare(const vault::GetTokenState& op,
                                                                     const vault::Permit& permit) override;
    base::Result<vault::GetKey::Output> run(const vault::GetKey& op, const vault::Permit& permit) override;
    base::Result<vault::UpdateKey::Output> run(const vault::UpdateKey& op,
                                               const vault::Permit& permit) override;
    base::Result<vault::DeleteKey::Output> run(const vault::DeleteKey& op,
                                               const vault::Permit& permit) override;
    base::Result<vault::ListKeys::Output> run(const vault::ListKeys& op,
                                              const vault::Permit& permit) override;
    base::Result<vault::ListKeyVersions::Output> run(const vault::ListKeyVersions& op,
                                                     const vault::Permit& permit) override;
    base::Result<vault::BackupKey::Output> run(const vault::BackupKey& op,
                                               const vault::Permit& permit) override;
    base::Result<vault::RestoreKey::Output> run(const vault::RestoreKey& op,
                                                const vault::Permit& permit) override;
    base::Result<vault::ListDeletedKeys::Output> run(const vault::ListDeletedKeys& op,
                                                     const vault::Permit& permit) override;
    base::Result<vault::GetDeletedKey::Output> run(const vault::GetDeletedKey& op,
                                                   const vault::Permit& permit) override;
    base::Result<vault::PurgeDeletedKey::Output> run(const vault::PurgeDeletedKey& op,
                                                     const vault::Permit& permit) override;
    base::Result<vault::RecoverDeletedKey::Output> run(const vault::RecoverDeletedKey& op,
                                                       const vault::Permit& permit) override;
    base::Result<vault::GetRotationPolicy::Output> run(const vault::GetRotationPolicy& op,
                                                       const vault::Permit& permit) override;
    base::Result<vault::SetRotationPolicy::Output> run(const vault::SetRotationPolicy& op,
                                                       const vault::Permit& permit) override;
    base::Result<vault::NotifyKeyNearExpiry::Output> run(const vault::NotifyKeyNearExpiry& op,
                                                         const vault::Permit& permit) override;
    base::Result<vault::BrowseKeys::Output> run(const vault::BrowseKeys& op,
                                                const vault::Permit& permit) override;
    base::Result<vault::FacetKeys::Output> run(const vault::FacetKeys& op,
                                               const vault::Permit& permit) override;
    base::Result<vault::CheckKeyNames::Output> run(const vault::CheckKeyNames& op,
                                                   const vault::Permit& permit) override;

private:
    using Key = InMemoryStore::Key;
    using KeyVersion = InMemoryStore::KeyVersion;
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
    std::vector<Browsable<vault::SecretProperties>> listedSecrets();

    Key* liveKey(const vault::ObjectName& name);
    Key* deletedKey(const vault::ObjectName& name);
    static KeyVersion* keyVersion(Key& key, const std::optional<vault::VersionId>& id);
    vault::KeyProperties propertiesOf(const KeyVersion& version);
    std::vector<Browsable<vault::KeyListing>> listedKeys();
    base::Result<void> checkFree(const vault::ObjectName& name);
    base::Result<vault::KeyProperties> addKey(const vault::ObjectName& name, const vault::KeyDraft& draft,
                                              const vault::NewKey& made, vault::KeyOrigin origin,
                                              const vault::Permit& permit);
    base::Result<vault::KeyProperties> addSuccessor(const vault::ObjectName& name, const vault::NewKey& made,
                                                    const vault::Permit& permit);
    base::Result<void> checkDue(const vault::RotateKeyIfDue& op, const vault::Permit& permit);
    struct PreparedUse
    {
        std::shared_ptr<const crypto::SoftwareKey> key;
        const crypto::KeyAlgorithm* algorithm = nullptr;
        vault::VersionId version;
    };
    template <typename Op>
    base::Result<PreparedUse> prepareUse(const Op& op, vault::KeyUse use, const vault::Permit& permit);

    InMemoryStore& m_store;
    vault::VaultId m_id;
};

} // namespace strongroom::support
