// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/crypto/software_key.h"
#include "model/vault/store.h"

#include <QMap>

#include <memory>

namespace strongroom::support {

class InMemoryVault;

/// A store in plain containers, for tests of what works on stores. It keeps all rules and no secrets: a
/// unit of work is a copy of everything, the audit chain has no hashes, the endpoint has no real keys.
class InMemoryStore final : public vault::Store
{
public:
    struct Version
    {
        vault::VersionId id;
        vault::Attributes attributes;
        vault::Tags tags;
        QString contentType;
        std::optional<vault::VersionId> previous;
        std::shared_ptr<const base::SecureBytes> value; // shared by the copies of the store
    };
    struct Object
    {
        vault::ObjectName name;
        std::vector<Version> versions; ///< oldest first
        std::optional<vault::Deletion> deletion;
    };
    struct KeyVersion
    {
        vault::KeyProperties properties;
        std::shared_ptr<const crypto::SoftwareKey>
            key; // shared by the copies of the store and uses under way
    };
    struct Key
    {
        vault::ObjectName name;
        std::vector<KeyVersion> versions; ///< oldest first
        std::optional<vault::Deletion> deletion;
        std::optional<vault::RotationPolicy> policy;
        std::optional<vault::VersionId> noticed; ///< the version whose near expiry was told
    };
    struct StoredVault
    {
        vault::VaultProperties properties;
        std::optional<vault::Deletion> deletion;
        std::vector<vault::AccessPolicy> policies;
        std::vector<vault::RoleAssignment> assignments;
        QMap<QString, Object> objects; ///< by folded name
        QMap<QString, Key> keys; ///< by folded name
        vault::PinKeeping keeping = vault::PinKeeping::Store;
        QByteArray pin; ///< of its token; empty: nobody has given it
    };
    struct StoredSecret
    {
        QString credentialId;
        QByteArray secret;
    };
    struct State
    {
        std::vector<StoredVault> vaults;
        std::vector<vault::Application> applications;
        std::vector<StoredSecret> secrets;
        std::vector<vault::AuditRecord> audit;
    };

    InMemoryStore();
    ~InMemoryStore() override;

    /// The next appendAudit() fails.
    void failNextAudit() { m_failsAudit = true; }
    /// The next commit() reports an error; whether it has taken effect is up to the test.
    enum class CommitFailure { Lost, Taken };
    void failNextCommit(CommitFailure how) { m_commitFailure = how; }
    /// How often it was asked to commit.
    int commits() const { return m_commits; }

    /// Which addresses reach every vault; there is no operation for it yet.
    void setNetwork(vault::NetworkRules network) { m_network = std::move(network); }
    /// Every unit of work is refused with this error until it is taken back with nothing.
    void refuseWork(std::optional<base::Error> error) { m_refusal = std::move(error); }

    using StoreManagement::prepare;
    using StoreManagement::run;
    base::Result<void> begin() override;
    base::Result<void> commit() override;
    void abandon() override;
    base::Result<void> mayGrow() const override { return {}; }
    base::Result<void> mark() override;
    base::Result<void> keep() override;
    base::Result<void> revert() override;
    base::Result<void> appendAudit(const vault::AuditRecord& record) override;
    base::Result<bool> wasCommitted(const QString& requestId) override;
    vault::Vault* find(const vault::VaultId& id) override;
    vault::VaultId vaultByName(const QString& name) override;
    std::shared_ptr<const vault::AccessRules> rules(const vault::VaultId& id) override;
    vault::UnixSeconds latestTimeSeen() const override;

