// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtGlobal>

#include <iterator>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace strongroom::lists {

/// The rows of a long list that are in memory, by their row number. Rows that are not here are
/// placeholders. `Row` needs nothing but to be movable. Not thread-safe.
template <typename Row> class RowWindow final
{
public:
    using Range = std::pair<qint64, qint64>; ///< first and last row

    const Row* at(qint64 row) const
    {
        const auto found = m_rows.find(row);
        return found == m_rows.end() ? nullptr : &found->second;
    }
    bool isEmpty() const { return m_rows.empty(); }
    std::size_t size() const { return m_rows.size(); }
    void clear() { m_rows.clear(); }

    void store(qint64 offset, std::vector<Row> rows)
    {
        for (Row& row : rows)
            m_rows.insert_or_assign(offset++, std::move(row));
    }

    /// Rows from `row` on move down by `count`.
    void insertGap(qint64 row, qint64 count) { shift(row, count); }
    void remove(qint64 row, qint64 count)
    {
        m_rows.erase(m_rows.lower_bound(row), m_rows.lower_bound(row + count));
        shift(row + count, -count);
    }

    /// Forgets rows outside `kept`.
    void keepOnly(Range kept)
    {
        m_rows.erase(m_rows.begin(), m_rows.lower_bound(kept.first));
        m_rows.erase(m_rows.upper_bound(kept.second), m_rows.end());
    }

    /// The first stretch of at most `length` rows inside `wanted` of which the first is missing.
    std::optional<Range> firstGap(Range wanted, qint64 length) const
    {
        for (qint64 row = wanted.first; row <= wanted.second; ++row) {
            if (!m_rows.contains(row))
                return Range{ row, row + length - 1 };
        }
        return {};
    }

    /// The row for which `matches` holds, -1 if none in memory does.
    template <typename Predicate> qint64 find(Predicate matches) const
    {
        for (const auto& [number, row] : m_rows) {
            if (matches(row))
                return number;
        }
        return -1;
    }

private:
    void shift(qint64 from, qint64 by)
    {
        std::vector<std::pair<qint64, Row>> moved;
        const auto first = m_rows.lower_bound(from);
        for (auto it = first; it != m_rows.end(); ++it)
            moved.emplace_back(it->first + by, std::move(it->second));
        m_rows.erase(first, m_rows.end());
        for (auto& [number, row] : moved)
            m_rows.emplace_hint(m_rows.end(), number, std::move(row));
    }

    std::map<qint64, Row> m_rows;
};

} // namespace strongroom::lists
