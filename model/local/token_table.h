// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/keys_at_work.h"
#include "model/local/store_context.h"
#include "model/vault/token.h"

namespace strongroom::local {

/// Which vault keeps its keys in which token, with sealed PINs, and which keys are still to be destroyed in
/// tokens: after they have gone from the store, and while no version has them yet.
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
    /// Also for a key that is about to be made. A version that gets it takes that back with adopt().
    base::Result<void> addLeftover(const Row& token, const QByteArray& key);
    base::Result<void> adopt(const QByteArray& key);
    base::Result<bool> isLeftover(const QByteArray& key);
    /// At most so many of each token, so that one that is away does not hold up the others.
    base::Result<std::vector<Leftover>> leftovers(int limit, const KeysAtWork& except);
    base::Result<void> removeLeftover(qint64 id);

private:
    base::Result<QByteArray> sealedPin(const vault::TokenBinding& binding, const base::SecureBytes& pin,
                                       vault::PinKeeping keeping) const;
    base::Result<void> write(qint64 vault, const Row& row);
    base::Result<QByteArray> leftoverMac(qint64 id);

    StoreContext& m_context;
};

} // namespace strongroom::local
