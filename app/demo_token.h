// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/token.h"

#include <QFuture>

namespace strongroom::ops {
class Operations;
}

namespace strongroom::app {

/// The PIN of every demo token; there is nothing real in them.
base::SecureBytes demoPin();

/// Makes tokens of SoftHSM2 in `folder`, so that the tour can show keys in hardware. The answer is in the
/// order of `labels`; empty where SoftHSM2 is not installed. Call it before a module of SoftHSM2 is loaded:
/// from then on this process sees those tokens and no others.
QFuture<std::vector<vault::TokenBinding>> makeDemoTokens(ops::Operations& operations, const QString& folder,
                                                         const QStringList& labels);

} // namespace strongroom::app
