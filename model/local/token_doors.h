// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/hsm/token_door.h"
#include "model/local/token_table.h"

namespace strongroom::local {

/// One way to each token that vaults of this store use. For the store's lane; the doors themselves may be
/// used on any thread.
class TokenDoors final
{
public:
    explicit TokenDoors(TokenTable& tokens);

    /// The door of a stored binding, with the PIN that is kept with it.
    base::Result<std::shared_ptr<hsm::TokenDoor>> of(const TokenTable::Row& row);
    /// The door of a vault; nullptr when the vault has no token.
    base::Result<std::shared_ptr<hsm::TokenDoor>> ofVault(qint64 vault);
    /// After a lock or when the store is reopened: tokens are closed, PINs wiped.
    void forget();

private:
    TokenTable& m_tokens;
    QHash<QString, std::shared_ptr<hsm::TokenDoor>> m_doors; // shared with the keys behind them
};

} // namespace strongroom::local
