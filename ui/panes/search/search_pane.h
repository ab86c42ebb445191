// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/panes/cell_table.h"
#include "ui/panes/pane.h"

#include <QTimer>

class QLabel;
class QLineEdit;

namespace strongroom::ui {

class ContentStack;
class ObjectListView;

/// One field and the objects of all vaults whose name, content type or tags contain what is typed.
class SearchPane final : public Pane
{
    Q_OBJECT

public:
    SearchPane(Workspace& workspace, const Place& place, QWidget* parent);

    QString title() const override { return tr("Search"); }
    QString subtitle() const override { return tr("all vaults"); }
    QString statusText() const override;
    Facts facts() const override;
    bool handles(ActionId id) const override { return id == ActionId::OpenItem; }
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

    QLineEdit* m_field;
    CellTable* m_table;
    ObjectListView* m_list;
    ContentStack* m_stack;
    QTimer m_delay;
    quint64 m_question = 0;
};

} // namespace strongroom::ui
