// SPDX-License-Identifier: Apache-2.0
#include "model/wire/key_import_body.h"

#include "model/wire/key_bodies.h"

#include <algorithm>
#include <array>
#include <map>

using namespace Qt::StringLiterals;

namespace strongroom::wire {

namespace {

using base::SecureBytes;
using vault::ImportedKey;

constexpr std::array rsaNames = { "n"_L1, "e"_L1, "d"_L1, "p"_L1, "q"_L1, "dp"_L1, "dq"_L1, "qi"_L1 };
constexpr std::array ecNames = { "x"_L1, "y"_L1, "d"_L1 };

base::Error badKey(const QString& message) { return { base::ErrorCode::BadParameter, message, u"key"_s }; }

/// The members of the key as they stand in the request, in any order.
struct JwkMembers
{
    std::optional<vault::KeyTypeAndProtection> kind;
    std::optional<crypto::Curve> curve;
    QStringList operations;
    std::map<QString, SecureBytes> numbers; ///< decoded; any of them may be a secret
    SecureBytes transferBlob;
};

bool isNumber(const QString& name)
{
    const auto is = [&name](QLatin1StringView one) { return name == one; };
    return name == "k"_L1 || std::any_of(rsaNames.begin(), rsaNames.end(), is)
        || std::any_of(ecNames.begin(), ecNames.end(), is);
}

void takeJwkMember(JsonReader& reader, const QString& name, JwkMembers& members)
{
    if (isNumber(name)) {
        if (!members.numbers.try_emplace(name, takeSecretBase64Url(reader, name)).second)
            reader.fail(u"The property '%1' stands twice."_s.arg(name), name);
    } else if (name == "kty"_L1) {
        members.kind = takeKeyType(reader);
    } else if (name == "crv"_L1) {
        members.curve = takeCurve(reader);
    } else if (name == "key_ops"_L1) {
        members.operations = takeTextsOrNull(reader, name);
    } else if (name == "key_hsm"_L1) {
        members.transferBlob = takeSecretBase64Url(reader, name);
    } else {
        reader.skip();
    }
}

JwkMembers takeJwk(JsonReader& reader)
{
    JwkMembers members;
    if (!enterObjectOrNull(reader, u"key"_s))
        return members;
    while (const auto name = reader.nextMember()) {
        if (!reader.takeNull())
            takeJwkMember(reader, *name, members);
    }
    return members;
}

/// A JSON Web Key without the service's additions: what crypto::readPrivateJwk() reads.
template <std::size_t count>
base::Result<ImportedKey> plainJwk(const JwkMembers& members,
                                   const std::array<QLatin1StringView, count>& names)
{
    JsonWriter json;
    json.beginObject().member("kty").text(
        vault::keyTypeText(members.kind->type, vault::KeyProtection::Software));
    if (members.curve)
        json.member("crv").text(crypto::toText(*members.curve));
    for (const QLatin1StringView name : names) {
        const auto number = members.numbers.find(name);
        if (number == members.numbers.end() || number->second.isEmpty())
            return badKey(u"The key lacks the member '%1'."_s.arg(name));
        json.member(QByteArrayView(name));
        writeSecretBase64Url(json, number->second);
    }
    json.endObject();
    return ImportedKey{ ImportedKey::Form::Jwk, json.finish(), members.kind->type };
}

base::Result<ImportedKey> importedKey(JwkMembers& members)
{
    if (!members.kind)
        return missingMember(u"kty"_s);
    if (!members.transferBlob.isEmpty())
        return ImportedKey{ ImportedKey::Form::Transfer, std::move(members.transferBlob), members.kind->type,
                            members.curve };
    switch (members.kind->type) {
    case crypto::KeyType::Rsa:
        members.curve.reset();
        return plainJwk(members, rsaNames);
    case crypto::KeyType::Ec:
        if (!members.curve)
            return badKey(u"The key lacks the member 'crv'."_s);
        return plainJwk(members, ecNames);
    case crypto::KeyType::Oct: {
        const auto bytes = members.numbers.find(u"k"_s);
        if (bytes == members.numbers.end() || bytes->second.isEmpty())
            return badKey(u"The key lacks the member 'k'."_s);
        return ImportedKey{ ImportedKey::Form::Oct, std::move(bytes->second), crypto::KeyType::Oct };
    }
    }
    Q_UNREACHABLE();
}

void writeKind(JsonWriter& json, crypto::KeyType type, vault::KeyProtection protection)
{
    json.member("kty").text(vault::keyTypeText(type, protection));
}

base::Result<void> writeJwk(JsonWriter& json, const ImportKeyBody& content)
{
    // Every member of such a key is a text.
    JsonReader reader(content.key.bytes.view());
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "kty"_L1) {
            if (const auto kind = takeKeyType(reader))
                writeKind(json, kind->type, content.protection);
        } else {
            json.memberText(*name).utf8(reader.takeSecret(*name).view());
        }
    }
    return reader.finish();
}

} // namespace

base::Result<ImportKeyBody> readImportKey(QByteArrayView body)
{
    vault::KeyDraft draft;
    std::optional<JwkMembers> members;
    bool isForHsm = false;
    JsonReader reader(body);
    reader.enterObject();
    while (const auto name = reader.nextMember()) {
        if (*name == "key"_L1)
            members = takeJwk(reader);
        else if (name->compare("Hsm"_L1, Qt::CaseInsensitive) == 0)
            isForHsm = !reader.takeNull() && reader.takeBoolean(*name);
        else if (!takeDraftMember(reader, *name, draft))
            reader.skip();
    }
    if (auto finished = reader.finish(); !finished)
        return finished.error();
    if (!members)
        return missingMember(u"key"_s);
    auto key = importedKey(*members);
    if (!key)
        return key.error();
    isForHsm = isForHsm || members->kind->protection == vault::KeyProtection::Hsm;
    if (key->form == ImportedKey::Form::Transfer && !isForHsm)
        return badKey(u"A key that arrives in a transfer blob becomes an HSM key."_s);
    draft.operations = std::move(members->operations);
    return ImportKeyBody{ std::move(*key),
                          isForHsm ? vault::KeyProtection::Hsm : vault::KeyProtection::Software,
                          std::move(draft) };
}

base::Result<SecureBytes> writeImportKey(const ImportKeyBody& content)
{
    JsonWriter json;
    json.beginObject().member("Hsm").boolean(content.protection == vault::KeyProtection::Hsm);
    json.member("key").beginObject();
    switch (content.key.form) {
    case ImportedKey::Form::Der:
        return badKey(u"A key in DER must be made a JSON Web Key to be sent."_s);
    case ImportedKey::Form::Jwk:
        if (auto written = writeJwk(json, content); !written)
            return written.error();
        break;
    case ImportedKey::Form::Oct:
        writeKind(json, crypto::KeyType::Oct, content.protection);
        json.member("k");
        writeSecretBase64Url(json, content.key.bytes);
        break;
    case ImportedKey::Form::Transfer:
        writeKind(json, content.key.type, content.protection);
        if (content.key.curve)
            json.member("crv").text(crypto::toText(*content.key.curve));
        json.member("key_hsm");
        writeSecretBase64Url(json, content.key.bytes);
        break;
    }
    if (!content.draft.operations.isEmpty()) {
        json.member("key_ops");
        writeTexts(json, content.draft.operations);
    }
    json.endObject();
    writeDraftMembers(json, content.draft);
    json.endObject();
    return json.finish();
}

} // namespace strongroom::wire
