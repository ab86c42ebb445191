// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/cell_table.h"
#include "ui/panes/pane.h"

#include <QTimer>

class QLabel;

namespace strongroom::ui {

class FilterBar;
class ContentStack;
class ObjectListView;

/// A filter over the objects of all vaults, in the language of the filter bar.
class SearchPane final : public Pane
{
    Q_OBJECT

public:
    SearchPane(Workspace& workspace, const Place& place, QWidget* parent);

    QString title() const override { return tr("Search"); }
    QString subtitle() const override { return tr("all vaults"); }
    QString statusText() const override;
    Facts facts() const override;
    bool handles(ActionId id) const override
    {
        return id == ActionId::OpenItem || id == ActionId::ClearFilter;
    }
    void perform(ActionId id) override;
    void go(const Place& place) override;
    void refresh() override { search(); }
    void focusFilter() override;
    void focusContent() override { focusFilter(); }

private:
    void build();
    void search();
    void show(const vault::SearchStore::Output& hits);
    void open(int row);

    FilterBar* m_filter;
    CellTable* m_table;
    ObjectListView* m_list;
    ContentStack* m_stack;
    QTimer m_delay;
    quint64 m_question = 0;
};

} // namespace strongroom::ui
