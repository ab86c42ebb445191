// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/store_context.h"
#include "model/vault/ops_store.h"

namespace strongroom::local {

/// The endpoint's local CA, server certificate and token key: made once, kept sealed, the server
/// certificate renewed when little of its life is left.
class EndpointIdentity final
{
public:
    explicit EndpointIdentity(StoreContext& context);

    /// Without the tenant, which is the store's.
    base::Result<vault::ObtainEndpointIdentity::Output> obtain(base::UnixSeconds now);
    base::Result<QByteArray> caCertificate(base::UnixSeconds now);

private:
    struct Content;
    base::Result<std::optional<Content>> read();
    base::Result<void> write(const Content& content);
    static base::Result<Content> make(base::UnixSeconds now);
    static base::Result<void> renewServer(Content& content, base::UnixSeconds now);
    base::Result<Content> readOrMake(base::UnixSeconds now);

    StoreContext& m_context;
};

} // namespace strongroom::local