    base::Result<vault::CreateVault::Output> run(const vault::CreateVault& op,
                                                 const vault::Permit& permit) override;
    base::Result<vault::ListVaults::Output> run(const vault::ListVaults& op,
                                                const vault::Permit& permit) override;
    base::Result<vault::UpdateVault::Output> run(const vault::UpdateVault& op,
                                                 const vault::Permit& permit) override;
    base::Result<vault::DeleteVault::Output> run(const vault::DeleteVault& op,
                                                 const vault::Permit& permit) override;
    base::Result<vault::ListDeletedVaults::Output> run(const vault::ListDeletedVaults& op,
                                                       const vault::Permit& permit) override;
    base::Result<vault::RecoverVault::Output> run(const vault::RecoverVault& op,
                                                  const vault::Permit& permit) override;
    base::Result<vault::PurgeVault::Output> run(const vault::PurgeVault& op,
                                                const vault::Permit& permit) override;
    base::Result<vault::PurgeExpired::Output> run(const vault::PurgeExpired& op,
                                                  const vault::Permit& permit) override;
    base::Result<vault::RegisterApplication::Output> run(const vault::RegisterApplication& op,
                                                         const vault::Permit& permit) override;
    base::Result<vault::ListApplications::Output> run(const vault::ListApplications& op,
                                                      const vault::Permit& permit) override;
    base::Result<vault::FindApplication::Output> run(const vault::FindApplication& op,
                                                     const vault::Permit& permit) override;
    base::Result<vault::DeleteApplication::Output> run(const vault::DeleteApplication& op,
                                                       const vault::Permit& permit) override;
    base::Result<vault::AddApplicationSecret::Output> run(const vault::AddApplicationSecret& op,
                                                          const vault::Permit& permit) override;
    base::Result<vault::AddApplicationCertificate::Output> run(const vault::AddApplicationCertificate& op,
                                                               const vault::Permit& permit) override;
    base::Result<vault::RemoveApplicationCredential::Output> run(const vault::RemoveApplicationCredential& op,
                                                                 const vault::Permit& permit) override;
    base::Result<vault::AuthenticateApplication::Output> run(const vault::AuthenticateApplication& op,
                                                             const vault::Permit& permit) override;
    base::Result<vault::RecordRefusal::Output> run(const vault::RecordRefusal& op,
                                                   const vault::Permit& permit) override;
    base::Result<vault::ObtainEndpointIdentity::Output> run(const vault::ObtainEndpointIdentity& op,
                                                            const vault::Permit& permit) override;
    base::Result<vault::GetEndpointCa::Output> run(const vault::GetEndpointCa& op,
                                                   const vault::Permit& permit) override;
    base::Result<vault::ListAudit::Output> run(const vault::ListAudit& op,
                                               const vault::Permit& permit) override;
    base::Result<vault::VerifyAudit::Output> run(const vault::VerifyAudit& op,
                                                 const vault::Permit& permit) override;
    base::Result<vault::SearchStore::Output> run(const vault::SearchStore& op,
                                                 const vault::Permit& permit) override;
    base::Result<vault::ListDueKeys::Output> run(const vault::ListDueKeys& op,
                                                 const vault::Permit& permit) override;
    base::Result<vault::Work<vault::CollectTokenLeftovers::Outcome>>
    prepare(const vault::CollectTokenLeftovers& op, const vault::Permit& permit) override;
    base::Result<vault::CollectTokenLeftovers::Output> run(const vault::CollectTokenLeftovers& op,
                                                           const vault::CollectTokenLeftovers::Outcome& gone,
                                                           const vault::Permit& permit) override;

private:
    friend class InMemoryVault;

    StoredVault* stored(const vault::VaultId& id);
    StoredVault* liveVault(const vault::VaultId& id);
    StoredVault* deletedVault(const vault::VaultId& id);
    vault::Application* application(const QString& clientId);
    void remove(const vault::VaultId& id);
    void nameVault(vault::AuditRecord& record);

    State m_state;
    std::optional<State> m_begun;
    std::optional<State> m_marked;
    std::vector<Object> m_backups;
    std::vector<Key> m_keyBackups;
    std::unique_ptr<InMemoryVault> m_vault; // the one find() gave out last
    const QString m_tenantId;
    vault::NetworkRules m_network;
    std::optional<base::Error> m_refusal;
    bool m_failsAudit = false;
    std::optional<CommitFailure> m_commitFailure;
    int m_commits = 0;
};

} // namespace strongroom::support
