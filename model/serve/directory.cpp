// SPDX-License-Identifier: Apache-2.0
#include "model/serve/directory.h"

using namespace Qt::StringLiterals;

namespace strongroom::serve {

std::shared_ptr<Directory> Directory::create(ops::Operations& operations,
                                             std::function<void()> onApplicationsChanged)
{
    auto directory = std::make_shared<Directory>(operations, std::move(onApplicationsChanged));
    // Directly on the lane, inside the publishing of the change: what waits for its answer sees the effect.
    QObject::connect(
        &operations, &ops::Operations::changed, &directory->m_context,
        [weak = std::weak_ptr(directory)](const vault::VaultChange& change) {
            if (const auto self = weak.lock())
                self->onChanged(change);
        },
        Qt::DirectConnection);
    return directory;
}

Directory::Directory(ops::Operations& operations, std::function<void()> onApplicationsChanged)
    : m_operations(operations)
    , m_onApplicationsChanged(std::move(onApplicationsChanged))
{
}

Directory::~Directory() = default;

void Directory::onChanged(const vault::VaultChange& change)
{
    switch (change.what) {
    case vault::ChangeKind::DirectoryChanged:
        dropApplications();
        m_onApplicationsChanged();
        return;
    case vault::ChangeKind::VaultCreated:
    case vault::ChangeKind::VaultUpdated:
    case vault::ChangeKind::VaultDeleted:
    case vault::ChangeKind::VaultRecovered:
    case vault::ChangeKind::VaultPurged: {
        const std::lock_guard guard(m_mutex);
        m_vaults.clear();
        ++m_vaultGeneration;
        return;
    }
    case vault::ChangeKind::None:
    case vault::ChangeKind::ObjectSet:
    case vault::ChangeKind::ObjectUpdated:
    case vault::ChangeKind::ObjectDeleted:
    case vault::ChangeKind::ObjectRecovered:
    case vault::ChangeKind::ObjectPurged:
    case vault::ChangeKind::AccessChanged:
        return;
    }
}

void Directory::dropApplications()
{
    bool isAwaited = false;
    {
        const std::lock_guard guard(m_mutex);
        m_applications.reset();
        ++m_generation;
        isAwaited = m_isLoading;
    }
    if (isAwaited) // what is being loaded may be older than the change
        loadApplications();
}

void Directory::loadApplications()
{
    quint64 generation = 0;
    {
        const std::lock_guard guard(m_mutex);
        m_isLoading = true;
        generation = m_generation;
    }
    m_operations.submit<vault::ListApplications>(
        vault::Caller::system(u"endpoint"_s), {}, {},
        [self = shared_from_this(), generation](const ops::ResultOf<vault::ListApplications>& listed) {
            self->take(generation, listed);
        });
}

void Directory::take(quint64 generation, const base::Result<std::vector<vault::Application>>& listed)
{
    auto applications = std::make_shared<Applications>();
    if (listed) {
        for (const vault::Application& application : *listed)
            applications->insert(application.clientId.toLower(), application);
    }
    std::vector<Waiting> waiting;
    {
        const std::lock_guard guard(m_mutex);
        if (generation != m_generation)
            return; // a newer load is on its way and answers those who wait
        m_isLoading = false;
        if (listed)
            m_applications = applications;
        waiting.swap(m_waiting);
    }
    for (Waiting& one : waiting) {
        if (listed)
            one.answer(applicationOf(*applications, one.clientId));
        else
            one.answer(listed.error());
    }
}

const vault::Application* Directory::applicationOf(const Applications& applications, const QString& clientId)
{
    const auto found = applications.constFind(clientId);
    return found == applications.cend() ? nullptr : &*found;
}

std::shared_ptr<const Directory::Applications> Directory::knownApplications()
{
    const std::lock_guard guard(m_mutex);
    return m_applications;
}

std::optional<ops::NamedVault> Directory::knownVault(const QString& name)
{
    const std::lock_guard guard(m_mutex);
    const auto found = m_vaults.constFind(name);
    return found == m_vaults.cend() ? std::nullopt : std::optional(*found);
}

void Directory::askForApplication(const QString& clientId, ApplicationAnswer answer)
{
    std::unique_lock lock(m_mutex);
    if (const auto applications = m_applications) { // come in the meantime
        lock.unlock();
        answer(applicationOf(*applications, clientId));
        return;
    }
    m_waiting.push_back({ clientId, std::move(answer) });
    const bool startsLoading = !std::exchange(m_isLoading, true);
    lock.unlock();
    if (startsLoading)
        loadApplications();
}

void Directory::askForVault(const QString& name, VaultAnswer answer)
{
    quint64 generation = 0;
    {
        const std::lock_guard guard(m_mutex);
        generation = m_vaultGeneration;
    }
    m_operations.resolveVault(name,
                              [self = shared_from_this(), name, generation,
                               answer = std::move(answer)](ops::NamedVault vault) mutable {
                                  if (!vault.id.isEmpty()) {
                                      const std::lock_guard guard(self->m_mutex);
                                      if (generation == self->m_vaultGeneration)
                                          self->m_vaults.insert(name, vault);
                                  }
                                  answer(std::move(vault));
                              });
}

} // namespace strongroom::serve
