// SPDX-License-Identifier: Apache-2.0
#include "model/vault/rotation_policy.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace strongroom::vault {

namespace {

constexpr qint64 secondsOfDay = 86400;
constexpr qint64 shortestLifeDays = 28;

base::Error badPolicy(const QString& message)
{
    return { base::ErrorCode::BadParameter, message, u"policy"_s };
}

base::Result<void> checkAction(const LifetimeAction& action, const RotationPolicy& policy, qint64 minimumDays)
{
    const bool isAfterCreate = action.timeAfterCreate.has_value();
    if (isAfterCreate == action.timeBeforeExpiry.has_value())
        return badPolicy(u"An action has exactly one trigger: timeAfterCreate or timeBeforeExpiry."_s);
    if (action.kind == LifetimeAction::Kind::Notify && isAfterCreate)
        return badPolicy(u"A notice can only come before expiry."_s);
    if (action.kind == LifetimeAction::Kind::Rotate && !isAfterCreate && !policy.expiryTime)
        return badPolicy(u"Rotating before expiry needs an expiryTime."_s);
    const Duration& time = isAfterCreate ? *action.timeAfterCreate : *action.timeBeforeExpiry;
    if (action.kind == LifetimeAction::Kind::Notify)
        return {};
    if (time.atLeastSeconds() < minimumDays * secondsOfDay)
        return badPolicy(
            u"Rotation needs at least %1 days after creation and before expiry."_s.arg(minimumDays));
    if (!policy.expiryTime)
        return {};
    const qint64 life = policy.expiryTime->after(0);
    if (time.after(0) > life - minimumDays * secondsOfDay)
        return badPolicy(u"Rotation must lie at least %1 days inside the key's lifetime."_s.arg(minimumDays));
    return {};
}

/// A version made by a rotation at `time`.
Attributes successor(const RotationPolicy& policy, UnixSeconds time)
{
    Attributes next;
    next.created = time;
    if (policy.expiryTime)
        next.expires = policy.expiryTime->after(time);
    return next;
}

} // namespace

RotationPolicy defaultRotationPolicy() { return completed({}); }

RotationPolicy completed(RotationPolicy policy)
{
    const bool hasNotice
        = std::any_of(policy.actions.begin(), policy.actions.end(), [](const LifetimeAction& action) {
              return action.kind == LifetimeAction::Kind::Notify;
          });
    if (!hasNotice)
        policy.actions.push_back({ LifetimeAction::Kind::Notify, std::nullopt, Duration{ 0, 0, 30, 0 } });
    return policy;
}

base::Result<void> checkRotationPolicy(const RotationPolicy& policy, PolicyScope scope)
{
    const qint64 minimumDays = scope == PolicyScope::Vault ? 7 : 28;
    if (policy.actions.size() > 2)
        return badPolicy(u"A policy has at most two actions."_s);
    if (policy.actions.size() == 2 && policy.actions[0].kind == policy.actions[1].kind)
        return badPolicy(u"A policy has at most one action of each kind."_s);
    if (policy.expiryTime && policy.expiryTime->atLeastSeconds() < shortestLifeDays * secondsOfDay)
        return badPolicy(u"The expiryTime must be at least 28 days."_s);
    for (const LifetimeAction& action : policy.actions) {
        if (auto checked = checkAction(action, policy, minimumDays); !checked)
            return checked;
    }
    return {};
}

std::optional<UnixSeconds> dueAt(const LifetimeAction& action, const Attributes& version)
{
    if (action.timeAfterCreate)
        return action.timeAfterCreate->after(version.created);
    if (!action.timeBeforeExpiry || !version.expires)
        return std::nullopt;
    // Nobody is told that what was made as an expired one will expire. What was made near its end gets its
    // notice at once, as from the service.
    if (action.kind == LifetimeAction::Kind::Notify && *version.expires <= version.created)
        return std::nullopt;
    return action.timeBeforeExpiry->before(*version.expires);
}

std::vector<RotationEvent> nextEvents(const RotationPolicy& policy, const Attributes& version, int count)
{
    std::vector<RotationEvent> events;
    Attributes current = version;
    while (static_cast<int>(events.size()) < count) {
        std::optional<UnixSeconds> rotation;
        for (const LifetimeAction& action : policy.actions) {
            const auto due = dueAt(action, current);
            if (!due)
                continue;
            if (action.kind == LifetimeAction::Kind::Rotate)
                rotation = due;
            events.push_back({ action.kind == LifetimeAction::Kind::Rotate ? RotationEvent::Kind::Rotation
                                                                           : RotationEvent::Kind::Notice,
                               *due });
        }
        if (current.expires)
            events.push_back({ RotationEvent::Kind::Expiry, *current.expires });
        if (!rotation)
            break;
        current = successor(policy, *rotation);
    }
    std::sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
    if (static_cast<int>(events.size()) > count)
        events.resize(static_cast<std::size_t>(count));
    return events;
}

} // namespace strongroom::vault
