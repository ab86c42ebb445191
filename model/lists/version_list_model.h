// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/lists/listed_object.h"
#include "model/ops/operations.h"

#include <QAbstractTableModel>

namespace strongroom::lists {

/// The versions of one object, newest first. The first row is the current version. GUI thread.
class VersionListModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Column { Version, State, Created, Activates, Expires, Updated, Tags, Count };

    using QAbstractTableModel::QAbstractTableModel;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Shows another object; without a name, nothing. `current` is the newest version where the creation
    /// times do not tell.
    virtual void setObject(const vault::VaultId& vault, std::optional<vault::ObjectName> name,
                           std::optional<vault::VersionId> current)
        = 0;
    virtual void refresh() = 0;
    virtual std::optional<ListedObject> objectAt(int row) const = 0;
    virtual bool isLoading() const = 0;
    virtual const std::optional<base::Error>& error() const = 0;

Q_SIGNALS:
    /// The answer of setObject() or refresh(), good or bad, is there.
    void loaded();
};

/// The same with all that is known of each version; `List` is the operation that reads them.
template <typename List> class ReadVersionListModel final : public VersionListModel
{
public:
    using Rows = decltype(List::Output::items);
    using Row = typename Rows::value_type;

    ReadVersionListModel(ops::Operations& operations, const vault::Caller& caller, const base::Clock& clock,
                         QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    void setObject(const vault::VaultId& vault, std::optional<vault::ObjectName> name,
                   std::optional<vault::VersionId> current) override;
    void refresh() override;
    std::optional<ListedObject> objectAt(int row) const override;
    bool isLoading() const override { return m_isLoading; }
    const std::optional<base::Error>& error() const override { return m_error; }

    const Row* at(int row) const;

private:
    void onChanged(const vault::VaultChange& change);
    void load(Rows soFar, const QString& next, quint64 generation);
    void apply(Rows rows);
    QVariant cell(const Row& version, Column column) const;

    ops::Operations& m_operations;
    const vault::Caller m_caller;
    const base::Clock& m_clock;
    vault::VaultId m_vault;
    std::optional<vault::ObjectName> m_name;
    std::optional<vault::VersionId> m_newest; ///< as setObject() was told
    Rows m_rows;
    QString m_current; ///< version id
    base::UnixSeconds m_now = 0;
    quint64 m_generation = 0;
    bool m_isLoading = false;
    std::optional<base::Error> m_error;
};

extern template class ReadVersionListModel<vault::ListSecretVersions>;
extern template class ReadVersionListModel<vault::ListKeyVersions>;
using SecretVersionListModel = ReadVersionListModel<vault::ListSecretVersions>;
using KeyVersionListModel = ReadVersionListModel<vault::ListKeyVersions>;

} // namespace strongroom::lists
