// SPDX-License-Identifier: Apache-2.0
#include "model/lists/secret_list_model.h"

#include "model/lists/object_words.h"
#include "model/lists/relative_time.h"
#include "model/lists/roles.h"

#include <QSet>

namespace strongroom::lists {

using namespace Qt::StringLiterals;
using vault::SecretProperties;

namespace {

constexpr int pageRows = 128;
constexpr int marginRows = 64; ///< loaded beyond what is shown
constexpr int keptRows = 4096; ///< on each side of what is shown
constexpr int gatherRows = 1024;
constexpr int preciseChanges = 48; ///< more than that at once and rows are replaced instead
constexpr int changesSettle = 60; ///< milliseconds

bool isNamed(const SecretProperties& secret, const QString& name)
{
    return secret.name.text().compare(name, Qt::CaseInsensitive) == 0;
}

QSet<QString> namesOf(std::span<const SecretProperties> rows)
{
    QSet<QString> names;
    for (const SecretProperties& row : rows)
        names.insert(row.name.folded());
    return names;
}

} // namespace

struct SecretListModel::Gathering final
{
    std::vector<RowRange> ranges;
    Gathered answer;
    std::vector<SecretProperties> rows;
    quint64 generation = 0;
    std::size_t range = 0;
    int next = 0; ///< within the range
};

SecretListModel::SecretListModel(ops::Operations& operations, const vault::Caller& caller,
                                 const base::Clock& clock, QObject* parent)
    : QAbstractTableModel(parent)
    , m_operations(operations)
    , m_caller(caller)
    , m_clock(clock)
    , m_now(clock.now())
{
    m_reconcileTimer.setSingleShot(true);
    m_reconcileTimer.setInterval(changesSettle);
    m_minute.setInterval(60 * 1000);
    m_minute.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_reconcileTimer, &QTimer::timeout, this, &SecretListModel::reconcile);
    connect(&m_minute, &QTimer::timeout, this, &SecretListModel::tick);
    connect(&operations, &ops::Operations::changed, this, &SecretListModel::onChanged);
}

SecretListModel::~SecretListModel() = default;

int SecretListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_matched);
}

int SecretListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

const SecretProperties* SecretListModel::at(int row) const
{
    return row >= 0 && row < m_matched ? m_rows.at(row) : nullptr;
}

int SecretListModel::loadedRowOf(const QString& name) const
{
    return int(m_rows.find([&name](const SecretProperties& row) { return isNamed(row, name); }));
}

QVariant SecretListModel::data(const QModelIndex& index, int role) const
{
    const SecretProperties* const secret = at(index.row());
    const auto column = Column(index.column());
    if (role == IsLoadedRole)
        return secret != nullptr;
    if (role == CellKindRole) {
        return int(column == Column::Name        ? CellKind::Title
                       : column == Column::State ? CellKind::State
                       : column == Column::Tags  ? CellKind::Tags
                                                 : CellKind::Text);
    }
    if (!secret)
        return role == Qt::AccessibleTextRole ? QVariant(tr("Loading")) : QVariant();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return cell(*secret, column);
    case Qt::ToolTipRole:
        return toolTip(*secret, column);
    case RawValueRole:
        return rawCell(*secret, column);
    case IdentityRole:
        return secret->name.text();
    case StateRole:
        return int(vault::stateOf(secret->attributes, m_now));
    case DaysToExpiryRole:
        return secret->attributes.expires ? QVariant(daysUntil(*secret->attributes.expires, m_now))
                                          : QVariant();
    case TagsRole:
        return tagWords(secret->tags);
    case IsManagedRole:
        return secret->isManaged;
    case IsMonospaceRole:
        return column == Column::Version;
    case IsMutedRole:
        return column != Column::Name && column != Column::Expires;
    default:
        return {};
    }
}

