// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/browsed_list_model.h"
#include "model/lists/key_uses.h"

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
        LastUsed, ///< known after showUses() only
        Count
    };

    KeyListModel(ops::Operations& operations, const vault::Caller& caller, const base::Clock& clock,
                 QObject* parent = nullptr);

    /// Whether somebody looks at Column::LastUsed: only then is the audit log read for it.
    void showUses(bool isWanted);
    void refresh() override;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    std::optional<vault::SortColumn> sortColumnAt(int column) const override;

private:
    QVariant cell(const vault::KeyListing& key, int column, int role, base::UnixSeconds now) const override;
    CellKind cellKind(int column) const override;
    QString text(const vault::KeyListing& key, Column column, base::UnixSeconds now) const;
    QString toolTip(const vault::KeyListing& key, Column column, base::UnixSeconds now) const;

    KeyUses m_uses;
    bool m_areUsesWanted = false;
};

} // namespace strongroom::lists
