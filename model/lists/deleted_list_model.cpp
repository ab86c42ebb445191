// SPDX-License-Identifier: Apache-2.0
#include "model/lists/deleted_list_model.h"

#include "model/lists/object_words.h"
#include "model/lists/relative_time.h"
#include "model/lists/roles.h"

namespace strongroom::lists {

using namespace Qt::StringLiterals;
using vault::DeletedSecret;

namespace {

constexpr std::size_t firstRows = 100;
constexpr int changesSettle = 60; ///< milliseconds
constexpr qint64 lastDays = 7; ///< the end is near

/// How much of the time to recover is left, 0 to 1.
double partLeft(const vault::Deletion& deletion, base::UnixSeconds now)
{
    const auto whole = double(deletion.scheduledPurge - deletion.deleted);
    return whole <= 0 ? 0 : double(deletion.scheduledPurge - now) / whole;
}

} // namespace

DeletedListModel::DeletedListModel(ops::Operations& operations, const vault::Caller& caller,
                                   const base::Clock& clock, QObject* parent)
    : QAbstractTableModel(parent)
    , m_operations(operations)
    , m_caller(caller)
    , m_clock(clock)
{
    m_changes.setSingleShot(true);
    m_changes.setInterval(changesSettle);
    connect(&m_changes, &QTimer::timeout, this, &DeletedListModel::refresh);
    connect(&operations, &ops::Operations::changed, this, [this](const vault::VaultChange& change) {
        const bool matters = change.what == vault::ChangeKind::ObjectDeleted
            || change.what == vault::ChangeKind::ObjectRecovered
            || change.what == vault::ChangeKind::ObjectPurged;
        if (matters && change.vault == m_vault && !m_changes.isActive())
            m_changes.start();
    });
}

int DeletedListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int DeletedListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

const DeletedSecret* DeletedListModel::at(int row) const
{
    return row >= 0 && row < int(m_rows.size()) ? &m_rows[std::size_t(row)] : nullptr;
}

QVariant DeletedListModel::data(const QModelIndex& index, int role) const
{
    const DeletedSecret* const row = at(index.row());
    if (!row)
        return {};
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return cell(*row, column);
    case Qt::ToolTipRole:
        return column == Column::Deleted ? dateTimeText(row->deletion.deleted)
            : column == Column::Purged   ? dateTimeText(row->deletion.scheduledPurge)
                                         : QString();
    case RawValueRole:
        return column == Column::Deleted ? QVariant(row->deletion.deleted)
            : column == Column::Purged   ? QVariant(row->deletion.scheduledPurge)
                                         : cell(*row, column);
    case DaysToExpiryRole:
        return daysUntil(row->deletion.scheduledPurge, m_now);
    case IdentityRole:
        return row->properties.name.text();
    case IsLoadedRole:
        return true;
    case TagsRole:
        return tagWords(row->properties.tags);
    case IsMutedRole:
        return column != Column::Name && column != Column::Purged;
    case CellKindRole:
        return int(column == Column::Name         ? CellKind::Title
                       : column == Column::Tags   ? CellKind::Tags
                       : column == Column::Purged ? CellKind::Life
                                                  : CellKind::Text);
    case PartRole:
        return partLeft(row->deletion, m_now);
    case ToneRole:
        return int(daysUntil(row->deletion.scheduledPurge, m_now) < lastDays ? Tone::Warning : Tone::Plain);
    default:
        return {};
    }
}

QVariant DeletedListModel::cell(const DeletedSecret& row, Column column) const
{
    switch (column) {
    case Column::Name:
        return row.properties.name.text();
    case Column::Kind:
        return tr("Secret");
    case Column::Deleted:
        return relativeOrDate(row.deletion.deleted, m_now);
    case Column::Purged:
        return tr("%1, %2").arg(dateText(row.deletion.scheduledPurge),
                                relativeTime(row.deletion.scheduledPurge, m_now));
    case Column::RecoveryLevel:
        return row.properties.attributes.recoveryLevel;
    case Column::ContentType:
        return row.properties.contentType;
    case Column::Tags:
        return tagWords(row.properties.tags).join(", "_L1);
    case Column::Count:
        break;
    }
    return {};
}

QVariant DeletedListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Column::Name:
        return tr("Name");
    case Column::Kind:
        return tr("Kind");
    case Column::Deleted:
        return tr("Deleted");
    case Column::Purged:
        return tr("Purged for ever");
    case Column::RecoveryLevel:
        return tr("Recovery level");
    case Column::ContentType:
        return tr("Content type");
    case Column::Tags:
        return tr("Tags");
    case Column::Count:
        break;
    }
    return {};
}

void DeletedListModel::setVault(const vault::VaultId& vault)
{
    beginResetModel();
    m_vault = vault;
    m_rows.clear();
    m_next.clear();
    endResetModel();
    setLoadState(vault.isEmpty() ? LoadState::Empty : LoadState::Loading);
    refresh();
}

void DeletedListModel::refresh()
{
    ++m_generation;
    m_isFetching = !m_vault.isEmpty();
    if (m_isFetching)
        load({}, {}, std::max(firstRows, m_rows.size() + 1), m_generation);
}

bool DeletedListModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && !m_isFetching && !m_next.isEmpty();
}

void DeletedListModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent))
        return;
    m_isFetching = true;
    load(m_rows, m_next, m_rows.size() + firstRows, m_generation);
}

void DeletedListModel::load(Rows soFar, const QString& next, std::size_t wanted, quint64 generation)
{
    m_operations.run(m_caller, m_vault, vault::ListDeletedSecrets{ { vault::limits::pageSize, next } })
        .then(this,
              [this, rows = std::move(soFar), wanted,
               generation](ops::ResultOf<vault::ListDeletedSecrets> page) mutable {
                  if (generation != m_generation)
                      return;
                  if (!page) {
                      m_isFetching = false;
                      m_error = page.error();
                      setLoadState(LoadState::Failed);
                      return;
                  }
                  for (DeletedSecret& row : page->items)
                      rows.push_back(std::move(row));
                  if (!page->next.isEmpty() && rows.size() < wanted)
                      return load(std::move(rows), page->next, wanted, generation);
                  m_next = page->next;
                  apply(std::move(rows));
                  m_isFetching = false; // views ask for more while rows are being inserted
                  setLoadState(LoadState::Ready);
              });
}

/// Both lists are in the order of names, so one walk finds what came and went.
void DeletedListModel::apply(Rows rows)
{
    m_now = m_clock.now();
    std::size_t at = 0;
    for (std::size_t i = 0; i < rows.size() || at < m_rows.size();) {
        const int order = i == rows.size() ? -1
            : at == m_rows.size()
            ? 1
            : m_rows[at].properties.name.folded().compare(rows[i].properties.name.folded());
        if (order < 0) {
            beginRemoveRows({}, int(at), int(at));
            m_rows.erase(m_rows.begin() + qsizetype(at));
            endRemoveRows();
            continue;
        }
        if (order > 0) {
            beginInsertRows({}, int(at), int(at));
            m_rows.insert(m_rows.begin() + qsizetype(at), rows[i]);
            endInsertRows();
        } else {
            m_rows[at] = rows[i];
        }
        ++at;
        ++i;
    }
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void DeletedListModel::setLoadState(LoadState state)
{
    if (m_loadState == state && state != LoadState::Failed)
        return;
    m_loadState = state;
    Q_EMIT loadStateChanged();
}

} // namespace strongroom::lists
