// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

#include <QWidget>

class QLabel;

namespace strongroom::ui {

/// Appears under a list when several rows are chosen: how many, and what can be done with all of them.
class BulkBar final : public QWidget
{
    Q_OBJECT

public:
    BulkBar(Workspace& workspace, const std::vector<ActionId>& actions, QWidget* parent = nullptr);

    /// Hides the bar for less than two.
    void setCount(int count);

Q_SIGNALS:
    void clearRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_words;
};

} // namespace strongroom::ui
