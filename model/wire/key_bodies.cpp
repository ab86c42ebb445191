// SPDX-License-Identifier: Apache-2.0
#include "model/wire/key_bodies.h"

#include "model/wire/release_policy.h"

#include <algorithm>
#include <bit>
#include <limits>

using namespace Qt::StringLiterals;

namespace strongroom::wire {

namespace {

const auto keysCollection = u"keys"_s;

/// `hsmPlatform`: "0" is software, "1" the lowest of the service's kinds of HSM, because a token does not
/// say what it has been certified for.
const auto softwarePlatform = u"0"_s;
const auto tokenPlatform = u"1"_s;

int takeBits(JsonReader& reader, const QString& field)
{
    if (reader.takeNull())
        return CreateKeyBody().bits;
    const qint64 bits = reader.takeInteger(field);
    if (bits > 0 && bits <= std::numeric_limits<int>::max())
        return static_cast<int>(bits);
    reader.fail(u"The property '%1' is out of range."_s.arg(field), field);
    return 0;
}

/// A key that stays in a key manager elsewhere: making one here instead would be another key.
void refuseExternalKey(JsonReader& reader, const QString& field)
{
    if (!reader.takeNull())
        reader.fail(
            u"The property '%1' cannot be used: keys of an external key manager are not offered."_s.arg(
                field),
            field);
}

quint32 takeExponent(JsonReader& reader, const QString& field)
{
    if (reader.takeNull())
        return CreateKeyBody().publicExponent;
    const qint64 exponent = reader.takeInteger(field);
    if (exponent >= 0 && exponent <= std::numeric_limits<quint32>::max())
        return static_cast<quint32>(exponent);
    reader.fail(u"The property '%1' is out of range."_s.arg(field), field);
    return 0;
}

ObjectId idOf(const vault::KeyProperties& key, ItemIds ids, const AnswerFrame& frame)
{
    return { frame.vaultUrl, keysCollection, key.name,
             ids == ItemIds::WithVersion ? std::optional(key.version) : std::nullopt };
}

void writeKeyAttributes(JsonWriter& json, const vault::KeyProperties& key, const AnswerFrame& frame)
{
    const bool isHsm = key.protection == vault::KeyProtection::Hsm;
    writeAttributes(json, key.attributes);
    json.member("exportable").boolean(key.isExportable);
    json.member("hsmPlatform").text(isHsm ? tokenPlatform : softwarePlatform);
    if (frame.version.hasKeySize() && key.publicKey.type != crypto::KeyType::Ec)
        json.member("key_size").integer(key.publicKey.bits);
}

void writeBytes(JsonWriter& json, QByteArrayView name, const QByteArray& bytes)
{
    if (bytes.isEmpty())
        return;
    json.member(name);
    writeBase64Url(json, bytes);
}

/// The public view of a key as JWK (RFC 7517) in the service's spelling.
void writeJwk(JsonWriter& json, const vault::KeyProperties& key, const AnswerFrame& frame)
{
    json.beginObject().member("kid").text(idOf(key, ItemIds::WithVersion, frame).text());
    json.member("kty").text(vault::keyTypeText(key.publicKey.type, key.protection));
    json.member("key_ops");
    writeTexts(json, key.operations);
    writeBytes(json, "n", key.publicKey.n);
    writeBytes(json, "e", key.publicKey.e);
    if (key.publicKey.curve)
        json.member("crv").text(crypto::toText(*key.publicKey.curve));
    writeBytes(json, "x", key.publicKey.x);
    writeBytes(json, "y", key.publicKey.y);
    json.endObject();
}

void writeLabels(JsonWriter& json, const vault::KeyProperties& key)
{
    writeTagsMember(json, key.tags);
    if (key.isManaged)
        json.member("managed").boolean(true);
}

/// A bundle but its attributes, which come last because an attestation adds to them.
void writeBundle(JsonWriter& json, const vault::KeyProperties& key, const AnswerFrame& frame)
{
    json.member("key");
    writeJwk(json, key, frame);
    writeLabels(json, key);
    if (key.releasePolicy) {
        json.member("release_policy");
        writeReleasePolicy(json, *key.releasePolicy);
    }
}

void writeItem(JsonWriter& json, const vault::KeyProperties& key, ItemIds ids, const AnswerFrame& frame)
{
    json.member("kid").text(idOf(key, ids, frame).text());
    json.member("attributes").beginObject();
    writeKeyAttributes(json, key, frame);
    json.endObject();
    writeLabels(json, key);
}

void writeKeyDeletion(JsonWriter& json, const vault::DeletedKey& key, const AnswerFrame& frame)
{
    writeDeletion(json, { frame.vaultUrl, u"deletedkeys"_s, key.properties.name, {} }, key.deletion);
}

/// A bundle whose identifier has not been seen yet.
struct PartialBundle
{
    std::optional<ObjectId> id;
    std::optional<vault::KeyTypeAndProtection> kind;
    crypto::PublicKey publicKey;
    QStringList operations;
    CommonMembers common;
    bool isExportable = false;
    std::optional<vault::ReleasePolicy> releasePolicy;
};

void takeId(JsonReader& reader, const QString& name, PartialBundle& bundle)
{
    if (auto id = ObjectId::parse(reader.takeText(name)))
        bundle.id = std::move(*id);
}

int bitsOf(const crypto::PublicKey& key)
{
    if (key.curve)
        return *key.curve == crypto::Curve::P521 ? 521 : crypto::coordinateBytes(*key.curve) * 8;
    const auto first = std::find_if(key.n.begin(), key.n.end(), [](char byte) { return byte != 0; });
    if (first == key.n.end())
        return 0;
    const auto bytes = static_cast<int>(key.n.end() - first);
    return bytes * 8 - std::countl_zero(static_cast<unsigned char>(*first));
}

void takeJwkMember(JsonReader& reader, const QString& name, PartialBundle& bundle)
{
    if (name == "kid"_L1)
        takeId(reader, name, bundle);
    else if (name == "kty"_L1)
        bundle.kind = takeKeyType(reader);
    else if (name == "key_ops"_L1)
        bundle.operations = takeTextsOrNull(reader, name);
    else if (name == "crv"_L1)
        bundle.publicKey.curve = takeCurve(reader);
    else if (name == "n"_L1)
        bundle.publicKey.n = takeBase64Url(reader, name);
    else if (name == "e"_L1)
        bundle.publicKey.e = takeBase64Url(reader, name);
    else if (name == "x"_L1)
        bundle.publicKey.x = takeBase64Url(reader, name);
    else if (name == "y"_L1)
        bundle.publicKey.y = takeBase64Url(reader, name);
    else
        reader.skip();
}

void takeJwk(JsonReader& reader, PartialBundle& bundle)
{
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (!reader.takeNull())
            takeJwkMember(reader, *name, bundle);
    }
    if (bundle.kind)
        bundle.publicKey.type = bundle.kind->type;
    else
        reader.fail(u"The key has no type."_s, u"kty"_s);
    bundle.publicKey.bits = bitsOf(bundle.publicKey);
}

void takeMember(JsonReader& reader, const QString& name, PartialBundle& bundle)
{
    if (name == "kid"_L1) {
        takeId(reader, name, bundle);
    } else if (name == "key"_L1) {
        takeJwk(reader, bundle);
    } else if (name == "attributes"_L1) {
        bundle.common.attributes = takeAttributes(reader, [&](const QString& attribute) {
            if (attribute != "exportable"_L1)
                return false;
            bundle.isExportable = reader.takeBoolean(attribute);
            return true;
        });
    } else if (name == "release_policy"_L1) {
        bundle.releasePolicy = takeReleasePolicy(reader);
    } else if (!takeCommonMember(reader, name, bundle.common)) {
        reader.skip();
    }
}

std::optional<KeyBundle> takeBundle(JsonReader& reader)
{
    PartialBundle bundle;
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (!reader.takeNull())
            takeMember(reader, *name, bundle);
    }
    if (!bundle.id)
        reader.fail(u"The key has no valid identifier."_s, u"kid"_s);
    if (reader.hasFailed())
        return std::nullopt;
    const CommonMembers& common = bundle.common;
    return KeyBundle{
        std::move(*bundle.id), bundle.kind ? std::optional(bundle.kind->protection) : std::nullopt,
        bundle.publicKey,      bundle.operations,
        common.attributes,     bundle.isExportable,
        common.tags,           common.isManaged,
        bundle.releasePolicy,  common.recoveryId,
        common.deletion
    };
}

} // namespace

