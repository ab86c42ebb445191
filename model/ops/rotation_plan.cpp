// SPDX-License-Identifier: Apache-2.0
#include "model/ops/rotation_plan.h"

#include <QSet>

#include <algorithm>

namespace strongroom::ops {

using base::UnixSeconds;

namespace {

constexpr int batch = 100;
constexpr UnixSeconds firstPause = 60;
constexpr UnixSeconds longestPause = 3600;

/// Versions are unique, and each has one rotation and one notice at most.
QString identityOf(const vault::DueKey& key)
{
    const QChar action = key.action == vault::LifetimeAction::Kind::Rotate ? u'r' : u'n';
    return key.version.text() + action;
}

UnixSeconds pauseAfter(int failures) { return std::min(firstPause << std::min(failures, 8), longestPause); }

} // namespace

int RotationPlan::limit() const { return batch + static_cast<int>(m_failures.size()); }

void RotationPlan::take(std::vector<vault::DueKey> keys, UnixSeconds now)
{
    m_isCut = static_cast<int>(keys.size()) >= limit();
    m_keys = std::move(keys);
    QSet<QString> planned;
    for (const vault::DueKey& key : m_keys)
        planned += identityOf(key);
    // A cut list says nothing of those that are not on it.
    if (!m_isCut)
        m_failures.removeIf([&](FailureOf failure) { return !planned.contains(failure.key()); });
    for (Failure& failure : m_failures) // a clock that was set back makes nobody wait for longer
        failure.nextTry = std::min(failure.nextTry, now + longestPause);
}

UnixSeconds RotationPlan::timeOf(const vault::DueKey& key) const
{
    return std::max(key.due, m_failures.value(identityOf(key)).nextTry);
}

std::optional<vault::DueKey> RotationPlan::next(UnixSeconds now)
{
    const auto found
        = std::ranges::find_if(m_keys, [&](const vault::DueKey& key) { return timeOf(key) <= now; });
    if (found == m_keys.end())
        return std::nullopt;
    vault::DueKey key = *found;
    m_keys.erase(found);
    return key;
}

void RotationPlan::succeeded(const vault::DueKey& key)
{
    m_failures.remove(identityOf(key));
    if (key.action != vault::LifetimeAction::Kind::Rotate)
        return;
    std::erase_if(m_keys, [&](const vault::DueKey& other) { return other.version == key.version; });
}

void RotationPlan::failed(const vault::DueKey& key, UnixSeconds now)
{
    Failure& failure = m_failures[identityOf(key)];
    failure.vault = key.vault;
    failure.nextTry = now + pauseAfter(failure.count);
    ++failure.count;
    m_keys.push_back(key);
}

void RotationPlan::forget(const vault::VaultId& vault, QStringView keyName)
{
    std::erase_if(m_keys, [&](const vault::DueKey& key) {
        return key.vault == vault
            && (keyName.isEmpty() || keyName.compare(key.keyName.text(), Qt::CaseInsensitive) == 0);
    });
}

void RotationPlan::forgive(const vault::VaultId& vault)
{
    m_failures.removeIf([&](FailureOf failure) { return failure.value().vault == vault; });
}

} // namespace strongroom::ops
