// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/object_table.h"
#include "model/vault/object_filter.h"
#include "model/vault/ops_store.h"

namespace strongroom::local {

struct BrowsedObjects final
{
    std::vector<ObjectRow> rows;
    qint64 matched = -1; ///< also when counting was given up for others
    qint64 total = -1;
    qint64 locatedRow = -1;
};

/// One window of the live objects of a vault. `now` decides what is expired or expiring.
base::Result<BrowsedObjects> browse(StoreContext& context, ObjectTable& objects, qint64 vault,
                                    vault::ObjectKind kind, const vault::BrowseRequest& request,
                                    vault::UnixSeconds now);

/// What values the live objects of a vault have, or how many meet each term.
base::Result<std::vector<vault::ValueCount>> facets(StoreContext& context, qint64 vault,
                                                    vault::ObjectKind kind,
                                                    const vault::FacetRequest& request,
                                                    vault::UnixSeconds now);

/// Live objects of live vaults that are meant, by name.
base::Result<std::vector<ObjectRow>> searchEverywhere(StoreContext& context, ObjectTable& objects,
                                                      const vault::SearchStore& search,
                                                      vault::UnixSeconds now);

} // namespace strongroom::local
