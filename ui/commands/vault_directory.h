// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/change.h"
#include "model/vault/vault_properties.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <vector>

namespace strongroom::ops {
class Operations;
class StoreDoor;
} // namespace strongroom::ops

namespace strongroom::ui {

/// What the window knows of the open store's vaults: names, properties, counts. Filled in the background
/// and kept right by change events; empty while the store is locked. GUI thread.
class VaultDirectory final : public QObject
{
    Q_OBJECT

public:
    explicit VaultDirectory(ops::StoreDoor& door, QObject* parent = nullptr);

    /// Ordered by name.
    const std::vector<vault::VaultProperties>& vaults() const { return m_vaults; }
    /// nullptr when there is no such live vault (yet).
    const vault::VaultProperties* find(const vault::VaultId& id) const;
    QString nameOf(const vault::VaultId& id) const;
    vault::ObjectCounts countsOf(const vault::VaultId& id) const { return m_counts.value(id); }
    int deletedVaults() const { return m_deletedVaults; }
    int applications() const { return m_applications; }
    bool isLoaded() const { return m_isLoaded; }
    void refresh();

Q_SIGNALS:
    /// Vaults came, went or changed.
    void vaultsChanged();
    void countsChanged(const strongroom::vault::VaultId& vault);
    /// Every change of the open store, on the GUI thread, after the directory has heard of it.
    void changed(const strongroom::vault::VaultChange& change);

private:
    void attach();
    void onChange(const vault::VaultChange& change);
    void loadVaults();
    void loadCounts(const vault::VaultId& id);
    void loadDeletedVaults();
    void loadApplications();
    void countSoon(const vault::VaultId& id);

    ops::StoreDoor& m_door;
    std::vector<vault::VaultProperties> m_vaults;
    QHash<vault::VaultId, vault::ObjectCounts> m_counts;
    QSet<vault::VaultId> m_toCount;
    int m_deletedVaults = 0;
    int m_applications = 0;
    bool m_isLoaded = false;
};

} // namespace strongroom::ui
