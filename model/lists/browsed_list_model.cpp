// SPDX-License-Identifier: Apache-2.0
#include "model/lists/browsed_list_model.h"

namespace strongroom::lists {

namespace {

constexpr int pageRows = 128;
constexpr int marginRows = 64; ///< loaded beyond what is shown
constexpr int keptRows = 4096; ///< on each side of what is shown
constexpr int gatherRows = 1024;
constexpr int preciseChanges = 48; ///< more than that at once and rows are replaced instead
constexpr int changesSettle = 60; ///< milliseconds
constexpr int countAgain = 250; ///< milliseconds, after counting was given up

template <typename Row> QSet<QString> namesOf(std::span<const Row> rows)
{
    QSet<QString> names;
    for (const Row& row : rows)
        names.insert(nameOf(row).folded());
    return names;
}

} // namespace

template <typename Browse>
BrowsedListModel<Browse>::BrowsedListModel(ops::Operations& operations, const vault::Caller& caller,
                                           const base::Clock& clock, QObject* parent)
    : ObjectListModel(parent)
    , m_operations(operations)
    , m_caller(caller)
    , m_clock(clock)
    , m_now(clock.now())
{
    m_reconcileTimer.setSingleShot(true);
    m_reconcileTimer.setInterval(changesSettle);
    m_minute.setInterval(60 * 1000);
    m_minute.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_reconcileTimer, &QTimer::timeout, this, [this] { reconcile(); });
    connect(&m_minute, &QTimer::timeout, this, [this] { tick(); });
    connect(&operations, &ops::Operations::changed, this,
            [this](const vault::VaultChange& change) { onChanged(change); });
}

template <typename Browse> int BrowsedListModel<Browse>::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_matched);
}

template <typename Browse>
const typename BrowsedListModel<Browse>::Row* BrowsedListModel<Browse>::at(int row) const
{
    return row >= 0 && row < m_matched ? m_rows.at(row) : nullptr;
}

template <typename Browse> std::optional<ListedObject> BrowsedListModel<Browse>::objectAt(int row) const
{
    const Row* const known = at(row);
    return known ? std::optional(listed(*known)) : std::nullopt;
}

template <typename Browse> int BrowsedListModel<Browse>::loadedRowOf(const QString& name) const
{
    return int(m_rows.find(
        [&name](const Row& row) { return nameOf(row).text().compare(name, Qt::CaseInsensitive) == 0; }));
}

template <typename Browse> QVariant BrowsedListModel<Browse>::data(const QModelIndex& index, int role) const
{
    const Row* const row = at(index.row());
    if (role == IsLoadedRole)
        return row != nullptr;
    if (row)
        return cell(*row, index.column(), role, m_now);
    if (role == CellKindRole)
        return int(cellKind(index.column()));
    return role == Qt::AccessibleTextRole ? QVariant(tr("Loading")) : QVariant();
}

// What is asked for ------------------------------------------------------------------------------

template <typename Browse>
vault::BrowseRequest BrowsedListModel<Browse>::request(qint64 offset, int limit) const
{
    return { .filter = m_filter, .sort = m_sort, .offset = offset, .limit = limit, .wantsCount = false };
}

template <typename Browse> void BrowsedListModel<Browse>::setVault(const vault::VaultId& vault)
{
    beginResetModel();
    m_vault = vault;
    m_rows.clear();
    m_matched = 0;
    m_total = 0;
    m_firstShown = 0;
    m_lastShown = 0;
    endResetModel();
    Q_EMIT countsChanged();
    setLoadState(vault.isEmpty() ? LoadState::Empty : LoadState::Loading);
    if (vault.isEmpty())
        m_minute.stop();
    else
        m_minute.start();
    startOver();
}

template <typename Browse> void BrowsedListModel<Browse>::setFilter(vault::ObjectFilter filter)
{
    if (filter == m_filter)
        return;
    m_filter = std::move(filter);
    startOver();
}

template <typename Browse> void BrowsedListModel<Browse>::setSort(std::vector<vault::SortKey> keys)
{
    if (keys.size() > 2)
        keys.resize(2);
    if (keys == m_sort)
        return;
    m_sort = std::move(keys);
    startOver();
}

