// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/names.h"

#include <QFuture>

namespace strongroom::ops {
class Operations;
}

namespace strongroom::app {

/// Gives a pool what its administration shows: roles and who has them, holders of its security domain, a
/// backup in `folder` and a restore that failed. Where `pool` is empty one is made, in a token that is not
/// there. Done when the future is.
QFuture<vault::VaultId> preparePool(ops::Operations& operations, const vault::VaultId& pool,
                                    const QString& folder);

} // namespace strongroom::app
