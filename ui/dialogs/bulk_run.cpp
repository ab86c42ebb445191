// SPDX-License-Identifier: Apache-2.0
#include "ui/dialogs/bulk_run.h"

#include "model/base/promise.h"

namespace strongroom::ui {

using namespace Qt::StringLiterals;

namespace {

/// Enough for one commit to carry several rows, little enough for cancel to mean something.
constexpr int rowsAtOnce = 16;

QString wordOf(BulkRun::RowState state)
{
    switch (state) {
    case BulkRun::RowState::Unticked:
        return BulkRun::tr("left out");
    case BulkRun::RowState::Waiting:
        return BulkRun::tr("waiting");
    case BulkRun::RowState::Running:
        return BulkRun::tr("running");
    case BulkRun::RowState::Done:
        return BulkRun::tr("done");
    case BulkRun::RowState::Failed:
        return BulkRun::tr("failed");
    case BulkRun::RowState::Cancelled:
        return BulkRun::tr("cancelled");
    }
    return {};
}

} // namespace

BulkRun::BulkRun(BulkPlan plan, QObject* parent)
    : QObject(parent)
    , m_plan(std::move(plan))
    , m_rows(m_plan.rows.size())
    , m_counts(std::size_t(RowState::Cancelled) + 1)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const BulkRow& row = m_plan.rows[i];
        m_rows[i].state = row.isPossible && row.isTicked ? RowState::Waiting : RowState::Unticked;
        ++m_counts[std::size_t(m_rows[i].state)];
    }
}

void BulkRun::setTicked(int row, Tick tick)
{
    if (m_state != State::Preview || !m_plan.rows[std::size_t(row)].isPossible)
        return;
    setRowState(row, tick == Tick::On ? RowState::Waiting : RowState::Unticked);
}

int BulkRun::count(RowState state) const { return m_counts[std::size_t(state)]; }

std::vector<int> BulkRun::rowsIn(RowState state) const
{
    std::vector<int> rows;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].state == state)
            rows.push_back(int(i));
    }
    return rows;
}

void BulkRun::start()
{
    if (m_state != State::Preview)
        return;
    m_next = 0;
    setState(State::Running);
    next();
}

void BulkRun::cancel()
{
    if (m_state != State::Running)
        return;
    for (const int row : rowsIn(RowState::Waiting))
        setRowState(row, RowState::Cancelled);
    next();
}

void BulkRun::retryFailed()
{
    if (m_state != State::Ended)
        return;
    for (const RowState again : { RowState::Failed, RowState::Cancelled }) {
        for (const int row : rowsIn(again))
            setRowState(row, RowState::Waiting);
    }
    m_next = 0;
    setState(State::Running);
    next();
}

void BulkRun::next()
{
    while (m_running < rowsAtOnce && m_next < int(m_rows.size())) {
        const int row = m_next++;
        if (m_rows[std::size_t(row)].state != RowState::Waiting)
            continue;
        ++m_running;
        setRowState(row, RowState::Running);
        base::continued(m_plan.perform(row), this,
                        [this, row](const base::Result<void>& result) { onRowDone(row, result); });
    }
    if (m_running == 0 && count(RowState::Waiting) == 0)
        setState(State::Ended);
}

void BulkRun::onRowDone(int row, const base::Result<void>& result)
{
    --m_running;
    if (!result)
        m_rows[std::size_t(row)].error = result.error();
    setRowState(row, result ? RowState::Done : RowState::Failed);
    next();
}

void BulkRun::setRowState(int row, RowState state)
{
    Row& changed = m_rows[std::size_t(row)];
    if (changed.state == state)
        return;
    --m_counts[std::size_t(changed.state)];
    ++m_counts[std::size_t(state)];
    changed.state = state;
    Q_EMIT rowChanged(row);
}

void BulkRun::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

QString BulkRun::report(const std::function<QString(const base::Error&)>& sentence) const
{
    QStringList lines{ m_plan.title };
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const BulkRow& row = m_plan.rows[i];
        QStringList cells{ row.name, row.before, row.after, wordOf(m_rows[i].state) };
        if (m_rows[i].state == RowState::Failed)
            cells += sentence(m_rows[i].error);
        lines += cells.join(u'\t');
    }
    return lines.join(u'\n');
}

} // namespace strongroom::ui
