// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace strongroom::ui {

class ContentStack;
class FindField;
class ObjectListView;

/// The requests since the store was opened, as they come, with a filter and a pause. Never a body, token or
/// value.
class RequestsPage final : public QWidget
{
    Q_OBJECT

public:
    explicit RequestsPage(Workspace& workspace, QWidget* parent = nullptr);

    void focusFilter();

private:
    void showCounts();
    void togglePause();

    RequestLog& m_log;
    FindField* m_filter;
    QPushButton* m_pause;
    QPushButton* m_clear;
    QLabel* m_counts;
    ObjectListView* m_list;
    ContentStack* m_stack;
};

} // namespace strongroom::ui
