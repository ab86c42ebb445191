// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

namespace strongroom::net {

/// Sockets that listen on both loopback addresses at one port. The receiver closes them.
struct LoopbackListeners final
{
    int port = 0;
    int v4 = -1;
    int v6 = -1; ///< -1 where the machine has no IPv6
};

/// Port 0 picks one that is free on both addresses. A listener of another program is never shared and
/// never avoided by taking another port: somebody could answer in our place (requirement L9).
base::Result<LoopbackListeners> listenOnLoopback(quint16 port);

} // namespace strongroom::net
