// SPDX-License-Identifier: Apache-2.0
#include "model/vault/attributes.h"

using namespace Qt::StringLiterals;

namespace strongroom::vault {

namespace {

constexpr UnixSeconds secondsOfDay = 86400;
/// The end of the year 9999. Clients make dates of these numbers, and a later one ends their whole listing.
constexpr UnixSeconds latest = 253'402'300'799;

/// A change to no date, or to one that every client can read.
bool isReadable(const DateChange& change)
{
    const UnixSeconds date = change.value_or(std::nullopt).value_or(0);
    return date >= 0 && date <= latest;
}

base::Error badParameter(const QString& message, const QString& field)
{
    return { base::ErrorCode::BadParameter, message, field };
}

} // namespace

ObjectState stateOf(const Attributes& attributes, UnixSeconds now, int expiringWithinDays)
{
    if (!attributes.isEnabled)
        return ObjectState::Disabled;
    if (attributes.expires && *attributes.expires <= now)
        return ObjectState::Expired;
    if (attributes.notBefore && *attributes.notBefore > now)
        return ObjectState::NotYetValid;
    if (attributes.expires && *attributes.expires <= now + expiringWithinDays * secondsOfDay)
        return ObjectState::Expiring;
    return ObjectState::Enabled;
}

base::Result<Attributes> applied(const AttributeChanges& changes, Attributes to)
{
    to.isEnabled = changes.isEnabled.value_or(to.isEnabled);
    if (changes.notBefore)
        to.notBefore = *changes.notBefore;
    if (changes.expires)
        to.expires = *changes.expires;
    if (!isReadable(changes.notBefore) || !isReadable(changes.expires))
        return badParameter(u"Dates must lie between 1970 and the end of 9999."_s, u"exp"_s);
    if (to.notBefore && to.expires && *to.expires <= *to.notBefore)
        return badParameter(u"The attribute 'exp' must be later than 'nbf'."_s, u"exp"_s);
    return to;
}

base::Result<void> checkTags(const Tags& tags, qsizetype characters)
{
    if (tags.size() > limits::tagCount)
        return badParameter(u"An object has at most 15 tags."_s, u"tags"_s);
    for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag) {
        if (tag.key().isEmpty())
            return badParameter(u"A tag must have a name."_s, u"tags"_s);
        if (tag.key().size() > characters || tag.value().size() > characters)
            return badParameter(u"A tag's name and value have at most %1 characters each."_s.arg(characters),
                                u"tags"_s);
    }
    return {};
}

base::Result<void> checkContentType(const QString& contentType)
{
    if (contentType.size() > limits::contentTypeCharacters)
        return badParameter(u"The content type has at most 255 characters."_s, u"contentType"_s);
    return {};
}

} // namespace strongroom::vault