std::optional<vault::KeyTypeAndProtection> takeKeyType(JsonReader& reader)
{
    const QString text = reader.takeText(u"kty"_s);
    const auto kind = vault::keyTypeFromText(text);
    if (!kind)
        reader.fail(u"'%1' is not a key type that can be used here."_s.arg(text.left(40)), u"kty"_s);
    return kind;
}

std::optional<crypto::Curve> takeCurve(JsonReader& reader)
{
    const QString text = reader.takeText(u"crv"_s);
    const auto curve = crypto::curveFromText(text);
    if (!curve)
        reader.fail(u"'%1' is not a curve that can be used here."_s.arg(text.left(40)), u"crv"_s);
    return curve;
}

bool takeDraftMember(JsonReader& reader, const QString& name, vault::KeyDraft& draft)
{
    if (name == "attributes"_L1) {
        draft.attributes = takeAttributeChanges(reader, [&](const QString& attribute) {
            if (attribute != "exportable"_L1)
                return false;
            draft.isExportable = !reader.takeNull() && reader.takeBoolean(attribute);
            return true;
        });
    } else if (name == "tags"_L1) {
        draft.tags = takeTags(reader);
    } else if (name == "release_policy"_L1) {
        draft.releasePolicy = takeReleasePolicy(reader);
    } else {
        return false;
    }
    return true;
}

