// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/serve/authority.h"

#include <mutex>

namespace strongroom::serve {

/// Gives programs of this machine a token of one application without a secret of their own: the App
/// Service form (IDENTITY_ENDPOINT and IDENTITY_HEADER) and the IMDS form. Plain HTTP on loopback.
/// Thread-safe. `authority` must outlive it.
class ManagedIdentity final
{
public:
    /// `header` is what programs must send as X-IDENTITY-HEADER.
    ManagedIdentity(Authority& authority, base::SecureBytes header);

    /// Which application answers; an empty client id: none.
    void serveFor(const QString& clientId);
    void handle(net::HttpRequest request, net::Respond respond);

    static QString tokenPath() { return QStringLiteral("/msi/token"); }

private:
    void answerToken(const net::HttpRequest& request, net::Respond respond);

    Authority& m_authority;
    const base::SecureBytes m_header;
    std::mutex m_mutex;
    QString m_clientId; // guarded by m_mutex
};

} // namespace strongroom::serve