QVariant SecretListModel::cell(const SecretProperties& secret, Column column) const
{
    const vault::Attributes& attributes = secret.attributes;
    switch (column) {
    case Column::Name:
        return secret.name.text();
    case Column::State:
        return stateWord(vault::stateOf(attributes, m_now));
    case Column::ContentType:
        return secret.contentType;
    case Column::Expires:
        return attributes.expires ? relativeTime(*attributes.expires, m_now) : tr("never");
    case Column::Updated:
        return relativeOrDate(attributes.updated, m_now);
    case Column::Tags:
        return tagWords(secret.tags).join(", "_L1);
    case Column::Created:
        return relativeOrDate(attributes.created, m_now);
    case Column::Activates:
        return attributes.notBefore ? relativeOrDate(*attributes.notBefore, m_now) : QString();
    case Column::Version:
        return shortVersion(secret.version);
    case Column::RecoveryLevel:
        return attributes.recoveryLevel;
    case Column::ManagedBy:
        return secret.isManaged ? tr("certificate") : QString();
    case Column::Count:
        break;
    }
    return {};
}

QVariant SecretListModel::rawCell(const SecretProperties& secret, Column column) const
{
    const auto seconds
        = [](const std::optional<vault::UnixSeconds>& time) { return time ? QVariant(*time) : QVariant(); };
    switch (column) {
    case Column::Expires:
        return seconds(secret.attributes.expires);
    case Column::Updated:
        return secret.attributes.updated;
    case Column::Created:
        return secret.attributes.created;
    case Column::Activates:
        return seconds(secret.attributes.notBefore);
    case Column::Version:
        return secret.version.text();
    case Column::State:
        return int(vault::stateOf(secret.attributes, m_now));
    default:
        return cell(secret, column);
    }
}

QString SecretListModel::toolTip(const SecretProperties& secret, Column column) const
{
    const auto time = [](const std::optional<vault::UnixSeconds>& when) {
        return when ? dateTimeText(*when) : QString();
    };
    switch (column) {
    case Column::Expires:
        return time(secret.attributes.expires);
    case Column::Updated:
        return time(secret.attributes.updated);
    case Column::Created:
        return time(secret.attributes.created);
    case Column::Activates:
        return time(secret.attributes.notBefore);
    case Column::Version:
        return secret.version.text();
    case Column::Tags:
        return tagWords(secret.tags).join(u'\n');
    case Column::State:
        return stateSentence(secret.attributes, m_now);
    case Column::Name:
        return secret.isManaged
            ? tr("%1 belongs to the certificate of the same name.").arg(secret.name.text())
            : secret.name.text();
    default:
        return {};
    }
}

QVariant SecretListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Column::Name:
        return tr("Name");
    case Column::State:
        return tr("State");
    case Column::ContentType:
        return tr("Content type");
    case Column::Expires:
        return tr("Expires");
    case Column::Updated:
        return tr("Updated");
    case Column::Tags:
        return tr("Tags");
    case Column::Created:
        return tr("Created");
    case Column::Activates:
        return tr("Activates");
    case Column::Version:
        return tr("Version");
    case Column::RecoveryLevel:
        return tr("Recovery level");
    case Column::ManagedBy:
        return tr("Managed by");
    case Column::Count:
        break;
    }
    return {};
}

std::optional<vault::SortColumn> SecretListModel::sortColumn(int column)
{
    switch (Column(column)) {
    case Column::Name:
        return vault::SortColumn::Name;
    case Column::State:
        return vault::SortColumn::State;
    case Column::ContentType:
        return vault::SortColumn::ContentType;
    case Column::Expires:
        return vault::SortColumn::Expires;
    case Column::Updated:
        return vault::SortColumn::Updated;
    case Column::Created:
        return vault::SortColumn::Created;
    default:
        return {};
    }
}

// What is asked for ------------------------------------------------------------------------------

vault::BrowseRequest SecretListModel::request(qint64 offset, int limit) const
{
    return { .filter = m_filter, .sort = m_sort, .offset = offset, .limit = limit, .wantsCount = false };
}

