// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/store_context.h"
#include "model/vault/ops_store.h"

namespace strongroom::local {

/// The attestation authorities that this store trusts.
class AuthorityTable final
{
public:
    explicit AuthorityTable(StoreContext& context);

    base::Result<std::vector<vault::AttestationAuthority>> all();
    base::Result<std::optional<vault::AttestationAuthority>> find(const QString& issuer);
    /// In the place of the one with the same issuer.
    base::Result<void> set(const vault::AttestationAuthority& authority);
    /// False when there is none.
    base::Result<bool> remove(const QString& issuer);

private:
    struct Place
    {
        qint64 id = 0; ///< 0: not there
        QByteArray mac;
    };
    base::Result<Place> placeOf(const QString& issuer);

    StoreContext& m_context;
};

} // namespace strongroom::local