template <typename Browse> void BrowsedListModel<Browse>::showRows(int first, int last)
{
    m_firstShown = std::max(0, first);
    m_lastShown = std::max(first, last);
    loadMissing();
}

template <typename Browse> void BrowsedListModel<Browse>::refresh()
{
    if (m_loadState == LoadState::Failed)
        startOver();
    else
        reconcileSoon();
}

template <typename Browse> void BrowsedListModel<Browse>::onChanged(const vault::VaultChange& change)
{
    if (change.vault == m_vault && change.kind == Browse::permission.kind)
        reconcileSoon();
}

template <typename Browse> void BrowsedListModel<Browse>::tick()
{
    m_now = m_clock.now();
    if (m_matched == 0)
        return;
    const int last = int(std::min(m_lastShown, m_matched - 1));
    const int first = int(std::min<qint64>(m_firstShown, last));
    Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
}

template <typename Browse> void BrowsedListModel<Browse>::setLoadState(LoadState state)
{
    if (m_loadState == state)
        return;
    m_loadState = state;
    Q_EMIT loadStateChanged();
}

template <typename Browse> void BrowsedListModel<Browse>::setBusyFlag(bool& flag, bool value)
{
    const bool wasBusy = isBusy();
    flag = value;
    if (isBusy() != wasBusy)
        Q_EMIT busyChanged();
}

template <typename Browse> void BrowsedListModel<Browse>::fail(const base::Error& error)
{
    m_error = error;
    m_loadState = LoadState::Failed;
    Q_EMIT loadStateChanged();
}

// A new vault, filter or order -------------------------------------------------------------------

template <typename Browse> void BrowsedListModel<Browse>::startOver()
{
    ++m_generation;
    m_isReconcileWanted = false;
    m_reconcileTimer.stop();
    setBusyFlag(m_isCounting, false); // the store gives up counting when it is asked for something else
    if (m_vault.isEmpty())
        return;
    // One question at a time: while a filter is being typed only the newest is asked.
    m_isFreshWanted = true;
    if (!m_isBrowsing)
        browseFresh();
}

template <typename Browse> void BrowsedListModel<Browse>::browseFresh()
{
    m_isFreshWanted = false;
    setBusyFlag(m_isBrowsing, true);
    m_operations.run(m_caller, m_vault, Browse{ request(0, pageRows) })
        .then(this, [this, generation = m_generation](base::Result<Browsed> browsed) {
            setBusyFlag(m_isBrowsing, false);
            if (generation != m_generation) {
                if (m_isFreshWanted && !m_vault.isEmpty())
                    browseFresh();
                return;
            }
            if (!browsed)
                return fail(browsed.error());
            applyFresh(std::move(*browsed));
        });
}

template <typename Browse> void BrowsedListModel<Browse>::applyFresh(Browsed browsed)
{
    m_now = m_clock.now();
    // The count may cost a scan: the first page is shown without it, as far as the rows go.
    const qint64 known = qint64(browsed.rows.size());
    m_firstShown = 0;
    m_lastShown = std::min<qint64>(m_lastShown, known);
    replaceRows(known, 0, std::move(browsed.rows));
    setLoadState(LoadState::Ready);
    Q_EMIT contentReplaced();
    Q_EMIT countsChanged();
    countFresh();
}

template <typename Browse> void BrowsedListModel<Browse>::countFresh()
{
    vault::BrowseRequest counting = request(0, 1);
    counting.wantsCount = true;
    setBusyFlag(m_isCounting, true);
    m_operations.run(m_caller, m_vault, Browse{ counting })
        .then(this, [this, generation = m_generation](base::Result<Browsed> counted) {
            if (generation != m_generation)
                return;
            if (counted && counted->matched < 0) { // given up, because others waited
                QTimer::singleShot(countAgain, this, [this, generation] {
                    if (generation == m_generation)
                        countFresh();
                });
                return;
            }
            setBusyFlag(m_isCounting, false);
            if (counted) {
                m_total = counted->total;
                setCount(counted->matched);
                Q_EMIT countsChanged();
                loadMissing();
            }
            if (m_isReconcileWanted)
                reconcileSoon();
        });
}

