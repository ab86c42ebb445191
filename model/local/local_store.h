// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/store_keys.h"
#include "model/vault/store.h"

#include <QStringList>

#include <functional>

namespace strongroom::local {

/// How far a store has come: its newest audit row. Kept outside the file, it proves later that the file
/// was not replaced by an older copy. Sequence 0 with an empty hash stands for "nothing yet".
struct FreshnessMark final
{
    qint64 sequence = 0;
    QByteArray hash;

    friend bool operator==(const FreshnessMark&, const FreshnessMark&) = default;
};

/// What open() demands of a file's age.
struct FreshnessExpectation final
{
    enum class OnOlder {
        Refuse, ///< StoreRolledBack
        AcceptAndRecord, ///< open it, and write that into the audit log
    };
    FreshnessMark mark; ///< the newest one known; sequence 0 demands nothing
    OnOlder onOlder = OnOlder::Refuse;
    qint64 nowMilliseconds = 0; ///< time of an audit row that opening writes
    /// Where a mark should be there is none: a store that has been used is opened, and the audit log says so.
    bool isMarkLost = false;
};

/// What a check of the whole file found: one sentence each, none when it is intact.
struct CheckReport final
{
    qint64 auditRows = 0;
    QStringList findings;
};

/// A store in one encrypted file. Lives on one lane (a thread that calls it), except that it may be made
/// and destroyed elsewhere. Destruction writes the journal back and wipes the keys.
class LocalStore final : public vault::Store
{
public:
    using Created = base::Result<std::unique_ptr<LocalStore>>;

    /// Makes the file, mode 0600: StoreExists when there is one. The caller holds the store's lock.
    static Created create(const QString& file, const QString& storeId, StoreKeys keys);
    /// Opens and checks: StoreMissing, StoreTampered (also a wrong key), StoreNewer, StoreRolledBack,
    /// StoreReadOnly, DiskFull, StorageFailed. A file that is refused is not changed.
    static Created open(const QString& file, const QString& storeId, StoreKeys keys,
                        const FreshnessExpectation& expectation);
    ~LocalStore() override;

    FreshnessMark head() const;
    /// `notify` is called after each commit, on the lane.
    void onCommitted(std::function<void(const FreshnessMark&)> notify);
    /// Long counts are given up when `isAnybodyWaiting` says so; it is asked on the lane, from the middle of
    /// an operation.
    void giveWayWhen(std::function<bool()> isAnybodyWaiting);
    /// Directory tenant of this store, a UUID made with it.
    /// Where pools put their backups; without it they make none.
    void setBackupPlaces(vault::BackupPlaces places);
    QString tenantId() const;

    /// A copy of all that is committed, under the same keys, in a new file of mode 0600: StoreExists when
    /// there is one. Between units of work only.
    base::Result<void> backupTo(const QString& file);
    /// Reads everything: pages, rows and their digests, the audit chain. Between units of work only.
    base::Result<CheckReport> check();
    /// Verifies some more rows, for idle moments after opening: true while there are rows left.
    /// StoreTampered says what was found. Between units of work only.
    base::Result<bool> verifyNextRows(int rows);

    /// Whether PurgeExpired would find anything at that time. Cheap. Between units of work only.
    base::Result<bool> isPurgeDue(vault::UnixSeconds now);

    using StoreManagement::run;
    base::Result<void> begin() override;
    base::Result<void> commit() override;
    void abandon() override;
    base::Result<void> mayGrow() const override;
    base::Result<void> mark() override;
    base::Result<void> markLightly() override;
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
    using StoreManagement::prepare;
    base::Result<vault::ListDueKeys::Output> run(const vault::ListDueKeys& op,
                                                 const vault::Permit& permit) override;
    base::Result<vault::ListAttestationAuthorities::Output> run(const vault::ListAttestationAuthorities& op,
                                                                const vault::Permit& permit) override;
    base::Result<vault::SetAttestationAuthority::Output> run(const vault::SetAttestationAuthority& op,
                                                             const vault::Permit& permit) override;
    base::Result<vault::RemoveAttestationAuthority::Output> run(const vault::RemoveAttestationAuthority& op,
                                                                const vault::Permit& permit) override;
    base::Result<vault::Work<vault::ListTokenModules::Outcome>> prepare(const vault::ListTokenModules& op,
                                                                        const vault::Permit& permit) override;
    base::Result<vault::Work<vault::ProbeToken::Outcome>> prepare(const vault::ProbeToken& op,
                                                                  const vault::Permit& permit) override;
    base::Result<vault::Work<vault::CollectTokenLeftovers::Outcome>>
    prepare(const vault::CollectTokenLeftovers& op, const vault::Permit& permit) override;
    base::Result<vault::CollectTokenLeftovers::Output> run(const vault::CollectTokenLeftovers& op,
                                                           const vault::CollectTokenLeftovers::Outcome& gone,
                                                           const vault::Permit& permit) override;

private:
    struct Parts;
    explicit LocalStore(std::unique_ptr<Parts> parts);

    base::Result<void> reopen();
    base::Result<void> readAgain();

    std::unique_ptr<Parts> m_parts;
};

} // namespace strongroom::local
