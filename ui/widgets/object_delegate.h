// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

#include <functional>

namespace strongroom::ui {

class ObjectListView;

/// Paints the cells of an ObjectListView by their lists::CellKindRole. Paints only.
class ObjectDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit ObjectDelegate(ObjectListView* view);

    void setTitleIcon(std::function<QString(const QModelIndex&)> iconOf) { m_iconOf = std::move(iconOf); }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    ObjectListView* m_view;
    std::function<QString(const QModelIndex&)> m_iconOf;
};

} // namespace strongroom::ui
