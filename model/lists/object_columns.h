// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/listed_object.h"
#include "model/lists/roles.h"
#include "model/vault/object_filter.h"

#include <QVariant>

namespace strongroom::lists {

/// The columns that lists of every kind of object have.
enum class ObjectColumn {
    Name,
    State,
    Expires,
    Updated,
    Tags,
    Created,
    Activates,
    Version,
    RecoveryLevel,
    ManagedBy,
};

QString headerOf(ObjectColumn column);
CellKind kindOf(ObjectColumn column);
/// Nothing for columns the store cannot sort by.
std::optional<vault::SortColumn> sortColumnOf(ObjectColumn column);
/// What a model answers for a cell of such a column, in every role of roles.h and Qt's own.
QVariant cellData(const ListedObject& object, ObjectColumn column, int role, base::UnixSeconds now);
/// What is true of the whole row, whatever the column: identity, state, days to expiry, tags, managed.
QVariant rowData(const ListedObject& object, int role, base::UnixSeconds now);

} // namespace strongroom::lists
