// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/metrics.h"

#include <QSet>
#include <QTableView>

#include <functional>
#include <limits>

namespace strongroom::ui {

class ListHeader;
class RowButtons;

/// A column as its list offers it.
struct ListColumn final
{
    int width = 120;
    bool isShown = true;
    bool isSortable = true;
    /// More than 0: gives way where there is no room for all, the highest first, until the person chooses.
    int yields = 0;
};

struct SortBy final
{
    int column = 0;
    bool isDescending = false;

    friend bool operator==(const SortBy&, const SortBy&) = default;
};

/// A button that appears on the row under the pointer or with the focus.
struct RowButton final
{
    QString icon;
    QString text; ///< tooltip and name for readers
    std::function<void(const QModelIndex&)> action;
    std::function<QString(const QModelIndex&)> reasonDisabled = {}; ///< of a row; empty text: it is offered
};

/// The table of every list of objects: rows of one height, columns that can be chosen, moved and sorted
/// (Shift+click adds a second key), state as icon, word and colour. The selection belongs to identities
/// (lists::IdentityRole), not to row numbers: it survives a refresh, and rows that come or go above what is
/// shown do not move what is read.
class ObjectListView final : public QTableView
{
    Q_OBJECT

public:
    explicit ObjectListView(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    void setColumns(const std::vector<ListColumn>& columns);
    /// Icon in front of the title; by index, so that kinds can differ.
    void setTitleIcon(std::function<QString(const QModelIndex&)> iconOf);
    void setRowButtons(std::vector<RowButton> buttons);
    void setDensity(metrics::Density density);
    /// As high as all its rows, for a short list inside a page that scrolls; more than `most` scroll by
    /// themselves.
    void fitToRows(int most = std::numeric_limits<int>::max());

    const std::vector<SortBy>& sortKeys() const { return m_sort; }
    void setSortKeys(const std::vector<SortBy>& keys);

    /// Columns, widths, order and sort.
    QByteArray layoutState() const;
    void restoreLayoutState(const QByteArray& state);
    void resetColumns();

    /// Identities of the chosen rows that are loaded.
    QStringList chosen() const;
    /// First and last row of each stretch of the selection.
    std::vector<std::pair<int, int>> chosenRanges() const;
    int chosenCount() const;
    QString currentIdentity() const;
    /// Chooses this row alone and brings it into view.
    void choose(int row);
    /// Will choose this identity as soon as its row is loaded.
    void chooseWhenLoaded(const QString& identity);

    int hoveredRow() const { return m_hoveredRow; }
    int firstShownRow() const;
    int lastShownRow() const;

Q_SIGNALS:
    void chosenChanged();
    void shownRowsChanged(int first, int last);
    void sortKeysChanged();
    void layoutStateChanged();
    /// Enter or double click.
    void opened(const QModelIndex& index);
    /// Letters were typed on the list: for the filter.
    void typed(const QString& text);

public:
    void keyboardSearch(const QString& text) override;

protected:
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void connectModel();
    void onRowsMovedAbove(int first, int by);
    void restoreSelection();
    void rememberSelection();
    void sayChosenSoon();
    void sayShownRows();
    void hoverRow(int row);
    void placeButtons();
    void fitColumns();
    void crowdOutColumns();
    int wantedWidth() const;
    void onHeaderClicked(int section);

    ListHeader* m_header = nullptr;
    RowButtons* m_buttons = nullptr;
    std::vector<ListColumn> m_columns;
    std::vector<SortBy> m_sort;
    QSet<QString> m_chosen; ///< folded identities
    QString m_current; ///< folded identity
    QString m_wanted; ///< folded identity to be chosen when it is loaded
    int m_hoveredRow = -1;
    int m_modelChanges = 0; ///< > 0 while the model changes by itself
    bool m_isChosenDue = false;
    bool m_areWidthsChosen = false;
    bool m_areColumnsChosen = false;
    QList<int> m_crowdedOut; ///< columns that gave way
    bool m_isFitting = false;
    int m_mostRows = 0; ///< that it is as high as; 0: it takes what height it gets
    int m_rowHeight = 28;
};

} // namespace strongroom::ui
