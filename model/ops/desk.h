// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/base/crew.h"
#include "model/base/lane.h"
#include "model/base/unique_function.h"
#include "model/vault/store.h"

#include <QElapsedTimer>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

namespace strongroom::ops {

template <typename Op> using ResultOf = base::Result<typename Op::Output>;

/// What an operation came to, and who allowed it: "owner", "system", "policy", or the id of the role
/// assignment.
template <typename Op> struct Decided final
{
    ResultOf<Op> result;
    QString decidedBy;

    /// Most who ask want no more than that.
    operator ResultOf<Op>() && { return std::move(result); } // NOLINT(google-explicit-constructor)
};
template <typename Op> using AnswerTo = base::UniqueFunction<void(Decided<std::type_identity_t<Op>>)>;

template <typename Op, typename Place>
concept OperationOf = vault::Operation<Op> &&(
    requires(Place& place, const Op& op, const vault::Permit& permit) { place.run(op, permit); }
    || requires(Place & place, const Op& op, const vault::Permit& permit) { place.prepare(op, permit); });
template <typename Op>
concept VaultOperation = OperationOf<Op, vault::Vault>;
template <typename Op>
concept StoreOperation = OperationOf<Op, vault::Store>;
/// Its work gives the answer itself; nothing is left to be done in the store.
template <typename Op>
concept AnsweredByWork
    = vault::TwoStepOperation<Op> && std::same_as<typename Op::Outcome, typename Op::Output>;

/// The desk of one store, where every operation is judged: the only code that can make a Permit.
///
/// Each operation is performed in this order: unit of work, firewall, authorization, run, audit row,
/// commit, publish, answer. Operations that wait together are committed together. A refused or failed
/// operation is undone and its audit row still commits; without an audit row nothing is committed and
/// nothing is answered but an error.
///
/// An operation with a slow part (TwoStepOperation) is judged and prepared in one unit of work; its work runs
/// on the crew, so that private-key operations use every processor and never hold up the lane; then it comes
/// back to be run, audited and committed in another unit. Brief work is done where it was prepared, in the
/// same unit. Its answer, too, waits for the audit row. One that writes may already write while it is
/// prepared: its work begins when that has been committed, and is left when it has not.
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
    void submit(vault::Caller caller, vault::VaultId vaultId, Op op, AnswerTo<Op> answer);

    /// Runs `work` on the lane between units of work: backup, check, passphrase change.
    void between(base::UniqueFunction<void()> work);

    /// Whether operations wait for the one that asks this, in the middle of its being performed.
    bool isAnybodyWaiting();

    /// What this thread submits while `work` runs is performed together once it has returned: on this
    /// thread when the lane has nothing to do, else on the lane. `work` must not wait for an answer.
    void gather(const std::function<void()>& work);

private:
    struct Job
    {
        enum class Progress { Performed, Prepared, PreparedInUnit };
        virtual ~Job() = default;
        /// In the unit of work. Prepared: work() is to be called, and then perform() again; PreparedInUnit:
        /// the same once the unit is committed. An error means that the unit cannot go on: there is no audit
        /// row.
        virtual base::Result<Progress> perform(Desk& desk) = 0;
        /// The slow part, on the crew.
        virtual void work() { }
        /// Of the slow part.
        virtual vault::Extent extent() const { return vault::Extent::Brief; }
        /// After the commit: `problem` is set when nothing was committed.
        virtual void finish(Desk& desk, const base::Error* problem) = 0;
        /// Asks the store whether this job's row is there; the commit had reported an error.
        virtual bool wasCommitted(Desk& desk) = 0;
    };
    using JobPointer = std::unique_ptr<Job>;
    template <vault::Operation Op> struct OperationJob;
    template <vault::Operation Op> struct OneStepJob;
    template <vault::TwoStepOperation Op> struct TwoStepJob;

    template <vault::Operation Op> struct Request
    {
        vault::Caller caller;
        vault::VaultId vaultId;
        Op op;
        QElapsedTimer timer; ///< since the operation was first looked at
    };
    struct Decision
    {
        base::Result<void> verdict;
        QString decidedBy;
    };

    void enqueue(JobPointer job);
    void startDraining();
    void sendToWork(JobPointer job);
    void workOff();
    void bringBack(std::vector<JobPointer>& done);
    void drain();
    void runUnit(std::vector<JobPointer>& jobs);
    /// Those that are still there.
    void finishAll(std::vector<JobPointer>& jobs, const base::Error& problem);
    void settleUnknown(std::vector<JobPointer>& jobs, const base::Error& error);
    bool isDraining();
    qint64 nowMilliseconds() const;
    Decision decide(const vault::Caller& caller, const vault::VaultId& vaultId,
                    const vault::Permission& permission, const vault::Target& target);

    /// Calls `use` with the store or the vault that the operation is for.
    template <vault::Operation Op, typename Use> auto at(const vault::VaultId& vaultId, Use use);
    /// Runs `run` in the unit of work, undoes it when it fails, and writes the audit row. The outer result
    /// fails when the unit of work cannot go on (no audit row); the inner one is the operation's own.
    template <vault::Operation Op, typename Run>
    base::Result<ResultOf<Op>> audited(const Request<Op>& request, const Decision& decision, Run run);
    template <vault::Operation Op>
    base::Result<void> auditFurtherRows(vault::AuditRecord record, const ResultOf<Op>& result);
    static vault::AuditRecord auditRecord(const vault::Caller& caller, const vault::VaultId& vaultId,
                                          std::string_view operation, const vault::Target& target,
                                          const base::Error* error);

    vault::Store& m_store;
    const base::Clock& m_clock;
    base::Lane& m_lane;
    Publish m_publish;

    std::size_t m_unitSize = 0; // of the unit in work; touched on the lane only
    std::mutex m_mutex;
    std::vector<JobPointer> m_waiting; // guarded by m_mutex
    bool m_isDraining = false; // guarded by m_mutex
    std::deque<JobPointer> m_toWork; // guarded by m_mutex: what no thread of the crew has begun
    unsigned m_hands = 0; // guarded by m_mutex: threads of the crew that are in workOff(), or will be
    std::size_t m_atWork = 0; // guarded by m_mutex: jobs that are to come back
    std::condition_variable m_workDone;
    base::Crew m_crew; // last: its threads use the rest
};

} // namespace strongroom::ops

#include "model/ops/desk_perform.h"
