// SPDX-License-Identifier: Apache-2.0
#pragma once

// The templates of desk.h: the one place where operations are performed.

#include "model/ops/desk.h"

#include <QElapsedTimer>

namespace strongroom::ops {

template <vault::Operation Op> struct Desk::OperationJob final : Desk::Job
{
    OperationJob(vault::Caller caller, vault::VaultId vaultId, Op op,
                 base::UniqueFunction<void(ResultOf<Op>)> answer)
        : m_caller(std::move(caller))
        , m_vaultId(std::move(vaultId))
        , m_op(std::move(op))
        , m_answer(std::move(answer))
    {
    }

    base::Result<void> perform(Desk& desk) override
    {
        auto outcome = desk.perform(m_caller, m_vaultId, m_op);
        if (!outcome)
            return outcome.error();
        m_result.emplace(std::move(outcome).value());
        return {};
    }

    void finish(Desk& desk, const base::Error* problem) override
    {
        if (problem)
            m_result.emplace(*problem);
        if (m_result->has_value() && Op::change != vault::ChangeKind::None) {
            const vault::Target target = m_op.target();
            desk.m_publish(
                { Op::change, target.vault.isEmpty() ? m_vaultId : target.vault, target.kind, target.name });
        }
        m_answer(std::move(*m_result));
    }

    bool wasCommitted(Desk& desk) override
    {
        const auto found = desk.m_store.wasCommitted(m_caller.requestId);
        return found && *found;
    }

private:
    vault::Caller m_caller;
    vault::VaultId m_vaultId;
    Op m_op;
    base::UniqueFunction<void(ResultOf<Op>)> m_answer;
    std::optional<ResultOf<Op>> m_result;
};

template <vault::Operation Op>
void Desk::submit(vault::Caller caller, vault::VaultId vaultId, Op op,
                  base::UniqueFunction<void(ResultOf<Op>)> answer)
{
    enqueue(std::make_unique<OperationJob<Op>>(std::move(caller), std::move(vaultId), std::move(op),
                                               std::move(answer)));
}

/// The outer result fails when the unit of work cannot go on (no audit row); the inner one is the
/// operation's own.
template <vault::Operation Op>
base::Result<ResultOf<Op>> Desk::perform(const vault::Caller& caller, const vault::VaultId& vaultId,
                                         const Op& op)
{
    QElapsedTimer timer;
    timer.start();
    constexpr bool isWrite = Op::effect == vault::Effect::Write;
    if (isWrite) {
        if (auto marked = m_store.mark(); !marked)
            return marked.error();
    }

    const vault::Target target = op.target();
    const Decision decision = decide(caller, vaultId, Op::permission, target);
    ResultOf<Op> result = [&]() -> ResultOf<Op> {
        if (!decision.verdict)
            return decision.verdict.error();
        const vault::Permit permit(caller, nowMilliseconds() / 1000);
        if constexpr (StoreOperation<Op>) {
            return m_store.run(op, permit);
        } else {
            vault::Vault* const vault = m_store.find(vaultId);
            if (!vault)
                return base::Error{ base::ErrorCode::VaultNotFound,
                                    QStringLiteral("There is no such vault."),
                                    {} };
            return vault->run(op, permit);
        }
    }();

    if (isWrite && !result) {
        if (auto reverted = m_store.revert(); !reverted)
            return reverted.error();
    }
    vault::AuditRecord record
        = auditRecord(caller, vaultId, Op::name, target, result ? nullptr : &result.error());
    record.timeMilliseconds = nowMilliseconds();
    record.durationMicroseconds = timer.nsecsElapsed() / 1000;
    record.decidedBy = decision.decidedBy;
    if (auto written = m_store.appendAudit(record); !written)
        return written.error();
    if (isWrite && result) {
        if (auto kept = m_store.keep(); !kept)
            return kept.error();
    }
    return result;
}

} // namespace strongroom::ops