void writeDraftMembers(JsonWriter& json, const vault::KeyDraft& draft)
{
    json.member("attributes").beginObject();
    writeAttributeChanges(json, draft.attributes);
    if (draft.isExportable)
        json.member("exportable").boolean(true);
    json.endObject();
    writeTagsMember(json, draft.tags);
    if (draft.releasePolicy) {
        json.member("release_policy");
        writeReleasePolicy(json, *draft.releasePolicy);
    }
}

base::Result<CreateKeyBody> readCreateKey(QByteArrayView body)
{
    CreateKeyBody content;
    std::optional<vault::KeyTypeAndProtection> kind;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "kty"_L1)
            kind = takeKeyType(reader);
        else if (*name == "key_size"_L1)
            content.bits = takeBits(reader, *name);
        else if (*name == "public_exponent"_L1)
            content.publicExponent = takeExponent(reader, *name);
        else if (*name == "crv"_L1)
            content.curve = reader.takeNull() ? std::nullopt : takeCurve(reader);
        else if (*name == "external_key"_L1)
            refuseExternalKey(reader, *name);
        else if (*name == "key_ops"_L1)
            content.draft.operations = takeTextsOrNull(reader, *name);
        else if (!takeDraftMember(reader, *name, content.draft))
            reader.skip();
    }
    if (auto finished = reader.finish(); !finished)
        return finished.error();
    if (!kind)
        return missingMember(u"kty"_s);
    content.kind = *kind;
    return content;
}

base::SecureBytes writeCreateKey(const CreateKeyBody& content)
{
    JsonWriter json;
    json.beginObject().member("kty").text(vault::keyTypeText(content.kind.type, content.kind.protection));
    if (content.bits > 0)
        json.member("key_size").integer(content.bits);
    if (content.curve)
        json.member("crv").text(crypto::toText(*content.curve));
    if (content.publicExponent != CreateKeyBody().publicExponent)
        json.member("public_exponent").integer(content.publicExponent);
    if (!content.draft.operations.isEmpty()) {
        json.member("key_ops");
        writeTexts(json, content.draft.operations);
    }
    writeDraftMembers(json, content.draft);
    json.endObject();
    return json.finish();
}

