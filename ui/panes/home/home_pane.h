// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/cell_table.h"
#include "ui/panes/pane.h"

#include <QHash>

namespace strongroom::ui {

class ContentStack;
class CountTiles;
class ObjectListView;

/// All vaults at a glance: how many secrets, what expires, what has expired, what can still be recovered.
/// In a store without vaults: how to make the first one.
class HomePane final : public Pane
{
    Q_OBJECT

public:
    HomePane(Workspace& workspace, const Place& place, QWidget* parent);

    QString title() const override { return tr("Home"); }
    QString statusText() const override;
    std::optional<ActionId> primaryAction() const override { return ActionId::NewVault; }
    Facts facts() const override;
    bool handles(ActionId id) const override { return id == ActionId::NewVault || id == ActionId::OpenItem; }
    void perform(ActionId id) override;
    void refresh() override;
    void focusContent() override;

private:
    struct Counts final
    {
        qint64 soon = 0; ///< within a week
        qint64 expiring = 0; ///< within the days of the settings
        qint64 expired = 0;
    };

    void build();
    void count(const vault::VaultId& id);
    void ask(const vault::VaultId& id, vault::ObjectFilter filter, qint64 Counts::*member);
    void show();
    void open(int row);

    CellTable* m_table;
    ObjectListView* m_list;
    CountTiles* m_tiles;
    ContentStack* m_stack;
    QHash<vault::VaultId, Counts> m_counts;
};

} // namespace strongroom::ui
