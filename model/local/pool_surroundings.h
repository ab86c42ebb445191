// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/backup_place.h"

namespace strongroom::local {

/// What pools need of the program around their store.
struct PoolSurroundings final
{
    QString process; ///< names this run of the program
    vault::BackupPlaces places; ///< empty: there is nowhere to put backups
};

} // namespace strongroom::local
