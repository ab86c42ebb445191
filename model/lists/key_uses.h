// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/operations.h"

#include <QHash>

namespace strongroom::lists {

/// When keys were last used, of any number of them with one look at the newest entries of the audit log.
/// Looks when it is told to, not by itself: looking is written into the log. GUI thread.
class KeyUses final : public QObject
{
    Q_OBJECT

public:
    static constexpr int readRows = 2000;

    /// `operations` must outlive it.
    KeyUses(ops::Operations& operations, const vault::Caller& caller, QObject* parent = nullptr);

    /// Empty: of the keys of all vaults.
    void read(const vault::VaultId& vault);
    /// Nothing while it is not known.
    std::optional<base::UnixSeconds> lastUse(const vault::VaultId& vault, const QString& name) const;
    /// "2 days ago", "never", or since when it was not; empty before anything was read.
    QString text(const vault::VaultId& vault, const QString& name, base::UnixSeconds now) const;
    QString sentence(const vault::VaultId& vault, const QString& name) const;

Q_SIGNALS:
    void changed();

private:
    void take(const std::vector<vault::AuditRecord>& rows);

    ops::Operations& m_operations;
    const vault::Caller m_caller;
    QHash<QString, base::UnixSeconds> m_last; ///< by vault and folded name
    std::optional<base::UnixSeconds> m_since; ///< older entries were not read; nothing: there are none
    bool m_isRead = false;
    quint64 m_generation = 0;
};

} // namespace strongroom::lists
