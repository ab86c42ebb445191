// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/attributes.h"
#include "model/vault/duration.h"

#include <vector>

namespace strongroom::vault {

/// When and what (Key Vault, "Configure key autorotation").
struct LifetimeAction final
{
    enum class Kind { Rotate, Notify };
    Kind kind = Kind::Notify;
    std::optional<Duration> timeAfterCreate; ///< exactly one of the two is set
    std::optional<Duration> timeBeforeExpiry;

    friend bool operator==(const LifetimeAction&, const LifetimeAction&) = default;
};

struct RotationPolicy final
{
    std::vector<LifetimeAction> actions;
    std::optional<Duration> expiryTime; ///< gives new versions their exp
    UnixSeconds created = 0; ///< 0: never set
    UnixSeconds updated = 0;

    friend bool operator==(const RotationPolicy&, const RotationPolicy&) = default;
};

enum class PolicyScope { Vault, ManagedHsm };

/// What a key without a policy has: a notice 30 days before expiry.
RotationPolicy defaultRotationPolicy();
/// The rules: at most two actions of different kinds, Notify only before expiry, Rotate by one trigger,
/// expiryTime of 28 days or more, 7 days (28 in a pool) between any two events.
base::Result<void> checkRotationPolicy(const RotationPolicy& policy, PolicyScope scope);
/// As stored: a policy that only rotates is given the default notice too.
RotationPolicy completed(RotationPolicy policy);

/// When an action is due for a version, if ever. No notice of what had expired when it was made.
std::optional<UnixSeconds> dueAt(const LifetimeAction& action, const Attributes& version);
/// The next `count` rotations and expiries if every rotation happens on time, for drawing.
struct RotationEvent final
{
    enum class Kind { Rotation, Notice, Expiry };
    Kind kind = Kind::Rotation;
    UnixSeconds time = 0;

    friend bool operator==(const RotationEvent&, const RotationEvent&) = default;
};
std::vector<RotationEvent> nextEvents(const RotationPolicy& policy, const Attributes& version, int count);

} // namespace strongroom::vault
