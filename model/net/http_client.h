// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/net/http.h"

#include <QUrl>

namespace strongroom::net {

struct ClientRequest final
{
    QByteArray method; ///< "GET"
    QUrl url; ///< "http" or "https"; what is secret in it is in no error
    HttpHeaders headers;
    QByteArray body;
};

struct ClientLimits final
{
    int seconds = 30; ///< without a byte in either direction
    qint64 answerBytes = 1024 * 1024;
};

struct ClientAnswer final
{
    int status = 0;
    HttpHeaders headers; ///< names lower case
    QByteArray body;
};

/// One request, and its answer, whatever its status. Waits; may be called on any thread but the window's.
/// TLS 1.2 or newer, with a certificate that this machine trusts; redirections are answers like others and
/// are not followed. Unavailable when there is no answer, BadParameter when it is larger than the limit.
base::Result<ClientAnswer> fetch(const ClientRequest& request, const ClientLimits& limits = {});

} // namespace strongroom::net
