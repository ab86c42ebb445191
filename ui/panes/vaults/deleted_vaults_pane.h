// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/pane.h"

namespace strongroom::ui {

class CellTable;
class ContentStack;
class ObjectListView;

/// Vaults that were deleted and can still be recovered with all that is in them.
class DeletedVaultsPane final : public Pane
{
    Q_OBJECT

public:
    DeletedVaultsPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);

    QString title() const override { return tr("Deleted vaults"); }
    std::vector<ActionId> headerActions() const override
    {
        return { ActionId::PurgeVault, ActionId::RecoverVault };
    }
    QString statusText() const override;
    Facts facts() const override;
    bool handles(ActionId id) const override;
    void perform(ActionId id) override;
    void refresh() override;
    void focusContent() override;

private:
    void show(std::vector<vault::DeletedVault> vaults);
    const vault::DeletedVault* chosen() const;

    std::vector<vault::DeletedVault> m_vaults;
    CellTable* m_rows;
    ObjectListView* m_list;
    ContentStack* m_stack;
};

} // namespace strongroom::ui
