// SPDX-License-Identifier: Apache-2.0
#include "model/wire/object_members.h"

#include "model/base/encodings.h"
#include "model/base/secret_encodings.h"

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

QString notBase64Url(const QString& field)
{
    return u"The property '%1' must be base64url without padding."_s.arg(field);
}

} // namespace

QString takeTextOrNull(JsonReader& reader, const QString& field)
{
    return reader.takeNull() ? QString() : reader.takeText(field);
}

QStringList takeTextsOrNull(JsonReader& reader, const QString& field)
{
    QStringList texts;
    if (reader.takeNull())
        return texts;
    if (reader.peek() != JsonReader::Kind::Array)
        reader.fail(u"The property '%1' must be an array of strings."_s.arg(field), field);
    reader.enterArray();
    while (reader.nextElement())
        texts += reader.takeText(field);
    return texts;
}

bool enterObjectOrNull(JsonReader& reader, const QString& field)
{
    if (reader.takeNull())
        return false;
    if (reader.peek() != JsonReader::Kind::Object)
        reader.fail(u"The property '%1' must be an object."_s.arg(field), field);
    reader.enterObject();
    return !reader.hasFailed();
}

void writeTexts(JsonWriter& json, const QStringList& texts)
{
    json.beginArray();
    for (const QString& text : texts)
        json.text(text);
    json.endArray();
}

QByteArray takeBase64Url(JsonReader& reader, const QString& field)
{
    auto bytes = base::fromBase64Url(reader.takeText(field).toUtf8());
    if (bytes)
        return std::move(*bytes);
    reader.fail(notBase64Url(field), field);
    return {};
}

base::SecureBytes takeSecretBase64Url(JsonReader& reader, const QString& field)
{
    auto bytes = base::secretFromBase64Url(reader.takeSecret(field).view());
    if (bytes)
        return std::move(*bytes);
    reader.fail(notBase64Url(field), field);
    return {};
}

void writeBase64Url(JsonWriter& json, QByteArrayView bytes) { json.utf8(base::toBase64Url(bytes)); }

void writeSecretBase64Url(JsonWriter& json, const base::SecureBytes& bytes)
{
    json.utf8(base::secretToBase64Url(bytes.view()).view());
}

base::Error missingMember(const QString& name)
{
    return { base::ErrorCode::BadParameter, u"The property '%1' is required."_s.arg(name), name };
}

vault::Tags takeTags(JsonReader& reader)
{
    vault::Tags tags;
    if (!enterObjectOrNull(reader, u"tags"_s))
        return tags;
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

void writeTagsMember(JsonWriter& json, const vault::Tags& tags)
{
    if (tags.isEmpty())
        return;
    json.member("tags");
    writeTags(json, tags);
}

vault::AttributeChanges takeAttributeChanges(JsonReader& reader, const TakeFurther& takeFurther)
{
    vault::AttributeChanges changes;
    if (!enterObjectOrNull(reader, u"attributes"_s))
        return changes;
    while (const auto name = reader.nextMember()) {
        if (*name == "enabled"_L1) {
            if (!reader.takeNull())
                changes.isEnabled = reader.takeBoolean(*name);
        } else if (*name == "nbf"_L1) {
            changes.notBefore = takeDateChange(reader, *name);
        } else if (*name == "exp"_L1) {
            changes.expires = takeDateChange(reader, *name);
        } else if (!takeFurther || !takeFurther(*name)) {
            reader.skip();
        }
    }
    return changes;
}

void writeAttributeChanges(JsonWriter& json, const vault::AttributeChanges& changes)
{
    if (changes.isEnabled)
        json.member("enabled").boolean(*changes.isEnabled);
    writeDateChange(json, "nbf", changes.notBefore);
    writeDateChange(json, "exp", changes.expires);
}

vault::Attributes takeAttributes(JsonReader& reader, const TakeFurther& takeFurther)
{
    vault::Attributes attributes;
    if (!enterObjectOrNull(reader, u"attributes"_s))
        return attributes;
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
        else if (!takeFurther || !takeFurther(*name))
            reader.skip();
    }
    return attributes;
}

void writeAttributes(JsonWriter& json, const vault::Attributes& attributes)
{
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
}

void writeDeletion(JsonWriter& json, const ObjectId& recoveryId, const vault::Deletion& deletion)
{
    json.member("recoveryId").text(recoveryId.text());
    json.member("deletedDate").integer(deletion.deleted);
    json.member("scheduledPurgeDate").integer(deletion.scheduledPurge);
}

std::optional<vault::VersionId> takeVersion(JsonReader& reader, const QString& field)
{
    auto version = vault::VersionId::create(reader.takeText(field));
    if (!version) {
        reader.fail(version.error().message, field);
        return std::nullopt;
    }
    return std::move(*version);
}

bool takeCommonMember(JsonReader& reader, const QString& name, CommonMembers& members)
{
    if (name == "tags"_L1) {
        members.tags = takeTags(reader);
    } else if (name == "managed"_L1) {
        members.isManaged = reader.takeBoolean(name);
    } else if (name == "recoveryId"_L1) {
        members.recoveryId = reader.takeText(name);
    } else if (name == "deletedDate"_L1 || name == "scheduledPurgeDate"_L1) {
        if (!members.deletion)
            members.deletion.emplace();
        (name == "deletedDate"_L1 ? members.deletion->deleted : members.deletion->scheduledPurge)
            = reader.takeInteger(name);
    } else {
        return false;
    }
    return true;
}

base::Result<QByteArray> readBackup(QByteArrayView body)
{
    const base::Error malformed{ base::ErrorCode::BadParameter, u"Malformed backup blob."_s, u"value"_s };
    std::optional<QString> text;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "value"_L1)
            text = reader.takeText(*name);
        else
            reader.skip();
    }
    if (auto finished = reader.finish(); !finished)
        return finished.error();
    if (!text || text->isEmpty())
        return malformed;
    auto blob = base::fromBase64Url(text->toLatin1());
    if (!blob)
        return malformed;
    return std::move(*blob);
}

base::SecureBytes writeBackup(QByteArrayView blob)
{
    JsonWriter json;
    json.beginObject().member("value");
    writeBase64Url(json, blob);
    json.endObject();
    return json.finish();
}

} // namespace strongroom::wire
