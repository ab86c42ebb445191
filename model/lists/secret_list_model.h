// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/row_window.h"
#include "model/ops/operations.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <span>

namespace strongroom::lists {

/// The secrets of one vault, of any number. Only the rows near what is shown are in memory; the view
/// says what it shows with showRows(). Changes from anywhere arrive as precise row changes that keep the
/// identity of rows; a new filter or order replaces the rows once the new ones are there, not before.
/// data() reads memory and never calls out. GUI thread.
class SecretListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Column {
        Name,
        State,
        ContentType,
        Expires,
        Updated,
        Tags,
        Created,
        Activates,
        Version,
        RecoveryLevel,
        ManagedBy,
        Count
    };
    enum class LoadState {
        Empty, ///< no vault chosen
        Loading, ///< nothing to show yet
        Ready,
        Failed, ///< see error()
    };
    using RowRange = std::pair<int, int>; ///< first and last row

    /// `operations` and `clock` must outlive the model, or reset with setVault({}) before they go.
    SecretListModel(ops::Operations& operations, const vault::Caller& caller, const base::Clock& clock,
                    QObject* parent = nullptr);
    ~SecretListModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setVault(const vault::VaultId& vault);
    const vault::VaultId& vault() const { return m_vault; }
    void setFilter(vault::ObjectFilter filter);
    const vault::ObjectFilter& filter() const { return m_filter; }
    /// At most two keys are used.
    void setSort(std::vector<vault::SortKey> keys);
    const std::vector<vault::SortKey>& sortKeys() const { return m_sort; }
    /// Nothing for columns the store cannot sort by.
    static std::optional<vault::SortColumn> sortColumn(int column);

    /// Which rows are on the screen: what is loaded first and kept.
    void showRows(int first, int last);
    /// Reads again what is shown.
    void refresh();

    LoadState loadState() const { return m_loadState; }
    const base::Error& error() const { return m_error; }
    /// True while something has been asked for and has not come.
    bool isBusy() const { return m_isBrowsing || m_isPageRunning; }
    qint64 matched() const { return m_matched; }
    qint64 total() const { return m_total; }
    /// nullptr while the row is not in memory.
    const vault::SecretProperties* at(int row) const;
    /// Row of a name in memory, -1 when it is not there.
    int loadedRowOf(const QString& name) const;

    /// Asks at which row `name` stands in this filter and order; answered by located().
    void locate(const QString& name);

    using Gathered = base::UniqueFunction<void(std::vector<vault::SecretProperties>)>;
    /// The properties of all rows of `ranges`, also of those that are not in memory: for bulk actions.
    /// Not answered when the model is destroyed or its content is replaced first.
    void gather(std::vector<RowRange> ranges, Gathered answer);

Q_SIGNALS:
    void countsChanged();
    void loadStateChanged();
    void busyChanged();
    /// A new vault, filter or order has taken effect: the rows are other rows.
    void contentReplaced();
    /// `row` is -1 when the name does not match the filter.
    void located(const QString& name, int row);

private:
    using Rows = std::vector<vault::SecretProperties>;
    using Browsed = vault::BrowseSecrets::Output;
    struct Gathering;

    vault::BrowseRequest request(qint64 offset, int limit) const;
    void onChanged(const vault::VaultChange& change);
    void tick();

    void startOver();
    void browseFresh();
    void applyFresh(Browsed browsed);
    void countFresh();
    void fail(const base::Error& error);
    void setLoadState(LoadState state);
    void setBusyFlag(bool& flag, bool value);

    void loadMissing();
    void applyPage(qint64 offset, Rows rows);

    void reconcileSoon();
    void reconcile();
    void applyReconciled(qint64 offset, Browsed browsed);
    void applyAround(qint64 anchorRow, qint64 newAnchorRow, qint64 offset, const Browsed& browsed);
    qint64 walkUp(qint64 anchorRow, std::span<const vault::SecretProperties> above);
    void walkDown(qint64 anchorRow, std::span<const vault::SecretProperties> below);
    void replaceRows(qint64 count, qint64 offset, Rows rows);
    void setCount(qint64 count);
    void insertRowsAt(qint64 row, qint64 count);
    void removeRowsAt(qint64 row, qint64 count);
    void storeRows(qint64 offset, Rows rows);
    void gatherNext(std::shared_ptr<Gathering> gathering);

    QVariant cell(const vault::SecretProperties& secret, Column column) const;
    QVariant rawCell(const vault::SecretProperties& secret, Column column) const;
    QString toolTip(const vault::SecretProperties& secret, Column column) const;

    ops::Operations& m_operations;
    const vault::Caller m_caller;
    const base::Clock& m_clock;
    vault::VaultId m_vault;
    vault::ObjectFilter m_filter;
    std::vector<vault::SortKey> m_sort;

    RowWindow<vault::SecretProperties> m_rows;
    qint64 m_matched = 0;
    qint64 m_total = 0;
    qint64 m_firstShown = 0;
    qint64 m_lastShown = 0;
    base::UnixSeconds m_now = 0;

    LoadState m_loadState = LoadState::Empty;
    base::Error m_error;
    quint64 m_generation = 0; ///< of vault, filter and order
    quint64 m_shifts = 0; ///< counts moves of rows: answers asked for before one are of no use
    bool m_isBrowsing = false; ///< a fresh browse or a reconciliation is under way
    bool m_isFreshWanted = false;
    bool m_isReconcileWanted = false;
    bool m_isPageRunning = false;
    QTimer m_reconcileTimer;
    QTimer m_minute;
};

} // namespace strongroom::lists
