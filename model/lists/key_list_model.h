// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/browsed_list_model.h"

namespace strongroom::lists {

/// The keys of one vault.
class KeyListModel final : public BrowsedListModel<vault::BrowseKeys>
{
    Q_OBJECT

public:
    enum class Column {
        Name,
        State,
        Type,
        Operations,
        Expires,
        Rotation,
        Updated,
        Tags,
        Created,
        Activates,
        Protection,
        Exportable,
        ReleasePolicy,
        Version,
        RecoveryLevel,
        ManagedBy,
        Count
    };

    using BrowsedListModel::BrowsedListModel;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    std::optional<vault::SortColumn> sortColumnAt(int column) const override;

private:
    QVariant cell(const vault::KeyListing& key, int column, int role, base::UnixSeconds now) const override;
    CellKind cellKind(int column) const override;
    QString text(const vault::KeyListing& key, Column column) const;
    QString toolTip(const vault::KeyListing& key, Column column) const;
};

} // namespace strongroom::lists
