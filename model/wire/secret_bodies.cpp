// SPDX-License-Identifier: Apache-2.0
#include "model/wire/secret_bodies.h"

#include "model/base/encodings.h"
#include "model/wire/object_members.h"

using namespace Qt::StringLiterals;

namespace strongroom::wire {

namespace {

const auto secretsCollection = u"secrets"_s;

void writeId(JsonWriter& json, const vault::SecretProperties& secret, ItemIds ids, const QString& vaultUrl)
{
    const ObjectId id{ vaultUrl, secretsCollection, secret.name,
                       ids == ItemIds::WithVersion ? std::optional(secret.version) : std::nullopt };
    json.member("id").text(id.text());
}

/// Everything of a bundle or item but its value, into the object that is open.
void writeMembers(JsonWriter& json, const vault::SecretProperties& secret, ItemIds ids,
                  const AnswerFrame& frame)
{
    writeId(json, secret, ids, frame.vaultUrl);
    if (!secret.contentType.isEmpty())
        json.member("contentType").text(secret.contentType);
    json.member("attributes");
    writeAttributes(json, secret.attributes);
    if (!secret.tags.isEmpty()) {
        json.member("tags");
        writeTags(json, secret.tags);
    }
    if (secret.isManaged)
        json.member("managed").boolean(true);
    if (secret.isManaged && ids == ItemIds::WithVersion)
        json.member("kid").text(ObjectId{ frame.vaultUrl, u"keys"_s, secret.name, secret.version }.text());
    if (secret.previousVersion && ids == ItemIds::WithVersion && frame.version.hasPreviousVersion())
        json.member("previousVersion").text(secret.previousVersion->text());
}

void writeDeletion(JsonWriter& json, const vault::DeletedSecret& secret, const AnswerFrame& frame)
{
    const ObjectId id{ frame.vaultUrl, u"deletedsecrets"_s, secret.properties.name, {} };
    json.member("recoveryId").text(id.text());
    json.member("deletedDate").integer(secret.deletion.deleted);
    json.member("scheduledPurgeDate").integer(secret.deletion.scheduledPurge);
}

void writeNextLink(JsonWriter& json, const QString& nextLink)
{
    json.member("nextLink");
    if (nextLink.isEmpty())
        json.null();
    else
        json.text(nextLink);
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

/// A bundle whose id has not been seen yet.
struct PartialBundle
{
    std::optional<ObjectId> id;
    std::optional<base::SecureBytes> value;
    vault::Attributes attributes;
    vault::Tags tags;
    QString contentType;
    bool isManaged = false;
    QString keyId;
    std::optional<vault::VersionId> previousVersion;
    QString recoveryId;
    std::optional<vault::Deletion> deletion;
};

void takeMember(JsonReader& reader, const QString& name, PartialBundle& bundle)
{
    if (name == "id"_L1) {
        if (auto id = ObjectId::parse(reader.takeText(name)))
            bundle.id = std::move(*id);
    } else if (name == "value"_L1) {
        bundle.value = reader.takeSecret(name);
    } else if (name == "attributes"_L1) {
        bundle.attributes = takeAttributes(reader);
    } else if (name == "tags"_L1) {
        bundle.tags = takeTags(reader);
    } else if (name == "contentType"_L1) {
        bundle.contentType = reader.takeText(name);
    } else if (name == "managed"_L1) {
        bundle.isManaged = reader.takeBoolean(name);
    } else if (name == "kid"_L1) {
        bundle.keyId = reader.takeText(name);
    } else if (name == "previousVersion"_L1) {
        bundle.previousVersion = takeVersion(reader, name);
    } else if (name == "recoveryId"_L1) {
        bundle.recoveryId = reader.takeText(name);
    } else if (name == "deletedDate"_L1 || name == "scheduledPurgeDate"_L1) {
        if (!bundle.deletion)
            bundle.deletion.emplace();
        (name == "deletedDate"_L1 ? bundle.deletion->deleted : bundle.deletion->scheduledPurge)
            = reader.takeInteger(name);
    } else {
        reader.skip();
    }
}

std::optional<SecretBundle> takeBundle(JsonReader& reader)
{
    PartialBundle bundle;
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (!reader.takeNull())
            takeMember(reader, *name, bundle);
    }
    if (!bundle.id)
        reader.fail(u"The secret has no valid identifier."_s, u"id"_s);
    if (reader.hasFailed())
        return std::nullopt;
    return SecretBundle{ std::move(*bundle.id), std::move(bundle.value), bundle.attributes,
                         bundle.tags,           bundle.contentType,      bundle.isManaged,
                         bundle.keyId,          bundle.previousVersion,  bundle.recoveryId,
                         bundle.deletion };
}

} // namespace

base::Result<SetSecretBody> readSetSecret(QByteArrayView body)
{
    SetSecretBody content;
    bool hasValue = false;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "value"_L1) {
            content.value = reader.takeSecret(*name);
            hasValue = true;
        } else if (*name == "contentType"_L1) {
            content.contentType = takeTextOrNull(reader, *name);
        } else if (*name == "attributes"_L1) {
            content.attributes = takeAttributeChanges(reader);
        } else if (*name == "tags"_L1) {
            content.tags = takeTags(reader);
        } else {
            reader.skip();
        }
    }
    if (auto finished = reader.finish(); !finished)
        return finished.error();
    if (!hasValue)
        return base::Error{ base::ErrorCode::BadParameter, u"The property 'value' is required."_s,
                            u"value"_s };
    return content;
}

