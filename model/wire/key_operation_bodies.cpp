// SPDX-License-Identifier: Apache-2.0
#include "model/wire/key_operation_bodies.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace strongroom::wire {

namespace {

using base::Result;
using base::SecureBytes;

/// Reads an object whose members `take` knows; it says whether it took one. Null members mean what absent
/// ones do.
template <typename Take> Result<void> readMembers(QByteArrayView body, Take take)
{
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (!reader.takeNull() && !take(reader, *name))
            reader.skip();
    }
    return reader.finish();
}

/// "alg", and the members that encrypting and decrypting have in common.
struct CipherMembers
{
    QString algorithm;
    std::optional<SecureBytes> value;
    QByteArray nonce;
    QByteArray tag;
    QByteArray associatedData;
};

bool takeCipherMember(JsonReader& reader, const QString& name, CipherMembers& members)
{
    if (name == "alg"_L1)
        members.algorithm = reader.takeText(name);
    else if (name == "value"_L1)
        members.value = takeSecretBase64Url(reader, name);
    else if (name == "iv"_L1)
        members.nonce = takeBase64Url(reader, name);
    else if (name == "tag"_L1)
        members.tag = takeBase64Url(reader, name);
    else if (name == "aad"_L1)
        members.associatedData = takeBase64Url(reader, name);
    else
        return false;
    return true;
}

Result<CipherMembers> readCipherMembers(QByteArrayView body)
{
    CipherMembers members;
    const auto read = readMembers(body, [&](JsonReader& reader, const QString& name) {
        return takeCipherMember(reader, name, members);
    });
    if (!read)
        return read.error();
    if (members.algorithm.isEmpty())
        return missingMember(u"alg"_s);
    if (!members.value)
        return missingMember(u"value"_s);
    return members;
}

void writeBytes(JsonWriter& json, QByteArrayView name, const QByteArray& bytes)
{
    if (bytes.isEmpty())
        return;
    json.member(name);
    writeBase64Url(json, bytes);
}

/// The one member of a document that is asked for. `take` reads its value.
template <typename Take>
auto readOne(QByteArrayView body, const QString& wanted, Take take)
    -> Result<decltype(take(std::declval<JsonReader&>(), wanted))>
{
    std::optional<decltype(take(std::declval<JsonReader&>(), wanted))> value;
    const auto read = readMembers(body, [&](JsonReader& reader, const QString& name) {
        if (name == wanted)
            value = take(reader, name);
        return name == wanted;
    });
    if (!read)
        return read.error();
    if (!value)
        return missingMember(wanted);
    return std::move(*value);
}

} // namespace

QString algorithmOf(QByteArrayView body)
{
    QString algorithm;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "alg"_L1)
            algorithm = takeTextOrNull(reader, *name);
        else
            reader.skip();
    }
    return crypto::findKeyAlgorithm(algorithm) ? algorithm : QString();
}

Result<EncryptBody> readEncrypt(QByteArrayView body)
{
    auto members = readCipherMembers(body);
    if (!members)
        return members.error();
    return EncryptBody{ std::move(members->algorithm),
                        { std::move(*members->value), std::move(members->nonce),
                          std::move(members->associatedData) } };
}

SecureBytes writeEncrypt(const EncryptBody& content)
{
    JsonWriter json;
    json.beginObject().member("alg").text(content.algorithm).member("value");
    writeSecretBase64Url(json, content.input.plaintext);
    writeBytes(json, "iv", content.input.nonce);
    writeBytes(json, "aad", content.input.associatedData);
    json.endObject();
    return json.finish();
}

Result<DecryptBody> readDecrypt(QByteArrayView body)
{
    auto members = readCipherMembers(body);
    if (!members)
        return members.error();
    return DecryptBody{ std::move(members->algorithm),
                        { members->value->view().toByteArray(), std::move(members->nonce),
                          std::move(members->tag), std::move(members->associatedData) } };
}

SecureBytes writeDecrypt(const DecryptBody& content)
{
    JsonWriter json;
    json.beginObject().member("alg").text(content.algorithm).member("value");
    writeBase64Url(json, content.input.ciphertext);
    writeBytes(json, "iv", content.input.nonce);
    writeBytes(json, "tag", content.input.tag);
    writeBytes(json, "aad", content.input.associatedData);
    json.endObject();
    return json.finish();
}

Result<SignBody> readSign(QByteArrayView body)
{
    auto members = readCipherMembers(body);
    if (!members)
        return members.error();
    return SignBody{ std::move(members->algorithm), members->value->view().toByteArray() };
}

SecureBytes writeSign(const SignBody& content)
{
    JsonWriter json;
    json.beginObject().member("alg").text(content.algorithm).member("value");
    writeBase64Url(json, content.digest);
    json.endObject();
    return json.finish();
}

