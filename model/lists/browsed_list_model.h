// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/object_list_model.h"
#include "model/lists/roles.h"
#include "model/lists/row_window.h"
#include "model/ops/operations.h"

#include <QSet>
#include <QTimer>

#include <span>

namespace strongroom::lists {

/// How an ObjectListModel keeps its window of rows: `Browse` is the operation that reads them. What is left
/// to a kind of object are its columns.
template <typename Browse> class BrowsedListModel : public ObjectListModel
{
public:
    using Browsed = typename Browse::Output;
    using Rows = decltype(Browsed::rows);
    using Row = typename Rows::value_type;

    /// `operations` and `clock` must outlive the model, or reset with setVault({}) before they go.
    BrowsedListModel(ops::Operations& operations, const vault::Caller& caller, const base::Clock& clock,
                     QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    void setVault(const vault::VaultId& vault) override;
    const vault::VaultId& vault() const override { return m_vault; }
    void setFilter(vault::ObjectFilter filter) override;
    const vault::ObjectFilter& filter() const override { return m_filter; }
    void setSort(std::vector<vault::SortKey> keys) override;
    const std::vector<vault::SortKey>& sortKeys() const override { return m_sort; }

    void showRows(int first, int last) override;
    void refresh() override;

    LoadState loadState() const override { return m_loadState; }
    const base::Error& error() const override { return m_error; }
    bool isBusy() const override { return m_isBrowsing || m_isCounting || m_isPageRunning; }
    qint64 matched() const override { return m_matched; }
    qint64 total() const override { return m_total; }
    std::optional<ListedObject> objectAt(int row) const override;
    int loadedRowOf(const QString& name) const override;
    void locate(const QString& name) override;
    void gatherObjects(std::vector<RowRange> ranges, GatheredObjects answer) override;

    /// nullptr while the row is not in memory.
    const Row* at(int row) const;
    using Gathered = base::UniqueFunction<void(Rows)>;
    void gather(std::vector<RowRange> ranges, Gathered answer);

protected:
    /// A cell of a row that is in memory. `now` is the time the whole list was drawn for.
    virtual QVariant cell(const Row& row, int column, int role, base::UnixSeconds now) const = 0;
    /// The same for a row that is not: its kind of cell.
    virtual CellKind cellKind(int column) const = 0;

private:
    struct Gathering final
    {
        std::vector<RowRange> ranges;
        Gathered answer;
        Rows rows;
        quint64 generation = 0;
        std::size_t range = 0;
        int next = 0; ///< within the range
    };

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
    qint64 walkUp(qint64 anchorRow, std::span<const Row> above);
    void walkDown(qint64 anchorRow, std::span<const Row> below);
    void replaceRows(qint64 count, qint64 offset, Rows rows);
    void setCount(qint64 count);
    void insertRowsAt(qint64 row, qint64 count);
    void removeRowsAt(qint64 row, qint64 count);
    void storeRows(qint64 offset, Rows rows);
    void gatherNext(std::shared_ptr<Gathering> gathering);

    ops::Operations& m_operations;
    const vault::Caller m_caller;
    const base::Clock& m_clock;
    vault::VaultId m_vault;
    vault::ObjectFilter m_filter;
    std::vector<vault::SortKey> m_sort;

    RowWindow<Row> m_rows;
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
    bool m_isCounting = false; ///< of the rows that were browsed last
    bool m_isFreshWanted = false;
    bool m_isReconcileWanted = false;
    bool m_isPageRunning = false;
    QTimer m_reconcileTimer;
    QTimer m_minute;
};

extern template class BrowsedListModel<vault::BrowseSecrets>;
extern template class BrowsedListModel<vault::BrowseKeys>;

} // namespace strongroom::lists
