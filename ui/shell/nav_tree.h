// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/shell/nav_model.h"

#include <QTreeView>

namespace strongroom::ui {

class FindField;

/// The tree itself: flat rows, captions, chevrons in the colour of the environment, counts at the right.
class NavTree final : public QTreeView
{
    Q_OBJECT

public:
    NavTree(NavModel& model, QWidget* parent);

    /// Marks the node of a place without opening it.
    void mark(const Place& place);
    /// Hides vaults whose name does not contain `text`.
    void filter(const QString& text);
    /// Opens the first vault that the filter shows.
    void openFirstMatch();

Q_SIGNALS:
    void placeChosen(const strongroom::ui::Place& place);
    void viewRemoved(const strongroom::ui::Place& place);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void choose(const QModelIndex& index);
    void openContextMenu(const QPoint& at);

    NavModel& m_model;
    Place m_marked;
};

/// The left region: "Find a vault" above the tree.
class NavPanel final : public QWidget
{
    Q_OBJECT

public:
    NavPanel(Workspace& workspace, QWidget* parent);

    NavTree& tree() const { return *m_tree; }
    NavModel& model() const { return *m_model; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    NavModel* m_model;
    NavTree* m_tree;
    FindField* m_find;
};

} // namespace strongroom::ui
