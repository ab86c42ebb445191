// SPDX-License-Identifier: Apache-2.0
#include "model/ops/pool_jobs.h"

namespace strongroom::ops {

namespace {

using base::Result;
using vault::PoolJob;

/// The same person or program again, in another request.
vault::Caller again(vault::Caller caller)
{
    caller.requestId.clear();
    return caller;
}

void tell(PoolJobAnswer& answer, Result<PoolJob> job)
{
    if (answer)
        answer(std::move(job));
}

void fail(Operations& operations, const vault::VaultId& pool, const QString& jobId, const base::Error& reason,
          PoolJobAnswer ended)
{
    operations.submit<vault::FailPoolJob>(
        vault::Caller::system(QStringLiteral("pool job")), pool, { jobId, reason },
        [reason, ended = std::move(ended)](Result<PoolJob>) mutable { tell(ended, reason); });
}

/// Begins with `start`; `perform` is `start` carried out, but for its job.
template <typename Start, typename Perform>
void runJob(Operations& operations, const vault::Caller& caller, const vault::VaultId& pool, Start start,
            Perform perform, PoolJobAnswers answers)
{
    operations.submit<Start>(caller, pool, std::move(start),
                             [&operations, caller = again(caller), pool, perform = std::move(perform),
                              answers = std::move(answers)](Result<PoolJob> begun) mutable {
                                 answers.begun(begun);
                                 if (!begun)
                                     return;
                                 perform.jobId = begun->id;
                                 operations.submit<Perform>(
                                     caller, pool, std::move(perform),
                                     [&operations, pool, jobId = begun->id,
                                      ended = std::move(answers.ended)](Result<PoolJob> done) mutable {
                                         if (done)
                                             tell(ended, std::move(done));
                                         else
                                             fail(operations, pool, jobId, done.error(), std::move(ended));
                                     });
                             });
}

} // namespace

void backUpPool(Operations& operations, const vault::Caller& caller, const vault::VaultId& pool,
                vault::BackupTarget place, PoolJobAnswers answers)
{
    vault::StartBackup start{ place.clone() };
    runJob(operations, caller, pool, std::move(start), vault::PerformBackup{ {}, std::move(place) },
           std::move(answers));
}

void restorePool(Operations& operations, const vault::Caller& caller, const vault::VaultId& pool,
                 PoolRestore restore, PoolJobAnswers answers)
{
    vault::StartRestore start{ restore.place.clone(), restore.folder, restore.keyName };
    runJob(operations, caller, pool, std::move(start),
           vault::PerformRestore{ {}, std::move(restore.place), restore.folder, restore.keyName },
           std::move(answers));
}

} // namespace strongroom::ops