base::SecureBytes writeSetSecret(const SetSecretBody& content)
{
    JsonWriter json;
    json.beginObject().member("value").utf8(content.value.view());
    if (!content.contentType.isEmpty())
        json.member("contentType").text(content.contentType);
    json.member("attributes");
    writeAttributeChanges(json, content.attributes);
    if (!content.tags.isEmpty()) {
        json.member("tags");
        writeTags(json, content.tags);
    }
    json.endObject();
    return json.finish();
}

base::Result<UpdateSecretBody> readUpdateSecret(QByteArrayView body)
{
    UpdateSecretBody content;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (reader.takeNull())
            continue;
        if (*name == "contentType"_L1)
            content.contentType = reader.takeText(*name);
        else if (*name == "attributes"_L1)
            content.attributes = takeAttributeChanges(reader);
        else if (*name == "tags"_L1)
            content.tags = takeTags(reader);
        else
            reader.skip();
    }
    if (auto finished = reader.finish(); !finished)
        return finished.error();
    return content;
}

base::SecureBytes writeUpdateSecret(const UpdateSecretBody& content)
{
    JsonWriter json;
    json.beginObject();
    if (content.contentType)
        json.member("contentType").text(*content.contentType);
    json.member("attributes");
    writeAttributeChanges(json, content.attributes);
    if (content.tags) {
        json.member("tags");
        writeTags(json, *content.tags);
    }
    json.endObject();
    return json.finish();
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
    json.beginObject().member("value").utf8(base::toBase64Url(blob)).endObject();
    return json.finish();
}

base::SecureBytes writeSecret(const vault::Secret& secret, const AnswerFrame& frame)
{
    JsonWriter json;
    json.beginObject().member("value").utf8(secret.value.view());
    writeMembers(json, secret.properties, ItemIds::WithVersion, frame);
    json.endObject();
    return json.finish();
}

base::SecureBytes writeSecret(const vault::SecretProperties& secret, const AnswerFrame& frame)
{
    JsonWriter json;
    json.beginObject();
    writeMembers(json, secret, ItemIds::WithVersion, frame);
    json.endObject();
    return json.finish();
}

base::SecureBytes writeDeletedSecret(const vault::DeletedSecret& secret, const AnswerFrame& frame)
{
    JsonWriter json;
    json.beginObject();
    writeDeletion(json, secret, frame);
    writeMembers(json, secret.properties, ItemIds::WithVersion, frame);
    json.endObject();
    return json.finish();
}

base::SecureBytes writeSecretPage(const std::vector<vault::SecretProperties>& items, ItemIds ids,
                                  const QString& nextLink, const AnswerFrame& frame)
{
    JsonWriter json;
    json.beginObject().member("value").beginArray();
    for (const vault::SecretProperties& item : items) {
        json.beginObject();
        writeMembers(json, item, ids, frame);
        json.endObject();
    }
    json.endArray();
    writeNextLink(json, nextLink);
    json.endObject();
    return json.finish();
}

base::SecureBytes writeDeletedSecretPage(const std::vector<vault::DeletedSecret>& items,
                                         const QString& nextLink, const AnswerFrame& frame)
{
    JsonWriter json;
    json.beginObject().member("value").beginArray();
    for (const vault::DeletedSecret& item : items) {
        json.beginObject();
        writeDeletion(json, item, frame);
        writeMembers(json, item.properties, ItemIds::WithoutVersion, frame);
        json.endObject();
    }
    json.endArray();
    writeNextLink(json, nextLink);
    json.endObject();
    return json.finish();
}

base::Result<SecretBundle> readSecretBundle(QByteArrayView body)
{
    JsonReader reader(body);
    auto bundle = takeBundle(reader);
    if (auto finished = reader.finish(); !finished)
        return finished.error();
    return std::move(*bundle);
}

base::Result<SecretBundlePage> readSecretBundlePage(QByteArrayView body)
{
    SecretBundlePage page;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "value"_L1) {
            reader.enterArray();
            while (reader.nextElement()) {
                if (auto bundle = takeBundle(reader))
                    page.items.push_back(std::move(*bundle));
            }
        } else if (*name == "nextLink"_L1) {
            page.nextLink = takeTextOrNull(reader, *name);
        } else {
            reader.skip();
        }
    }
    if (auto finished = reader.finish(); !finished)
        return finished.error();
    return page;
}

} // namespace strongroom::wire
