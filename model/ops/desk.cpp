// SPDX-License-Identifier: Apache-2.0
#include "model/ops/desk.h"

#include "model/access/decide.h"
#include "model/vault/error_status.h"
#include "model/vault/key_checks.h"

#include <algorithm>
#include <thread>

using namespace Qt::StringLiterals;

namespace strongroom::ops {

namespace {

/// How many operations share one commit: enough to make its cost small, few enough to answer soon.
constexpr std::size_t unitSize = 64;
/// So long does finished work wait for more to share its commit.
constexpr qint64 longestWaitNanoseconds = 4'000'000;

/// The desk whose gather() runs on this thread, and whether it has to drain at the end.
thread_local const Desk* gatheringDesk = nullptr;
thread_local bool isDrainOwed = false;

} // namespace

Desk::Desk(vault::Store& store, const base::Clock& clock, base::Lane& lane, Publish publish)
    : m_store(store)
    , m_clock(clock)
    , m_lane(lane)
    , m_publish(std::move(publish))
    , m_crew("crew")
{
}

Desk::~Desk()
{
    // Whoever submitted is owed an answer, and the jobs refer to this object. What is drained may go to work,
    // and what comes back from work is drained.
    do {
        m_lane.run([] { return true; }).waitForFinished();
        std::unique_lock lock(m_mutex);
        m_workDone.wait(lock, [this] { return m_atWork == 0; });
    } while (isDraining());
}

bool Desk::isDraining()
{
    const std::lock_guard guard(m_mutex);
    return m_isDraining;
}

void Desk::between(base::UniqueFunction<void()> work) { m_lane.post(std::move(work)); }

void Desk::enqueue(JobPointer job)
{
    bool startsDraining = false;
    {
        const std::lock_guard guard(m_mutex);
        m_waiting.push_back(std::move(job));
        startsDraining = !std::exchange(m_isDraining, true);
    }
    if (startsDraining)
        startDraining();
}

void Desk::startDraining()
{
    if (gatheringDesk == this) {
        isDrainOwed = true;
        return;
    }
    m_lane.post([this] {
        // Whoever submitted the first job may be about to submit more: they share one commit.
        std::this_thread::yield();
        drain();
    });
}

void Desk::gather(const std::function<void()>& work)
{
    const Desk* const outer = std::exchange(gatheringDesk, this);
    work();
    gatheringDesk = outer;
    if (std::exchange(isDrainOwed, false))
        m_lane.runOrPost([this] { drain(); });
}

bool Desk::isAnybodyWaiting()
{
    const std::lock_guard guard(m_mutex);
    return m_unitSize > 1 || !m_waiting.empty();
}

void Desk::sendToWork(JobPointer job)
{
    {
        const std::lock_guard guard(m_mutex);
        m_toWork.push_back(std::move(job));
        ++m_atWork;
        if (m_hands == m_crew.size())
            return;
        ++m_hands;
    }
    m_crew.post([this] { workOff(); });
}

/// On a thread of the crew, until there is no more to do. What is finished waits for a little more of the
/// kind: a wake-up and a commit for each would cost as much as a short piece of work itself.
void Desk::workOff()
{
    std::vector<JobPointer> done;
    QElapsedTimer sinceFirst;
    std::unique_lock lock(m_mutex);
    while (!m_toWork.empty()) {
        JobPointer job = std::move(m_toWork.front());
        m_toWork.pop_front();
        lock.unlock();
        job->work();
        if (done.empty())
            sinceFirst.start();
        done.push_back(std::move(job));
        lock.lock();
        const bool isMoreAtHand = !m_toWork.empty() && m_toWork.front()->extent() != vault::Extent::Long;
        if (isMoreAtHand && sinceFirst.nsecsElapsed() < longestWaitNanoseconds)
            continue;
        lock.unlock();
        bringBack(done);
        lock.lock();
    }
    --m_hands;
}

void Desk::bringBack(std::vector<JobPointer>& done)
{
    bool startsDraining = false;
    {
        const std::lock_guard guard(m_mutex);
        m_waiting.insert(m_waiting.end(), std::make_move_iterator(done.begin()),
                         std::make_move_iterator(done.end()));
        startsDraining = !std::exchange(m_isDraining, true);
    }
    if (startsDraining)
        startDraining();
    const std::lock_guard guard(m_mutex);
    m_atWork -= done.size();
    done.clear();
    m_workDone.notify_all();
}

void Desk::drain()
{
    std::vector<JobPointer> unit;
    bool isMoreWaiting = false;
    {
        const std::lock_guard guard(m_mutex);
        const auto count = static_cast<std::ptrdiff_t>(std::min(m_waiting.size(), unitSize));
        unit.assign(std::make_move_iterator(m_waiting.begin()),
                    std::make_move_iterator(m_waiting.begin() + count));
        m_waiting.erase(m_waiting.begin(), m_waiting.begin() + count);
    }
    runUnit(unit);
    unit.clear(); // no job outlives the draining: the destructor waits for its end only
    {
        const std::lock_guard guard(m_mutex);
        isMoreWaiting = !m_waiting.empty();
        m_isDraining = isMoreWaiting;
    }
    // Posted anew rather than looped, so that between() gets its turn.
    if (isMoreWaiting)
        m_lane.post([this] { drain(); });
}

void Desk::runUnit(std::vector<JobPointer>& jobs)
{
    m_unitSize = jobs.size();
    if (auto begun = m_store.begin(); !begun) {
        for (auto& job : jobs)
            job->finish(*this, &begun.error());
        return;
    }
    std::size_t performedJobs = 0; // those in front; the others go to work
    std::vector<JobPointer> prepared; // whose work waits for the commit
    for (auto& job : jobs) {
        const auto progress = job->perform(*this);
        if (!progress) {
            // No audit row, no answer: A1 of the reliability requirements.
            m_store.abandon();
            finishAll(jobs, progress.error());
            finishAll(prepared, progress.error());
            return;
        }
        switch (*progress) {
        case Job::Progress::Performed:
            std::swap(jobs[performedJobs++], job);
            break;
        case Job::Progress::Prepared:
            sendToWork(std::move(job));
            break;
        case Job::Progress::PreparedInUnit:
            prepared.push_back(std::move(job));
            break;
        }
    }
    jobs.resize(performedJobs);
    if (auto committed = m_store.commit(); !committed) {
        settleUnknown(jobs, committed.error());
        finishAll(prepared, committed.error());
        return;
    }
    for (auto& job : jobs)
        job->finish(*this, nullptr);
    for (auto& job : prepared)
        sendToWork(std::move(job));
}

void Desk::finishAll(std::vector<JobPointer>& jobs, const base::Error& problem)
{
    for (auto& job : jobs) {
        if (job)
            job->finish(*this, &problem);
    }
}

void Desk::settleUnknown(std::vector<JobPointer>& jobs, const base::Error& error)
{
    // An error on commit means "unknown", not "failed" (D4): the reopened store knows.
    for (auto& job : jobs)
        job->finish(*this, job->wasCommitted(*this) ? nullptr : &error);
}

qint64 Desk::nowMilliseconds() const
{
    // A clock that was set back must not expire, purge or date anything earlier than what was seen.
    return std::max(m_clock.nowMilliseconds(), m_store.latestTimeSeen() * 1000);
}

Desk::Decision Desk::decide(const vault::Caller& caller, const vault::VaultId& vaultId,
                            const vault::Permission& permission, const vault::Target& target)
{
    const vault::VaultId& id = target.vault.isEmpty() ? vaultId : target.vault;
    const auto rules = id.isEmpty() ? nullptr : m_store.rules(id);
    access::Verdict verdict = access::decide(rules.get(), caller, permission, target);
    return { std::move(verdict.result), std::move(verdict.decidedBy) };
}

vault::AuditRecord Desk::auditRecord(const vault::Caller& caller, const vault::VaultId& vaultId,
                                     std::string_view operation, const vault::Target& target,
                                     const base::Error* error)
{
    vault::AuditRecord record;
    record.operation = QLatin1StringView(operation.data(), static_cast<qsizetype>(operation.size()));
    record.vault = target.vault.isEmpty() ? vaultId : target.vault;
    record.kind = target.kind;
    record.objectName = target.name;
    record.objectVersion = target.version;
    record.algorithm = vault::loggedAlgorithm(target.algorithm);
    record.callerKind = caller.kind;
    record.callerObjectId = caller.objectId;
    record.callerClientId = caller.clientId;
    record.callerName = caller.displayName;
    record.address = caller.address;
    record.userAgent = caller.userAgent;
    record.requestUri = caller.requestUri;
    record.apiVersion = caller.apiVersion;
    record.clientRequestId = caller.clientRequestId;
    record.requestId = caller.requestId;
    if (error) {
        const vault::ErrorStatus status = vault::errorStatusOf(error->code);
        record.httpStatus = status.httpStatus;
        record.resultCode = status.innerCode.isEmpty() ? status.code : status.innerCode;
        record.resultDescription = error->message;
    }
    return record;
}

} // namespace strongroom::ops
