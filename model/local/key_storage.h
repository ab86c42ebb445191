// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/authority_table.h"
#include "model/local/key_ring.h"
#include "model/local/key_table.h"
#include "model/local/object_shelf.h"
#include "model/local/pool_surroundings.h"
#include "model/local/token_doors.h"

namespace strongroom::local {

/// All that keys need of an open store beyond what every object needs.
struct KeyStorage final
{
    /// `around` and `work` must outlive this.
    KeyStorage(StoreContext& context, const PoolSurroundings& around, KeysAtWork& work)
        : surroundings(around)
        , atWork(work)
        , table(context)
        , tokens(context)
        , authorities(context)
        , doors(tokens)
    {
    }
    ~KeyStorage() { doors.forget(); }
    KeyStorage(const KeyStorage&) = delete;
    KeyStorage& operator=(const KeyStorage&) = delete;

    const PoolSurroundings& surroundings;
    KeysAtWork& atWork;
    KeyTable table;
    TokenTable tokens;
    AuthorityTable authorities;
    TokenDoors doors;
    KeyRing ring;
};

/// Removes an object for ever, whatever its kind. Keys in a token become leftovers: they are destroyed there
/// after the commit, because a token does not take part in the unit of work.
base::Result<void> purgeObject(StoreContext& context, ObjectTable& objects, KeyStorage& keys,
                               const VaultRow& vault, const ObjectRow& object);

} // namespace strongroom::local
