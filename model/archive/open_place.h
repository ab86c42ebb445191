// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/backup_place.h"

namespace strongroom::archive {

/// A vault::BackupPlaces: opens folders and containers. Nothing is asked of them yet.
base::Result<std::unique_ptr<vault::BackupPlace>> openPlace(const vault::BackupTarget& target);

} // namespace strongroom::archive
