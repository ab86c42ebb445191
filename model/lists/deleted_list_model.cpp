// SPDX-License-Identifier: Apache-2.0
#include "model/lists/deleted_list_model.h"

#include "model/lists/key_words.h"
#include "model/lists/object_words.h"
#include "model/lists/relative_time.h"
#include "model/lists/roles.h"

namespace strongroom::lists {

using namespace Qt::StringLiterals;

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

DeletedObject rowOf(const vault::DeletedSecret& secret)
{
    return { listed(secret.properties), secret.properties.contentType, secret.deletion };
}

DeletedObject rowOf(const vault::DeletedKey& key)
{
    return { listed(key.properties), keyKindText(key.properties), key.deletion };
}

/// By name, and a secret before the key of its name.
bool isBefore(const DeletedObject& a, const DeletedObject& b)
{
    const int order = a.object.name.folded().compare(b.object.name.folded());
    return order != 0 ? order < 0 : a.object.kind < b.object.kind;
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

const DeletedObject* DeletedListModel::at(int row) const
{
    return row >= 0 && row < int(m_rows.size()) ? &m_rows[std::size_t(row)] : nullptr;
}

QVariant DeletedListModel::data(const QModelIndex& index, int role) const
{
    const DeletedObject* const row = at(index.row());
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
        return QString(collectionOf(row->object.kind) + u'/' + row->object.name.text());
    case IsLoadedRole:
        return true;
    case TagsRole:
        return tagWords(row->object.tags);
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

QVariant DeletedListModel::cell(const DeletedObject& row, Column column) const
{
    switch (column) {
    case Column::Name:
        return row.object.name.text();
    case Column::Kind:
        return kindWord(row.object.kind);
    case Column::Deleted:
        return relativeOrDate(row.deletion.deleted, m_now);
    case Column::Purged:
        return tr("%1, %2").arg(dateText(row.deletion.scheduledPurge),
                                relativeTime(row.deletion.scheduledPurge, m_now));
    case Column::RecoveryLevel:
        return row.object.attributes.recoveryLevel;
    case Column::ContentType:
        return row.type;
    case Column::Tags:
        return tagWords(row.object.tags).join(", "_L1);
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
        return tr("Type");
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
    m_progress = {};
    endResetModel();
    setLoadState(vault.isEmpty() ? LoadState::Empty : LoadState::Loading);
    refresh();
}

void DeletedListModel::refresh()
{
    ++m_generation;
    m_isFetching = !m_vault.isEmpty();
    if (!m_isFetching)
        return;
    std::size_t wanted = firstRows;
    for (const Progress& progress : m_progress)
        wanted = std::max(wanted, progress.rows + 1);
    read({ {}, {}, wanted, m_generation });
}

bool DeletedListModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && !m_isFetching && std::ranges::any_of(m_progress, &Progress::isOpen)
        && m_loadState == LoadState::Ready;
}

void DeletedListModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent))
        return;
    m_isFetching = true;
    std::size_t wanted = 0;
    for (const Progress& progress : m_progress)
        wanted = std::max(wanted, progress.rows + firstRows);
    read({ m_rows, m_progress, wanted, m_generation });
}

void DeletedListModel::read(Reading reading)
{
    for (std::size_t kind = 0; kind < reading.progress.size(); ++kind) {
        if (!reading.progress[kind].isOpen() || reading.progress[kind].rows >= reading.wanted)
            continue;
        return kind == 0 ? readPage<vault::ListDeletedSecrets>(kind, std::move(reading))
                         : readPage<vault::ListDeletedKeys>(kind, std::move(reading));
    }
    finish(std::move(reading));
}

template <typename List> void DeletedListModel::readPage(std::size_t kind, Reading reading)
{
    const QString next = reading.progress[kind].next;
    m_operations.run(m_caller, m_vault, List{ { vault::limits::pageSize, next } })
        .then(this, [this, kind, reading = std::move(reading)](ops::ResultOf<List> page) mutable {
            if (reading.generation != m_generation)
                return;
            Progress& progress = reading.progress[kind];
            progress.isBegun = true;
            progress.next.clear();
            // A vault that knows no such objects has none that are deleted.
            if (!page && page.error().code != base::ErrorCode::NotSupported) {
                m_isFetching = false;
                m_error = page.error();
                setLoadState(LoadState::Failed);
                return;
            }
            if (page) {
                progress.next = page->next;
                progress.rows += page->items.size();
                for (const auto& item : page->items)
                    reading.rows.push_back(rowOf(item));
            }
            read(std::move(reading));
        });
}

void DeletedListModel::finish(Reading reading)
{
    std::ranges::sort(reading.rows, isBefore);
    m_progress = std::move(reading.progress);
    apply(std::move(reading.rows));
    m_isFetching = false; // views ask for more while rows are being inserted
    setLoadState(LoadState::Ready);
}

/// Both lists are in the same order, so one walk finds what came and went.
void DeletedListModel::apply(Rows rows)
{
    m_now = m_clock.now();
    std::size_t at = 0;
    for (std::size_t i = 0; i < rows.size() || at < m_rows.size();) {
        const bool isGone = at < m_rows.size() && (i == rows.size() || isBefore(m_rows[at], rows[i]));
        const bool isNew = !isGone && (at == m_rows.size() || isBefore(rows[i], m_rows[at]));
        if (isGone) {
            beginRemoveRows({}, int(at), int(at));
            m_rows.erase(m_rows.begin() + qsizetype(at));
            endRemoveRows();
            continue;
        }
        if (isNew) {
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
