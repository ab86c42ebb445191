// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/browsed_list_model.h"

namespace strongroom::lists {

/// The secrets of one vault.
class SecretListModel final : public BrowsedListModel<vault::BrowseSecrets>
{
    Q_OBJECT

public:
    enum class Column {
        Name,
        State,
        ContentType,
        Expires,
        Updated,
        Tags,
        Created,
        Activates,
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
    QVariant cell(const vault::SecretProperties& secret, int column, int role,
                  base::UnixSeconds now) const override;
    CellKind cellKind(int column) const override;
};

} // namespace strongroom::lists
