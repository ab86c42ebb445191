// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/ending_soon.h"
#include "ui/panes/cell_table.h"
#include "ui/panes/pane.h"

#include <QHash>
#include <QTimer>

#include <array>

class QBoxLayout;
class QVBoxLayout;

namespace strongroom::ui {

class Card;
class ContentStack;
class CountTile;
class ObjectListView;

/// All vaults at a glance: what there is, what has ended or ends soon, what happened last. Each number opens
/// the list it counts. In a store without vaults: how to make the first one.
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

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// What is counted of each vault.
    enum Count { Ended, EndsInAWeek, EndsSoon, WithoutEnd, CountCount };
    using Counts = std::array<qint64, CountCount>;

    void build();
    void addTiles(QVBoxLayout* page);
    void addVaults(QVBoxLayout* page);
    void addLists(QVBoxLayout* page);
    ObjectListView* addList(Card* card, CellTable* rows);
    QString queryOf(Count count) const;
    vault::ObjectFilter filterOf(Count count) const;
    template <typename Op> void count(const vault::VaultId& id);
    void show();
    void showVaults();
    void showEnding();
    void loadRotation();
    void showRotation(const std::vector<vault::DueKey>& keys);
    void loadActivity();
    void showActivity(std::vector<vault::AuditRecord> records);
    void openRow(const QString& identity);

    CellTable* m_vaultRows;
    ObjectListView* m_vaults;
    CellTable* m_endingRows;
    ObjectListView* m_ending = nullptr;
    Card* m_endingCard = nullptr;
    CellTable* m_rotationRows;
    ObjectListView* m_rotation = nullptr;
    Card* m_rotationCard = nullptr;
    CellTable* m_activityRows;
    ObjectListView* m_activity = nullptr;
    CountTile* m_secrets = nullptr;
    CountTile* m_keys = nullptr;
    CountTile* m_deletedVaults = nullptr;
    std::array<CountTile*, CountCount> m_tiles{};
    QBoxLayout* m_cards = nullptr; ///< side by side, or below each other
    ContentStack* m_stack = nullptr;
    QHash<vault::VaultId, Counts> m_secretCounts;
    QHash<vault::VaultId, Counts> m_keyCounts;
    EndingSoon m_endingSoon;
    QTimer m_soon;
};

} // namespace strongroom::ui
