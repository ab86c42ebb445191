// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/operations.h"
#include "model/vault/audit.h"

#include <QAbstractTableModel>

namespace strongroom::lists {

/// How often somebody has read a secret or used a key.
struct Reader final
{
    QString name;
    qint64 reads = 0;
};

/// What happened to one object, newest first, and who has used it in the last 30 days. Reads the audit log
/// when it is told to, not by itself: reading the log is written into the log. GUI thread.
class ActivityListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Column { Time, Who, What, Result, Count };

    ActivityListModel(ops::Operations& operations, const vault::Caller& caller, const base::Clock& clock,
                      QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setObject(const vault::VaultId& vault, vault::ObjectKind kind, const QString& name);
    void refresh();

    /// Most reads first.
    const std::vector<Reader>& readers() const { return m_readers; }
    qint64 readsInAll() const { return m_reads; }
    const std::optional<base::Error>& error() const { return m_error; }

    static constexpr int readerDays = 30;

Q_SIGNALS:
    void loaded();

private:
    using Rows = std::vector<vault::AuditRecord>;

    void load(Rows soFar, qint64 beforeSequence, quint64 generation);
    void apply(Rows rows);
    QVariant cell(const vault::AuditRecord& row, Column column) const;

    ops::Operations& m_operations;
    const vault::Caller m_caller;
    const base::Clock& m_clock;
    vault::VaultId m_vault;
    vault::ObjectKind m_kind = vault::ObjectKind::Secret;
    QString m_name;
    Rows m_rows;
    std::vector<Reader> m_readers;
    qint64 m_reads = 0;
    base::UnixSeconds m_now = 0;
    quint64 m_generation = 0;
    std::optional<base::Error> m_error;
};

/// Who did it: "You" for whoever opened the store, the name of an application, "Strongroom" for its own jobs.
QString callerWord(const vault::AuditRecord& record);
/// A secret is used by reading its value, a key by any operation with it.
bool isUse(const QString& operation);
/// "Read", "New version", ... for an operation's name in the audit log.
QString operationWord(const QString& operation);

} // namespace strongroom::lists
