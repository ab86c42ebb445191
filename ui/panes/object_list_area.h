// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/object_list_model.h"
#include "ui/commands/object_commands.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/object_list_view.h"

#include <QTimer>
#include <QWidget>

class QMenu;
class QProgressBar;
class QStackedWidget;

namespace strongroom::ui {

class BulkBar;
class ErrorCard;
class FilterBar;

/// What is particular to the list of one kind of object.
struct ObjectListSetup final
{
    QString layoutName; ///< under which columns and order are kept
    QString accessibleName;
    QString filterHint;
    std::vector<ListColumn> columns; ///< whether one can be sorted by is the model's to say
    std::function<QString(const QModelIndex&)> titleIcon;
    std::vector<ActionId> bulkActions;
    EmptyState::Text nothingYet;
    EmptyState::Text nothingMatches; ///< its sentence is made from hiddenText
    std::function<QString(qint64 hidden)> hiddenText;
    EmptyState::Text noRight;
};

/// The list on a page of objects, whatever their kind: filter bar, list, bulk bar, and what stands in the
/// place of the list when it is empty, may not be read or failed. Carries out the actions that every kind of
/// object has. Its page adds what is particular and shows the details.
class ObjectListArea final : public QWidget
{
    Q_OBJECT

public:
    /// `model` and `commands` must outlive it.
    ObjectListArea(Workspace& workspace, const vault::VaultId& vault, lists::ObjectListModel& model,
                   ObjectCommands& commands, ObjectListSetup setup, QWidget* parent = nullptr);

    FilterBar& filter() const { return *m_filter; }
    ObjectListView& list() const { return *m_list; }

    QString statusText() const;
    /// Of the list and what is chosen in it.
    Facts facts() const;
    static bool handles(ActionId id);
    /// False when the action is not one of those that all objects have.
    bool perform(ActionId id);

    /// Shows `name` as soon as its row is there.
    void choose(const QString& name);
    void go(const Place& place);
    /// Row of the only chosen object, if it is in memory; -1 otherwise.
    int singleRow() const;
    /// The chosen objects, also those that are not in memory.
    void withChosen(std::function<void(const ObjectCommands::Objects&)> use);
    /// The row buttons of the list act on rows of the model.
    void setRowButtons(std::vector<RowButton> buttons);

Q_SIGNALS:
    /// One object is chosen and its row is in memory, or was read anew.
    void shown(int row);
    /// None or several are chosen.
    void noneShown(int chosen);
    void statusChanged();
    void factsChanged();
    /// Rows came into memory: what they say can be offered for completion.
    void rowsRead();
    void opened();
    void contextMenuWanted(const QPoint& globalPosition);
    /// The main and the other button of the empty page, when there is nothing yet.
    void firstWanted();
    void importWanted();

private:
    void makeList();
    void makeStates();
    void connectModel();
    void connectList();
    void onChosenChanged();
    void showChosen();
    void showState();
    void showCounts();
    void applySort();
    void onEmptyPrimary();
    ObjectCommands::Objects chosenLoaded() const;

    Workspace& m_workspace;
    const vault::VaultId m_vault;
    lists::ObjectListModel& m_model;
    ObjectCommands& m_commands;
    const ObjectListSetup m_setup;
    QString m_shown; ///< name of the object in the details, empty when there is none
    FilterBar* m_filter;
    QProgressBar* m_busy;
    QStackedWidget* m_stack;
    ObjectListView* m_list;
    EmptyState* m_empty;
    QWidget* m_errorPage;
    ErrorCard* m_error;
    BulkBar* m_bulk;
    QTimer m_busyDelay;
};

} // namespace strongroom::ui
