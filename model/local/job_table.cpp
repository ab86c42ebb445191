// SPDX-License-Identifier: Apache-2.0
#include "model/local/job_table.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::local {

using base::Error;
using base::ErrorCode;
using base::Result;
using vault::PoolJob;

namespace {

constexpr std::size_t jobsKept = 50; // of each pool

/// Messages of failures are for people; what they meant to the program is not asked again.
std::optional<Error> errorFrom(const QString& message)
{
    if (message.isEmpty())
        return std::nullopt;
    return Error{ ErrorCode::Unavailable, message, {} };
}

Error leftUnfinished()
{
    return { ErrorCode::Cancelled,
             u"The program ended before this was done. Nothing was changed by it."_s,
             {} };
}

} // namespace

JobTable::JobTable(StoreContext& context, QString process)
    : m_context(context)
    , m_process(std::move(process))
{
}

Result<std::vector<JobTable::Row>> JobTable::rows(qint64 pool)
{
    std::vector<Row> rows;
    Query query(m_context.database, "SELECT * FROM pool_jobs WHERE vault = ?1 ORDER BY id");
    query.number(pool);
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return rows;
        if (auto verified = m_context.digests.verifyRow(TableId::PoolJobs, query); !verified)
            return verified.error();
        Row row;
        row.mark = { query.numberAt(0), query.copyAt(1) };
        row.process = query.textAt(6);
        row.job.id = query.textAt(3);
        row.job.kind = vault::jobKindFromText(query.textAt(4)).value_or(PoolJob::Kind::Backup);
        row.job.status = vault::jobStatusFromText(query.textAt(5)).value_or(PoolJob::Status::Failed);
        row.job.started = query.numberAt(7);
        row.job.ended = query.optionalNumberAt(8);
        row.job.place = query.textAt(9);
        row.job.details = query.textAt(10);
        row.job.error = errorFrom(query.textAt(11));
        if (row.job.status == PoolJob::Status::InProgress && row.process != m_process) {
            row.job.status = PoolJob::Status::Failed;
            row.job.ended = row.job.started;
            row.job.error = leftUnfinished();
        }
        rows.push_back(std::move(row));
    }
}

Result<void> JobTable::write(qint64 pool, const RowMark& mark, const PoolJob& job)
{
    RowWriter writer(m_context, TableId::PoolJobs,
                     "INSERT INTO pool_jobs VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
                     "ON CONFLICT (id) DO UPDATE SET mac = excluded.mac, status = excluded.status, "
                     "process = excluded.process, ended = excluded.ended, place = excluded.place, "
                     "details = excluded.details, error = excluded.error",
                     mark.id);
    const auto mac = writer.number(pool)
                         .text(job.id)
                         .text(vault::toText(job.kind))
                         .text(vault::toText(job.status))
                         .text(m_process)
                         .number(job.started)
                         .number(job.ended)
                         .text(job.place)
                         .text(job.details)
                         .text(job.error ? job.error->message : QString())
                         .write(mark.mac);
    if (!mac)
        return mac.error();
    return {};
}

Result<void> JobTable::begin(qint64 pool, const PoolJob& job)
{
    const auto known = rows(pool);
    if (!known)
        return known.error();
    for (const Row& row : *known) {
        if (row.job.status == PoolJob::Status::InProgress)
            return Error{ ErrorCode::Conflict, u"A backup or restore of this pool is under way."_s, {} };
    }
    for (std::size_t i = 0; i + jobsKept <= known->size(); ++i) {
        const RowMark& oldest = (*known)[i].mark;
        if (auto removed = removeRow(m_context, TableId::PoolJobs, "DELETE FROM pool_jobs WHERE id = ?1",
                                     oldest.id, oldest.mac);
            !removed)
            return removed;
    }
    const auto id = nextRowId(m_context, "SELECT max(id) FROM pool_jobs");
    if (!id)
        return id.error();
    return write(pool, { *id, {} }, job);
}

Result<std::optional<PoolJob>> JobTable::find(qint64 pool, const QString& jobId)
{
    auto known = rows(pool);
    if (!known)
        return known.error();
    for (Row& row : *known) {
        if (row.job.id == jobId)
            return std::optional<PoolJob>(std::move(row.job));
    }
    return std::optional<PoolJob>();
}

Result<std::vector<PoolJob>> JobTable::all(qint64 pool)
{
    auto known = rows(pool);
    if (!known)
        return known.error();
    std::vector<PoolJob> jobs;
    for (Row& row : *known)
        jobs.push_back(std::move(row.job));
    return jobs;
}

Result<void> JobTable::end(qint64 pool, const PoolJob& job)
{
    const auto known = rows(pool);
    if (!known)
        return known.error();
    const auto row = std::ranges::find_if(*known, [&](const Row& one) { return one.job.id == job.id; });
    if (row == known->end())
        return {}; // the pool was purged meanwhile
    return write(pool, row->mark, job);
}

Result<void> JobTable::removeAll(qint64 pool)
{
    return removeRows(m_context, TableId::PoolJobs, "SELECT id, mac FROM pool_jobs WHERE vault = ?1",
                      "DELETE FROM pool_jobs WHERE id = ?1", pool);
}

} // namespace strongroom::local
