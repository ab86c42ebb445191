// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/pane.h"
#include "ui/panes/vaults/posture.h"

#include <QTimer>

class QBoxLayout;
class QVBoxLayout;

namespace strongroom::ui {

class Card;
class CellTable;
class CopyLine;
class CountTile;
class ErrorCard;
class ObjectListView;
class PropertyForm;
class TagPills;

/// The first page of a vault: what it is, what is in it, what to improve, what happened lately.
class VaultOverviewPane final : public Pane
{
    Q_OBJECT

public:
    VaultOverviewPane(Workspace& workspace, const Place& place, QWidget* parent = nullptr);

    QString title() const override { return tr("Overview"); }
    std::vector<ActionId> headerActions() const override;
    std::optional<ActionId> primaryAction() const override { return ActionId::ConnectProgram; }
    QString statusText() const override;
    Facts facts() const override;
    bool handles(ActionId id) const override;
    void perform(ActionId id) override;
    void refresh() override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void addHeader(QVBoxLayout* page);
    void addTiles(QVBoxLayout* page);
    void addLists(QVBoxLayout* page);

    void showProperties();
    void showCounts();
    void showFindings();
    void showActivity(const std::vector<vault::AuditRecord>& records);
    void loadFacts();
    void loadActivity();
    /// How many secrets a filter matches, as a number of m_facts.
    void count(vault::ObjectFilter filter, qint64 PostureFacts::*into);
    void loadDirectory();
    void carryOut(PostureFinding::Remedy remedy);
    void openList(PaneKind kind, const QString& query = {});
    const vault::VaultProperties* vaultNow() const;

    PropertyForm* m_left = nullptr;
    PropertyForm* m_right = nullptr;
    CopyLine* m_url = nullptr;
    QBoxLayout* m_columns = nullptr; ///< of the properties: side by side, or below each other
    int m_tagsRow = 0;
    TagPills* m_tags = nullptr;
    CountTile* m_secrets = nullptr;
    CountTile* m_keys = nullptr;
    CountTile* m_expiring = nullptr;
    CountTile* m_access = nullptr;
    CountTile* m_deleted = nullptr;
    Card* m_findings = nullptr;
    Card* m_activity = nullptr;
    CellTable* m_rows = nullptr;
    ObjectListView* m_list = nullptr;
    ErrorCard* m_error = nullptr;
    PostureFacts m_facts;
    QTimer m_reload;
    bool m_areFactsKnown = false;
};

} // namespace strongroom::ui
