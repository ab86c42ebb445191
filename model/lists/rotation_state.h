// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/vault/ops_keys.h"

namespace strongroom::lists {

/// How a key stands with its rotation policy.
enum class RotationState {
    Overdue, ///< its time has come and it was not rotated
    EndsFirst, ///< its version ends before it is rotated: nothing can be signed or encrypted in between
    DueSoon, ///< within dueSoonDays
    Ok,
    NoPolicy, ///< it is not rotated by itself
    Blocked, ///< the policy can do nothing: the key is disabled, managed or imported into an HSM, or its
             ///< version has no end to count from
};
inline constexpr int dueSoonDays = 14;

/// When the policy rotates the current version, if ever.
std::optional<base::UnixSeconds> nextRotation(const vault::KeyListing& key);
RotationState rotationStateOf(const vault::KeyListing& key, base::UnixSeconds now);
/// "Overdue", "Due soon", ...
QString rotationWord(RotationState state);
/// Why it is in this state, in one sentence.
QString rotationReason(const vault::KeyListing& key, base::UnixSeconds now);

} // namespace strongroom::lists
