// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ops/operations.h"

#include <QHash>

#include <functional>
#include <memory>
#include <mutex>

namespace strongroom::serve {

/// What the endpoint has to know of the store for each request without asking it each time: who the
/// applications are, and which vault a host name means. Always as fresh as the last committed change: a
/// change throws the knowledge away before it is answered to whoever made it, and requests then wait for
/// the new one. Thread-safe; continuations run at once or on the store's lane.
class Directory final : public std::enable_shared_from_this<Directory>
{
public:
    /// nullptr when there is no such application.
    using ApplicationAnswer = base::UniqueFunction<void(base::Result<const vault::Application*>)>;
    using VaultAnswer = base::UniqueFunction<void(ops::NamedVault)>;

    /// `operations` must outlive the directory. `onApplicationsChanged` is called on the store's lane.
    static std::shared_ptr<Directory> create(ops::Operations& operations,
                                             std::function<void()> onApplicationsChanged);
    Directory(ops::Operations& operations, std::function<void()> onApplicationsChanged);
    ~Directory();

    /// Answers at once, without a function being kept, when the applications are known. `clientId` is in
    /// lower case; `answer` is called as an ApplicationAnswer is.
    template <typename Answer> void findApplication(const QString& clientId, Answer answer)
    {
        if (const auto applications = knownApplications())
            answer(base::Result(applicationOf(*applications, clientId)));
        else
            askForApplication(clientId, std::move(answer));
    }
    /// The same for a vault or pool, by its name in lower case. Its id is empty when there is no live one of
    /// that name.
    template <typename Answer> void findVault(const QString& name, Answer answer)
    {
        if (auto known = knownVault(name))
            answer(std::move(*known));
        else
            askForVault(name, std::move(answer));
    }

private:
    using Applications = QHash<QString, vault::Application>; ///< by client id in lower case
    struct Waiting
    {
        QString clientId;
        ApplicationAnswer answer;
    };

    std::shared_ptr<const Applications> knownApplications();
    std::optional<ops::NamedVault> knownVault(const QString& name);
    void askForApplication(const QString& clientId, ApplicationAnswer answer);
    void askForVault(const QString& name, VaultAnswer answer);
    void onChanged(const vault::VaultChange& change);
    void dropApplications();
    void loadApplications();
    void take(quint64 generation, const base::Result<std::vector<vault::Application>>& listed);
    static const vault::Application* applicationOf(const Applications& applications, const QString& clientId);

    ops::Operations& m_operations;
    const std::function<void()> m_onApplicationsChanged;
    QObject m_context;
    std::mutex m_mutex;
    // Guarded by m_mutex:
    std::shared_ptr<const Applications> m_applications;
    bool m_isLoading = false;
    quint64 m_generation = 0;
    std::vector<Waiting> m_waiting;
    QHash<QString, ops::NamedVault> m_vaults; ///< by name in lower case
    quint64 m_vaultGeneration = 0;
};

} // namespace strongroom::serve
