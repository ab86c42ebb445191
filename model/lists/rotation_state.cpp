// SPDX-License-Identifier: Apache-2.0
#include "model/lists/rotation_state.h"

#include "model/lists/key_words.h"
#include "model/lists/relative_time.h"
#include "model/vault/key_checks.h"

#include <QCoreApplication>

namespace strongroom::lists {

namespace {

struct Words final
{
    Q_DECLARE_TR_FUNCTIONS(RotationState)
};

constexpr qint64 secondsOfDay = 86400;

} // namespace

std::optional<base::UnixSeconds> nextRotation(const vault::KeyListing& key)
{
    const vault::RotationPolicy policy = vault::effectOf(key.policy, key.properties);
    const vault::LifetimeAction* const rotate = actionOf(policy, vault::LifetimeAction::Kind::Rotate);
    return rotate ? vault::dueAt(*rotate, key.properties.attributes) : std::nullopt;
}

RotationState rotationStateOf(const vault::KeyListing& key, base::UnixSeconds now)
{
    if (!actionOf(key.policy, vault::LifetimeAction::Kind::Rotate))
        return RotationState::NoPolicy;
    const auto next = nextRotation(key);
    if (!next || !key.properties.attributes.isEnabled || key.properties.isManaged)
        return RotationState::Blocked;
    if (*next <= now)
        return RotationState::Overdue;
    const auto end = key.properties.attributes.expires;
    if (end && *end < *next)
        return RotationState::EndsFirst;
    return *next <= now + dueSoonDays * secondsOfDay ? RotationState::DueSoon : RotationState::Ok;
}

QString rotationWord(RotationState state)
{
    switch (state) {
    case RotationState::Overdue:
        return Words::tr("Overdue");
    case RotationState::EndsFirst:
        return Words::tr("Ends first");
    case RotationState::DueSoon:
        return Words::tr("Due soon");
    case RotationState::Ok:
        return Words::tr("On time");
    case RotationState::NoPolicy:
        return Words::tr("No policy");
    case RotationState::Blocked:
        return Words::tr("Blocked");
    }
    return {};
}

QString rotationReason(const vault::KeyListing& key, base::UnixSeconds now)
{
    const auto next = nextRotation(key);
    switch (rotationStateOf(key, now)) {
    case RotationState::Overdue:
        return Words::tr("It was to be rotated on %1.").arg(dateText(*next));
    case RotationState::EndsFirst:
        return Words::tr("It ends on %1, and is rotated on %2 only.")
            .arg(dateText(*key.properties.attributes.expires), dateText(*next));
    case RotationState::DueSoon:
    case RotationState::Ok:
        return Words::tr("It is rotated on %1.").arg(dateText(*next));
    case RotationState::NoPolicy:
    case RotationState::Blocked:
        break;
    }
    if (!vault::canRotate(key.properties))
        return Words::tr(
            "It was imported into an HSM and cannot be rotated: its next version is imported too.");
    if (rotationStateOf(key, now) == RotationState::NoPolicy)
        return Words::tr("Its policy does not rotate it.");
    if (key.properties.isManaged)
        return Words::tr("It belongs to a certificate and is renewed with it.");
    if (!key.properties.attributes.isEnabled)
        return Words::tr("Its current version is disabled.");
    return Words::tr("Its current version has no end, so there is nothing to rotate before.");
}

} // namespace strongroom::lists
