// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/endpoint_control.h"

#include <QAbstractTableModel>

#include <deque>

namespace strongroom::ui {

/// The requests the endpoint has answered, newest first, bounded. While paused the list stands still and
/// what arrives is counted; it is there again when the list goes on. The filter hides, it does not forget.
class RequestLog final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Column { Time, Method, Path, Vault, Caller, Status, Took, Count };
    static constexpr std::size_t capacity = 1000;

    explicit RequestLog(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void add(const ops::ServedRequest& request);
    void pause();
    void resume();
    bool isPaused() const { return m_isPaused; }
    void clear();
    /// As it was made: empty, going on, without a filter.
    void reset();
    /// Words that must all be in method, path, vault, caller, status or error code.
    void setFilter(const QString& text);

    /// What has arrived since the list was cleared, as far as it is kept.
    int total() const { return static_cast<int>(m_all.size()); }
    /// What has arrived since pause().
    int waiting() const { return m_waiting; }
    const ops::ServedRequest& at(int row) const { return m_all[m_shown[static_cast<std::size_t>(row)]]; }

Q_SIGNALS:
    void countsChanged();

private:
    bool matches(const ops::ServedRequest& request) const;
    void showAll();
    void dropOldest();

    std::deque<ops::ServedRequest> m_all; // newest first
    std::vector<std::size_t> m_shown; // places in m_all
    std::deque<quint64> m_numbers; // identities, as m_all
    quint64 m_next = 1;
    QStringList m_words;
    bool m_isPaused = false;
    int m_waiting = 0;
};

/// "200", "403 ForbiddenByRbac".
QString statusWords(const ops::ServedRequest& request);

} // namespace strongroom::ui
