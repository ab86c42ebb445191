// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/operations.h"

namespace strongroom::ops {

using PoolJobAnswer = base::UniqueFunction<void(base::Result<vault::PoolJob>)>;

/// Whom a backup or restore tells what. Called once each on the store's lane; `ended` only after a
/// beginning, and may be empty.
struct PoolJobAnswers final
{
    PoolJobAnswer begun; ///< the job, as it stands in the store now, or why there is none
    PoolJobAnswer ended; ///< how it ended; the store says the same
};

/// What a restore brings back, and from where.
struct PoolRestore final
{
    vault::BackupTarget place;
    QString folder;
    std::optional<vault::ObjectName> keyName = {}; ///< empty: the whole pool
};

/// Begins a full backup of a pool and carries it out; so do the restores. `operations` does what was begun
/// before it ends.
void backUpPool(Operations& operations, const vault::Caller& caller, const vault::VaultId& pool,
                vault::BackupTarget place, PoolJobAnswers answers);
void restorePool(Operations& operations, const vault::Caller& caller, const vault::VaultId& pool,
                 PoolRestore restore, PoolJobAnswers answers);

} // namespace strongroom::ops
