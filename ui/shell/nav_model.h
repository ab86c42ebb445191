// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

#include <QStandardItemModel>

namespace strongroom::ui {

/// The tree of places: the overview, the vaults and pools with their pages, the pages of the store. Captions
/// are rows that cannot be chosen. Changes row by row, so that nothing a person looks at jumps.
class NavModel final : public QStandardItemModel
{
    Q_OBJECT

public:
    enum Roles {
        NodeRole = Qt::UserRole + 1, ///< int(Node)
        KindRole, ///< int(PaneKind)
        VaultRole, ///< QString
        IconRole, ///< QString, name of the icon
        CountRole, ///< QString, at the right end
        EnvironmentRole, ///< int(vault::Environment), vaults only
        QueryRole, ///< QString, views only
    };
    enum class Node { Caption, Page, View, Vault, VaultPage };

    explicit NavModel(Workspace& workspace, QObject* parent = nullptr);

    /// Invalid when the place has no node.
    QModelIndex indexOf(const Place& place) const;
    /// Empty for captions.
    std::optional<Place> placeAt(const QModelIndex& index) const;

private:
    void build();
    void syncViews();
    void showViewCounts();
    void syncVaults();
    void showCounts(const vault::VaultId& vault);
    void showStoreCounts();
    QStandardItem* pageItem(PaneKind kind, Node node, const vault::VaultId& vault) const;
    QStandardItem* vaultItem(const vault::VaultProperties& properties) const;
    using Section = std::vector<const vault::VaultProperties*>;
    /// Makes the rows under the caption those of the section.
    void syncSection(const QStandardItem* caption, const Section& section);
    int vaultRow(const vault::VaultId& id) const;

    Workspace& m_workspace;
    int m_viewRows = 0;
    QStandardItem* m_vaultCaption = nullptr;
    QStandardItem* m_poolCaption = nullptr; ///< nullptr while there are no pools
    QStandardItem* m_storeCaption = nullptr;
};

} // namespace strongroom::ui
