// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/serve/authority.h"

namespace strongroom::serve {

/// Tokens for one application without a secret of its own, as platforms give them to what runs on them: the
/// form of App Service (`IDENTITY_ENDPOINT` with a secret header) and that of virtual machines (IMDS, header
/// `Metadata: true`). Spoken without TLS, on loopback. Thread-safe.
class ManagedIdentity final : public std::enable_shared_from_this<ManagedIdentity>
{
public:
    /// `header` is what programs must send in X-IDENTITY-HEADER.
    ManagedIdentity(EndpointParts parts, vault::Application application, base::SecureBytes header);

    static constexpr QLatin1StringView appServicePath{ "/msi/token" };
    static constexpr QLatin1StringView virtualMachinePath{ "/metadata/identity/oauth2/token" };

    void handle(const ExchangePtr& exchange, const net::HttpRequest& request);

private:
    enum class Form { None, AppService, VirtualMachine };
    static Form formOf(const std::vector<QString>& segments);

    bool isAllowed(Form form, const net::HttpRequest& request) const;
    void grant(const ExchangePtr& exchange, const QString& resource);

    const EndpointParts m_parts;
    const vault::Application m_application;
    const base::SecureBytes m_header;
};

} // namespace strongroom::serve
