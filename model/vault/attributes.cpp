// SPDX-License-Identifier: Apache-2.0
#include "model/vault/attributes.h"

using namespace Qt::StringLiterals;

namespace strongroom::vault {

namespace {

constexpr UnixSeconds secondsOfDay = 86400;

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
    if (to.notBefore.value_or(0) < 0 || to.expires.value_or(0) < 0)
        return badParameter(u"Dates must not lie before 1970."_s, u"exp"_s);
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
