// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_store.h"

#include <QHash>

#include <optional>
#include <vector>

namespace strongroom::ops {

/// Which keys the program turns to, and when. What fails is tried again later each time, up to an hour, so
/// that a token that is away fills no audit log. Told the time by whoever asks, which may jump.
class RotationPlan final
{
public:
    /// How many keys to ask the store for: those that keep failing must not hide the others.
    int limit() const;
    /// Replaces the plan by what the store answered to limit().
    void take(std::vector<vault::DueKey> keys, base::UnixSeconds now);
    /// There may be more than the store was asked for.
    bool isCut() const { return m_isCut; }

    /// Takes out the first key whose time has come.
    std::optional<vault::DueKey> next(base::UnixSeconds now);
    /// A version that was rotated is not the current one any more: nothing else is due for it.
    void succeeded(const vault::DueKey& key);
    void failed(const vault::DueKey& key, base::UnixSeconds now);
    /// Something about the vault was changed that may have been the reason: try at once.
    void forgive(const vault::VaultId& vault);
    /// The key was deleted, or with an empty name, the vault: nothing is due until the store says so again.
    void forget(const vault::VaultId& vault, QStringView keyName = {});

private:
    struct Failure
    {
        vault::VaultId vault;
        int count = 0;
        base::UnixSeconds nextTry = 0;
    };
    using FailureOf = QHash<QString, Failure>::iterator;
    base::UnixSeconds timeOf(const vault::DueKey& key) const;

    std::vector<vault::DueKey> m_keys; // by due time
    QHash<QString, Failure> m_failures; // by version and action
    bool m_isCut = false;
};

} // namespace strongroom::ops