base::Result<UpdateKeyBody> readUpdateKey(QByteArrayView body)
{
    UpdateKeyBody content;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (reader.takeNull())
            continue;
        if (*name == "key_ops"_L1)
            content.operations = takeTextsOrNull(reader, *name);
        else if (*name == "attributes"_L1)
            content.attributes = takeAttributeChanges(reader);
        else if (*name == "tags"_L1)
            content.tags = takeTags(reader);
        else if (*name == "release_policy"_L1)
            content.releasePolicy = takeReleasePolicy(reader);
        else
            reader.skip();
    }
    if (auto finished = reader.finish(); !finished)
        return finished.error();
    return content;
}

base::SecureBytes writeUpdateKey(const UpdateKeyBody& content)
{
    JsonWriter json;
    json.beginObject();
    if (content.operations) {
        json.member("key_ops");
        writeTexts(json, *content.operations);
    }
    json.member("attributes").beginObject();
    writeAttributeChanges(json, content.attributes);
    json.endObject();
    if (content.tags) {
        json.member("tags");
        writeTags(json, *content.tags);
    }
    if (content.releasePolicy) {
        json.member("release_policy");
        writeReleasePolicy(json, *content.releasePolicy);
    }
    json.endObject();
    return json.finish();
}

base::SecureBytes writeKey(const vault::KeyProperties& key, const AnswerFrame& frame)
{
    JsonWriter json;
    json.beginObject();
    writeBundle(json, key, frame);
    json.member("attributes").beginObject();
    writeKeyAttributes(json, key, frame);
    json.endObject().endObject();
    return json.finish();
}

base::SecureBytes writeDeletedKey(const vault::DeletedKey& key, const AnswerFrame& frame)
{
    JsonWriter json;
    json.beginObject();
    writeKeyDeletion(json, key, frame);
    writeBundle(json, key.properties, frame);
    json.member("attributes").beginObject();
    writeKeyAttributes(json, key.properties, frame);
    json.endObject().endObject();
    return json.finish();
}

base::SecureBytes writeKeyAttestation(const vault::KeyAttestation& attested, const AnswerFrame& frame)
{
    JsonWriter json;
    json.beginObject();
    writeBundle(json, attested.properties, frame);
    json.member("attributes").beginObject();
    writeKeyAttributes(json, attested.properties, frame);
    json.member("attestation").beginObject();
    writeBytes(json, "certificatePemFile", attested.certificatePem);
    writeBytes(json, "privateKeyAttestation", attested.privateKeyAttestation);
    writeBytes(json, "publicKeyAttestation", attested.publicKeyAttestation);
    json.member("version").text(attested.version);
    json.endObject().endObject().endObject();
    return json.finish();
}

base::SecureBytes writeKeyPage(const std::vector<vault::KeyProperties>& items, ItemIds ids,
                               const QString& nextLink, const AnswerFrame& frame)
{
    return writePage(items, nextLink, [&](JsonWriter& json, const vault::KeyProperties& item) {
        writeItem(json, item, ids, frame);
    });
}

base::SecureBytes writeDeletedKeyPage(const std::vector<vault::DeletedKey>& items, const QString& nextLink,
                                      const AnswerFrame& frame)
{
    return writePage(items, nextLink, [&](JsonWriter& json, const vault::DeletedKey& item) {
        writeKeyDeletion(json, item, frame);
        writeItem(json, item.properties, ItemIds::WithoutVersion, frame);
    });
}

base::Result<KeyBundle> readKeyBundle(QByteArrayView body)
{
    JsonReader reader(body);
    auto bundle = takeBundle(reader);
    if (auto finished = reader.finish(); !finished)
        return finished.error();
    return std::move(*bundle);
}

base::Result<KeyBundlePage> readKeyBundlePage(QByteArrayView body)
{
    return readPage<KeyBundlePage>(body, takeBundle);
}

} // namespace strongroom::wire