void SecretListModel::setVault(const vault::VaultId& vault)
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

void SecretListModel::setFilter(vault::ObjectFilter filter)
{
    if (filter == m_filter)
        return;
    m_filter = std::move(filter);
    startOver();
}

void SecretListModel::setSort(std::vector<vault::SortKey> keys)
{
    if (keys.size() > 2)
        keys.resize(2);
    if (keys == m_sort)
        return;
    m_sort = std::move(keys);
    startOver();
}

void SecretListModel::showRows(int first, int last)
{
    m_firstShown = std::max(0, first);
    m_lastShown = std::max(first, last);
    loadMissing();
}

void SecretListModel::refresh()
{
    if (m_loadState == LoadState::Failed)
        startOver();
    else
        reconcileSoon();
}

void SecretListModel::onChanged(const vault::VaultChange& change)
{
    if (change.vault == m_vault && change.kind == vault::ObjectKind::Secret)
        reconcileSoon();
}

void SecretListModel::tick()
{
    m_now = m_clock.now();
    if (m_matched == 0)
        return;
    const int last = int(std::min(m_lastShown, m_matched - 1));
    const int first = int(std::min<qint64>(m_firstShown, last));
    Q_EMIT dataChanged(index(first, 0), index(last, int(Column::Count) - 1));
}

void SecretListModel::setLoadState(LoadState state)
{
    if (m_loadState == state)
        return;
    m_loadState = state;
    Q_EMIT loadStateChanged();
}

void SecretListModel::setBusyFlag(bool& flag, bool value)
{
    const bool wasBusy = isBusy();
    flag = value;
    if (isBusy() != wasBusy)
        Q_EMIT busyChanged();
}

void SecretListModel::fail(const base::Error& error)
{
    m_error = error;
    m_loadState = LoadState::Failed;
    Q_EMIT loadStateChanged();
}

// A new vault, filter or order -------------------------------------------------------------------

void SecretListModel::startOver()
{
    ++m_generation;
    m_isReconcileWanted = false;
    m_reconcileTimer.stop();
    if (m_vault.isEmpty())
        return;
    // One question at a time: while a filter is being typed only the newest is asked.
    m_isFreshWanted = true;
    if (!m_isBrowsing)
        browseFresh();
}

