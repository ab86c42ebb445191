// SPDX-License-Identifier: Apache-2.0
#include "model/wire/object_members.h"

using namespace Qt::StringLiterals;

namespace strongroom::wire {

namespace {

vault::DateChange takeDateChange(JsonReader& reader, const QString& field)
{
    if (reader.takeNull())
        return std::optional<vault::UnixSeconds>();
    return std::optional<vault::UnixSeconds>(reader.takeInteger(field));
}

void writeDateChange(JsonWriter& json, QByteArrayView name, const vault::DateChange& change)
{
    if (!change)
        return;
    json.member(name);
    if (*change)
        json.integer(**change);
    else
        json.null();
}

} // namespace

QString takeTextOrNull(JsonReader& reader, const QString& field)
{
    return reader.takeNull() ? QString() : reader.takeText(field);
}

vault::Tags takeTags(JsonReader& reader)
{
    vault::Tags tags;
    if (reader.takeNull())
        return tags;
    if (reader.peek() != JsonReader::Kind::Object) {
        reader.fail(u"The property 'tags' must be an object of strings."_s, u"tags"_s);
        return tags;
    }
    reader.enterObject();
    while (const auto name = reader.nextMember())
        tags.insert(*name, takeTextOrNull(reader, u"tags"_s));
    return tags;
}

void writeTags(JsonWriter& json, const vault::Tags& tags)
{
    json.beginObject();
    for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag)
        json.memberText(tag.key()).text(tag.value());
    json.endObject();
}

vault::AttributeChanges takeAttributeChanges(JsonReader& reader)
{
    vault::AttributeChanges changes;
    if (reader.takeNull())
        return changes;
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "enabled"_L1) {
            if (!reader.takeNull())
                changes.isEnabled = reader.takeBoolean(*name);
        } else if (*name == "nbf"_L1) {
            changes.notBefore = takeDateChange(reader, *name);
        } else if (*name == "exp"_L1) {
            changes.expires = takeDateChange(reader, *name);
        } else {
            reader.skip();
        }
    }
    return changes;
}

void writeAttributeChanges(JsonWriter& json, const vault::AttributeChanges& changes)
{
    json.beginObject();
    if (changes.isEnabled)
        json.member("enabled").boolean(*changes.isEnabled);
    writeDateChange(json, "nbf", changes.notBefore);
    writeDateChange(json, "exp", changes.expires);
    json.endObject();
}

vault::Attributes takeAttributes(JsonReader& reader)
{
    vault::Attributes attributes;
    if (reader.takeNull())
        return attributes;
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (reader.takeNull())
            continue;
        if (*name == "enabled"_L1)
            attributes.isEnabled = reader.takeBoolean(*name);
        else if (*name == "nbf"_L1)
            attributes.notBefore = reader.takeInteger(*name);
        else if (*name == "exp"_L1)
            attributes.expires = reader.takeInteger(*name);
        else if (*name == "created"_L1)
            attributes.created = reader.takeInteger(*name);
        else if (*name == "updated"_L1)
            attributes.updated = reader.takeInteger(*name);
        else if (*name == "recoveryLevel"_L1)
            attributes.recoveryLevel = reader.takeText(*name);
        else if (*name == "recoverableDays"_L1)
            attributes.recoverableDays
                = static_cast<int>(qBound(qint64(0), reader.takeInteger(*name), qint64(90)));
        else
            reader.skip();
    }
    return attributes;
}

void writeAttributes(JsonWriter& json, const vault::Attributes& attributes)
{
    json.beginObject();
    json.member("enabled").boolean(attributes.isEnabled);
    if (attributes.notBefore)
        json.member("nbf").integer(*attributes.notBefore);
    if (attributes.expires)
        json.member("exp").integer(*attributes.expires);
    json.member("created").integer(attributes.created);
    json.member("updated").integer(attributes.updated);
    if (!attributes.recoveryLevel.isEmpty())
        json.member("recoveryLevel").text(attributes.recoveryLevel);
    json.member("recoverableDays").integer(attributes.recoverableDays);
    json.endObject();
}

} // namespace strongroom::wire
