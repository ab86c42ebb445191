// SPDX-License-Identifier: Apache-2.0
#include "model/wire/secret_bodies.h"

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

/// What bundles and items have in common, into the object that is open.
void writeMembers(JsonWriter& json, const vault::SecretProperties& secret, ItemIds ids,
                  const AnswerFrame& frame)
{
    writeId(json, secret, ids, frame.vaultUrl);
    if (!secret.contentType.isEmpty())
        json.member("contentType").text(secret.contentType);
    json.member("attributes").beginObject();
    writeAttributes(json, secret.attributes);
    json.endObject();
    writeTagsMember(json, secret.tags);
    if (secret.isManaged)
        json.member("managed").boolean(true);
}

/// What a bundle has besides.
void writeBundle(JsonWriter& json, const vault::SecretProperties& secret, const AnswerFrame& frame)
{
    writeMembers(json, secret, ItemIds::WithVersion, frame);
    if (secret.isManaged)
        json.member("kid").text(ObjectId{ frame.vaultUrl, u"keys"_s, secret.name, secret.version }.text());
    if (secret.previousVersion && frame.version.hasPreviousVersion())
        json.member("previousVersion").text(secret.previousVersion->text());
}

void writeSecretDeletion(JsonWriter& json, const vault::DeletedSecret& secret, const AnswerFrame& frame)
{
    writeDeletion(json, { frame.vaultUrl, u"deletedsecrets"_s, secret.properties.name, {} }, secret.deletion);
}

/// A bundle whose id has not been seen yet.
struct PartialBundle
{
    std::optional<ObjectId> id;
    std::optional<base::SecureBytes> value;
    CommonMembers common;
    QString contentType;
    QString keyId;
    std::optional<vault::VersionId> previousVersion;
};

void takeMember(JsonReader& reader, const QString& name, PartialBundle& bundle)
{
    if (name == "id"_L1) {
        if (auto id = ObjectId::parse(reader.takeText(name)))
            bundle.id = std::move(*id);
    } else if (name == "value"_L1) {
        bundle.value = reader.takeSecret(name);
    } else if (name == "attributes"_L1) {
        bundle.common.attributes = takeAttributes(reader);
    } else if (name == "contentType"_L1) {
        bundle.contentType = reader.takeText(name);
    } else if (name == "kid"_L1) {
        bundle.keyId = reader.takeText(name);
    } else if (name == "previousVersion"_L1) {
        bundle.previousVersion = takeVersion(reader, name);
    } else if (!takeCommonMember(reader, name, bundle.common)) {
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
    const CommonMembers& common = bundle.common;
    return SecretBundle{ std::move(*bundle.id), std::move(bundle.value), common.attributes,
                         common.tags,           bundle.contentType,      common.isManaged,
                         bundle.keyId,          bundle.previousVersion,  common.recoveryId,
                         common.deletion };
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
        return missingMember(u"value"_s);
    return content;
}

base::SecureBytes writeSetSecret(const SetSecretBody& content)
{
    JsonWriter json;
    json.beginObject().member("value").utf8(content.value.view());
    if (!content.contentType.isEmpty())
        json.member("contentType").text(content.contentType);
    json.member("attributes").beginObject();
    writeAttributeChanges(json, content.attributes);
    json.endObject();
    writeTagsMember(json, content.tags);
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
    json.member("attributes").beginObject();
    writeAttributeChanges(json, content.attributes);
    json.endObject();
    if (content.tags) {
        json.member("tags");
        writeTags(json, *content.tags);
    }
    json.endObject();
    return json.finish();
}

base::SecureBytes writeSecret(const vault::Secret& secret, const AnswerFrame& frame)
{
    JsonWriter json;
    json.beginObject().member("value").utf8(secret.value.view());
    writeBundle(json, secret.properties, frame);
    json.endObject();
    return json.finish();
}

base::SecureBytes writeSecret(const vault::SecretProperties& secret, const AnswerFrame& frame)
{
    JsonWriter json;
    json.beginObject();
    writeBundle(json, secret, frame);
    json.endObject();
    return json.finish();
}

base::SecureBytes writeDeletedSecret(const vault::DeletedSecret& secret, const AnswerFrame& frame)
{
    JsonWriter json;
    json.beginObject();
    writeSecretDeletion(json, secret, frame);
    writeBundle(json, secret.properties, frame);
    json.endObject();
    return json.finish();
}

base::SecureBytes writeSecretPage(const std::vector<vault::SecretProperties>& items, ItemIds ids,
                                  const QString& nextLink, const AnswerFrame& frame)
{
    return writePage(items, nextLink, [&](JsonWriter& json, const vault::SecretProperties& item) {
        writeMembers(json, item, ids, frame);
    });
}

base::SecureBytes writeDeletedSecretPage(const std::vector<vault::DeletedSecret>& items,
                                         const QString& nextLink, const AnswerFrame& frame)
{
    return writePage(items, nextLink, [&](JsonWriter& json, const vault::DeletedSecret& item) {
        writeSecretDeletion(json, item, frame);
        writeMembers(json, item.properties, ItemIds::WithoutVersion, frame);
    });
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
    return readPage<SecretBundlePage>(body, takeBundle);
}

} // namespace strongroom::wire
