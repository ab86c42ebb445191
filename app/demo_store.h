// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"

#include <QFuture>

namespace strongroom::ops {
class Operations;
}

namespace strongroom::app {

/// Fills an open, empty store with the vaults, secrets and applications of a made-up company, for the
/// tour and for people who want to look around. Done when the future is.
QFuture<void> fillDemoStore(ops::Operations& operations, const base::Clock& clock);

} // namespace strongroom::app
