// SPDX-License-Identifier: Apache-2.0
#include "model/wire/release_policy.h"

#include "model/wire/object_members.h"

using namespace Qt::StringLiterals;

namespace strongroom::wire {

std::optional<vault::ReleasePolicy> takeReleasePolicy(JsonReader& reader)
{
    if (!enterObjectOrNull(reader, u"release_policy"_s))
        return std::nullopt;
    vault::ReleasePolicy policy;
    while (const auto name = reader.nextMember()) {
        if (reader.takeNull())
            continue;
        if (*name == "contentType"_L1)
            policy.contentType = reader.takeText(*name);
        else if (*name == "immutable"_L1)
            policy.isImmutable = reader.takeBoolean(*name);
        else if (*name == "data"_L1)
            policy.data = takeBase64Url(reader, *name);
        else
            reader.skip();
    }
    return policy;
}

void writeReleasePolicy(JsonWriter& json, const vault::ReleasePolicy& policy)
{
    json.beginObject().member("contentType").text(policy.contentType);
    json.member("immutable").boolean(policy.isImmutable).member("data");
    writeBase64Url(json, policy.data);
    json.endObject();
}

} // namespace strongroom::wire
