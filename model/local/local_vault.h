// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/endpoint_identity.h"
#include "model/local/job_table.h"
#include "model/local/key_maker.h"
#include "model/local/key_storage.h"
#include "model/local/object_shelf.h"
#include "model/local/pool_content.h"
#include "model/local/vault_table.h"
#include "model/vault/store.h"

#include <QSet>

namespace strongroom::local {

/// A live vault of a LocalStore, for the time of one unit of work.
class LocalVault final : public vault::Vault
{
public:
    /// The tables must outlive the vault.
    LocalVault(StoreContext& context, ObjectTable& objects, VaultTable& vaults, KeyStorage& storage,
               EndpointIdentity& identity, VaultRow row, QString tenantId);

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
    base::Result<vault::Work<vault::ReleaseKey::Outcome>> prepare(const vault::ReleaseKey& op,
                                                                  const vault::Permit& permit) override;
    base::Result<vault::Work<vault::GetRandomBytes::Outcome>> prepare(const vault::GetRandomBytes& op,
                                                                      const vault::Permit& permit) override;
    base::Result<vault::Work<vault::TestToken::Outcome>> prepare(const vault::TestToken& op,
                                                                 const vault::Permit& permit) override;
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
    base::Result<vault::GetKeyAttestation::Output> run(const vault::GetKeyAttestation& op,
                                                       const vault::Permit& permit) override;
    base::Result<vault::NotifyKeyNearExpiry::Output> run(const vault::NotifyKeyNearExpiry& op,
                                                         const vault::Permit& permit) override;
    base::Result<vault::BrowseKeys::Output> run(const vault::BrowseKeys& op,
                                                const vault::Permit& permit) override;
    base::Result<vault::FacetKeys::Output> run(const vault::FacetKeys& op,
                                               const vault::Permit& permit) override;
    base::Result<vault::CheckKeyNames::Output> run(const vault::CheckKeyNames& op,
                                                   const vault::Permit& permit) override;
    base::Result<vault::SetTokenPin::Output> run(const vault::SetTokenPin& op,
                                                 const vault::Permit& permit) override;

    base::Result<vault::ListRoleDefinitions::Output> run(const vault::ListRoleDefinitions& op,
                                                         const vault::Permit& permit) override;
    base::Result<vault::GetRoleDefinition::Output> run(const vault::GetRoleDefinition& op,
                                                       const vault::Permit& permit) override;
    base::Result<vault::PutRoleDefinition::Output> run(const vault::PutRoleDefinition& op,
                                                       const vault::Permit& permit) override;
    base::Result<vault::DeleteRoleDefinition::Output> run(const vault::DeleteRoleDefinition& op,
                                                          const vault::Permit& permit) override;
    base::Result<vault::ListRoleAssignments::Output> run(const vault::ListRoleAssignments& op,
                                                         const vault::Permit& permit) override;
    base::Result<vault::GetRoleAssignment::Output> run(const vault::GetRoleAssignment& op,
                                                       const vault::Permit& permit) override;
    base::Result<vault::ListSettings::Output> run(const vault::ListSettings& op,
                                                  const vault::Permit& permit) override;
    base::Result<vault::GetSetting::Output> run(const vault::GetSetting& op,
                                                const vault::Permit& permit) override;
    base::Result<vault::UpdateSetting::Output> run(const vault::UpdateSetting& op,
                                                   const vault::Permit& permit) override;
    base::Result<vault::DownloadSecurityDomain::Output> run(const vault::DownloadSecurityDomain& op,
                                                            const vault::Permit& permit) override;
    base::Result<vault::GetSecurityDomainDownload::Output> run(const vault::GetSecurityDomainDownload& op,
                                                               const vault::Permit& permit) override;
    base::Result<vault::Work<vault::GetTransferKey::Outcome>> prepare(const vault::GetTransferKey& op,
                                                                      const vault::Permit& permit) override;
    base::Result<vault::GetTransferKey::Output> run(const vault::GetTransferKey& op,
                                                    const vault::GetTransferKey::Outcome& made,
                                                    const vault::Permit& permit) override;
    base::Result<vault::UploadSecurityDomain::Output> run(const vault::UploadSecurityDomain& op,
                                                          const vault::Permit& permit) override;
    base::Result<vault::GetSecurityDomainUpload::Output> run(const vault::GetSecurityDomainUpload& op,
                                                             const vault::Permit& permit) override;
    base::Result<vault::StartBackup::Output> run(const vault::StartBackup& op,
                                                 const vault::Permit& permit) override;
    base::Result<vault::Work<vault::PerformBackup::Outcome>> prepare(const vault::PerformBackup& op,
                                                                     const vault::Permit& permit) override;
    base::Result<vault::PerformBackup::Output> run(const vault::PerformBackup& op,
                                                   const vault::PerformBackup::Outcome& done,
                                                   const vault::Permit& permit) override;
    base::Result<vault::StartRestore::Output> run(const vault::StartRestore& op,
                                                  const vault::Permit& permit) override;
    base::Result<vault::Work<vault::PerformRestore::Outcome>> prepare(const vault::PerformRestore& op,
                                                                      const vault::Permit& permit) override;
    base::Result<vault::PerformRestore::Output> run(const vault::PerformRestore& op,
                                                    const vault::OpenedBackup& backup,
                                                    const vault::Permit& permit) override;
    base::Result<vault::FailPoolJob::Output> run(const vault::FailPoolJob& op,
                                                 const vault::Permit& permit) override;
    base::Result<vault::GetBackup::Output> run(const vault::GetBackup& op,
                                               const vault::Permit& permit) override;
    base::Result<vault::GetRestore::Output> run(const vault::GetRestore& op,
                                                const vault::Permit& permit) override;
    base::Result<vault::ListPoolJobs::Output> run(const vault::ListPoolJobs& op,
                                                  const vault::Permit& permit) override;

