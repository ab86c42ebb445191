// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/card_list.h"

#include "ui/panes/cell_table.h"
#include "ui/widgets/object_list_view.h"

namespace strongroom::ui {

namespace {

constexpr int shownRows = 6;

} // namespace

ObjectListView* makeCardList(CellTable* table, const QString& name, const QString& iconName, QWidget* parent)
{
    auto* const list = new ObjectListView(parent);
    list->setModel(table);
    list->setAccessibleName(name);
    list->setFrameShape(QFrame::NoFrame);
    list->setTitleIcon([iconName](const QModelIndex&) { return iconName; });
    QObject::connect(list, &ObjectListView::sortKeysChanged, table, [list, table] {
        std::vector<CellTable::Key> keys;
        for (const SortBy& key : list->sortKeys())
            keys.push_back({ key.column, key.isDescending });
        table->setSort(std::move(keys));
    });
    return list;
}

void fitCardList(ObjectListView* list, metrics::Density density)
{
    list->setDensity(density);
    list->fitToRows(shownRows);
}

} // namespace strongroom::ui
