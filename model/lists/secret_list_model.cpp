// SPDX-License-Identifier: Apache-2.0
#include "model/lists/secret_list_model.h"

#include "model/lists/object_columns.h"

#include <array>

namespace strongroom::lists {

namespace {

// In the order of Column; ContentType is the one that only secrets have.
constexpr std::array<std::optional<ObjectColumn>, std::size_t(SecretListModel::Column::Count)> columns{
    ObjectColumn::Name,    ObjectColumn::State,         std::nullopt,           ObjectColumn::Expires,
    ObjectColumn::Updated, ObjectColumn::Tags,          ObjectColumn::Created,  ObjectColumn::Activates,
    ObjectColumn::Version, ObjectColumn::RecoveryLevel, ObjectColumn::ManagedBy
};

const std::optional<ObjectColumn>& columnAt(int column) { return columns[std::size_t(column)]; }

} // namespace

int SecretListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant SecretListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return ObjectListModel::headerData(section, orientation, role);
    const auto& column = columnAt(section);
    return column ? headerOf(*column) : tr("Content type");
}

std::optional<vault::SortColumn> SecretListModel::sortColumnAt(int column) const
{
    const auto& shared = columnAt(column);
    return shared ? sortColumnOf(*shared) : vault::SortColumn::ContentType;
}

CellKind SecretListModel::cellKind(int column) const
{
    const auto& shared = columnAt(column);
    return shared ? kindOf(*shared) : CellKind::Text;
}

QVariant SecretListModel::cell(const vault::SecretProperties& secret, int column, int role,
                               base::UnixSeconds now) const
{
    if (const auto& shared = columnAt(column))
        return cellData(listed(secret), *shared, role, now);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
    case RawValueRole:
        return secret.contentType;
    case CellKindRole:
        return int(CellKind::Text);
    case IsMutedRole:
        return true;
    default:
        return rowData(listed(secret), role, now);
    }
}

} // namespace strongroom::lists
