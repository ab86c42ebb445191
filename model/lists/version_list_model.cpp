// SPDX-License-Identifier: Apache-2.0
#include "model/lists/version_list_model.h"

#include "model/lists/object_words.h"
#include "model/lists/relative_time.h"
#include "model/lists/roles.h"

#include <QSet>

namespace strongroom::lists {

using namespace Qt::StringLiterals;

namespace {

std::optional<vault::VersionId> previousOf(const vault::SecretProperties& version)
{
    return version.previousVersion;
}
/// Keys do not say which version they follow.
std::optional<vault::VersionId> previousOf(const vault::KeyProperties&) { return {}; }

/// By creation; versions of the same second by the chain of previous versions, as far as there is one, below
/// the one that is known to be the `newest`.
template <typename Row>
std::vector<Row> newestFirst(std::vector<Row> rows, const std::optional<vault::VersionId>& newest)
{
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.attributes.created > b.attributes.created; });
    QSet<QString> older;
    for (const Row& row : rows) {
        if (const auto previous = previousOf(row))
            older.insert(previous->text());
    }
    const auto pull = [&rows](std::size_t to, const auto& isNext) {
        const auto found = std::find_if(rows.begin() + qsizetype(to), rows.end(), isNext);
        if (found != rows.end())
            std::rotate(rows.begin() + qsizetype(to), found, found + 1);
    };
    if (older.isEmpty() && newest)
        pull(0, [&newest](const Row& row) { return row.version == *newest; });
    else
        pull(0, [&older](const Row& row) { return !older.contains(row.version.text()); });
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (const auto previous = previousOf(rows[i - 1]))
            pull(i, [&previous](const Row& row) { return row.version == *previous; });
    }
    return rows;
}

} // namespace

int VersionListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant VersionListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (Column(section)) {
    case Column::Version:
        return tr("Version");
    case Column::State:
        return tr("State");
    case Column::Created:
        return tr("Created");
    case Column::Activates:
        return tr("Activates");
    case Column::Expires:
        return tr("Expires");
    case Column::Updated:
        return tr("Updated");
    case Column::Tags:
        return tr("Tags");
    case Column::Count:
        break;
    }
    return {};
}

template <typename List>
ReadVersionListModel<List>::ReadVersionListModel(ops::Operations& operations, const vault::Caller& caller,
                                                 const base::Clock& clock, QObject* parent)
    : VersionListModel(parent)
    , m_operations(operations)
    , m_caller(caller)
    , m_clock(clock)
{
    connect(&operations, &ops::Operations::changed, this,
            [this](const vault::VaultChange& change) { onChanged(change); });
}

template <typename List> void ReadVersionListModel<List>::onChanged(const vault::VaultChange& change)
{
    const bool isOurs = m_name && change.vault == m_vault && change.kind == List::permission.kind
        && change.name.compare(m_name->text(), Qt::CaseInsensitive) == 0;
    if (isOurs && change.what != vault::ChangeKind::ObjectDeleted)
        refresh();
}

template <typename List> int ReadVersionListModel<List>::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

template <typename List>
const typename ReadVersionListModel<List>::Row* ReadVersionListModel<List>::at(int row) const
{
    return row >= 0 && row < int(m_rows.size()) ? &m_rows[std::size_t(row)] : nullptr;
}

template <typename List> std::optional<ListedObject> ReadVersionListModel<List>::objectAt(int row) const
{
    const Row* const version = at(row);
    return version ? std::optional(listed(*version)) : std::nullopt;
}

