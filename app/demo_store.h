// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/clock.h"
#include "model/vault/token.h"

#include <QFuture>

namespace strongroom::ops {
class Operations;
}

namespace strongroom::app {

/// Fills an open, empty store with the vaults, secrets and applications of a made-up company, for the
/// tour and for people who want to look around. Done when the future is. With tokens of makeDemoTokens(), a
/// Premium vault and a pool keep keys in them.
QFuture<void> fillDemoStore(ops::Operations& operations, const base::Clock& clock,
                            const std::vector<vault::TokenBinding>& tokens = {});

} // namespace strongroom::app
