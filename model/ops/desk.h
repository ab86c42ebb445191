// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/base/lane.h"
#include "model/base/unique_function.h"
#include "model/vault/store.h"

#include <functional>
#include <mutex>
#include <vector>

namespace strongroom::ops {

template <typename Op> using ResultOf = base::Result<typename Op::Output>;

template <typename Op>
concept VaultOperation
    = vault::Operation<Op> && requires(vault::Vault& v, const Op& op, const vault::Permit& permit)
{
    v.run(op, permit);
};
template <typename Op>
concept StoreOperation
    = vault::Operation<Op> && requires(vault::Store& s, const Op& op, const vault::Permit& permit)
{
    s.run(op, permit);
};

/// The desk of one store, where every operation is judged: the only code that can make a Permit.
///
/// Each operation is performed in this order: unit of work, firewall, authorization, run, audit row,
/// commit, publish, answer. Operations that wait together are committed together. A refused or failed
/// operation is undone and its audit row still commits; without an audit row nothing is committed and
/// nothing is answered but an error.
///
/// submit() may be called from any thread; everything else happens on the store's lane.
class Desk final
{
public:
    using Publish = std::function<void(const vault::VaultChange&)>;

    /// `store`, `clock` and `lane` must outlive the desk. `publish` is called on the lane.
    Desk(vault::Store& store, const base::Clock& clock, base::Lane& lane, Publish publish);
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    /// `answer` is called once, on the lane, after the commit. `vaultId` is not looked at for
    /// operations of the store.
    template <vault::Operation Op>
    void submit(vault::Caller caller, vault::VaultId vaultId, Op op,
                base::UniqueFunction<void(ResultOf<Op>)> answer);

    /// Runs `work` on the lane between units of work: backup, check, passphrase change.
    void between(base::UniqueFunction<void()> work);

private:
    struct Job
    {
        virtual ~Job() = default;
        /// In the unit of work. An error means that the unit cannot go on: there is no audit row.
        virtual base::Result<void> perform(Desk& desk) = 0;
        /// After the commit: `problem` is set when nothing was committed.
        virtual void finish(Desk& desk, const base::Error* problem) = 0;
        /// Asks the store whether this job's row is there; the commit had reported an error.
        virtual bool wasCommitted(Desk& desk) = 0;
    };
    template <vault::Operation Op> struct OperationJob;

    struct Decision
    {
        base::Result<void> verdict;
        QString decidedBy;
    };

    void enqueue(std::unique_ptr<Job> job);
    void drain();
    void runUnit(std::vector<std::unique_ptr<Job>>& jobs);
    void settleUnknown(std::vector<std::unique_ptr<Job>>& jobs, const base::Error& error);
    bool isDraining();
    qint64 nowMilliseconds() const;
    Decision decide(const vault::Caller& caller, const vault::VaultId& vaultId,
                    const vault::Permission& permission, const vault::Target& target);

    template <vault::Operation Op>
    base::Result<ResultOf<Op>> perform(const vault::Caller& caller, const vault::VaultId& vaultId,
                                       const Op& op);
    static vault::AuditRecord auditRecord(const vault::Caller& caller, const vault::VaultId& vaultId,
                                          std::string_view operation, const vault::Target& target,
                                          const base::Error* error);

    vault::Store& m_store;
    const base::Clock& m_clock;
    base::Lane& m_lane;
    Publish m_publish;

    std::mutex m_mutex;
    std::vector<std::unique_ptr<Job>> m_waiting; // guarded by m_mutex
    bool m_isDraining = false; // guarded by m_mutex
};

} // namespace strongroom::ops

#include "model/ops/desk_perform.h"
