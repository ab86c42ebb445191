// SPDX-License-Identifier: Apache-2.0
#pragma once

// The templates of desk.h: the one place where operations are performed.

#include "model/ops/desk.h"
#include "model/ops/refused_request.h"

namespace strongroom::ops {

template <vault::Operation Op, typename Use> auto Desk::at(const vault::VaultId& vaultId, Use use)
{
    if constexpr (StoreOperation<Op>) {
        return use(m_store);
    } else {
        vault::Vault* const vault = m_store.find(vaultId);
        using Answer = decltype(use(*vault));
        if (!vault)
            return Answer(
                base::Error{ base::ErrorCode::VaultNotFound, QStringLiteral("There is no such vault."), {} });
        return use(*vault);
    }
}

/// What the audit row calls it: an operation may stand for another, which did not come about.
template <vault::Operation Op> std::string_view auditName(const Op& op)
{
    if constexpr (requires { std::string_view(op.operation); })
        return op.operation;
    else
        return Op::name;
}

/// The right it needs, which is that of what it stands for.
template <vault::Operation Op> const vault::Permission& permissionOf(const Op& op)
{
    if constexpr (std::same_as<Op, RefusedRequest>)
        return op.needed;
    else
        return Op::permission;
}

template <typename Op>
concept FailsUnchanged = requires
{
    requires Op::failsUnchanged;
};

/// Whether a full disk has room for what the operation adds.
template <vault::Operation Op> base::Result<void> mayGrow(const vault::Store& store)
{
    if constexpr (Op::change == vault::ChangeKind::ObjectSet || Op::change == vault::ChangeKind::VaultCreated)
        return store.mayGrow();
    else
        return {};
}

/// The rows of what an operation did to others than its target: each under the name it would have alone.
template <vault::Operation Op>
base::Result<void> Desk::auditFurtherRows(vault::AuditRecord record, const ResultOf<Op>& result)
{
    if constexpr (requires { Op::furtherRows(*result); }) {
        if (!result)
            return {};
        for (const vault::Target& target : Op::furtherRows(*result)) {
            const std::string_view name = Op::nameFor(target);
            record.operation = QLatin1StringView(name.data(), static_cast<qsizetype>(name.size()));
            record.vault = target.vault;
            record.kind = target.kind;
            record.objectName = target.name;
            if (auto written = m_store.appendAudit(record); !written)
                return written.error();
        }
    }
    return {};
}

template <vault::Operation Op, typename Run>
base::Result<ResultOf<Op>> Desk::audited(const Request<Op>& request, const Decision& decision, Run run)
{
    // A refused operation has nothing to undo.
    const bool mayChange = Op::effect == vault::Effect::Write && decision.verdict.has_value();
    if (mayChange) {
        if (auto marked = FailsUnchanged<Op> ? m_store.markLightly() : m_store.mark(); !marked)
            return marked.error();
    }
    const vault::Permit permit(request.caller, nowMilliseconds() / 1000);
    ResultOf<Op> result = [&]() -> ResultOf<Op> {
        if (!decision.verdict)
            return decision.verdict.error();
        if (auto room = mayGrow<Op>(m_store); !room)
            return room.error();
        return run(permit);
    }();
    if (mayChange && !result) {
        if (auto reverted = m_store.revert(); !reverted)
            return FailsUnchanged<Op> ? result.error() : reverted.error();
    }

    vault::AuditRecord record = auditRecord(request.caller, request.vaultId, auditName(request.op),
                                            request.op.target(), result ? nullptr : &result.error());
    if (!permit.m_version.isEmpty())
        record.objectVersion = permit.m_version;
    if constexpr (requires { QString(result->version.text()); }) {
        // The version that was made or used, where the request left that open.
        if (result)
            record.objectVersion = result->version.text();
    }
    record.timeMilliseconds = nowMilliseconds();
    record.durationMicroseconds = request.timer.nsecsElapsed() / 1000;
    record.decidedBy = decision.decidedBy;
    if constexpr (requires { QString(request.op.auditDetail(*result)); }) {
        if (result)
            record.resultDescription = request.op.auditDetail(*result);
    }
    if (auto written = m_store.appendAudit(record); !written)
        return written.error();
    if (auto written = auditFurtherRows<Op>(record, result); !written)
        return written.error();
    if (mayChange && result) {
        if (auto kept = m_store.keep(); !kept)
            return kept.error();
    }
    return result;
}

/// What every operation's job does; how it is performed is said below.
template <vault::Operation Op> struct Desk::OperationJob : Desk::Job
{
    OperationJob(Request<Op> asked, AnswerTo<Op> answer)
        : request(std::move(asked))
        , m_answer(std::move(answer))
    {
    }

    void finish(Desk& desk, const base::Error* problem) override
    {
        if (problem)
            m_result.emplace(*problem);
        if (m_result->has_value() && Op::change != vault::ChangeKind::None) {
            const vault::Target target = request.op.target();
            desk.m_publish({ Op::change, target.vault.isEmpty() ? request.vaultId : target.vault, target.kind,
                             target.name });
        }
        settled(m_result->has_value());
        m_answer({ std::move(*m_result), std::move(m_decidedBy) });
    }

    bool wasCommitted(Desk& desk) override
    {
        const auto found = desk.m_store.wasCommitted(request.caller.requestId);
        return found && *found;
    }

protected:
    Request<Op> request;

    Decision decide(Desk& desk)
    {
        Decision decision
            = desk.decide(request.caller, request.vaultId, permissionOf(request.op), request.op.target());
        m_decidedBy = decision.decidedBy;
        return decision;
    }
    /// Keeps the operation's result. `outcome` is that of audited().
    base::Result<Job::Progress> take(base::Result<ResultOf<Op>> outcome)
    {
        if (!outcome)
            return outcome.error();
        m_result.emplace(std::move(outcome).value());
        return Job::Progress::Performed;
    }
    /// Whether it is done for good is known.
    virtual void settled(bool) { }

private:
    AnswerTo<Op> m_answer;
    std::optional<ResultOf<Op>> m_result;
    QString m_decidedBy;
};

template <vault::Operation Op> struct Desk::OneStepJob final : Desk::OperationJob<Op>
{
    using OperationJob<Op>::OperationJob;
    using OperationJob<Op>::request;

    base::Result<Job::Progress> perform(Desk& desk) override
    {
        request.timer.start();
        return this->take(
            desk.audited<Op>(request, this->decide(desk), [&](const vault::Permit& permit) -> ResultOf<Op> {
                if constexpr (std::same_as<Op, RefusedRequest>)
                    return request.op.error;
                else
                    return desk.at<Op>(request.vaultId,
                                       [&](auto& place) { return place.run(request.op, permit); });
            }));
    }
};

template <vault::TwoStepOperation Op> struct Desk::TwoStepJob final : Desk::OperationJob<Op>
{
    using OperationJob<Op>::OperationJob;
    using OperationJob<Op>::request;
    using Outcome = typename Op::Outcome;

    base::Result<Job::Progress> perform(Desk& desk) override { return m_outcome ? run(desk) : prepare(desk); }

    void work() override
    {
        m_outcome.emplace(m_work());
        m_work = {};
    }
    vault::Extent extent() const override { return m_work.extent(); }

private:
    static constexpr bool mayWrite = Op::effect == vault::Effect::Write;

    base::Result<Job::Progress> prepare(Desk& desk)
    {
        request.timer.start();
        m_decision = this->decide(desk);
        if (!m_decision.verdict)
            return run(desk);
        if (mayWrite) {
            if (auto marked = desk.m_store.mark(); !marked)
                return marked.error();
        }
        auto prepared = preparedWork(desk);
        if (mayWrite) {
            if (auto settled = prepared ? desk.m_store.keep() : desk.m_store.revert(); !settled)
                return settled.error();
        }
        if (!prepared) {
            m_outcome.emplace(prepared.error());
            return run(desk);
        }
        m_work = std::move(*prepared);
        if (!mayWrite && m_work.extent() == vault::Extent::Brief) {
            work();
            return run(desk);
        }
        return mayWrite ? Job::Progress::PreparedInUnit : Job::Progress::Prepared;
    }

    base::Result<vault::Work<Outcome>> preparedWork(Desk& desk)
    {
        if (auto room = mayGrow<Op>(desk.m_store); !room)
            return room.error();
        const vault::Permit permit(request.caller, desk.nowMilliseconds() / 1000);
        auto prepared
            = desk.at<Op>(request.vaultId, [&](auto& place) { return place.prepare(request.op, permit); });
        m_version = permit.m_version;
        return prepared;
    }

    base::Result<Job::Progress> run(Desk& desk)
    {
        return this->take(
            desk.audited<Op>(request, m_decision, [&](const vault::Permit& permit) -> ResultOf<Op> {
                permit.noteVersion(m_version);
                if (!*m_outcome)
                    return m_outcome->error();
                if constexpr (AnsweredByWork<Op>)
                    return std::move(**m_outcome);
                else
                    return desk.at<Op>(request.vaultId, [&](auto& place) {
                        return place.run(request.op, **m_outcome, permit);
                    });
            }));
    }

    void settled(bool isDone) override
    {
        if constexpr (requires(Outcome made) { made.discard(); }) {
            if (!isDone && m_outcome && *m_outcome && (*m_outcome)->discard)
                (*m_outcome)->discard();
        }
    }

    Decision m_decision;
    QString m_version; ///< Permit::noteVersion(), while it was prepared
    vault::Work<Outcome> m_work;
    std::optional<base::Result<Outcome>> m_outcome;
};

template <vault::Operation Op>
void Desk::submit(vault::Caller caller, vault::VaultId vaultId, Op op, AnswerTo<Op> answer)
{
    Request<Op> request{ std::move(caller), std::move(vaultId), std::move(op), {} };
    if constexpr (vault::TwoStepOperation<Op>)
        enqueue(std::make_unique<TwoStepJob<Op>>(std::move(request), std::move(answer)));
    else
        enqueue(std::make_unique<OneStepJob<Op>>(std::move(request), std::move(answer)));
}

} // namespace strongroom::ops
