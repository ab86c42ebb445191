// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/activities.h"

#include <QWidget>

class QTreeWidget;
class QTreeWidgetItem;

namespace strongroom::ui {

/// The drawer at the bottom: every longer piece of work of this session with its progress, and a button
/// to cancel or to retry it.
class ActivityPanel final : public QWidget
{
    Q_OBJECT

public:
    ActivityPanel(ActivityList& activities, QWidget* parent);

Q_SIGNALS:
    void closeRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void fill(QTreeWidgetItem* item, const Activity& activity);
    void placeButton(QTreeWidgetItem* item, const Activity& activity);

    ActivityList& m_activities;
    QTreeWidget* m_list;
};

} // namespace strongroom::ui
