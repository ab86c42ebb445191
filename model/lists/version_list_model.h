// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/operations.h"

#include <QAbstractTableModel>

namespace strongroom::lists {

/// The versions of one secret, newest first. The first row is the current version. GUI thread.
class VersionListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Column { Version, State, Created, Activates, Expires, Updated, Tags, Count };

    VersionListModel(ops::Operations& operations, const vault::Caller& caller, const base::Clock& clock,
                     QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Shows another secret; an empty name shows nothing.
    void setSecret(const vault::VaultId& vault, std::optional<vault::ObjectName> name);
    void refresh();

    const vault::SecretProperties* at(int row) const;
    bool isLoading() const { return m_isLoading; }
    const std::optional<base::Error>& error() const { return m_error; }

Q_SIGNALS:
    /// The answer of setSecret() or refresh(), good or bad, is there.
    void loaded();

private:
    using Rows = std::vector<vault::SecretProperties>;

    void load(Rows soFar, const QString& next, quint64 generation);
    void apply(Rows rows);
    QVariant cell(const vault::SecretProperties& version, Column column) const;

    ops::Operations& m_operations;
    const vault::Caller m_caller;
    const base::Clock& m_clock;
    vault::VaultId m_vault;
    std::optional<vault::ObjectName> m_name;
    Rows m_rows;
    QString m_current; ///< version id
    base::UnixSeconds m_now = 0;
    quint64 m_generation = 0;
    bool m_isLoading = false;
    std::optional<base::Error> m_error;
};

} // namespace strongroom::lists