template <typename Browse> void BrowsedListModel<Browse>::replaceRows(qint64 count, qint64 offset, Rows rows)
{
    ++m_shifts;
    if (count > m_matched)
        setCount(count);
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QStringList names;
    for (const QModelIndex& index : before)
        names += index.data(IdentityRole).toString();
    m_rows.clear();
    m_rows.store(offset, std::move(rows));
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const int row = names[i].isEmpty() ? -1 : loadedRowOf(names[i]);
        after += row < 0 ? QModelIndex() : index(row, before[i].column());
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
    setCount(count); // last, so that rows that have moved up are not cut off
}

// Pages ------------------------------------------------------------------------------------------

template <typename Browse> void BrowsedListModel<Browse>::loadMissing()
{
    if (m_isPageRunning || m_vault.isEmpty() || m_matched == 0)
        return;
    const qint64 last = std::min(m_lastShown + marginRows, m_matched - 1);
    const qint64 first = std::clamp<qint64>(m_firstShown - marginRows, 0, last);
    auto gap = m_rows.firstGap({ std::min(m_firstShown, last), std::min(m_lastShown, last) }, pageRows);
    if (!gap)
        gap = m_rows.firstGap({ first, last }, pageRows);
    if (!gap)
        return;
    const qint64 offset = gap->first == first ? first : gap->first;
    setBusyFlag(m_isPageRunning, true);
    m_operations.run(m_caller, m_vault, Browse{ request(offset, pageRows) })
        .then(this,
              [this, offset, generation = m_generation, shifts = m_shifts](base::Result<Browsed> browsed) {
                  setBusyFlag(m_isPageRunning, false);
                  if (generation == m_generation && !browsed)
                      return fail(browsed.error());
                  if (generation == m_generation && shifts == m_shifts)
                      applyPage(offset, std::move(browsed->rows));
                  loadMissing();
              });
}

template <typename Browse> void BrowsedListModel<Browse>::applyPage(qint64 offset, Rows rows)
{
    // The list became shorter behind our back: what is shown is put right as after any change.
    if (rows.empty() && offset < m_matched)
        return reconcileSoon();
    storeRows(offset, std::move(rows));
    if (m_rows.size() > 2 * keptRows)
        m_rows.keepOnly({ m_firstShown - keptRows, m_lastShown + keptRows });
}

template <typename Browse> void BrowsedListModel<Browse>::storeRows(qint64 offset, Rows rows)
{
    if (offset + qint64(rows.size()) > m_matched)
        rows.erase(rows.begin() + std::max<qint64>(0, m_matched - offset), rows.end());
    if (rows.empty())
        return;
    const int last = int(offset + qint64(rows.size()) - 1);
    m_rows.store(offset, std::move(rows));
    Q_EMIT dataChanged(index(int(offset), 0), index(last, columnCount() - 1));
}

// Changes ----------------------------------------------------------------------------------------

template <typename Browse> void BrowsedListModel<Browse>::reconcileSoon()
{
    m_isReconcileWanted = true;
    if (!m_reconcileTimer.isActive())
        m_reconcileTimer.start();
}

template <typename Browse> void BrowsedListModel<Browse>::reconcile()
{
    if (!m_isReconcileWanted || m_isBrowsing || m_isCounting || m_vault.isEmpty()
        || m_loadState != LoadState::Ready)
        return; // what is under way asks again when it is done
    m_isReconcileWanted = false;
    const qint64 offset = std::max<qint64>(0, m_firstShown - marginRows);
    const qint64 shown = std::min<qint64>(m_lastShown - m_firstShown + 1, 2 * pageRows);
    vault::BrowseRequest wanted = request(offset, int(shown) + 2 * marginRows);
    wanted.wantsCount = true;
    if (const Row* const anchor = m_rows.at(m_firstShown))
        wanted.locate = nameOf(*anchor).text();
    setBusyFlag(m_isBrowsing, true);
    m_operations.run(m_caller, m_vault, Browse{ wanted })
        .then(this, [this, offset, generation = m_generation](base::Result<Browsed> browsed) {
            setBusyFlag(m_isBrowsing, false);
            if (m_isFreshWanted && !m_vault.isEmpty())
                return browseFresh();
            if (generation != m_generation)
                return;
            if (!browsed)
                return fail(browsed.error());
            if (browsed->matched < 0) // counting was given up, because others waited
                return reconcileSoon();
            applyReconciled(offset, std::move(*browsed));
            if (m_isReconcileWanted)
                reconcileSoon();
        });
}

