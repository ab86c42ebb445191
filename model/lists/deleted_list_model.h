// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/listed_object.h"
#include "model/ops/operations.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <array>

namespace strongroom::lists {

/// A deleted object of any kind, of the version that was current.
struct DeletedObject final
{
    ListedObject object;
    QString type; ///< content type of a secret, "RSA 3072" of a key
    vault::Deletion deletion;

    friend bool operator==(const DeletedObject&, const DeletedObject&) = default;
};

/// The deleted objects of one vault, read page by page as the view asks for more, in the order of their
/// names. Changes refresh what has been read. A row's identity is "secrets/NAME", "keys/NAME". GUI thread.
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
    const DeletedObject* at(int row) const;
    LoadState loadState() const { return m_loadState; }
    const base::Error& error() const { return m_error; }

Q_SIGNALS:
    void loadStateChanged();

private:
    using Rows = std::vector<DeletedObject>;
    /// How far the list of one kind has been read.
    struct Progress
    {
        QString next;
        std::size_t rows = 0;
        bool isBegun = false;

        bool isOpen() const { return !isBegun || !next.isEmpty(); }
    };
    using AllProgress = std::array<Progress, 2>; ///< secrets, keys
    struct Reading
    {
        Rows rows;
        AllProgress progress;
        std::size_t wanted = 0; ///< of each kind
        quint64 generation = 0;
    };

    void read(Reading reading);
    template <typename List> void readPage(std::size_t kind, Reading reading);
    void finish(Reading reading);
    void apply(Rows rows);
    void setLoadState(LoadState state);
    QVariant cell(const DeletedObject& row, Column column) const;

    ops::Operations& m_operations;
    const vault::Caller m_caller;
    const base::Clock& m_clock;
    vault::VaultId m_vault;
    Rows m_rows;
    AllProgress m_progress;
    base::UnixSeconds m_now = 0;
    quint64 m_generation = 0;
    bool m_isFetching = false;
    LoadState m_loadState = LoadState::Empty;
    base::Error m_error;
    QTimer m_changes;
};

} // namespace strongroom::lists