    /// What a request decides by; read anew after a change.
    std::shared_ptr<const vault::AccessRules> rules();

private:
    vault::SecretProperties secretOf(const ObjectRow& object, const VersionFacts& facts) const;
    vault::DeletedSecret deletedSecretOf(const ObjectRow& object) const;

    base::Result<void> checkPool() const;
    base::Result<std::vector<vault::RoleDefinition>> roles();
    base::Result<vault::PoolSetting> setting(const QString& name);
    base::Result<vault::SecurityDomainState> domainState();

    using Notes = QStringList; ///< what did not come back, a sentence each
    base::Result<std::unique_ptr<vault::BackupPlace>> openPlace(const vault::BackupTarget& target) const;
    JobTable jobs() const;
    base::Result<vault::PoolJob> job(const QString& id, bool isOfRestores);
    base::Result<vault::PoolJob> runningJob(const QString& id, bool isOfRestores);
    base::Result<vault::PoolJob> end(vault::PoolJob job, const vault::Permit& permit);
    base::Result<PoolContent> content(const vault::Permit& permit);
    base::Result<void> addKeys(PoolContent& content, ObjectTable::Which which);
    base::Result<QSet<QByteArray>> lastingKeys(const vault::OpenedBackup& backup);
    base::Result<bool> restoreKey(PoolContent::Key key, const QSet<QByteArray>& inToken, Notes& notes,
                                  const vault::Permit& permit);
    base::Result<bool> reviveKey(const ObjectRow& object, const PoolContent::Key& key, Notes& notes);
    base::Result<void> restoreAdministration(const PoolContent& content);
    base::Result<void> restoreAll(PoolContent content, const vault::OpenedBackup& backup, Notes& notes,
                                  const vault::Permit& permit);
    base::Result<void> restoreOneKey(const vault::ObjectName& name, PoolContent content,
                                     const vault::OpenedBackup& backup, Notes& notes,
                                     const vault::Permit& permit);

    struct DecodedKey
    {
        QString origin;
        KeySchedule schedule;
        std::vector<KeyDetail> details;
    };
    base::Result<ObjectBackup> keyBackup(const ObjectRow& object);
    static base::Result<DecodedKey> decodeKeyBackup(const ObjectBackup& backup);
    base::Result<ObjectRow> addRestoredKey(const ObjectBackup& backup, const DecodedKey& key);

    struct FoundKey
    {
        ObjectRow object;
        VersionRow version;
        vault::KeyProperties properties;
    };
    struct Rotation
    {
        vault::KeyProperties key;
        KeySchedule schedule;
    };
    struct PreparedUse
    {
        std::shared_ptr<UsableKey> key; // shared with the ring
        const crypto::KeyAlgorithm* algorithm = nullptr;
        vault::VersionId version;
    };
    vault::KeyProperties keyOf(const ObjectRow& object, const VersionFacts& facts,
                               const KeyDetail& detail) const;
    base::Result<vault::KeyProperties> currentKeyOf(const ObjectRow& object);
    base::Result<vault::DeletedKey> deletedKeyOf(const ObjectRow& object);
    base::Result<FoundKey> keyVersion(const vault::ObjectName& name,
                                      const std::optional<vault::VersionId>& id);
    base::Result<vault::KeyProperties> addKey(const vault::ObjectName& name, const vault::KeyDraft& draft,
                                              const vault::NewKey& made, vault::KeyOrigin origin,
                                              const vault::Permit& permit);
    base::Result<void> checkRoomForKey(const vault::ObjectName& name);
    base::Result<void> checkInToken(const ObjectBackup& backup, const std::vector<KeyDetail>& details,
                                    const QString& origin);
    base::Result<KeyMaker> keyMaker(vault::KeyProtection protection);
    base::Result<QByteArray> exchangeKeyFor(QByteArrayView blob);
    base::Result<void> reschedule(const ObjectRow& object);
    base::Result<Rotation> rotation(const vault::ObjectName& name);
    base::Result<vault::Work<vault::NewKey>> prepareRotation(const vault::ObjectName& name);
    base::Result<vault::KeyProperties> rotate(const vault::ObjectName& name, const vault::NewKey& made,
                                              const vault::Permit& permit);
    base::Result<void> checkDue(const vault::RotateKeyIfDue& op, const vault::Permit& permit);
    base::Result<std::shared_ptr<UsableKey>> usableKey(const FoundKey& found);
    template <typename Op>
    base::Result<PreparedUse> prepareUse(const Op& op, vault::KeyUse use, const vault::Permit& permit);
    template <typename Op>
    base::Result<vault::Work<typename Op::Outcome>> prepareEncryption(const Op& op, vault::KeyUse kind,
                                                                      const vault::Permit& permit);
    template <typename Op>
    base::Result<vault::Work<typename Op::Outcome>> prepareDecryption(const Op& op, vault::KeyUse kind,
                                                                      const vault::Permit& permit);

    StoreContext& m_context;
    ObjectTable& m_objects;
    VaultTable& m_vaults;
    KeyStorage& m_storage;
    EndpointIdentity& m_identity; ///< signs what is released
    VaultRow m_row;
    QString m_tenantId;
    std::shared_ptr<const vault::AccessRules> m_rules; // shared with the requests it decides
    ObjectShelf m_secrets;
    ObjectShelf m_keys;
};

} // namespace strongroom::local