template <typename List> QVariant ReadVersionListModel<List>::data(const QModelIndex& index, int role) const
{
    const Row* const version = at(index.row());
    if (!version)
        return {};
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return cell(*version, column);
    case Qt::ToolTipRole:
        return column == Column::Version ? version->version.text()
            : column == Column::State    ? stateSentence(List::permission.kind, version->attributes, m_now)
            : column == Column::Created  ? dateTimeText(version->attributes.created)
                                         : QString();
    case IdentityRole:
    case RawValueRole:
        return version->version.text();
    case IsLoadedRole:
        return true;
    case StateRole:
        return int(vault::stateOf(version->attributes, m_now));
    case TagsRole:
        return tagWords(version->tags);
    case IsMonospaceRole:
        return column == Column::Version;
    case IsMutedRole:
        return column != Column::Version;
    case CellKindRole:
        return int(column == Column::State      ? CellKind::State
                       : column == Column::Tags ? CellKind::Tags
                                                : CellKind::Text);
    default:
        return {};
    }
}

template <typename List> QVariant ReadVersionListModel<List>::cell(const Row& version, Column column) const
{
    const vault::Attributes& attributes = version.attributes;
    switch (column) {
    case Column::Version:
        return version.version.text() == m_current ? tr("%1 (current)").arg(shortVersion(version.version))
                                                   : shortVersion(version.version);
    case Column::State:
        return stateWord(vault::stateOf(attributes, m_now));
    case Column::Created:
        return relativeOrDate(attributes.created, m_now);
    case Column::Activates:
        return attributes.notBefore ? dateText(*attributes.notBefore) : QString();
    case Column::Expires:
        return attributes.expires ? relativeTime(*attributes.expires, m_now) : tr("never");
    case Column::Updated:
        return relativeOrDate(attributes.updated, m_now);
    case Column::Tags:
        return tagWords(version.tags).join(", "_L1);
    case Column::Count:
        break;
    }
    return {};
}

template <typename List>
void ReadVersionListModel<List>::setObject(const vault::VaultId& vault, std::optional<vault::ObjectName> name,
                                           std::optional<vault::VersionId> current)
{
    beginResetModel();
    m_rows.clear();
    m_vault = vault;
    m_name = std::move(name);
    m_newest = std::move(current);
    m_error.reset();
    endResetModel();
    refresh();
}

template <typename List> void ReadVersionListModel<List>::refresh()
{
    ++m_generation;
    m_isLoading = m_name.has_value();
    if (m_name)
        load({}, {}, m_generation);
}

template <typename List>
void ReadVersionListModel<List>::load(Rows soFar, const QString& next, quint64 generation)
{
    List op{ *m_name, { vault::limits::pageSize, next } };
    m_operations.run(m_caller, m_vault, std::move(op))
        .then(this, [this, rows = std::move(soFar), generation](ops::ResultOf<List> page) mutable {
            if (generation != m_generation)
                return;
            if (!page) {
                m_error = page.error();
                m_isLoading = false;
                Q_EMIT loaded();
                return;
            }
            for (Row& version : page->items)
                rows.push_back(std::move(version));
            if (!page->next.isEmpty())
                return load(std::move(rows), page->next, generation);
            m_isLoading = false;
            m_error.reset();
            apply(std::move(rows));
            Q_EMIT loaded();
        });
}

template <typename List> void ReadVersionListModel<List>::apply(Rows rows)
{
    m_now = m_clock.now();
    rows = newestFirst(std::move(rows), m_newest);
    const QString current = rows.empty() ? QString() : rows.front().version.text();
    const bool isSameLength = rows.size() == m_rows.size();
    const auto isSameVersion = [](const Row& a, const Row& b) { return a.version == b.version; };
    if (isSameLength && std::equal(rows.begin(), rows.end(), m_rows.begin(), isSameVersion)) {
        m_rows = std::move(rows);
        m_current = current;
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    const std::size_t added = rows.size() - m_rows.size();
    if (rows.size() > m_rows.size() && !m_rows.empty()
        && std::equal(m_rows.begin(), m_rows.end(), rows.begin() + qsizetype(added), isSameVersion)) {
        beginInsertRows({}, 0, int(added) - 1);
        m_rows = std::move(rows);
        endInsertRows();
        m_current = current; // only now: the insertion itself changes no other row
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    m_current = current;
    endResetModel();
}

template class ReadVersionListModel<vault::ListSecretVersions>;
template class ReadVersionListModel<vault::ListKeyVersions>;

} // namespace strongroom::lists
