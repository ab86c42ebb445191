// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/operations.h"

#include <QAbstractTableModel>
#include <QTimer>

namespace strongroom::lists {

/// The deleted secrets of one vault, read page by page as the view asks for more, in the order of their
/// names. Changes refresh what has been read. GUI thread.
class DeletedListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Column { Name, Kind, Deleted, Purged, RecoveryLevel, ContentType, Tags, Count };
    enum class LoadState { Empty, Loading, Ready, Failed };

    DeletedListModel(ops::Operations& operations, const vault::Caller& caller, const base::Clock& clock,
                     QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    void setVault(const vault::VaultId& vault);
    const vault::VaultId& vault() const { return m_vault; }
    void refresh();
    const vault::DeletedSecret* at(int row) const;
    LoadState loadState() const { return m_loadState; }
    const base::Error& error() const { return m_error; }

Q_SIGNALS:
    void loadStateChanged();

private:
    using Rows = std::vector<vault::DeletedSecret>;

    void load(Rows soFar, const QString& next, std::size_t wanted, quint64 generation);
    void apply(Rows rows);
    void setLoadState(LoadState state);
    QVariant cell(const vault::DeletedSecret& row, Column column) const;

    ops::Operations& m_operations;
    const vault::Caller m_caller;
    const base::Clock& m_clock;
    vault::VaultId m_vault;
    Rows m_rows;
    QString m_next;
    base::UnixSeconds m_now = 0;
    quint64 m_generation = 0;
    bool m_isFetching = false;
    LoadState m_loadState = LoadState::Empty;
    base::Error m_error;
    QTimer m_changes;
};

} // namespace strongroom::lists
