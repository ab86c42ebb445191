// SPDX-License-Identifier: Apache-2.0
#include "ui/panes/cell_table.h"

#include <algorithm>

namespace strongroom::ui {

namespace {

/// Negative, zero or positive, by numbers where both are numbers, else by the words of the language.
int compared(const TableCell& a, const TableCell& b)
{
    if (a.raw.isValid() && b.raw.isValid() && a.raw.typeId() == b.raw.typeId()
        && a.raw.typeId() == QMetaType::LongLong) {
        const qlonglong left = a.raw.toLongLong();
        const qlonglong right = b.raw.toLongLong();
        return left < right ? -1 : left > right ? 1 : 0;
    }
    return QString::localeAwareCompare(a.text, b.text);
}

} // namespace

CellTable::CellTable(const QStringList& headers, QObject* parent)
    : QAbstractTableModel(parent)
    , m_headers(headers)
{
}

int CellTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CellTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_headers.size());
}

QVariant CellTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const TableRow& row = at(index.row());
    const TableCell& cell = row.cells[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return cell.text;
    case Qt::ToolTipRole:
        return cell.toolTip.isEmpty() ? cell.text : cell.toolTip;
    case lists::RawValueRole:
        return cell.raw.isValid() ? cell.raw : QVariant(cell.text);
    case lists::IdentityRole:
        return row.identity;
    case lists::IsLoadedRole:
        return true;
    case lists::CellKindRole:
        return static_cast<int>(cell.kind);
    case lists::ToneRole:
        return static_cast<int>(cell.tone);
    case lists::PartRole:
        return cell.part;
    case lists::BadgeIconRole:
        return cell.badgeIcon;
    case lists::StateRole:
        return cell.state ? QVariant(static_cast<int>(*cell.state)) : QVariant();
    case lists::TagsRole:
        return cell.tags;
    case lists::IsMonospaceRole:
        return cell.isMonospace;
    case lists::IsMutedRole:
        return cell.isMuted;
    default:
        return {};
    }
}

QVariant CellTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::DisplayRole)
        return m_headers.value(section);
    return {};
}

void CellTable::setRows(std::vector<TableRow> rows)
{
    arrange(rows);
    apply(std::move(rows));
}

void CellTable::setSort(std::vector<Key> keys)
{
    m_keys = std::move(keys);
    std::vector<TableRow> rows = m_rows;
    arrange(rows);
    apply(std::move(rows));
}

int CellTable::rowOf(const QString& identity) const
{
    const auto found = std::ranges::find(m_rows, identity, &TableRow::identity);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void CellTable::arrange(std::vector<TableRow>& rows) const
{
    std::ranges::stable_sort(rows, [this](const TableRow& a, const TableRow& b) {
        for (const Key& key : m_keys) {
            const auto column = static_cast<std::size_t>(key.column);
            const int order = compared(a.cells[column], b.cells[column]);
            if (order != 0)
                return key.isDescending ? order > 0 : order < 0;
        }
        return false;
    });
}

void CellTable::apply(std::vector<TableRow> rows)
{
    // Rows that are gone go first; then each place gets its row, moved up or inserted.
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (std::ranges::find(rows, at(row).identity, &TableRow::identity) != rows.end())
            continue;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
        TableRow& wanted = rows[static_cast<std::size_t>(row)];
        const int now = rowOf(wanted.identity);
        if (now < 0) {
            beginInsertRows({}, row, row);
            m_rows.insert(m_rows.begin() + row, std::move(wanted));
            endInsertRows();
            continue;
        }
        if (now != row) {
            beginMoveRows({}, now, now, {}, row);
            std::rotate(m_rows.begin() + row, m_rows.begin() + now, m_rows.begin() + now + 1);
            endMoveRows();
        }
        if (at(row) == wanted)
            continue;
        m_rows[static_cast<std::size_t>(row)] = std::move(wanted);
        Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
    }
}

} // namespace strongroom::ui
