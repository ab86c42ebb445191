// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/key_uses.h"
#include "model/lists/rotation_state.h"
#include "ui/panes/pane.h"

#include <QTimer>

#include <map>

class QTabBar;

namespace strongroom::ui {

class CellTable;
class ContentStack;
class KeyCommands;
class ObjectListView;

/// The keys of all vaults by when they rotate: overdue first. One can be rotated, given a policy, or opened.
class RotationPane final : public Pane
{
    Q_OBJECT

public:
    RotationPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);

    QString title() const override { return tr("Rotation"); }
    std::vector<ActionId> headerActions() const override
    {
        return { ActionId::EditRotation, ActionId::RotateItem };
    }
    QString statusText() const override;
    Facts facts() const override;
    bool handles(ActionId id) const override;
    void perform(ActionId id) override;
    void refresh() override;
    void focusContent() override;

private:
    struct Entry
    {
        vault::VaultId vault;
        vault::KeyListing key;
    };
    using Entries = std::vector<Entry>;

    void build();
    void loadVault(const vault::VaultId& vault, Entries soFar, quint64 generation);
    /// The audit log is read for them only while the column is shown.
    void readUses();
    void show();
    void openChosen();
    const Entry* chosen() const;
    KeyCommands& commandsOf(const vault::VaultId& vault);

    lists::KeyUses m_uses;
    bool m_areUsesShown = false;
    std::map<QString, Entries> m_keys; ///< by vault
    std::map<QString, KeyCommands*> m_commands; ///< by vault
    quint64 m_generation = 0;
    int m_loading = 0;
    QTabBar* m_states = nullptr;
    CellTable* m_table = nullptr;
    ObjectListView* m_list = nullptr;
    ContentStack* m_stack = nullptr;
    QTimer m_settle;
};

} // namespace strongroom::ui
