// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/serve/authority.h"
#include "model/serve/routes.h"

namespace strongroom::serve {

/// The vaults' REST interface. Order of a request, as in the service: host to vault, token, route, firewall
/// and rights, api-version and body, operation. A request without a valid token is refused and audited
/// before anything of it but its head has been looked at. Thread-safe.
class VaultService final : public std::enable_shared_from_this<VaultService>
{
public:
    explicit VaultService(EndpointParts parts);

    /// `host` is what request.host says, none of a vault's or a pool's has no name. `target` is what
    /// request.target says, or why that cannot be read; it is told only to callers with a valid token.
    void handle(const ExchangePtr& exchange, net::HttpRequest request, const ContainerHost& host,
                base::Result<wire::RequestTarget> target);

private:
    struct Request
    {
        net::HttpRequest http;
        base::Result<wire::RequestTarget> target;
        ContainerHost host;
        vault::VaultId vaultId;
    };

    void authenticate(const ExchangePtr& exchange, Request request);
    /// Answers only once the refusal stands in the audit log; failing that, with the failure.
    void refuse(const ExchangePtr& exchange, vault::RecordRefusal refusal);
    /// The same for a request that means an operation but cannot be read: whether its caller may ask at all
    /// is decided first.
    void refuseAsked(const ExchangePtr& exchange, const vault::VaultId& vaultId, const RouteMatch& match,
                     const base::Error& error, const QString& algorithm = {});
    void route(const ExchangePtr& exchange, Request request);

    const EndpointParts m_parts;
};

} // namespace strongroom::serve