Result<VerifyBody> readVerify(QByteArrayView body)
{
    VerifyBody content;
    std::optional<QByteArray> digest;
    std::optional<QByteArray> signature;
    const auto read = readMembers(body, [&](JsonReader& reader, const QString& name) {
        if (name == "alg"_L1)
            content.algorithm = reader.takeText(name);
        else if (name == "digest"_L1)
            digest = takeBase64Url(reader, name);
        else if (name == "value"_L1)
            signature = takeBase64Url(reader, name);
        else
            return false;
        return true;
    });
    if (!read)
        return read.error();
    if (content.algorithm.isEmpty())
        return missingMember(u"alg"_s);
    if (!digest)
        return missingMember(u"digest"_s);
    if (!signature)
        return missingMember(u"value"_s);
    content.digest = std::move(*digest);
    content.signature = std::move(*signature);
    return content;
}

SecureBytes writeVerify(const VerifyBody& content)
{
    JsonWriter json;
    json.beginObject().member("alg").text(content.algorithm).member("digest");
    writeBase64Url(json, content.digest);
    json.member("value");
    writeBase64Url(json, content.signature);
    json.endObject();
    return json.finish();
}

Result<ReleaseBody> readRelease(QByteArrayView body)
{
    ReleaseBody content;
    const auto read = readMembers(body, [&](JsonReader& reader, const QString& name) {
        if (name == "target"_L1)
            content.attestation = reader.takeText(name).toUtf8();
        else if (name == "nonce"_L1)
            content.nonce = reader.takeText(name);
        else if (name == "enc"_L1)
            content.encryption = reader.takeText(name);
        else
            return false;
        return true;
    });
    if (!read)
        return read.error();
    if (content.attestation.isEmpty())
        return missingMember(u"target"_s);
    return content;
}

SecureBytes writeRelease(const ReleaseBody& content)
{
    JsonWriter json;
    json.beginObject().member("target").utf8(content.attestation);
    if (!content.nonce.isEmpty())
        json.member("nonce").text(content.nonce);
    if (!content.encryption.isEmpty())
        json.member("enc").text(content.encryption);
    json.endObject();
    return json.finish();
}

Result<int> readRandom(QByteArrayView body)
{
    const auto count = readOne(
        body, u"count"_s, [](JsonReader& reader, const QString& name) { return reader.takeInteger(name); });
    if (!count)
        return count.error();
    return static_cast<int>(qBound(qint64(0), *count, qint64(std::numeric_limits<int>::max())));
}

SecureBytes writeRandom(int count)
{
    JsonWriter json;
    json.beginObject().member("count").integer(count).endObject();
    return json.finish();
}

SecureBytes writeCiphertext(const ObjectId& keyId, const crypto::EncryptOutput& output,
                            const QByteArray& associatedData)
{
    JsonWriter json;
    json.beginObject().member("kid").text(keyId.text()).member("value");
    writeBase64Url(json, output.ciphertext);
    writeBytes(json, "iv", output.nonce);
    writeBytes(json, "tag", output.tag);
    writeBytes(json, "aad", associatedData);
    json.endObject();
    return json.finish();
}

SecureBytes writePlaintext(const ObjectId& keyId, const SecureBytes& plaintext)
{
    JsonWriter json;
    json.beginObject().member("kid").text(keyId.text()).member("value");
    writeSecretBase64Url(json, plaintext);
    json.endObject();
    return json.finish();
}

SecureBytes writeSignature(const ObjectId& keyId, QByteArrayView signature)
{
    JsonWriter json;
    json.beginObject().member("kid").text(keyId.text()).member("value");
    writeBase64Url(json, signature);
    json.endObject();
    return json.finish();
}

Result<KeyOperationResult> readKeyOperationResult(QByteArrayView body)
{
    CipherMembers members;
    QString keyId;
    const auto read = readMembers(body, [&](JsonReader& reader, const QString& name) {
        if (name != "kid"_L1)
            return takeCipherMember(reader, name, members);
        keyId = reader.takeText(name);
        return true;
    });
    if (!read)
        return read.error();
    if (!members.value)
        return missingMember(u"value"_s);
    auto id = ObjectId::parse(keyId);
    if (!id)
        return id.error();
    return KeyOperationResult{ std::move(*id), std::move(*members.value), std::move(members.nonce),
                               std::move(members.tag), std::move(members.associatedData) };
}

SecureBytes writeVerified(bool isValid)
{
    JsonWriter json;
    json.beginObject().member("value").boolean(isValid).endObject();
    return json.finish();
}

Result<bool> readVerified(QByteArrayView body)
{
    return readOne(body, u"value"_s,
                   [](JsonReader& reader, const QString& name) { return reader.takeBoolean(name); });
}

SecureBytes writeReleased(QByteArrayView jws)
{
    JsonWriter json;
    json.beginObject().member("value").utf8(jws).endObject();
    return json.finish();
}

Result<QByteArray> readReleased(QByteArrayView body)
{
    return readOne(body, u"value"_s,
                   [](JsonReader& reader, const QString& name) { return reader.takeText(name).toUtf8(); });
}

SecureBytes writeRandomBytes(const SecureBytes& bytes)
{
    JsonWriter json;
    json.beginObject().member("value");
    writeSecretBase64Url(json, bytes);
    json.endObject();
    return json.finish();
}

Result<SecureBytes> readRandomBytes(QByteArrayView body)
{
    return readOne(body, u"value"_s, takeSecretBase64Url);
}

} // namespace strongroom::wire