template <typename Browse> void BrowsedListModel<Browse>::applyReconciled(qint64 offset, Browsed browsed)
{
    m_now = m_clock.now();
    m_total = browsed.total;
    QHash<QString, qint64> newRows;
    for (std::size_t i = 0; i < browsed.rows.size(); ++i)
        newRows.insert(nameOf(browsed.rows[i]).folded(), offset + qint64(i));
    // The first row on the screen that is still there holds everything in place.
    for (qint64 row = m_firstShown; row <= m_lastShown; ++row) {
        const Row* const known = m_rows.at(row);
        if (!known || !newRows.contains(nameOf(*known).folded()))
            continue;
        applyAround(row, newRows.value(nameOf(*known).folded()), offset, browsed);
        Q_EMIT countsChanged();
        return loadMissing();
    }
    if (browsed.locatedRow >= 0) {
        // Many rows came or went above: keep what is read under the eye.
        const qint64 difference = browsed.locatedRow - m_firstShown;
        m_firstShown += difference;
        m_lastShown += difference;
        ++m_shifts;
        if (difference > 0)
            insertRowsAt(0, difference);
        else
            removeRowsAt(0, -difference);
        setCount(browsed.matched);
        m_rows.clear();
        Q_EMIT dataChanged(index(0, 0), index(int(m_matched) - 1, columnCount() - 1));
    } else {
        replaceRows(browsed.matched, offset, std::move(browsed.rows));
    }
    Q_EMIT countsChanged();
    loadMissing();
}

template <typename Browse>
void BrowsedListModel<Browse>::applyAround(qint64 anchorRow, qint64 newAnchorRow, qint64 offset,
                                           const Browsed& browsed)
{
    ++m_shifts;
    const auto all = std::span(browsed.rows);
    const auto anchor = std::size_t(newAnchorRow - offset);
    const auto above = all.first(anchor);
    const auto below = all.subspan(anchor + 1);

    const qint64 lowest = walkUp(anchorRow, above);
    const qint64 anchorNow
        = m_rows.find([&](const Row& row) { return nameOf(row) == nameOf(browsed.rows[anchor]); });
    // What remains happened further up, where nobody looks.
    if (const qint64 missing = newAnchorRow - anchorNow; missing > 0)
        insertRowsAt(std::min(lowest, anchorNow), missing);
    else if (missing < 0)
        removeRowsAt(std::max<qint64>(0, std::min(lowest, anchorNow) + missing), -missing);
    walkDown(newAnchorRow, below);
    setCount(browsed.matched);
    m_rows.keepOnly({ offset, offset + qint64(browsed.rows.size()) - 1 });
    storeRows(offset, browsed.rows);
}

/// Makes the rows above the anchor agree with `above`, as far as both are known. Returns the topmost
/// row that was looked at.
template <typename Browse>
qint64 BrowsedListModel<Browse>::walkUp(qint64 anchorRow, std::span<const Row> above)
{
    const QSet<QString> wanted = namesOf(above);
    QSet<QString> present;
    for (qint64 row = anchorRow - 1; m_rows.at(row); --row)
        present.insert(nameOf(*m_rows.at(row)).folded());
    qint64 row = anchorRow;
    int changes = 0;
    for (std::size_t i = above.size(); i > 0 && changes < preciseChanges;) {
        const Row* const known = m_rows.at(row - 1);
        if (!known)
            break;
        const QString name = nameOf(*known).folded();
        if (nameOf(*known) == nameOf(above[i - 1])) {
            --row;
            --i;
        } else if (wanted.contains(name) && !present.contains(nameOf(above[i - 1]).folded())) {
            insertRowsAt(row, 1);
            m_rows.store(row, { above[i - 1] });
            --i;
            ++changes;
        } else {
            present.remove(name);
            removeRowsAt(row - 1, 1);
            --row;
            ++changes;
        }
    }
    return row;
}

