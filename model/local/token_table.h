// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/store_context.h"
#include "model/vault/token.h"

namespace strongroom::local {

/// Which vault keeps its keys in which token, with sealed PINs, and which keys are still to be destroyed in
/// tokens after they have gone from the store.
class TokenTable final
{
public:
    explicit TokenTable(StoreContext& context);

    struct Row final
    {
        QByteArray mac;
        vault::TokenBinding binding;
        QByteArray sealedPin; ///< empty: asked for
    };
    base::Result<std::optional<Row>> find(qint64 vault);
    base::Result<void> bind(qint64 vault, const vault::TokenChoice& token);
    base::Result<void> setPin(qint64 vault, const base::SecureBytes& pin, vault::PinKeeping keeping);
    base::Result<void> remove(qint64 vault);
    /// Nothing where the PIN is asked for.
    base::Result<std::optional<base::SecureBytes>> pinOf(const Row& row) const;

    struct Leftover final
    {
        qint64 id = 0;
        Row token;
        QByteArray key; ///< its identifier in the token
    };
    base::Result<void> addLeftover(const Row& token, const QByteArray& key);
    base::Result<std::vector<Leftover>> leftovers(int limit);
    base::Result<void> removeLeftover(qint64 id);

private:
    base::Result<QByteArray> sealedPin(const vault::TokenBinding& binding, const base::SecureBytes& pin,
                                       vault::PinKeeping keeping) const;
    base::Result<void> write(qint64 vault, const Row& row);

    StoreContext& m_context;
};

} // namespace strongroom::local
