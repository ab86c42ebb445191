// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/local/database.h"
#include "model/local/object_roll.h"
#include "model/local/row_digests.h"
#include "model/local/store_keys.h"

namespace strongroom::local {

/// What the tables of one open store share.
struct StoreContext final
{
    StoreContext(Database opened, StoreKeys derived, QString id)
        : keys(std::move(derived))
        , storeId(std::move(id))
        , database(std::move(opened))
        , digests(database, keys.row)
    {
    }
    StoreContext(const StoreContext&) = delete;
    StoreContext& operator=(const StoreContext&) = delete;

    StoreKeys keys;
    QString storeId;
    Database database;
    RowDigests digests;
    ObjectRoll roll;
    std::function<bool()> isAnybodyWaiting; ///< may be empty
    int countsGivenUp = 0; ///< in a row, for those who waited
};

/// Writes one row of a protected table: binds the columns to a statement whose parameters are id, MAC and
/// the columns in the table's order, and keeps the digests in step.
class RowWriter final
{
public:
    RowWriter(StoreContext& context, TableId table, const char* sql, qint64 id)
        : m_context(context)
        , m_table(table)
        , m_id(id)
        , m_query(context.database, sql)
    {
        m_query.number(id).at(3);
    }

    RowWriter& number(qint64 value)
    {
        m_query.number(value);
        m_columns.number(value);
        return *this;
    }
    RowWriter& number(const std::optional<qint64>& value)
    {
        m_query.number(value);
        m_columns.number(value);
        return *this;
    }
    RowWriter& text(QStringView value)
    {
        const base::Utf8 encoded(value);
        m_query.utf8(encoded.view());
        m_columns.bytes(encoded.view());
        return *this;
    }
    RowWriter& bytes(QByteArrayView value)
    {
        m_query.bytes(value);
        m_columns.bytes(value);
        return *this;
    }
    RowWriter& optionalBytes(const QByteArray& value)
    {
        if (!value.isEmpty())
            return bytes(value);
        m_query.null();
        m_columns.null();
        return *this;
    }
    /// Stored whole, but only its authentication tag is in the MAC: it authenticates the rest.
    RowWriter& sealed(QByteArrayView value)
    {
        m_query.bytes(value);
        m_columns.bytes(value.last(std::min<qsizetype>(16, value.size())));
        return *this;
    }

    /// `before` is the MAC the row had, empty for a new row. The output is its MAC.
    base::Result<QByteArray> write(QByteArrayView before)
    {
        const crypto::Mac mac = m_context.digests.macOf(m_table, m_id, m_columns);
        const QByteArray stored(reinterpret_cast<const char*>(mac.data()), mac.size());
        if (auto written = m_query.at(2).bytes(stored).run(); !written)
            return written.error();
        if (auto changed = m_context.digests.changed(m_table, m_id, before, stored); !changed)
            return changed.error();
        return stored;
    }

private:
    StoreContext& m_context;
    TableId m_table;
    qint64 m_id;
    Query m_query;
    RowBytes m_columns;
};

/// Removes one row and its part of the digests.
inline base::Result<void> removeRow(StoreContext& context, TableId table, const char* sql, qint64 id,
                                    QByteArrayView mac)
{
    if (auto removed = Query(context.database, sql).number(id).run(); !removed)
        return removed.error();
    return context.digests.changed(table, id, mac, {});
}

/// The id for a row to be added, by a statement that gives the greatest one.
inline base::Result<qint64> nextRowId(StoreContext& context, const char* sql)
{
    const auto last = context.database.number(sql);
    if (!last)
        return last.error();
    return *last + 1;
}

/// Which row it is, and the MAC it has.
struct RowMark final
{
    qint64 id = 0;
    QByteArray mac;
};

/// The rows of a vault: `sql` gives id and MAC.
inline base::Result<std::vector<RowMark>> findRows(StoreContext& context, const char* sql, qint64 vault)
{
    std::vector<RowMark> rows;
    Query query(context.database, sql);
    query.number(vault);
    for (;;) {
        const auto found = query.next();
        if (!found)
            return found.error();
        if (!*found)
            return rows;
        rows.push_back({ query.numberAt(0), query.copyAt(1) });
    }
}

/// The row of a vault that a text names.
inline base::Result<std::optional<RowMark>> findRow(StoreContext& context, const char* sql, qint64 vault,
                                                    const QString& text)
{
    Query query(context.database, sql);
    const auto found = query.number(vault).text(text).next();
    if (!found)
        return found.error();
    if (!*found)
        return std::optional<RowMark>();
    return std::optional<RowMark>(RowMark{ query.numberAt(0), query.copyAt(1) });
}

/// Removes all rows of a vault; the statements are those of findRows() and removeRow().
inline base::Result<void> removeRows(StoreContext& context, TableId table, const char* find,
                                     const char* remove, qint64 vault)
{
    const auto rows = findRows(context, find, vault);
    if (!rows)
        return rows.error();
    for (const RowMark& row : *rows) {
        if (auto removed = removeRow(context, table, remove, row.id, row.mac); !removed)
            return removed;
    }
    return {};
}

} // namespace strongroom::local
