// SPDX-License-Identifier: Apache-2.0
#include "ui/commands/vault_directory.h"

#include "model/ops/operations.h"
#include "model/ops/store_door.h"

#include <QTimer>

#include <algorithm>

namespace strongroom::ui {

namespace {

constexpr int countDelay = 200; // milliseconds: a bulk run changes many objects of one vault

bool changesCounts(vault::ChangeKind kind)
{
    switch (kind) {
    case vault::ChangeKind::ObjectSet:
    case vault::ChangeKind::ObjectDeleted:
    case vault::ChangeKind::ObjectRecovered:
    case vault::ChangeKind::ObjectPurged:
        return true;
    default:
        return false;
    }
}

} // namespace

VaultDirectory::VaultDirectory(ops::StoreDoor& door, QObject* parent)
    : QObject(parent)
    , m_door(door)
{
    connect(&m_door, &ops::StoreDoor::stateChanged, this, &VaultDirectory::attach);
    attach();
}

const vault::VaultProperties* VaultDirectory::find(const vault::VaultId& id) const
{
    const auto it = std::ranges::find(m_vaults, id, &vault::VaultProperties::id);
    return it == m_vaults.end() ? nullptr : &*it;
}

QString VaultDirectory::nameOf(const vault::VaultId& id) const
{
    const auto* properties = find(id);
    return properties ? properties->name.text() : QString();
}

void VaultDirectory::attach()
{
    auto* operations = m_door.operations();
    if (operations) {
        connect(operations, &ops::Operations::changed, this, &VaultDirectory::onChange,
                Qt::ConnectionType(Qt::QueuedConnection | Qt::UniqueConnection));
        refresh();
        return;
    }
    m_vaults.clear();
    m_counts.clear();
    m_toCount.clear();
    m_deletedVaults = 0;
    m_applications = 0;
    m_isLoaded = false;
    Q_EMIT vaultsChanged();
}

void VaultDirectory::refresh()
{
    if (!m_door.operations())
        return;
    loadVaults();
    loadDeletedVaults();
    loadApplications();
}

void VaultDirectory::onChange(const vault::VaultChange& change)
{
    if (!m_door.operations())
        return;
    switch (change.what) {
    case vault::ChangeKind::VaultCreated:
    case vault::ChangeKind::VaultUpdated:
    case vault::ChangeKind::VaultDeleted:
    case vault::ChangeKind::VaultRecovered:
    case vault::ChangeKind::VaultPurged:
        loadVaults();
        loadDeletedVaults();
        break;
    case vault::ChangeKind::DirectoryChanged:
        loadApplications();
        break;
    default:
        if (changesCounts(change.what))
            countSoon(change.vault);
    }
    Q_EMIT changed(change);
}

void VaultDirectory::loadVaults()
{
    m_door.operations()
        ->run(vault::Caller::owner(), vault::ListVaults{})
        .then(this, [this](base::Result<std::vector<vault::VaultProperties>> result) {
            if (!result || !m_door.operations())
                return;
            const bool isFirst = !m_isLoaded;
            const bool isSame = m_vaults == *result;
            m_vaults = std::move(result).value();
            m_isLoaded = true;
            for (const auto& properties : m_vaults)
                if (!m_counts.contains(properties.id))
                    loadCounts(properties.id);
            if (isFirst || !isSame)
                Q_EMIT vaultsChanged();
        });
}

void VaultDirectory::loadCounts(const vault::VaultId& id)
{
    m_door.operations()
        ->run(vault::Caller::owner(), id, vault::CountObjects{})
        .then(this, [this, id](base::Result<vault::ObjectCounts> result) {
            if (!result || m_counts.value(id) == *result)
                return;
            m_counts.insert(id, *result);
            Q_EMIT countsChanged(id);
        });
}

void VaultDirectory::loadDeletedVaults()
{
    m_door.operations()
        ->run(vault::Caller::owner(), vault::ListDeletedVaults{})
        .then(this, [this](base::Result<std::vector<vault::DeletedVault>> result) {
            if (!result)
                return;
            m_deletedVaults = int(result->size());
            Q_EMIT countsChanged({});
        });
}

void VaultDirectory::loadApplications()
{
    m_door.operations()
        ->run(vault::Caller::owner(), vault::ListApplications{})
        .then(this, [this](base::Result<std::vector<vault::Application>> result) {
            if (!result)
                return;
            m_applications = int(result->size());
            Q_EMIT countsChanged({});
        });
}

void VaultDirectory::countSoon(const vault::VaultId& id)
{
    if (m_toCount.contains(id))
        return;
    m_toCount.insert(id);
    QTimer::singleShot(countDelay, this, [this, id] {
        if (m_toCount.remove(id) && m_door.operations() && find(id))
            loadCounts(id);
    });
}

} // namespace strongroom::ui
