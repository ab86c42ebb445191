// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/commands/workspace.h"

#include <QHash>
#include <QTimer>

namespace strongroom::ui {

/// The secrets and keys of all vaults that expire next, the first one first. Kept right after changes. GUI
/// thread.
class EndingSoon final : public QObject
{
    Q_OBJECT

public:
    struct Ending final
    {
        vault::VaultId vault;
        vault::ObjectKind kind = vault::ObjectKind::Secret;
        QString name;
        base::UnixSeconds end = 0;

        friend bool operator==(const Ending&, const Ending&) = default;
    };

    /// `workspace` must outlive it.
    EndingSoon(Workspace& workspace, int count, QObject* parent = nullptr);

    const std::vector<Ending>& all() const { return m_all; }
    void refresh();

Q_SIGNALS:
    void changed();

private:
    template <typename Op> void load(const vault::VaultId& id);
    void merge();

    Workspace& m_workspace;
    const int m_count;
    using Endings = std::vector<Ending>;
    QHash<vault::VaultId, Endings> m_secrets;
    QHash<vault::VaultId, Endings> m_keys;
    std::vector<Ending> m_all;
    QTimer m_soon;
};

} // namespace strongroom::ui
