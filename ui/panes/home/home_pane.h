// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/pane.h"

#include <QHash>
#include <QTimer>

class QLabel;
class QVBoxLayout;

namespace strongroom::ui {

class Card;
class CellTable;
class ContentStack;
class CountTile;
class FieldNote;
class ObjectListView;

/// The first page of a store: its vaults, what ends soon in all of them, whether programs can connect, and
/// what happened lately.
class HomePane final : public Pane
{
    Q_OBJECT

public:
    HomePane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);

    QString title() const override { return tr("Overview"); }
    std::optional<ActionId> primaryAction() const override { return ActionId::NewVault; }
    QString statusText() const override;
    Facts facts() const override;
    bool handles(ActionId id) const override;
    void perform(ActionId id) override;
    void refresh() override;
    void focusContent() override;

private:
    /// Secrets of one vault that are over or end soon.
    struct Ending
    {
        qint64 expired = 0;
        qint64 expiring = 0;
        friend bool operator==(const Ending&, const Ending&) = default;
    };

    void addTiles(QVBoxLayout* page);
    void addLists(QVBoxLayout* page);
    void showVaults();
    void showEndpoint();
    void countEnding();
    void count(const vault::VaultId& vault, const QString& state, qint64 Ending::*into);
    void loadActivity();
    const vault::VaultProperties* chosen() const;

    ContentStack* m_stack = nullptr;
    CountTile* m_vaults = nullptr;
    CountTile* m_secrets = nullptr;
    CountTile* m_expired = nullptr;
    CountTile* m_expiring = nullptr;
    CountTile* m_deleted = nullptr;
    CellTable* m_rows = nullptr;
    ObjectListView* m_list = nullptr;
    FieldNote* m_endpoint = nullptr;
    CellTable* m_activityRows = nullptr;
    ObjectListView* m_activity = nullptr;
    QHash<vault::VaultId, Ending> m_ending;
    QTimer m_reload;
};

} // namespace strongroom::ui