template <typename Browse>
void BrowsedListModel<Browse>::walkDown(qint64 anchorRow, std::span<const Row> below)
{
    const QSet<QString> wanted = namesOf(below);
    QSet<QString> present;
    for (qint64 row = anchorRow + 1; m_rows.at(row); ++row)
        present.insert(nameOf(*m_rows.at(row)).folded());
    qint64 row = anchorRow + 1;
    int changes = 0;
    for (std::size_t i = 0; i < below.size() && changes < preciseChanges;) {
        const Row* const known = m_rows.at(row);
        if (!known)
            break;
        const QString name = nameOf(*known).folded();
        if (nameOf(*known) == nameOf(below[i])) {
            ++row;
            ++i;
        } else if (wanted.contains(name) && !present.contains(nameOf(below[i]).folded())) {
            insertRowsAt(row, 1);
            m_rows.store(row, { below[i] });
            ++row;
            ++i;
            ++changes;
        } else {
            present.remove(name);
            removeRowsAt(row, 1);
            ++changes;
        }
    }
}

template <typename Browse> void BrowsedListModel<Browse>::setCount(qint64 count)
{
    if (count > m_matched)
        insertRowsAt(m_matched, count - m_matched);
    else if (count < m_matched)
        removeRowsAt(count, m_matched - count);
}

template <typename Browse> void BrowsedListModel<Browse>::insertRowsAt(qint64 row, qint64 count)
{
    beginInsertRows({}, int(row), int(row + count - 1));
    m_rows.insertGap(row, count);
    m_matched += count;
    endInsertRows();
}

template <typename Browse> void BrowsedListModel<Browse>::removeRowsAt(qint64 row, qint64 count)
{
    beginRemoveRows({}, int(row), int(row + count - 1));
    m_rows.remove(row, count);
    m_matched -= count;
    endRemoveRows();
}

// Questions --------------------------------------------------------------------------------------

template <typename Browse> void BrowsedListModel<Browse>::locate(const QString& name)
{
    vault::BrowseRequest wanted = request(0, 1);
    wanted.locate = name;
    m_operations.run(m_caller, m_vault, Browse{ wanted })
        .then(this, [this, name, generation = m_generation](base::Result<Browsed> browsed) {
            if (generation == m_generation)
                Q_EMIT located(name, browsed ? int(browsed->locatedRow) : -1);
        });
}

template <typename Browse>
void BrowsedListModel<Browse>::gather(std::vector<RowRange> ranges, Gathered answer)
{
    auto gathering = std::make_shared<Gathering>(); // shared by the steps of one chain of answers
    gathering->ranges = std::move(ranges);
    gathering->answer = std::move(answer);
    gathering->generation = m_generation;
    gatherNext(std::move(gathering));
}

template <typename Browse> void BrowsedListModel<Browse>::gatherNext(std::shared_ptr<Gathering> gathering)
{
    while (gathering->range < gathering->ranges.size()) {
        const auto [first, last] = gathering->ranges[gathering->range];
        const int row = first + gathering->next;
        if (row > last) {
            ++gathering->range;
            gathering->next = 0;
        } else if (const Row* const known = at(row)) {
            gathering->rows.push_back(*known);
            ++gathering->next;
        } else {
            const int wanted = std::min(gatherRows, last - row + 1);
            m_operations.run(m_caller, m_vault, Browse{ request(row, wanted) })
                .then(this, [this, gathering, wanted](base::Result<Browsed> browsed) mutable {
                    if (!browsed || gathering->generation != m_generation)
                        return;
                    for (Row& secret : browsed->rows)
                        gathering->rows.push_back(std::move(secret));
                    gathering->next += wanted;
                    gatherNext(std::move(gathering));
                });
            return;
        }
    }
    gathering->answer(std::move(gathering->rows));
}

template <typename Browse>
void BrowsedListModel<Browse>::gatherObjects(std::vector<RowRange> ranges, GatheredObjects answer)
{
    gather(std::move(ranges), [answer = std::move(answer)](Rows rows) mutable {
        std::vector<ListedObject> objects;
        objects.reserve(rows.size());
        for (const Row& row : rows)
            objects.push_back(listed(row));
        answer(std::move(objects));
    });
}

template class BrowsedListModel<vault::BrowseSecrets>;
template class BrowsedListModel<vault::BrowseKeys>;

} // namespace strongroom::lists
