// SPDX-License-Identifier: Apache-2.0
#include "model/wire/rotation_policy_body.h"

using namespace Qt::StringLiterals;

namespace strongroom::wire {

namespace {

using vault::LifetimeAction;

std::optional<vault::Duration> takeDuration(JsonReader& reader, const QString& field)
{
    if (reader.takeNull())
        return std::nullopt;
    const QString text = reader.takeText(field);
    if (reader.hasFailed())
        return std::nullopt;
    const auto duration = vault::Duration::parse(text);
    if (!duration) {
        reader.fail(duration.error().message, field);
        return std::nullopt;
    }
    return *duration;
}

void takeTrigger(JsonReader& reader, LifetimeAction& action)
{
    if (!enterObjectOrNull(reader, u"trigger"_s))
        return;
    while (const auto name = reader.nextMember()) {
        if (*name == "timeAfterCreate"_L1)
            action.timeAfterCreate = takeDuration(reader, *name);
        else if (*name == "timeBeforeExpiry"_L1)
            action.timeBeforeExpiry = takeDuration(reader, *name);
        else
            reader.skip();
    }
}

std::optional<LifetimeAction::Kind> takeKind(JsonReader& reader)
{
    std::optional<LifetimeAction::Kind> kind;
    if (!enterObjectOrNull(reader, u"action"_s))
        return kind;
    while (const auto name = reader.nextMember()) {
        if (*name != "type"_L1) {
            reader.skip();
            continue;
        }
        const QString type = takeTextOrNull(reader, *name);
        if (type.compare("rotate"_L1, Qt::CaseInsensitive) == 0)
            kind = LifetimeAction::Kind::Rotate;
        else if (type.compare("notify"_L1, Qt::CaseInsensitive) == 0)
            kind = LifetimeAction::Kind::Notify;
    }
    return kind;
}

LifetimeAction takeAction(JsonReader& reader)
{
    LifetimeAction action;
    std::optional<LifetimeAction::Kind> kind;
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "trigger"_L1)
            takeTrigger(reader, action);
        else if (*name == "action"_L1)
            kind = takeKind(reader);
        else
            reader.skip();
    }
    if (!kind)
        reader.fail(u"The type of a lifetime action must be Rotate or Notify."_s, u"type"_s);
    else
        action.kind = *kind;
    return action;
}

std::vector<LifetimeAction> takeActions(JsonReader& reader, const QString& field)
{
    std::vector<LifetimeAction> actions;
    if (reader.takeNull())
        return actions;
    if (reader.peek() != JsonReader::Kind::Array)
        reader.fail(u"The property '%1' must be an array."_s.arg(field), field);
    reader.enterArray();
    while (reader.nextElement())
        actions.push_back(takeAction(reader));
    return actions;
}

void takePolicyAttributes(JsonReader& reader, vault::RotationPolicy& policy)
{
    if (!enterObjectOrNull(reader, u"attributes"_s))
        return;
    while (const auto name = reader.nextMember()) {
        if (*name == "expiryTime"_L1)
            policy.expiryTime = takeDuration(reader, *name);
        else if (reader.takeNull())
            continue;
        else if (*name == "created"_L1)
            policy.created = reader.takeInteger(*name);
        else if (*name == "updated"_L1)
            policy.updated = reader.takeInteger(*name);
        else
            reader.skip();
    }
}

void writeDuration(JsonWriter& json, QByteArrayView name, const std::optional<vault::Duration>& duration)
{
    if (duration)
        json.member(name).text(duration->toText());
}

void writeAction(JsonWriter& json, const LifetimeAction& action)
{
    json.beginObject().member("trigger").beginObject();
    writeDuration(json, "timeAfterCreate", action.timeAfterCreate);
    writeDuration(json, "timeBeforeExpiry", action.timeBeforeExpiry);
    json.endObject().member("action").beginObject().member("type");
    json.text(action.kind == LifetimeAction::Kind::Rotate ? u"Rotate" : u"Notify");
    json.endObject().endObject();
}

} // namespace

base::Result<vault::RotationPolicy> readRotationPolicy(QByteArrayView body)
{
    vault::RotationPolicy policy;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "lifetimeActions"_L1)
            policy.actions = takeActions(reader, *name);
        else if (*name == "attributes"_L1)
            takePolicyAttributes(reader, policy);
        else
            reader.skip();
    }
    if (auto finished = reader.finish(); !finished)
        return finished.error();
    return policy;
}

base::SecureBytes writeRotationPolicy(const vault::ObjectName& keyName, const vault::RotationPolicy& policy,
                                      const AnswerFrame& frame)
{
    const bool isStored = policy.created != 0; // the default of a key without one has no identifier
    JsonWriter json;
    json.beginObject();
    if (isStored)
        json.member("id").text(
            QString(ObjectId{ frame.vaultUrl, u"keys"_s, keyName, {} }.text() + "/rotationpolicy"_L1));
    json.member("lifetimeActions").beginArray();
    for (const LifetimeAction& action : policy.actions)
        writeAction(json, action);
    json.endArray().member("attributes").beginObject();
    writeDuration(json, "expiryTime", policy.expiryTime);
    if (isStored)
        json.member("created").integer(policy.created).member("updated").integer(policy.updated);
    json.endObject().endObject();
    return json.finish();
}

} // namespace strongroom::wire
