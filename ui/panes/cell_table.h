// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/roles.h"
#include "model/vault/attributes.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace strongroom::ui {

/// A cell of a short list, as the delegate of ObjectListView draws it.
struct TableCell final
{
    QString text;
    QVariant raw; ///< what it is sorted by; invalid: the text
    lists::CellKind kind = lists::CellKind::Text;
    lists::Tone tone = lists::Tone::Plain;
    double part = 0;
    bool isMonospace = false;
    bool isMuted = false;
    QString toolTip;
    QString badgeIcon; ///< of a Badge, instead of that of its tone
    std::optional<vault::ObjectState> state; ///< of a State cell
    QStringList tags; ///< of a Tags cell

    friend bool operator==(const TableCell&, const TableCell&) = default;
};

struct TableRow final
{
    QString identity;
    std::vector<TableCell> cells;

    friend bool operator==(const TableRow&, const TableRow&) = default;
};

/// The model of lists that are short enough to be in memory: applications, role assignments, deleted
/// vaults. The owner gives all rows anew; only what differs is announced, so that a view keeps its place.
class CellTable final : public QAbstractTableModel
{
    Q_OBJECT

public:
    CellTable(const QStringList& headers, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Rows in any order; they are shown in the chosen one.
    void setRows(std::vector<TableRow> rows);
    struct Key final
    {
        int column = 0;
        bool isDescending = false;
    };
    void setSort(std::vector<Key> keys);
    const TableRow& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    /// -1 when there is none.
    int rowOf(const QString& identity) const;

private:
    void arrange(std::vector<TableRow>& rows) const;
    void apply(std::vector<TableRow> rows);

    const QStringList m_headers;
    std::vector<TableRow> m_rows;
    std::vector<Key> m_keys;
};

} // namespace strongroom::ui