void SecretListModel::browseFresh()
{
    m_isFreshWanted = false;
    setBusyFlag(m_isBrowsing, true);
    m_operations.run(m_caller, m_vault, vault::BrowseSecrets{ request(0, pageRows) })
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

void SecretListModel::applyFresh(Browsed browsed)
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

void SecretListModel::countFresh()
{
    vault::BrowseRequest counting = request(0, 1);
    counting.wantsCount = true;
    setBusyFlag(m_isBrowsing, true);
    m_operations.run(m_caller, m_vault, vault::BrowseSecrets{ counting })
        .then(this, [this, generation = m_generation](base::Result<Browsed> counted) {
            setBusyFlag(m_isBrowsing, false);
            if (m_isFreshWanted && !m_vault.isEmpty())
                return browseFresh();
            if (generation == m_generation && counted) {
                m_total = counted->total;
                setCount(counted->matched);
                Q_EMIT countsChanged();
                loadMissing();
            }
            if (m_isReconcileWanted)
                reconcileSoon();
        });
}

void SecretListModel::replaceRows(qint64 count, qint64 offset, Rows rows)
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

void SecretListModel::loadMissing()
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
    m_operations.run(m_caller, m_vault, vault::BrowseSecrets{ request(offset, pageRows) })
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

void SecretListModel::applyPage(qint64 offset, Rows rows)
{
    // The list became shorter behind our back: what is shown is put right as after any change.
    if (rows.empty() && offset < m_matched)
        return reconcileSoon();
    storeRows(offset, std::move(rows));
    if (m_rows.size() > 2 * keptRows)
        m_rows.keepOnly({ m_firstShown - keptRows, m_lastShown + keptRows });
}

void SecretListModel::storeRows(qint64 offset, Rows rows)
{
    if (offset + qint64(rows.size()) > m_matched)
        rows.erase(rows.begin() + std::max<qint64>(0, m_matched - offset), rows.end());
    if (rows.empty())
        return;
    const int last = int(offset + qint64(rows.size()) - 1);
    m_rows.store(offset, std::move(rows));
    Q_EMIT dataChanged(index(int(offset), 0), index(last, int(Column::Count) - 1));
}

// Changes ----------------------------------------------------------------------------------------

void SecretListModel::reconcileSoon()
{
    m_isReconcileWanted = true;
    if (!m_reconcileTimer.isActive())
        m_reconcileTimer.start();
}

void SecretListModel::reconcile()
{
    if (!m_isReconcileWanted || m_isBrowsing || m_vault.isEmpty() || m_loadState != LoadState::Ready)
        return; // what is under way asks again when it is done
    m_isReconcileWanted = false;
    const qint64 offset = std::max<qint64>(0, m_firstShown - marginRows);
    const qint64 shown = std::min<qint64>(m_lastShown - m_firstShown + 1, 2 * pageRows);
    vault::BrowseRequest wanted = request(offset, int(shown) + 2 * marginRows);
    wanted.wantsCount = true;
    if (const SecretProperties* const anchor = m_rows.at(m_firstShown))
        wanted.locate = anchor->name.text();
    setBusyFlag(m_isBrowsing, true);
    m_operations.run(m_caller, m_vault, vault::BrowseSecrets{ wanted })
        .then(this, [this, offset, generation = m_generation](base::Result<Browsed> browsed) {
            setBusyFlag(m_isBrowsing, false);
            if (m_isFreshWanted && !m_vault.isEmpty())
                return browseFresh();
            if (generation != m_generation)
                return;
            if (!browsed)
                return fail(browsed.error());
            applyReconciled(offset, std::move(*browsed));
            if (m_isReconcileWanted)
                reconcileSoon();
        });
}

void SecretListModel::applyReconciled(qint64 offset, Browsed browsed)
{
    m_now = m_clock.now();
    m_total = browsed.total;
    QHash<QString, qint64> newRows;
    for (std::size_t i = 0; i < browsed.rows.size(); ++i)
        newRows.insert(browsed.rows[i].name.folded(), offset + qint64(i));
    // The first row on the screen that is still there holds everything in place.
    for (qint64 row = m_firstShown; row <= m_lastShown; ++row) {
        const SecretProperties* const known = m_rows.at(row);
        if (!known || !newRows.contains(known->name.folded()))
            continue;
        applyAround(row, newRows.value(known->name.folded()), offset, browsed);
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
        Q_EMIT dataChanged(index(0, 0), index(int(m_matched) - 1, int(Column::Count) - 1));
    } else {
        replaceRows(browsed.matched, offset, std::move(browsed.rows));
    }
    Q_EMIT countsChanged();
    loadMissing();
}

void SecretListModel::applyAround(qint64 anchorRow, qint64 newAnchorRow, qint64 offset,
                                  const Browsed& browsed)
{
    ++m_shifts;
    const auto all = std::span(browsed.rows);
    const auto anchor = std::size_t(newAnchorRow - offset);
    const auto above = all.first(anchor);
    const auto below = all.subspan(anchor + 1);

    const qint64 lowest = walkUp(anchorRow, above);
    const qint64 anchorNow
        = m_rows.find([&](const SecretProperties& row) { return row.name == browsed.rows[anchor].name; });
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
qint64 SecretListModel::walkUp(qint64 anchorRow, std::span<const SecretProperties> above)
{
    const QSet<QString> wanted = namesOf(above);
    QSet<QString> present;
    for (qint64 row = anchorRow - 1; m_rows.at(row); --row)
        present.insert(m_rows.at(row)->name.folded());
    qint64 row = anchorRow;
    int changes = 0;
    for (std::size_t i = above.size(); i > 0 && changes < preciseChanges;) {
        const SecretProperties* const known = m_rows.at(row - 1);
        if (!known)
            break;
        const QString name = known->name.folded();
        if (known->name == above[i - 1].name) {
            --row;
            --i;
        } else if (wanted.contains(name) && !present.contains(above[i - 1].name.folded())) {
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

void SecretListModel::walkDown(qint64 anchorRow, std::span<const SecretProperties> below)
{
    const QSet<QString> wanted = namesOf(below);
    QSet<QString> present;
    for (qint64 row = anchorRow + 1; m_rows.at(row); ++row)
        present.insert(m_rows.at(row)->name.folded());
    qint64 row = anchorRow + 1;
    int changes = 0;
    for (std::size_t i = 0; i < below.size() && changes < preciseChanges;) {
        const SecretProperties* const known = m_rows.at(row);
        if (!known)
            break;
        const QString name = known->name.folded();
        if (known->name == below[i].name) {
            ++row;
            ++i;
        } else if (wanted.contains(name) && !present.contains(below[i].name.folded())) {
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

void SecretListModel::setCount(qint64 count)
{
    if (count > m_matched)
        insertRowsAt(m_matched, count - m_matched);
    else if (count < m_matched)
        removeRowsAt(count, m_matched - count);
}

void SecretListModel::insertRowsAt(qint64 row, qint64 count)
{
    beginInsertRows({}, int(row), int(row + count - 1));
    m_rows.insertGap(row, count);
    m_matched += count;
    endInsertRows();
}

void SecretListModel::removeRowsAt(qint64 row, qint64 count)
{
    beginRemoveRows({}, int(row), int(row + count - 1));
    m_rows.remove(row, count);
    m_matched -= count;
    endRemoveRows();
}

// Questions --------------------------------------------------------------------------------------

void SecretListModel::locate(const QString& name)
{
    vault::BrowseRequest wanted = request(0, 1);
    wanted.locate = name;
    m_operations.run(m_caller, m_vault, vault::BrowseSecrets{ wanted })
        .then(this, [this, name, generation = m_generation](base::Result<Browsed> browsed) {
            if (generation == m_generation)
                Q_EMIT located(name, browsed ? int(browsed->locatedRow) : -1);
        });
}

void SecretListModel::gather(std::vector<RowRange> ranges, Gathered answer)
{
    auto gathering = std::make_shared<Gathering>(); // shared by the steps of one chain of answers
    gathering->ranges = std::move(ranges);
    gathering->answer = std::move(answer);
    gathering->generation = m_generation;
    gatherNext(std::move(gathering));
}

void SecretListModel::gatherNext(std::shared_ptr<Gathering> gathering)
{
    while (gathering->range < gathering->ranges.size()) {
        const auto [first, last] = gathering->ranges[gathering->range];
        const int row = first + gathering->next;
        if (row > last) {
            ++gathering->range;
            gathering->next = 0;
        } else if (const SecretProperties* const known = at(row)) {
            gathering->rows.push_back(*known);
            ++gathering->next;
        } else {
            const int wanted = std::min(gatherRows, last - row + 1);
            m_operations.run(m_caller, m_vault, vault::BrowseSecrets{ request(row, wanted) })
                .then(this, [this, gathering, wanted](base::Result<Browsed> browsed) mutable {
                    if (!browsed || gathering->generation != m_generation)
                        return;
                    for (SecretProperties& secret : browsed->rows)
                        gathering->rows.push_back(std::move(secret));
                    gathering->next += wanted;
                    gatherNext(std::move(gathering));
                });
            return;
        }
    }
    gathering->answer(std::move(gathering->rows));
}

} // namespace strongroom::lists
