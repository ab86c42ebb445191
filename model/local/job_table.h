// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/store_context.h"
#include "model/vault/pool.h"

namespace strongroom::local {

/// The backups and restores of pools: the one that is under way, and the last ones that ended.
class JobTable final
{
public:
    /// `process` names this run of the program: what another one left unfinished has failed.
    JobTable(StoreContext& context, QString process);

    /// Conflict while one of the pool is under way.
    base::Result<void> begin(qint64 pool, const vault::PoolJob& job);
    /// Nothing when the pool has none of this id.
    base::Result<std::optional<vault::PoolJob>> find(qint64 pool, const QString& jobId);
    /// In the order in which they began.
    base::Result<std::vector<vault::PoolJob>> all(qint64 pool);
    base::Result<void> end(qint64 pool, const vault::PoolJob& job);

    /// Before the pool itself goes.
    base::Result<void> removeAll(qint64 pool);

private:
    struct Row
    {
        RowMark mark;
        QString process;
        vault::PoolJob job;
    };
    base::Result<std::vector<Row>> rows(qint64 pool);
    base::Result<void> write(qint64 pool, const RowMark& mark, const vault::PoolJob& job);

    StoreContext& m_context;
    const QString m_process;
};

} // namespace strongroom::local
